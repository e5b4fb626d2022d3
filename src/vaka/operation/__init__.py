"""Stage 5, operation: cameras, where they stand, how they are, and the door to pictures."""
