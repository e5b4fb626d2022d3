"""How fast watched areas are computed: 1,000 cameras among 50,000 building edges, one core.

Beside it the plain way: a fan of rays cast one by one against the same walls. JSON lines.

    .venv/bin/python -m bench.coverage [--cameras 1000] [--edges 50000]
"""

import argparse
import json
import math
import random
import time
from collections.abc import Iterator, Mapping, Sequence

import shapely
from shapely import LineString, Point, Polygon, STRtree
from shapely.affinity import rotate

from vaka.geometry import sweref
from vaka.geometry.buildings import Building, Use
from vaka.geometry.camera import Camera
from vaka.geometry.coverage import Surroundings, coverage
from vaka.law.eu.identification import LEVELS

EDGES_A_HOUSE = 4
ACROSS_M = 3000.0
# A degree apart, so that the plain way is as fine as a drawing needs.
RAYS_A_DEGREE = 1
PLAIN_CAMERAS = 20
CORNER = sweref.point(13.0, 55.6)


def main() -> None:
    """Print how long each way takes for a camera, and ours for them all, as JSON lines."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--cameras", type=int, default=1000)
    asked.add_argument("--edges", type=int, default=50_000)
    told = asked.parse_args()
    chance = random.Random(7)
    houses = list(town(told.edges // EDGES_A_HOUSE, chance))
    cameras = [street_camera(len(houses), chance) for _ in range(told.cameras)]
    say("vaka", len(cameras), ours(cameras, houses))
    few = cameras[:PLAIN_CAMERAS]
    say("vaka", len(few), ours(few, houses))
    say("rays one by one", len(few), plainly(few, houses))


def say(subject: str, cameras: int, figures: Mapping[str, float]) -> None:
    """Print a line of figures."""
    told = {"benchmark": "coverage among 50,000 edges", "subject": subject, "cameras": cameras}
    print(json.dumps({**told, **figures}), flush=True)


def town(houses: int, chance: random.Random) -> Iterator[Building]:
    """Yield houses on a grid of blocks, each turned a little."""
    aside = math.ceil(math.sqrt(houses))
    step = ACROSS_M / aside
    for number in range(houses):
        x = CORNER.x + number % aside * step
        y = CORNER.y + number // aside * step
        box = shapely.box(x, y, x + step * 0.5, y + step * 0.4)
        yield Building(rotate(box, chance.uniform(0, 45)), Use.HOME)


def street_camera(houses: int, chance: random.Random) -> Camera:
    """Return a camera where two streets meet, somewhere in the town."""
    aside = math.ceil(math.sqrt(houses))
    step = ACROSS_M / aside
    east, north = (chance.randrange(aside) * step + 0.85 * step for _ in "xy")
    place = sweref.to_geojson(Point(CORNER.x + east, CORNER.y + north))["coordinates"]
    assert isinstance(place, list)
    return Camera(place[0], place[1], 4.0, chance.uniform(0, 360), 80.0, 1920)


def ours(cameras: Sequence[Camera], houses: Sequence[Building]) -> dict[str, float]:
    """Return how long every level of every camera takes, the index included."""
    began = time.process_time()
    among = Surroundings(houses)
    found = [coverage(camera, LEVELS, among=among) for camera in cameras]
    seconds = time.process_time() - began
    return {
        "cpu_seconds": round(seconds, 2),
        "square_metres": round(sum(each.areas[0].square_metres for each in found)),
    }


def plainly(cameras: Sequence[Camera], houses: Sequence[Building]) -> dict[str, float]:
    """Return how long rays take, each stopped by the first wall, for the widest level alone."""
    began = time.process_time()
    walls = STRtree([each.footprint.exterior for each in houses])
    size = sum(_by_rays(camera, walls) for camera in cameras)
    return {
        "cpu_seconds": round(time.process_time() - began, 2),
        "square_metres": round(size),
    }


def _by_rays(camera: Camera, walls: STRtree) -> float:
    eye = sweref.point(camera.longitude, camera.latitude)
    _, left, right, _ = camera.fan(min(LEVELS.values())).exterior.coords
    steps = int(camera.angle * RAYS_A_DEGREE)
    ends = []
    for step in range(steps + 1):
        share = step / steps
        end = (left[0] + share * (right[0] - left[0]), left[1] + share * (right[1] - left[1]))
        ray = LineString([eye, end])
        hits = [
            eye.distance(walls.geometries[index].intersection(ray))
            for index in walls.query(ray, predicate="intersects")
        ]
        ends.append(ray.interpolate(min(hits, default=ray.length)))
    return Polygon([eye, *ends]).area


if __name__ == "__main__":
    main()
