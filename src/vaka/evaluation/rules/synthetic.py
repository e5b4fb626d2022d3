"""A place made up of others: the mixture of controls that moved as it did before."""

import numpy as np

from vaka.evaluation.rules.trials import Array, Trial

# Gains smaller than this are rounding.
NOTHING = 1e-10
# How often each may come in, at most.
TURNS = 10


def weights(place: Array, others: Array) -> Array:
    """Return the weights, none below nought and together 1, that come nearest to the place.

    `others` has a column for each. Least squares over the simplex, by an active set: exact.
    Source: Abadie and Gardeazabal 2003, Am Econ Rev 93:113-132.
    """
    products, target = others.T @ others, others.T @ place
    least = NOTHING * (float(np.abs(products).max()) or 1.0)
    found = np.zeros(len(target))
    used = [int(np.argmin(np.diag(products) - 2 * target))]
    found[used] = 1.0
    # In numbers that are not exact the same might leave and come back for ever.
    for _ in range(TURNS * len(target)):
        level = _settle(found, used, products, target)
        gains = level - (products @ found - target)
        gains[used] = 0.0
        best = int(gains.argmax())
        if gains[best] <= least:
            break
        used.append(best)
    return found


def _settle(found: Array, used: list[int], products: Array, target: Array) -> float:
    """Move to the best mixture of those used; who would fall below nought leaves.

    Return the gradient that all of them share there.
    """
    while True:
        best, level = _mixture(products[np.ix_(used, used)], target[used])
        if (best > 0).all() or len(used) == 1:
            found[used] = best
            return level
        now = found[used]
        falling = best <= 0
        reach = min(1.0, float((now[falling] / (now - best)[falling]).min()))
        now = now + reach * (best - now)
        kept = now > NOTHING
        found[used] = np.where(kept, now, 0.0)
        used[:] = [each for each, stays in zip(used, kept, strict=True) if stays]


def _mixture(products: Array, target: Array) -> tuple[Array, float]:
    """Return the least-squares mixture that adds up to 1, its signs free, and its gradient."""
    size = len(target)
    bordered = np.ones((size + 1, size + 1))
    bordered[:size, :size], bordered[size, size] = products, 0.0
    solved = np.linalg.lstsq(bordered, np.append(target, 1.0), rcond=None)[0]
    return solved[:size], -float(solved[size])


def synthetic_change(trial: Trial) -> float | None:
    """Return the place's log change against the mixture of controls that went as it did.

    Each area counts in shares of its own mean before, so that a place larger than all its
    controls has a mixture too. None where nothing was counted before.
    """
    means = trial.before.mean(axis=1)
    if not means[0] or not means[1:].any():
        return None
    counted = means > 0
    shares = trial.before[counted] / means[counted, None]
    after = trial.after[counted].mean(axis=1) / means[counted]
    mixed = float(weights(shares[0], shares[1:].T) @ after[1:])
    own = float(after[0])
    if not own or not mixed:
        return None
    return float(np.log(own / mixed))
