"""Pages of effect: the plans, and what became of each."""
