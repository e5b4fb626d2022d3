"""What may be expected of one more camera: a distribution over sites, never a promise.

Only margins are published, so a model of main effects stands for the table nobody has: the
overall mean, moved by each margin as far as its studies carry, and by our own pooled sites. The
spread between sites is at least a quarter on the log scale until counts of single studies are
at hand (evidence.md f2).
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import NormalDist

from vaka.measures.rules.evidence import EvidenceStatus, Group, Pooled
from vaka.measures.rules.pooling import RandomEffects

# The standard deviation between sites, of the logarithm of the ratio.
BETWEEN_SITES = 0.25
# A margin of so many studies moves the expectation half of its way.
HALF_WAY = 10
# A group whose number of studies nobody gives counts as this many.
UNTOLD = 5
SITES = 100
# What a board would notice: ten per cent, either way.
NOTICEABLE = 0.10


@dataclass(frozen=True)
class Expectation:
    """Log ratios of sites like this one: their mean, and how they spread."""

    mean: float
    spread: float
    own_sites: int
    unverified: int

    @property
    def change_percent(self) -> float:
        """Return the change of the middle one of such sites, in per cent."""
        return 100 * math.expm1(self.mean)

    @property
    def fall(self) -> int:
        """Return how many of a hundred such sites fall by at least ten per cent."""
        return round(SITES * self._below(math.log(1 - NOTICEABLE)))

    @property
    def rise(self) -> int:
        """Return how many of a hundred such sites rise by at least ten per cent."""
        return round(SITES * (1 - self._below(math.log(1 + NOTICEABLE))))

    @property
    def neither(self) -> int:
        """Return how many of a hundred change by less than ten per cent."""
        return SITES - self.fall - self.rise

    def _below(self, log_ratio: float) -> float:
        return NormalDist(self.mean, self.spread).cdf(log_ratio)


def expectation(rows: Sequence[Pooled], own: RandomEffects | None) -> Expectation:
    """Return what the published margins and our own pooled sites let us expect.

    `rows` begin with the overall row. Our own mean is weighed against the published one as the
    normal model does; the spread never falls below what is assumed without it.
    """
    mean = _published(rows)
    unverified = sum(row.status is EvidenceStatus.RECALLED for row in rows)
    if own is None:
        return Expectation(mean, BETWEEN_SITES, 0, unverified)
    precision, theirs = BETWEEN_SITES**-2, own.mean.standard_error**-2
    mean = (mean * precision + own.mean.estimate * theirs) / (precision + theirs)
    spread = math.sqrt(own.tau_squared + 1 / (precision + theirs))
    return Expectation(mean, max(BETWEEN_SITES, spread), own.studies, unverified)


def _published(rows: Sequence[Pooled]) -> float:
    """Return the mean of the main effects, no further out than some margin is itself."""
    overall = log_ratio(rows[0])
    assert overall is not None
    groups = {row.group for row in rows} - {Group.ALL}
    moves = [
        _moved([row for row in rows if row.group is group], overall) for group in sorted(groups)
    ]
    told = [ratio for row in rows if (ratio := log_ratio(row)) is not None]
    return min(max(told), max(min(told), overall + sum(moves)))


def log_ratio(row: Pooled) -> float | None:
    """Return the logarithm of a published ratio; no certain change without a number is none.

    None where the source says neither.
    """
    if row.change_percent is not None:
        return math.log1p(row.change_percent / 100)
    return 0.0 if row.significant is False else None


def _moved(rows: Iterable[Pooled], overall: float) -> float:
    """Return how far the rows of one group move the mean: together, as one."""
    moves = [
        _weight(row) * (ratio - overall)
        for row in rows
        if (ratio := log_ratio(row)) is not None
    ]
    return sum(moves) / len(moves) if moves else 0.0


def _weight(row: Pooled) -> float:
    """Return how much of its way a margin moves the mean; what we only recall, half of that."""
    studies = row.studies or UNTOLD
    seen = 1.0 if row.status is EvidenceStatus.VERIFIED else 0.5
    return seen * studies / (studies + HALF_WAY)
