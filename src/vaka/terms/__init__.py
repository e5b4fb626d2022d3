"""The decision as a signed document, and what it permits."""
