"""Decisions: the camera decision, and the signed terms that the machine obeys."""
