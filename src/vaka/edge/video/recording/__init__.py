"""What is kept: cut into segments, sealed, indexed, and disposed of in time."""
