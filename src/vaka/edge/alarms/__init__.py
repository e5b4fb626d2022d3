"""Alarms: received, stored, then acknowledged; forwarded until taken."""
