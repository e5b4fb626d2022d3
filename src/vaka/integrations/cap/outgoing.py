"""An incident that is shared with a partner, as a CAP 1.2 message. Pure.

What CAP has no field for stands as `parameter`; the words are Swedish.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, tostring

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
# Of each kind of incident: CAP's category, and what it is called.
_EVENTS: Mapping[object, tuple[str, str]] = {
    "threat": ("Security", "Hot eller överfall"),
    "fire": ("Fire", "Brand"),
    "medical": ("Health", "Sjukdom eller skada"),
    "hazard": ("Safety", "Fara"),
    "intrusion": ("Security", "Intrång"),
    "tamper": ("Security", "Sabotage"),
    "trouble": ("Infra", "Tekniskt fel"),
    "unknown": ("Other", "Okänt larm"),
    "notice": ("Other", "Meddelande"),
}
# Characters that XML 1.0 cannot hold, however they are written.
_NEVER = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SEVERITIES: Mapping[object, str] = {1: "Severe", 2: "Moderate", 3: "Minor", 4: "Minor"}
_CERTAINTIES: Mapping[object, str] = {
    "real": "Observed",
    "unclear": "Possible",
    "unfounded": "Unlikely",
}


@dataclass(frozen=True)
class Sent:
    """A message by its three names; together they are what `references` refers to."""

    sender: str
    identifier: str
    sent: datetime

    @property
    def reference(self) -> str:
        """Return it as a later message names it."""
        return f"{self.sender},{self.identifier},{_time(self.sent)}"


def message(
    name: Sent,
    facts: Mapping[str, object],
    *,
    restriction: str,
    earlier: Sequence[Sent] = (),
) -> bytes:
    """Return the message; `facts` are those of `response.rules.sharing.Shared`."""
    site, course, log = (_part(facts, part) for part in ("site", "course", "log"))
    alert = Element("alert", xmlns=NAMESPACE)
    _texts(
        alert,
        identifier=name.identifier,
        sender=name.sender,
        sent=_time(name.sent),
        status="Exercise" if facts["exercise"] else "Actual",
        msgType="Update" if earlier else "Alert",
        scope="Restricted",
        restriction=restriction,
        references=" ".join(one.reference for one in earlier),
        incidents=str(facts["incident"]),
    )
    category, event = _EVENTS[facts["kind"]]
    closed = facts["state"] == "closed"
    info = SubElement(alert, "info")
    mark = "ÖVNING. " if facts["exercise"] else ""
    _texts(
        info,
        language="sv-SE",
        category=category,
        event=event,
        responseType="AllClear" if closed else "Monitor",
        urgency="Past" if closed else "Immediate",
        severity=_SEVERITIES[facts["priority"]],
        certainty=_CERTAINTIES.get(course.get("finding"), "Unknown"),
        onset=_time(datetime.fromisoformat(str(facts["opened_at"]))),
        headline=f"{mark}{event}: {site['name']}",
        description="\n".join(_log_lines(log)),
    )
    for told in (("priority", facts), ("state", facts), *(_names(course))):
        _parameter(info, *told)
    area = SubElement(info, "area")
    _texts(area, areaDesc=", ".join(filter(None, (str(site["name"]), str(site["address"])))))
    for ring in _rings(_part(site, "outline")):
        _texts(area, polygon=" ".join(f"{north},{east}" for east, north, *_ in ring))
    return bytes(tostring(alert, encoding="utf-8", xml_declaration=True))


def _part(facts: Mapping[str, object], name: str) -> Mapping[str, object]:
    part = facts.get(name)
    return part if isinstance(part, Mapping) else {}


def _names(course: Mapping[str, object]) -> Iterator[tuple[str, Mapping[str, object]]]:
    return ((name, course) for name, told in course.items() if told)


def _parameter(info: Element, name: str, facts: Mapping[str, object]) -> None:
    _texts(SubElement(info, "parameter"), valueName=f"vaka:{name}", value=str(facts[name]))


def _log_lines(log: Mapping[str, object]) -> Iterator[str]:
    if place := log.get("place"):
        yield str(place)
    entries = log.get("entries", [])
    assert isinstance(entries, list)
    for entry in entries:
        yield f"{entry['at']}: {entry['text']}"


def _rings(outline: Mapping[str, object]) -> Iterator[Sequence[Sequence[float]]]:
    """Return the outer ring of each polygon; CAP has no holes."""
    places = outline.get("coordinates")
    assert isinstance(places, list)
    polygons = [places] if outline["type"] == "Polygon" else places
    yield from (polygon[0] for polygon in polygons)


def _texts(element: Element, **told: str) -> None:
    """Add children in CAP's order; what is empty is left out."""
    for name, text in told.items():
        if text.strip():
            SubElement(element, name).text = _NEVER.sub("\N{REPLACEMENT CHARACTER}", text)


def _time(at: datetime) -> str:
    # CAP knows no Z and no fractions, and writes UTC like this.
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}-00:00"
