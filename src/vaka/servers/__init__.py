"""The processes of the control wing, and what they share."""
