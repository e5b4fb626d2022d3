"""An invented town around Exempeltorget: streets first, then blocks, then houses and yards.

Metres from the middle of the square, x to the east and y to the north, until the very end.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from random import Random

from shapely import (
    LineString,
    Point,
    Polygon,
    box,
    union_all,
)
from shapely.affinity import rotate, translate
from shapely.geometry.base import BaseGeometry
from shapely.ops import polygonize

from vaka.geometry import sweref

MIDDLE = (13.0038, 55.6045)
SEED = 20250401
NOTE = "Påhittad stad för exemplet; inga av husen, gatorna eller namnen finns"
# The old town lies a little askew, as old towns do.
TURN = 8.0
EDGE = box(-256, -141, 243, 136)
SMALLEST_HOUSE = 45.0
SMALLEST_BLOCK = 2000.0

# Middle line, width in metres.
STREETS: dict[str, tuple[list[tuple[float, float]], float]] = {
    "Västra Exempelgatan": ([(-262, 300), (-248, 40), (-252, -300)], 12),
    "Skolgatan": ([(-168, 300), (-160, 52), (-163, -50), (-150, -300)], 10),
    "Torggatan": ([(-86, 300), (-84, 45), (-82, -46), (-76, -150), (-70, -300)], 10),
    "Storgatan": ([(58, 300), (53, 48), (50, -44), (62, -300)], 14),
    "Östergatan": ([(146, 300), (141, 60), (146, -60), (150, -300)], 10),
    "Hamngatan": ([(236, 300), (240, 0), (228, -300)], 13),
    "Norra Vallgatan": ([(-340, 206), (0, 213), (340, 200)], 13),
    "Köpmansgatan": ([(-340, 128), (-84, 132), (56, 134), (340, 124)], 10),
    "Norra Torggatan": ([(-340, 44), (-84, 48), (53, 47), (141, 56), (340, 50)], 12),
    "Södra Torggatan": ([(-340, -52), (-82, -46), (50, -44), (340, -58)], 11),
    "Bryggaregatan": ([(-340, -136), (-76, -130), (58, -128), (340, -142)], 10),
    "Södra Vallgatan": ([(-340, -214), (0, -206), (340, -218)], 12),
    "Exempelgränden": ([(-14, -48), (-2, -88), (-10, -130)], 4.5),
    "Västra Torggatan": ([(-33, 47), (-31, -45)], 9),
}
SQUARE = Polygon([(-26.5, 41), (46, 40), (43, -38.5), (-25.5, -39.5)])
GARAGE = Polygon([(27, -36.5), (41.5, -36.2), (42, -24), (27.4, -24.3)])
KIOSK = box(-16, 9, -9.5, 13.5)
PARK = Point(-121, -92)
CHURCHYARD = Point(-121, 90)
SCHOOL = Point(98, 90)


@dataclass(frozen=True)
class Feature:
    """One thing on the map."""

    shape: BaseGeometry
    kind: str
    label: str = ""
    use: str = ""

    def geojson(self) -> dict[str, object]:
        """Return it in WGS 84."""
        facts = {"kind": self.kind, "label": self.label, "use": self.use}
        return {
            "type": "Feature",
            "properties": {key: value for key, value in facts.items() if value},
            "geometry": to_geojson(self.shape),
        }


def to_geojson(shape: BaseGeometry) -> dict[str, object]:
    """Return a shape in the town's metres as GeoJSON in WGS 84."""
    eye = sweref.point(*MIDDLE)
    turned = rotate(shape, TURN, origin=(0, 0))
    return sweref.to_geojson(translate(turned, eye.x, eye.y))


def degrees(x: float, y: float) -> tuple[float, float]:
    """Return a place in the town's metres as longitude and latitude."""
    pair = to_geojson(Point(x, y))["coordinates"]
    assert isinstance(pair, list)
    return round(pair[0], 6), round(pair[1], 6)


def town() -> dict[str, object]:
    """Return the town as a GeoJSON feature collection."""
    random = Random(SEED)  # noqa: S311  # an example is drawn, nothing secret
    streets = {
        name: LineString(line).buffer(width / 2, cap_style="flat")
        for name, (line, width) in STREETS.items()
    }
    open_ground = union_all([*streets.values(), SQUARE.buffer(1, join_style="mitre")])
    blocks = getattr(EDGE.difference(open_ground), "geoms", [])
    things = [
        Feature(SQUARE, "square", "Exempeltorget", "square"),
        Feature(GARAGE, "square", "Exempelgaraget", "bicycle-garage"),
        *_streets(),
        *(each for block in blocks for each in _block(block, random)),
        Feature(KIOSK, "building", "Kiosken", "kiosk"),
    ]
    return {
        "type": "FeatureCollection",
        "note": NOTE,
        "features": [each.geojson() for each in things],
    }


def _streets() -> Iterator[Feature]:
    for name, (line, width) in STREETS.items():
        use = "alley" if width < 6 else "street"
        if not (inside := LineString(line).intersection(EDGE)).is_empty:
            yield Feature(inside, "street", name, use)


def _block(block: Polygon, random: Random) -> Iterator[Feature]:
    """Return what stands on a block: a park, a church, a school, or houses round a yard."""
    if block.contains(PARK):
        yield from _park(block)
    elif block.contains(CHURCHYARD):
        yield from _church(block)
    elif block.contains(SCHOOL):
        yield from _school(block)
    elif block.area > SMALLEST_BLOCK:
        yield from _houses(block, random)


def _park(block: Polygon) -> Iterator[Feature]:
    yield Feature(_rounded(block), "park", "Exempelparken", "park")
    yield Feature(box(-128, -99, -116, -90), "building", "Paviljongen", "café")


def _church(block: Polygon) -> Iterator[Feature]:
    yield Feature(_rounded(block), "park", "Kyrkogården", "churchyard")
    nave = union_all([box(-143, 83, -104, 97), box(-128, 75, -117, 105)])
    choir = Point(-104, 90).buffer(7, quad_segs=4)
    yield Feature(nave.union(choir), "building", "Exempelkyrkan", "worship")


def _school(block: Polygon) -> Iterator[Feature]:
    house = box(64, 63, 132, 118).difference(box(78, 60, 118, 104))
    yield Feature(house.intersection(block), "building", "Exempelskolan", "school")
    yield Feature(box(88, 70, 108, 84), "building", "Idrottssalen", "school")


def _rounded(block: Polygon) -> Polygon:
    return block.buffer(-9).buffer(7, quad_segs=3)


def _houses(block: Polygon, random: Random) -> Iterator[Feature]:
    """Return the houses of a block: along its streets, around a yard, cut where walls meet."""
    ground = block.buffer(-3, join_style="mitre").buffer(3, join_style="bevel")
    yard = ground.buffer(-12.5, join_style="mitre")
    ring = ground.difference(yard)
    walls = [wall for part in getattr(ring, "geoms", [ring]) for wall in _walls(part, random)]
    for plot in polygonize(union_all([ring.boundary, *walls])):
        if plot.area < SMALLEST_HOUSE or not ring.contains(plot.representative_point()):
            continue
        depth = random.uniform(9.5, 12.5)
        house = plot.intersection(ground.difference(ground.buffer(-depth)))
        if house.geom_type == "Polygon" and random.random() > 0.05:
            yield _named(house.simplify(0.2), random)
    yield from _outhouses(yard, random)


def _walls(ring: Polygon, random: Random) -> Iterator[LineString]:
    """Return the walls between houses, square to the street, a house's width apart."""
    corners = list(ring.exterior.coords)
    for (ax, ay), (bx, by) in pairwise(corners):
        length = math.dist((ax, ay), (bx, by))
        houses = round(length / random.uniform(19, 29))
        inward = ((by - ay) / length, (ax - bx) / length) if length else (0.0, 0.0)
        if ring.exterior.is_ccw:
            inward = (-inward[0], -inward[1])
        for number in range(1, houses):
            part = number / houses + random.uniform(-0.06, 0.06) / houses
            x, y = ax + part * (bx - ax), ay + part * (by - ay)
            yield LineString(
                [
                    (x - inward[0], y - inward[1]),
                    (x + 14 * inward[0], y + 14 * inward[1]),
                ]
            )


def _named(house: Polygon, random: Random) -> Feature:
    """Return a house with its use: shops and eating places towards the square."""
    near = house.distance(SQUARE)
    if near < 16:
        use = random.choice(["restaurant", "shop", "shop", "office", "homes"])
    else:
        use = random.choice(["homes", "homes", "homes", "homes", "shop", "office"])
    return Feature(house, "home" if use == "homes" else "building", "", use)


def _outhouses(yard: BaseGeometry, random: Random) -> Iterator[Feature]:
    """Return a low house or two in a yard that has room."""
    inner = yard.buffer(-7)
    for part in getattr(inner, "geoms", [inner]):
        if part.is_empty or part.area < 350 or random.random() < 0.4:
            continue
        middle = part.centroid
        wide, deep = random.uniform(12, 20), random.uniform(7, 10)
        low = box(middle.x - wide / 2, middle.y, middle.x + wide / 2, middle.y + deep)
        yield Feature(low, "building", "", "outhouse")
