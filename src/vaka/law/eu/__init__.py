"""European law and standards as data."""
