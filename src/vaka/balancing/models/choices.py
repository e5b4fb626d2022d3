"""Codes of the rules as Django's choices."""

from enum import StrEnum


def choices(kind: type[StrEnum]) -> list[tuple[str, str]]:
    """Return the values of an enum as Django's choices; pages put them into words."""
    return [(value.value, value.value) for value in kind]
