"""What buildings and masks take from a fan: closed forms, and rays cast one by one."""

import math
import random

import pytest
from shapely import LineString, MultiPolygon, Point, box
from shapely.affinity import rotate

from vaka.geometry import sweref
from vaka.geometry.camera import Camera
from vaka.geometry.visibility import Buildings, seen
from vaka.geometry.watched import watched_area

EYE = sweref.point(15.0, 55.605)
NORTH = Camera(longitude=15.0, latitude=55.605, height=0, bearing=0, angle=90, pixels=2000)
FAN = NORTH.fan(25)  # 1600 m², 40 m deep, 80 m wide at its end


def at(east: float, north: float, wide: float, deep: float):
    return box(EYE.x + east, EYE.y + north, EYE.x + east + wide, EYE.y + north + deep)


def test_nothing_in_the_way_leaves_the_fan_whole() -> None:
    assert seen(EYE, FAN, Buildings([])).area == pytest.approx(1600)
    assert seen(EYE, FAN, Buildings([at(100, 100, 5, 5)])).area == pytest.approx(1600)


def test_a_wall_across_the_fan_leaves_the_triangle_before_it() -> None:
    wall = at(-100, 10, 200, 1)
    assert seen(EYE, FAN, Buildings([wall])).area == pytest.approx(100)


def test_a_small_house_hides_itself_and_the_trapezoid_behind_it() -> None:
    # 2 m wide at 10 m: its shadow grows to 8 m at 40 m. 1600 - (8 * 40 - 2 * 10) / 2.
    house = at(-1, 10, 2, 3)
    assert seen(EYE, FAN, Buildings([house])).area == pytest.approx(1600 - 150)


def test_a_building_of_two_parts_casts_two_shadows() -> None:
    both = MultiPolygon([at(-11, 20, 2, 1), at(9, 20, 2, 1)])
    # Seen from the eye the flank at 9 m of depth 1 m hides more than the front alone.
    one = 1600 - seen(EYE, FAN, Buildings([at(9, 20, 2, 1)])).area
    assert 1600 - seen(EYE, FAN, Buildings([both])).area == pytest.approx(2 * one)


def test_a_camera_on_a_wall_is_not_blinded_by_its_own_building() -> None:
    own = at(-5, -3, 10, 3)
    assert seen(EYE, FAN, Buildings([own])).area == pytest.approx(1600)


def test_rays_cast_one_by_one_agree() -> None:
    chance = random.Random(5)
    for _ in range(12):
        houses = [
            rotate(
                at(chance.uniform(-30, 30), chance.uniform(3, 35), chance.uniform(1, 8), 3),
                chance.uniform(0, 90),
            )
            for _ in range(6)
        ]
        houses = [house for house in houses if house.distance(EYE) > 0.5]
        visible = seen(EYE, FAN, Buildings(houses))
        for _ in range(200):
            depth = chance.uniform(0, 40)
            spot = Point(EYE.x + chance.uniform(-depth, depth), EYE.y + depth)
            ray = LineString([EYE, spot])
            if (
                any(
                    abs(house.boundary.distance(ray)) < 1e-3 and not house.intersects(ray)
                    for house in houses
                )
                or visible.boundary.distance(spot) < 1e-3
            ):
                continue
            assert visible.covers(spot) == (not any(house.intersects(ray) for house in houses))


def test_levels_are_nested_and_their_areas_known() -> None:
    levels = {"identify": 250.0, "detect": 25.0}
    areas = watched_area(NORTH, levels, buildings=Buildings([]))
    assert [area.level for area in areas] == ["detect", "identify"]
    # The grid's scale on its middle meridian is 0.9996, so the ground is 0.08 % larger.
    assert areas[0].square_metres == pytest.approx(1600 / 0.9996**2, rel=1e-4)
    assert areas[1].square_metres == pytest.approx(16 / 0.9996**2, rel=2e-3)


def test_a_mask_takes_its_ground_and_a_high_camera_sees_nothing_close_enough() -> None:
    masked = (at(-40, 20, 80, 20),)
    (area,) = watched_area(NORTH, {"detect": 25.0}, buildings=Buildings([]), masked=masked)
    assert area.square_metres == pytest.approx(400 / 0.9996**2, rel=1e-3)
    high = Camera(longitude=15.0, latitude=55.605, height=9, bearing=0, angle=90, pixels=2000)
    (none,) = watched_area(high, {"identify": 250.0}, buildings=Buildings([]))
    assert none.area is None
    assert none.square_metres == 0


def test_a_near_wall_that_fills_almost_half_the_world_hides_all_behind_it() -> None:
    near = at(-500, 0.05, 1000, 1)
    assert seen(EYE, FAN, Buildings([near])).area == pytest.approx(0.05**2, rel=1e-3)
    assert math.isclose(FAN.area, 1600)
