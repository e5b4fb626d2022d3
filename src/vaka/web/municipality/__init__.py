"""The pages of the municipality: its organisation, its people and what each may do."""
