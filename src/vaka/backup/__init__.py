"""One copy of everything while it runs, and everything back from it (docs/adr/0044)."""
