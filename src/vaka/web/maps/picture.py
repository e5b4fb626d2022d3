"""A map as places on a plane 1000 wide: for the SVG that needs no script."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import cos, radians, sqrt

from vaka.web.maps.geojson import Feature, GeoJson, Position, features

WIDTH = 1000.0
# A map is drawn neither as a ribbon nor as a tower.
SHORTEST, TALLEST = 0.5, 0.8
MARGIN = 0.16
# Problems nearer one another than this share a circle.
NEAR = 120.0
METRES_A_DEGREE = 111_320.0


@dataclass(frozen=True)
class CameraMark:
    """Where a camera stands and looks: degrees WGS 84, compass degrees."""

    label: str
    longitude: float
    latitude: float
    direction: float
    url: str = ""


@dataclass(frozen=True)
class Frame:
    """What part of the world is shown, and how high the picture is."""

    west: float
    north: float
    scale: float
    shrink: float
    height: float

    def xy(self, place: Position) -> Position:
        """Return a position's place in the picture."""
        x = (place[0] - self.west) * self.shrink * self.scale
        y = (self.north - place[1]) * self.scale
        return round(x, 1), round(y, 1)


@dataclass(frozen=True)
class Shape:
    """A feature as an SVG path; its kind chooses how it looks."""

    kind: str
    path: str
    label: str


@dataclass(frozen=True)
class Circle:
    """Points that stand together: how many, where, how large."""

    x: float
    y: float
    radius: float
    count: int


@dataclass(frozen=True)
class Eye:
    """A camera in the picture."""

    mark: CameraMark
    x: float
    y: float


@dataclass(frozen=True)
class Map:
    """A map of our own data; each layer is GeoJSON, WGS 84.

    `framed` is what part of the world to show, when that is to be another map's too.
    `base` kinds: `building`, `home`, `street`, `square`, `park`. `area` is what a camera
    watches, unless `area_is` says what else. `points` count problems; `category` and
    `count` are read. `credit` says whose figures they are.
    """

    title: str
    summary: str
    base: GeoJson | None = None
    points: GeoJson | None = None
    area: GeoJson | None = None
    area_is: str = ""
    cameras: Sequence[CameraMark] = ()
    unit: str = ""
    credit: str = ""
    framed: Frame | None = None

    @cached_property
    def frame(self) -> Frame:
        """Return the part of the world that holds what the map is about."""
        if self.framed is not None:
            return self.framed
        seen = list(self._subject())
        if not seen:
            seen = [(0.0, 0.0)]
        return frame(seen)

    def _subject(self) -> Iterable[Position]:
        about = [*features(self.area), *features(self.points)]
        shown = about or features(self.base)
        yield from ((camera.longitude, camera.latitude) for camera in self.cameras)
        yield from (place for one in shown for line in one.lines for place in line)

    @cached_property
    def shapes(self) -> list[Shape]:
        """Return the base layer: grounds first, then streets, then houses."""
        order = {"park": 0, "square": 1, "street": 2, "home": 3, "building": 4}
        base = sorted(features(self.base), key=lambda one: order.get(one.kind, 1))
        return [Shape(one.kind, self._path(one), one.label) for one in base]

    @cached_property
    def watched(self) -> list[Shape]:
        """Return what the camera watches."""
        return [
            Shape(one.kind or "watched", self._path(one), one.label)
            for one in features(self.area)
        ]

    def _path(self, one: Feature) -> str:
        end = "Z" if one.closed else ""
        return "".join(
            "M" + "L".join("{},{}".format(*self.frame.xy(place)) for place in line) + end
            for line in one.lines
        )

    @cached_property
    def circles(self) -> list[Circle]:
        """Return the points, those near one another together."""
        cells: dict[tuple[int, int], list[tuple[Position, int]]] = {}
        for one in features(self.points):
            if one.point is None:
                continue
            x, y = self.frame.xy(one.point)
            cells.setdefault((int(x // NEAR), int(y // NEAR)), []).append(((x, y), one.count))
        return [together(points) for points in cells.values()]

    @cached_property
    def eyes(self) -> list[Eye]:
        """Return the cameras in the picture."""
        return [
            Eye(camera, *self.frame.xy((camera.longitude, camera.latitude)))
            for camera in self.cameras
        ]

    @cached_property
    def tally(self) -> list[tuple[str, int]]:
        """Return how many of each label the points stand for, most first: the map in words."""
        counted: Counter[str] = Counter()
        for one in features(self.points):
            counted[one.label] += one.count
        return counted.most_common()

    @property
    def layers(self) -> dict[str, object]:
        """Return what `<vaka-map>` is given, as JSON."""
        bounds = self.frame
        east = bounds.west + WIDTH / (bounds.scale * bounds.shrink)
        south = bounds.north - bounds.height / bounds.scale
        return {
            "base": self.base,
            "points": self.points,
            "area": self.area,
            "cameras": [
                {
                    "label": camera.label,
                    "at": [camera.longitude, camera.latitude],
                    "direction": camera.direction,
                    "url": camera.url,
                }
                for camera in self.cameras
            ],
            "bounds": [[bounds.west, south], [east, bounds.north]],
        }


def together(points: Sequence[tuple[Position, int]]) -> Circle:
    """Return one circle for several points, at their middle, its area as their count."""
    count = sum(n for _, n in points)
    return Circle(
        x=round(sum(x * n for (x, _), n in points) / count, 1),
        y=round(sum(y * n for (_, y), n in points) / count, 1),
        radius=round(min(70.0, 14.0 + 7.0 * sqrt(count)), 1),
        count=count,
    )


def frame(places: Sequence[Position]) -> Frame:
    """Return a frame that holds the places, with a margin, at least 60 m wide."""
    west, east = min(x for x, _ in places), max(x for x, _ in places)
    south, north = min(y for _, y in places), max(y for _, y in places)
    shrink = cos(radians((south + north) / 2))
    across = max((east - west) * shrink, 60 / METRES_A_DEGREE) * (1 + 2 * MARGIN)
    along = max(north - south, 30 / METRES_A_DEGREE) * (1 + 2 * MARGIN)
    across = max(across, along / TALLEST)
    along = max(along, across * SHORTEST)
    return Frame(
        west=(west + east) / 2 - across / shrink / 2,
        north=(south + north) / 2 + along / 2,
        scale=WIDTH / across,
        shrink=shrink,
        height=round(WIDTH * along / across, 1),
    )
