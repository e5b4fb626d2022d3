"""The areas that the safety survey tells of: a city, its areas and their sub-areas."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from vaka.core.errors import BadInput
from vaka.geometry.ground import district

LONGEST_NAME = 100
MEND = "Give a GeoJSON FeatureCollection, each feature with name, level and within"


class AreaLevel(StrEnum):
    """How large a part of the municipality an area is; a smaller one can show less."""

    CITY = "city"
    AREA = "area"
    SUB_AREA = "sub-area"


# The largest first, as they are listed and drawn.
LEVELS = tuple(AreaLevel)


@dataclass(frozen=True)
class Area:
    """An area of the survey: where it lies (GeoJSON, WGS 84; None when not known), and in what.

    `within` is the name of the larger area, empty for the city.
    """

    name: str
    level: AreaLevel
    within: str
    outline: Mapping[str, object] | None


def read(content: bytes, *, name: str) -> list[Area]:
    """Return the areas of a GeoJSON file; `name` is what it is called.

    :raises BadInput: naming the feature, when one cannot be taken; then none is.
    """
    found = list(_areas(content, name))
    known = {area.name for area in found}
    if len(known) < len(found):
        raise BadInput(name, "a name is there twice", "One feature for each area")
    for area in found:
        if area.within and area.within not in known:
            problem = f"{area.within!r} is no area of the file"
            raise BadInput(
                f"{name}, {area.name}", problem, "Name the larger area as it is there"
            )
    return found


def _areas(content: bytes, name: str) -> Iterator[Area]:
    try:
        told = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise BadInput(name, "it is no JSON", MEND) from None
    features = told.get("features") if isinstance(told, dict) else None
    if not isinstance(features, list) or not features:
        raise BadInput(name, "it holds no features", MEND)
    for number, feature in enumerate(features, 1):
        yield _area(feature, f"{name}, feature {number}")


def _area(feature: object, where: str) -> Area:
    facts = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(feature, dict) or not isinstance(facts, dict):
        raise BadInput(where, "it has no properties", MEND)
    name, within = facts.get("name"), facts.get("within") or ""
    if not isinstance(name, str) or not 0 < len(name.strip()) <= LONGEST_NAME:
        raise BadInput(where, "it has no name", f"A name of 1 to {LONGEST_NAME} characters")
    if facts.get("level") not in set(AreaLevel) or not isinstance(within, str):
        raise BadInput(where, "its level is not known", f"Use one of {', '.join(AreaLevel)}")
    geometry = feature.get("geometry")
    outline = None if geometry is None else district(geometry, where=where)
    return Area(name.strip(), AreaLevel(facts["level"]), within.strip(), outline)
