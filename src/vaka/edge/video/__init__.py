"""Video: ingest, recorder, vault, live; only what the terms permit."""
