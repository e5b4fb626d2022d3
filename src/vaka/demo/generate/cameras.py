"""The two cameras of the example, and what they see when the houses have cut their view."""

from collections.abc import Mapping

from shapely import Polygon
from shapely.geometry import LineString, shape

from vaka.demo.generate import town
from vaka.geometry import sweref
from vaka.geometry.camera import Camera
from vaka.geometry.visibility import Buildings
from vaka.geometry.watched import watched_area
from vaka.law.eu.identification import LEVELS

MONITOR = {"monitor": LEVELS["monitor"]}
NOTE = "Påhittade kameror för exemplet; området är beräknat av vaka.geometry"


def cameras(blocks: Mapping[str, object]) -> dict[str, object]:
    """Return each camera as a point and the area that it watches as a polygon."""
    houses = Buildings(_houses(blocks))
    # South of the square, on a mast, towards the north; and over the bicycles.
    square = _camera((4.0, -38.0), height=5.0, bearing=-town.TURN % 360, angle=80, pixels=1280)
    garage = _camera((28.0, -37.0), height=3.5, bearing=48 - town.TURN, angle=86, pixels=640)
    return {
        "type": "FeatureCollection",
        "note": NOTE,
        "features": [
            *_features("square", square, houses, within=town.EDGE, nearest=7.6),
            *_features("garage", garage, houses, within=town.GARAGE, nearest=3.7),
        ],
    }


def _camera(
    place: tuple[float, float], *, height: float, bearing: float, angle: float, pixels: int
) -> Camera:
    longitude, latitude = town.degrees(*place)
    return Camera(longitude, latitude, height, bearing, angle, pixels)


def _features(
    key: str, camera: Camera, houses: Buildings, *, within: Polygon, nearest: float
) -> list[dict[str, object]]:
    (seen,) = watched_area(camera, MONITOR, buildings=houses)
    assert seen.area is not None
    inside = sweref.to_metres(town.to_geojson(within))
    area = sweref.to_geojson(sweref.to_metres(seen.area).intersection(inside))
    facts = {
        "camera": key,
        "direction": round(camera.bearing, 1),
        "height": camera.height,
        "angle": camera.angle,
        "nearest": nearest,
        "pixels": camera.pixels,
        "square_metres": round(sweref.square_metres(area)),
    }
    point = {"type": "Point", "coordinates": [camera.longitude, camera.latitude]}
    return [
        {"type": "Feature", "properties": {**facts, "kind": "camera"}, "geometry": point},
        {"type": "Feature", "properties": {**facts, "kind": "watched"}, "geometry": area},
    ]


def _houses(blocks: Mapping[str, object]) -> list[Polygon]:
    """Return the footprints of the town in metres; streets and squares hide nothing."""
    told = blocks["features"]
    assert isinstance(told, list)
    return [
        sweref.to_metres(each["geometry"])
        for each in told
        if each["properties"]["kind"] in ("building", "home")
        and not isinstance(shape(each["geometry"]), LineString)
    ]
