"""Pictures as every room passes them on, and the MP4 that they are written in."""
