"""Kinds of measure and their cost (`kinds`), and what research says (`evidence`)."""
