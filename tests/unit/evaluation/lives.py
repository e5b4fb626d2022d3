"""Areas that live their own lives: what evaluations are tried on."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from vaka.evaluation.rules.trials import Trial

Array = NDArray[np.float64]
# How areas' log rates wander from month to month (evidence.md 0.3 and f6.1).
SPREAD, MEMORY = 0.3, 0.6


def lives(random: np.random.Generator, *, sims: int, areas: int, months: int) -> Array:
    """Return log rates that wander: sims by areas by months, autoregressive from the start."""
    rates = np.empty((sims, areas, months))
    rates[..., 0] = random.normal(0, SPREAD, (sims, areas))
    fresh = SPREAD * (1 - MEMORY**2) ** 0.5
    for month in range(1, months):
        rates[..., month] = MEMORY * rates[..., month - 1] + random.normal(
            0, fresh, (sims, areas)
        )
    return rates


def counted(
    before: Array | Sequence[Sequence[float]], after: Array | Sequence[Sequence[float]]
) -> Trial:
    """Return a trial of these months, the place first, with nothing missing."""
    return Trial(
        before=np.array(before, dtype=float),
        after=np.array(after, dtype=float),
        next_before=None,
        next_after=None,
        beside_before=None,
        beside_after=None,
        beside_areas=0,
        missing=0.0,
        lost=0.0,
    )
