"""Swedish law as data."""
