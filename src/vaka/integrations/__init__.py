"""One folder for each counterpart, all alike: wire.py is pure, the client is thin."""
