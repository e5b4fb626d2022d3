"""Pages of the stage decisions."""
