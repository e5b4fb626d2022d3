"""Pictures as they come, to several viewers at once."""
