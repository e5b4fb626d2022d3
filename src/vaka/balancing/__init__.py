"""Stage 3, balancing: the assessment, the camera council's advice."""
