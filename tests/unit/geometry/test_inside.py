"""Which reported positions an area holds, and the ring around it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, Point, Polygon, box

from vaka.geometry import sweref
from vaka.geometry.inside import Ground

EAST, NORTH = 374_000.0, 6_164_000.0
Spot = tuple[float, float, float]


def ground(*corners: tuple[float, float], around: float = 0) -> Ground:
    shifted = Polygon([(EAST + x, NORTH + y) for x, y in corners])
    return Ground(sweref.to_geojson(shifted), around)


SQUARE = [(0.0, 0.0), (80.0, 0.0), (80.0, 80.0), (0.0, 80.0)]
# A street corner: what lies in its notch is outside.
CORNER = [(0.0, 0.0), (80.0, 0.0), (80.0, 30.0), (30.0, 30.0), (30.0, 80.0), (0.0, 80.0)]
spots = st.tuples(
    st.floats(-150, 230), st.floats(-150, 230), st.sampled_from([0.0, 5.0, 25.0, 26.0, 40.0])
)


def told(place: Ground, *found: Spot) -> list[tuple[bool, bool]]:
    metres = np.array([(EAST + x, NORTH + y) for x, y, _ in found])
    sure, unsure = place.holding(metres, np.array([within for _, _, within in found]))
    return list(zip(sure.tolist(), unsure.tolist(), strict=True))


def from_edges(x: float, y: float, corners: list[tuple[float, float]]) -> float:
    """Return how far a position is from the nearest edge, side by side."""
    sides = zip(corners, [*corners[1:], corners[0]], strict=True)
    return min(LineString(side).distance(Point(x, y)) for side in sides)


def is_within(x: float, y: float, corners: list[tuple[float, float]]) -> bool:
    """Return whether a ray to the east crosses the sides an odd number of times."""
    crossed = False
    for (x0, y0), (x1, y1) in zip(corners, [*corners[1:], corners[0]], strict=True):
        if (y0 > y) != (y1 > y) and x < x0 + (y - y0) * (x1 - x0) / (y1 - y0):
            crossed = not crossed
    return crossed


def is_on_a_line(x: float, y: float, within: float, corners: list[tuple[float, float]]) -> bool:
    """Return whether it is so near to what decides that the centimetre would."""
    far = from_edges(x, y, corners)
    return min(abs(far - line) for line in (0, 100, within, 100 - within)) < 0.05


@given(st.lists(spots, min_size=1, max_size=20), st.sampled_from([SQUARE, CORNER]))
def test_positions_lie_where_side_by_side_they_lie(
    found: list[Spot], corners: list[tuple[float, float]]
) -> None:
    clear = [one for one in found if not is_on_a_line(*one, corners)]
    if not clear:
        return
    area, ring = told(ground(*corners), *clear), told(ground(*corners, around=100), *clear)
    for (x, y, within), in_area, in_ring in zip(clear, area, ring, strict=True):
        inside, far = is_within(x, y, corners), from_edges(x, y, corners)
        close = within <= 25
        beside = not inside and far < 100
        assert in_area == _two(inside, sure=close or far > within)
        assert in_ring == _two(beside, sure=close or within < min(far, 100 - far))


def _two(lies: bool, *, sure: bool) -> tuple[bool, bool]:
    return lies and sure, lies and not sure


@pytest.mark.parametrize("spot", [(0.0, 40.0, 0.0), (80.0, 80.0, 0.0), (40.0, 0.0, 20.0)])
def test_the_edge_belongs_to_the_area_and_not_to_the_ring(spot: Spot) -> None:
    assert told(ground(*SQUARE), spot) == [(True, False)]
    assert told(ground(*SQUARE, around=100), spot) == [(False, False)]


def test_a_report_within_200_metres_is_in_a_district_but_not_in_a_square() -> None:
    loose = (40.0, 40.0, 200.0)
    assert told(ground(*SQUARE), loose) == [(False, True)]
    district = ground((-300.0, -300.0), (400.0, -300.0), (400.0, 400.0), (-300.0, 400.0))
    assert told(district, loose) == [(True, False)]


def test_a_hole_in_an_area_is_no_part_of_it() -> None:
    yard = box(EAST, NORTH, EAST + 80, NORTH + 80).difference(
        box(EAST + 30, NORTH + 30, EAST + 50, NORTH + 50)
    )
    assert told(Ground(sweref.to_geojson(yard)), (40.0, 40.0, 0.0)) == [(False, False)]


def test_how_far_apart_two_areas_lie() -> None:
    other = ground((200.0, 0.0), (280.0, 0.0), (280.0, 80.0)).area
    assert ground(*SQUARE).apart(other) == pytest.approx(120, abs=0.05)
    assert ground(*SQUARE).apart(ground(*SQUARE).area) == 0
