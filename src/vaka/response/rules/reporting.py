"""What the centre has found to be real, as reports of problems at a site."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from vaka.needs.rules.reports import Flag
from vaka.response.rules.codes import IncidentKind

SOURCE = "Trygghetscentralen"
# What a kind of incident is among the problems; the others are none: a fire may be set or not.
CATEGORIES: Mapping[str, str] = {
    IncidentKind.THREAT: "violence",
    IncidentKind.INTRUSION: "theft",
    IncidentKind.TAMPER: "damage",
}
# What cameras find for themselves: more of them find more.
OF_CAMERAS = frozenset({"ONVIF", "FRIGATE"})


def report(
    key: str,
    kind: str,
    opened_at: datetime,
    *,
    place: str,
    points: Sequence[tuple[float, float]],
    protocols: Collection[str],
) -> dict[str, str]:
    """Return an incident as a row of problems; where alarms gave several positions, none."""
    row = {
        "id": key,
        "occurred_from": opened_at.isoformat(),
        "category": CATEGORIES[kind],
        "source": SOURCE,
        "flag": Flag.DETECTION_DRIVEN if OF_CAMERAS.issuperset(protocols) else Flag.OBSERVED,
        "place": place,
    }
    if len(points) == 1:
        [(longitude, latitude)] = points
        row |= {"longitude": str(longitude), "latitude": str(latitude)}
    return row
