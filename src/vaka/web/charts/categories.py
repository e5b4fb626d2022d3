"""How many of each category."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class Bar:
    """One category: how many, and a word more where it needs one."""

    label: str
    value: float
    note: str = ""


@dataclass(frozen=True)
class CategoryBars:
    """How many of each category, the reader's order kept, lengths from nought."""

    title: str
    summary: str
    unit: str
    bars: Sequence[Bar]
    template: ClassVar[str] = "charts/category_bars.html"

    @property
    def rows(self) -> list[tuple[Bar, float]]:
        """Return each bar with its length in percent of the longest."""
        most = max((bar.value for bar in self.bars), default=0)
        return [(bar, round(100 * bar.value / most, 2) if most else 0.0) for bar in self.bars]
