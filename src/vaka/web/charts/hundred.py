"""A hundred places as a hundred squares: how many fare so, and how many otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

ALL = 100
ACROSS = 20


@dataclass(frozen=True)
class Part:
    """So many of the hundred, and what they have in common."""

    count: int
    words: str


@dataclass(frozen=True)
class Square:
    """One place of the hundred: where it stands, in squares, and which part it belongs to."""

    x: int
    y: int
    part: int


@dataclass(frozen=True)
class Hundred:
    """A hundred squares in parts, in the parts' order: chance as people can count it."""

    title: str
    summary: str
    parts: Sequence[Part]
    template: ClassVar[str] = "charts/hundred.html"

    def __post_init__(self) -> None:
        """Refuse what is not a hundred.

        :raises ValueError: when the parts are more or fewer together.
        """
        if sum(part.count for part in self.parts) != ALL:
            raise ValueError("The parts of a hundred are a hundred together")

    @property
    def squares(self) -> list[Square]:
        """Return each square, row by row."""
        parts = [n for n, part in enumerate(self.parts, 1) for _ in range(part.count)]
        return [Square(n % ACROSS, n // ACROSS, part) for n, part in enumerate(parts)]

    @property
    def width(self) -> int:
        """Return how many squares stand in a row."""
        return ACROSS

    @property
    def height(self) -> int:
        """Return how many rows there are."""
        return ALL // ACROSS
