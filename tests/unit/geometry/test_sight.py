"""How much of a place is in a watched area, and from how far."""

import pytest

from vaka.geometry import sweref
from vaka.geometry.sight import ABOUT_M, around, sight

SQUARE = [[13.000, 55.600], [13.002, 55.600], [13.002, 55.602], [13.000, 55.602], [13.0, 55.6]]
HALF = [[13.000, 55.600], [13.001, 55.600], [13.001, 55.602], [13.000, 55.602], [13.0, 55.6]]
EYE = (13.000, 55.601)


def polygon(ring) -> dict[str, object]:
    return {"type": "Polygon", "coordinates": [ring]}


def test_a_watched_half_is_half_of_the_place() -> None:
    place = sweref.to_metres(polygon(SQUARE))
    seen = sight(watched=polygon(HALF), eye=EYE, place=place)
    assert seen.share == pytest.approx(0.5, abs=0.01)
    # A quarter of the width of 126 m: the middle of what is seen, not of the whole.
    assert seen.metres == pytest.approx(31.5, abs=1)


def test_a_point_is_seen_or_not_with_the_doubt_that_a_position_has() -> None:
    inside = sight(watched=polygon(HALF), eye=EYE, place=around([(13.0005, 55.601)]))
    outside = sight(watched=polygon(HALF), eye=EYE, place=around([(13.0015, 55.601)]))
    edge = sight(watched=polygon(HALF), eye=EYE, place=around([(13.001, 55.601)]))
    assert (inside.share, outside.share) == (1.0, 0.0)
    assert edge.share == pytest.approx(0.5, abs=0.05)
    assert outside.metres == pytest.approx(94.5, abs=2)
    assert around([EYE]).area == pytest.approx(3.14 * ABOUT_M**2, rel=0.02)
