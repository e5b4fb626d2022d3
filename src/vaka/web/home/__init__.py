"""The first page, and the machine answers."""
