"""What a partner sees: a page of its own, and nothing else of the house."""
