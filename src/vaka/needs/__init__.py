"""Stage 1, need: documented problems on a place, the safety survey, police events."""
