"""Pages of the stage cases."""
