"""Student's t, F and the gamma distribution, by series and continued fractions.

The incomplete beta and gamma functions are those of DLMF 8.9, 8.11 and 8.17; a quantile is
found between two ends by false position. Exact to about eleven digits, in a fraction of a
millisecond, without a library that takes a second to start (docs/adr/0028).
"""

import math
from collections.abc import Callable
from statistics import NormalDist

EPSILON, CLOSE = 1e-15, 1e-14
SMALLEST = 1e-300
MOST_STEPS = 100_000
MOST_HALVINGS = 2_000


def student_t_cdf(t: float, freedom: float) -> float:
    """Return the probability of at most t, with that many degrees of freedom."""
    tail = 0.5 * _beta(freedom / (freedom + t * t), freedom / 2, 0.5)
    return 1 - tail if t > 0 else tail


def student_t_quantile(probability: float, freedom: float) -> float:
    """Return the value that a t variable does not exceed with that probability (0–1)."""
    if probability < 0.5:
        return -student_t_quantile(1 - probability, freedom)
    return _solved(lambda t: student_t_cdf(t, freedom), probability)


def fisher_f_cdf(ratio: float, above: float, below: float) -> float:
    """Return the probability of at most that ratio, with these degrees of freedom."""
    return _beta(above * ratio / (above * ratio + below), above / 2, below / 2)


def gamma_cdf(x: float, shape: float) -> float:
    """Return the probability of at most x for a gamma variable of scale 1."""
    if x <= 0:
        return 0.0
    scale = math.exp(shape * math.log(x) - x - math.lgamma(shape))
    if x < shape + 1:
        return scale * _gamma_series(x, shape)
    return 1 - scale * _gamma_fraction(x, shape)


def gamma_quantile(probability: float, shape: float) -> float:
    """Return the value that a gamma variable of scale 1 does not exceed so probably (0–1)."""
    # Wilson and Hilferty's cube root is near it, but for the smallest shapes.
    z = NormalDist().inv_cdf(probability)
    near = shape * max(0.0, 1 - 1 / (9 * shape) + z / (3 * math.sqrt(shape))) ** 3
    return _solved(lambda x: gamma_cdf(x, shape), probability, near=near)


def _solved(cdf: Callable[[float], float], probability: float, *, near: float = 1.0) -> float:
    """Return where an increasing function from 0 upward takes a value.

    Between ends that hold it, by false position with the Illinois weight.
    """
    low, high = 0.0, near * 1.02 or SMALLEST
    while (above := cdf(high) - probability) < 0:
        low, high = high, 2 * high
    below, moved = cdf(low) - probability, 0
    before, middle, value, left = math.inf, high, math.inf, MOST_HALVINGS
    while left and abs(value) >= CLOSE and abs(middle - before) >= CLOSE * middle:
        left -= 1
        before, middle = middle, high - above * (high - low) / (above - below)
        value = cdf(middle) - probability
        if value < 0:
            low, below, above = middle, value, above / 2 if moved < 0 else above
        else:
            high, above, below = middle, value, below / 2 if moved > 0 else below
        moved = -1 if value < 0 else 1
    return middle


def _gamma_series(x: float, shape: float) -> float:
    term = total = 1 / shape
    step = 1
    while term >= EPSILON * total and step < MOST_STEPS:
        term *= x / (shape + step)
        total += term
        step += 1
    return total


def _gamma_fraction(x: float, shape: float) -> float:
    def parts(step: int) -> tuple[float, float]:
        return -step * (step - shape), x + 2 * step + 1 - shape

    return 1 / _fraction(x + 1 - shape, parts)


def _beta(x: float, a: float, b: float) -> float:
    """Return the regularised incomplete beta function I_x(a, b)."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1 - _beta(1 - x, b, a)
    logs = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    scale = math.exp(logs + a * math.log(x) + b * math.log1p(-x)) / a

    def parts(step: int) -> tuple[float, float]:
        half, odd = divmod(step, 2)
        if odd:
            above = -(a + half) * (a + b + half) * x / ((a + step - 1) * (a + step))
        else:
            above = half * (b - half) * x / ((a + step - 1) * (a + step))
        return above, 1.0

    return scale / _fraction(1.0, parts)


def _fraction(first: float, parts: Callable[[int], tuple[float, float]]) -> float:
    """Return first + a1/(b1 + a2/(b2 + …)), by Lentz's method; `parts` gives a and b."""
    value = upper = first
    lower = gain = 0.0
    step = 1
    while abs(gain - 1) >= EPSILON and step < MOST_STEPS:
        a, b = parts(step)
        lower = 1 / ((b + a * lower) or SMALLEST)
        upper = (b + a / upper) or SMALLEST
        gain = upper * lower
        value *= gain
        step += 1
    return value
