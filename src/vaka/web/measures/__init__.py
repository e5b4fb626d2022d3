"""Pages of measures: what is done at a place, and what research says of cameras."""
