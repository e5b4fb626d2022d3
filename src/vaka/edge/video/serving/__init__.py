"""The gateway's own server: a ticket opens one view, and its end is told."""
