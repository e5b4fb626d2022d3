"""`vaka coverage`: the watched area of a camera by level of identification, as GeoJSON."""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import click

from vaka.core.errors import BadInput
from vaka.geometry import buildings, sweref
from vaka.geometry.camera import Camera
from vaka.geometry.coverage import Coverage, Surroundings, as_geojson, coverage, removed
from vaka.law.eu.identification import LEVELS, STANDARD

FIELDS = ("longitude", "latitude", "height_m", "direction_deg", "angle_deg", "pixels")
MASKED = "masked"
MEND = f"Give {', '.join(FIELDS)} as numbers, and {MASKED} as a list of GeoJSON polygons"
EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("camera", type=EXISTING)
@click.option("--buildings", "houses", type=EXISTING, help="Buildings as GeoJSON.")
@click.option("--angle", type=float, help="Compare with another lens, degrees.")
def command(camera: Path, houses: Path | None, angle: float | None) -> None:
    """Print what the camera in CAMERA covers.

    CAMERA is a JSON object: longitude and latitude (WGS 84), height_m, direction_deg (from true
    north), angle_deg, pixels (the picture's width), and masked, a list of GeoJSON polygons of
    ground that is blotted out. Buildings are those of OpenStreetMap, Lantmäteriet or our maps.

    A feature for each level of EN 62676-4 with its size in m², cut by buildings and by `masked`
    ground, then one for each building in view: home, workplace, sensitive, other. A level also
    says what the masks, and the other lens if one is given, take away, in m².
    """
    told = _read(camera)
    stands = _camera(told, str(camera))
    masks = tuple(sweref.to_metres(each) for each in _masked(told, str(camera)))
    around = buildings.read(_read(houses), where=str(houses)) if houses else []
    among = Surroundings(around)
    found = coverage(stands, LEVELS, among=among, masked=masks)
    bare = coverage(stands, LEVELS, among=among)
    taken = {"removed_by_masks": removed(bare, found)}
    if angle is not None:
        other = coverage(replace(stands, angle=angle), LEVELS, among=among, masked=masks)
        taken["removed_by_lens"] = removed(found, other)
    click.echo(json.dumps(_told(found, taken), ensure_ascii=False))


def _told(found: Coverage, taken: Mapping[str, Mapping[str, float]]) -> dict[str, object]:
    """Return the collection with what is taken away beside each level."""
    told = as_geojson(found, standard=STANDARD)
    features = told["features"]
    assert isinstance(features, list)
    for feature, level in zip(features, found.areas, strict=False):
        feature["properties"] |= {
            name: round(each[level.level], 1) for name, each in taken.items()
        }
    return told


def _read(file: Path) -> Mapping[str, object]:
    try:
        told = json.loads(file.read_text("utf-8"))
    except (ValueError, RecursionError):
        raise BadInput(str(file), "it is no JSON", MEND) from None
    if not isinstance(told, dict):
        raise BadInput(str(file), "it is no JSON object", MEND)
    return told


def _camera(told: Mapping[str, object], where: str) -> Camera:
    if strange := sorted(set(told) - {*FIELDS, MASKED}):
        raise BadInput(where, f"{strange[0]} is unknown", MEND)
    numbers = [_number(told.get(name), f"{where}, {name}") for name in FIELDS]
    longitude, latitude, height, bearing, angle, pixels = numbers
    return Camera(longitude, latitude, height, bearing, angle, int(pixels))


def _number(value: object, where: str) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise BadInput(where, f"{value!r} is no number", MEND)
    return value


def _masked(told: Mapping[str, object], where: str) -> list[Mapping[str, object]]:
    masks = told.get(MASKED, [])
    if not isinstance(masks, list):
        raise BadInput(f"{where}, {MASKED}", "it is no list", MEND)
    return [each if isinstance(each, dict) else {} for each in masks]
