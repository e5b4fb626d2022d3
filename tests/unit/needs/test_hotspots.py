"""Where problems gather, and whether they follow one another."""

from pathlib import Path

import numpy as np
import pytest

from vaka.needs.rules.hotspots import discovered, g_star, hot_cells
from vaka.needs.rules.near_repeat import near_repeat, pairs_by_band

LONGITUDE, LATITUDE = 13.0, 55.6
EAST, NORTH = 1 / (111_320 * np.cos(np.radians(LATITUDE))), 1 / 111_320


def test_the_scores_of_the_published_example() -> None:
    # PySAL, esda.G_Local(y, w, transform="B", star=True) in its own documentation: six points,
    # neighbours within 15.
    points = np.array([(10, 10), (20, 10), (40, 10), (15, 20), (30, 20), (30, 30)])
    near = np.hypot(*(points[:, None] - points).transpose(2, 0, 1)) <= 15
    scores = g_star(np.array([2, 3, 3.2, 5, 8, 7]), near)
    assert scores == pytest.approx(
        [-1.39727626, -0.28917762, 0.65064964, -0.28917762, 1.23452088, 2.02424331], abs=5e-9
    )


def test_what_is_alike_everywhere_has_no_hot_spot() -> None:
    assert not g_star(np.full(4, 3.0), np.eye(4, dtype=bool)).any()


def test_discoveries_of_the_published_example() -> None:
    # Benjamini and Hochberg 1995, section 3.2: fifteen p-values, four discoveries at .05.
    p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344]
    p += [0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0]
    assert discovered(p, 0.05) == [True] * 4 + [False] * 11
    assert discovered([], 0.05) == []


def test_a_corner_where_problems_gather_is_hot_and_little_else() -> None:
    random = np.random.default_rng(1)
    strewn = [
        (LONGITUDE + x * EAST, LATITUDE + y * NORTH) for x, y in random.random((60, 2)) * 300
    ]
    corner = [
        (LONGITUDE + (200 + x) * EAST, LATITUDE + (200 + y) * NORTH)
        for x, y in random.random((80, 2)) * 20
    ]
    found = hot_cells([*strewn, *corner])
    assert found
    for cell in found:
        assert 160 <= (cell.west - LONGITUDE) / EAST <= 240
        assert cell.west < cell.east
        assert cell.south < cell.north
        assert cell.count > 0
    assert sum(cell.count for cell in found) >= 70


def test_problems_strewn_by_chance_have_hardly_a_hot_spot() -> None:
    random = np.random.default_rng(2)
    found = 0
    for _ in range(60):
        strewn = random.random((200, 2)) * 300 * [EAST, NORTH] + np.array([LONGITUDE, LATITUDE])
        found += bool(hot_cells([tuple(each) for each in strewn]))
    assert found <= 15


@pytest.mark.parametrize("places", [[], [(13.0, 55.6)] * 19, [(13.0, 55.6)] * 40])
def test_few_positions_or_one_only_make_no_pattern(places: list) -> None:
    assert hot_cells(places) == []
    assert hot_cells([(10.0 + n / 4, 55.6) for n in range(40)]) == []


def test_what_is_soon_followed_next_door_is_a_near_repeat() -> None:
    random = np.random.default_rng(3)
    events = []
    for x, y, day in random.random((60, 3)) * [900, 900, 700]:
        events.append((LONGITUDE + x * EAST, LATITUDE + y * NORTH, day))
        events.append((LONGITUDE + (x + 9) * EAST, LATITUDE + y * NORTH, day + 3))
    found = near_repeat(sorted(events, key=lambda event: event[2]))
    assert found is not None
    assert found.pairs >= 60
    assert found.ratio > 3
    assert found.p == pytest.approx(1 / 200)


def test_the_table_of_a_few_pairs_is_counted_as_by_hand() -> None:
    """Three at one corner on days 0, 5 and 30, the rest far from all in place and time."""
    near = [(LONGITUDE, LATITUDE, 0.0), (LONGITUDE, LATITUDE, 5.0), (LONGITUDE, LATITUDE, 30.0)]
    far = [(LONGITUDE + 500 * n * EAST, LATITUDE, 100.0 * n) for n in range(1, 20)]
    found = near_repeat([*near, *far])
    assert found is not None
    assert found.pairs == 1


def test_the_burglaries_of_chicago_as_printed() -> None:
    # Steenbeek 2018, R package NearRepeat, its first vignette: $observed, distances along
    # streets. The Near Repeat Calculator 1.3 counts the same and labels a band too low.
    text = Path(__file__).with_name("chicago.csv").read_text("utf-8")
    east, north, day = np.loadtxt(text.splitlines()[3:], delimiter=",").T
    first, second = np.triu_indices(len(day), 1)
    apart = (np.abs(east[first] - east[second]) + np.abs(north[first] - north[second])) / 10
    later = np.abs(day[first] - day[second])
    assert pairs_by_band(apart, later, (0, 0.1, 200, 400, 600), (0, 7, 14, 21)) == [
        [28, 5, 5],
        [141, 69, 27],
        [186, 140, 100],
        [237, 192, 128],
    ]


def test_chance_alone_seldom_looks_like_a_near_repeat() -> None:
    random = np.random.default_rng(4)
    called = 0
    for _ in range(60):
        told = random.random((60, 3)) * [300 * EAST, 300 * NORTH, 400]
        events = told + np.array([LONGITUDE, LATITUDE, 0])
        found = near_repeat([tuple(each) for each in events])
        called += found is not None and found.p <= 0.05
    assert called <= 8
    assert near_repeat([(13.0, 55.6, 1.0)] * 19) is None


def test_events_all_apart_are_as_chance_has_them() -> None:
    apart = [(LONGITUDE + 500 * n * EAST, LATITUDE, float(n)) for n in range(30)]
    found = near_repeat(apart)
    assert found is not None
    assert (found.pairs, found.ratio, found.p) == (0, 1.0, 1.0)
