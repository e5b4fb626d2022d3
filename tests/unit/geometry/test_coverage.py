"""What a camera covers: known areas, whose walls are in view, what a mask or a lens takes."""

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, Point, box
from shapely.affinity import rotate

from vaka.geometry import sweref
from vaka.geometry.buildings import Building, Use
from vaka.geometry.camera import Camera
from vaka.geometry.coverage import AT_THE_WALL, Surroundings, as_geojson, coverage, removed
from vaka.law.eu.identification import LEVELS, STANDARD

EYE = sweref.point(15.0, 55.605)
NORTH = Camera(longitude=15.0, latitude=55.605, height=0, bearing=0, angle=90, pixels=2000)


def at(east: float, north: float, wide: float, deep: float):
    return box(EYE.x + east, EYE.y + north, EYE.x + east + wide, EYE.y + north + deep)


def house(east: float, north: float, use: Use = Use.HOME, name: str = "") -> Building:
    return Building(at(east, north, 4, 4), use, name)


def test_each_level_has_its_closed_form() -> None:
    found = coverage(NORTH, LEVELS, among=Surroundings([]))
    # At 90° the picture is twice as wide as it is deep: (2000 / 2 / level)² on the grid.
    for each in found.areas:
        size = (1000 / each.pixels_per_metre) ** 2 / 0.9996**2
        assert each.square_metres == pytest.approx(size, rel=1e-3)
    assert [each.level for each in found.areas] == list(LEVELS)
    assert found.in_view == ()


def test_homes_doors_and_schools_in_view_are_told_with_the_best_level() -> None:
    near, far = house(0, 6, name="Nära"), house(-20, 30, Use.WORKPLACE)
    hidden, behind = house(1, 20), house(0, -9, Use.SENSITIVE)
    found = coverage(NORTH, LEVELS, among=Surroundings([near, far, hidden, behind]))
    assert [(each.building, each.level) for each in found.in_view] == [
        (near, "recognise"),
        (far, "detect"),
    ]
    assert [found.count(use) for use in Use] == [1, 1, 0, 0]


def test_what_a_mask_removes_is_what_it_covers() -> None:
    mask = (at(-40, 20, 80, 20),)
    masked = coverage(NORTH, {"detect": 25.0}, among=Surroundings([]), masked=mask)
    taken = removed(coverage(NORTH, {"detect": 25.0}, among=Surroundings([])), masked)
    assert taken["detect"] == pytest.approx((1600 - 400) / 0.9996**2, rel=1e-3)
    assert masked.area("detect").square_metres == pytest.approx(400 / 0.9996**2, rel=1e-3)


def test_a_narrower_lens_takes_from_the_sides_and_adds_far_away() -> None:
    wide = coverage(NORTH, {"identify": 250.0}, among=Surroundings([]))
    narrow = coverage(replace(NORTH, angle=30), {"identify": 250.0}, among=Surroundings([]))
    assert removed(wide, narrow)["identify"] < 0
    west = Point(EYE.x - 3, EYE.y + 3.5)
    assert wide.areas[0].ground.covers(west)
    assert not narrow.areas[0].ground.covers(west)


def test_the_file_tells_levels_and_then_buildings() -> None:
    told = as_geojson(
        coverage(NORTH, LEVELS, among=Surroundings([house(0, 6)])), standard=STANDARD
    )
    features = told["features"]
    assert isinstance(features, list)
    kinds = [each["properties"]["kind"] for each in features]
    assert kinds == ["watched"] * len(LEVELS) + ["home"]
    assert features[0]["properties"]["standard"] == STANDARD
    assert all(sweref.square_metres(each["geometry"]) > 0 for each in features)


@given(
    angle=st.floats(10, 120),
    height=st.floats(0, 12),
    bearing=st.floats(0, 360),
    seed=st.integers(0, 2**16),
)
def test_levels_are_nested_and_houses_only_take_away(angle, height, bearing, seed) -> None:
    chance = random.Random(seed)
    camera = replace(NORTH, angle=angle, height=height, bearing=bearing)
    houses = [
        Building(
            rotate(at(chance.uniform(-40, 40), chance.uniform(-40, 40), 6, 4), seed % 90),
            Use.HOME,
        )
        for _ in range(5)
    ]
    free = coverage(camera, LEVELS, among=Surroundings([]))
    found = coverage(camera, LEVELS, among=Surroundings(houses))
    for outer, inner in zip(found.areas, found.areas[1:], strict=False):
        assert inner.ground.difference(outer.ground.buffer(0.02)).area < 0.05
    for open_ground, cut in zip(free.areas, found.areas, strict=True):
        assert cut.ground.difference(open_ground.ground.buffer(0.02)).area < 0.05
        assert cut.square_metres <= open_ground.square_metres + 0.1
    assert sum(found.count(use) for use in Use) == len(found.in_view)


def test_a_house_is_in_view_exactly_when_some_ray_ends_at_its_wall() -> None:
    chance = random.Random(11)
    fan = NORTH.fan(25.0)
    for _ in range(8):
        houses = [
            Building(
                rotate(at(chance.uniform(-30, 30), chance.uniform(3, 35), 5, 3), _ * 11),
                Use.HOME,
            )
            for _ in range(6)
        ]
        houses = [each for each in houses if each.footprint.distance(EYE) > 1]
        found = coverage(NORTH, {"detect": 25.0}, among=Surroundings(houses))
        told = {id(each.building) for each in found.in_view}
        for building in houses:
            rays = _rays_to(building)
            clear = [
                ray
                for ray in rays
                if fan.buffer(-0.3).covers(Point(ray.coords[1]))
                and not any(each.footprint.intersects(ray) for each in houses)
            ]
            if clear:
                assert id(building) in told
            elif id(building) not in told:
                assert all(
                    not found.areas[0].ground.covers(Point(ray.coords[1])) for ray in rays
                )


def _rays_to(building: Building) -> list[LineString]:
    """Rays from the eye to a hand's breadth before the wall, all round it."""
    outline = building.footprint.buffer(AT_THE_WALL / 2).exterior
    steps = 60
    return [
        LineString([EYE, outline.interpolate(step / steps, normalized=True)])
        for step in range(steps)
    ]
