"""Pages of the stage balancing."""
