"""The map of where something happens, and where it is only exercised."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from vaka.web.maps.geojson import GeoJson, Position, layer
from vaka.web.maps.picture import Map


@dataclass(frozen=True)
class Spot:
    """A place at which something happens, or is exercised; (lon, lat), WGS 84."""

    name: str
    outline: GeoJson
    position: Position
    exercise: bool


def happening(spots: Sequence[Spot], *, title: str) -> Map:
    """Return the map of some spots: dots count what is real, and other places are named so."""
    real = [spot for spot in spots if not spot.exercise]
    outlines = {spot.name: spot.outline for spot in spots}
    known = {spot.name for spot in real}
    names = [
        name if name in known else _("EXERCISE: %(place)s") % {"place": name}
        for name in outlines
    ]
    there = [{"type": "Point", "coordinates": list(spot.position)} for spot in real]
    return Map(
        title=title,
        summary=", ".join(names),
        area=layer(outlines.values()),
        area_is=_("place"),
        points=layer(there),
        unit=_("incidents"),
    )
