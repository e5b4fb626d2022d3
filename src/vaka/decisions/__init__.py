"""Stage 4, decision: the camera decision and its signed terms."""
