"""Stage 2, measures: what was tried, what it cost, what research says."""
