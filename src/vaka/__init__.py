"""Vaka: the decision is enforced by the machine."""
