"""Pages of operation: cameras, one camera, and looking at it."""
