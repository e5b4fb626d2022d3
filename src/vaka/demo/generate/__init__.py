"""The invented figures and the invented town of the example, the same each time."""
