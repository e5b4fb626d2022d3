"""The situation picture on paper (PDF/UA-1): map, open incidents, who watches, the log.

In Swedish, as all that the municipality puts on file.
"""

import json
from collections.abc import Mapping, Sequence
from importlib import resources
from typing import TYPE_CHECKING

import typst
from django.utils import timezone
from shapely import box, get_parts
from shapely.geometry.base import BaseGeometry

from vaka.geometry import sweref
from vaka.response.queries import Concern, Situation

if TYPE_CHECKING:
    from vaka.response.models import Incident

MARGIN_M, LEAST_M = 20.0, 100.0
UNKNOWN = "Okänd larmsändare"
KINDS: Mapping[str, str] = {
    "threat": "Hot eller överfall",
    "fire": "Brand",
    "medical": "Sjukdom eller skada",
    "hazard": "Fara",
    "intrusion": "Intrång",
    "tamper": "Sabotage",
    "trouble": "Tekniskt fel",
    "unknown": "Okänt larm",
    "notice": "Meddelande",
}

SEVERITIES: Mapping[str, str] = {
    "Extreme": "Extrem fara",
    "Severe": "Stor fara",
    "Moderate": "Måttlig fara",
    "Minor": "Liten fara",
    "Unknown": "Allvarlighetsgrad anges inte",
}


def situation_pdf(situation: Situation, *, municipality: str) -> bytes:
    """Return the picture as PDF, A4; the same situation gives the same bytes."""
    papers = resources.files("vaka.oversight").joinpath("papers")
    with resources.as_file(papers) as folder:
        return bytes(
            typst.compile(
                folder / "situation.typ",
                format="pdf",
                sys_inputs={"facts": json.dumps(_facts(situation, municipality))},
                font_paths=[folder / "fonts"],
                ignore_system_fonts=True,
                pdf_standards=["ua-1"],
                timestamp=situation.at.replace(microsecond=0),
            )
        )


def _facts(situation: Situation, municipality: str) -> dict[str, object]:
    return {
        **_happening(situation),
        **_warned(situation.warnings),
        "municipality": municipality,
        "at": f"{timezone.localtime(situation.at):%Y-%m-%d %H:%M}",
        "exercises": [row.title for row in situation.exercises],
        "uses": [
            {
                "what": f"{use.count} {use.resource.name}",
                "where": _of(use.incident, str(use.incident.site or UNKNOWN)),
                "since": f"{timezone.localtime(use.drawn_at):%d/%m %H:%M}",
                "who": use.resource.contact.name,
            }
            for use in situation.uses
        ],
        "shifts": [
            f"{row.person}, sedan {timezone.localtime(row.starts_at):%H:%M}"
            for row in situation.shifts
        ],
        "untold": [
            _of(row.incident, f"{row.contact} ({row.incident.site or '–'})")
            for row in situation.untold
        ],
        "entries": [
            {
                "at": f"{timezone.localtime(row.at):%d/%m %H:%M}",
                "where": _of(row.incident, str(row.incident.site or UNKNOWN)),
                "text": row.text,
            }
            for row in situation.entries
        ],
    }


def _happening(situation: Situation) -> dict[str, object]:
    sites = {
        row.site.name: row.site.outline for row in situation.incidents if row.site is not None
    }
    real = {row.site.name for row in situation.incidents if row.site and not row.exercise_id}
    # What is only exercised is marked so on the map too.
    marks = {name: f"{n}" if name in real else f"Ö{n}" for n, name in enumerate(sites, start=1)}
    return {
        "map": _map({marks[name]: sweref.to_metres(at) for name, at in sites.items()}),
        "places": [name if name in real else f"ÖVNING: {name}" for name in sites],
        "incidents": [
            {
                "number": marks[row.site.name] if row.site else "–",
                "priority": str(row.priority),
                "what": _of(row, KINDS[row.kind]),
                "where": ", ".join(
                    part for part in (str(row.site or UNKNOWN), row.place) if part
                ),
                "since": f"{timezone.localtime(row.opened_at):%d/%m %H:%M}",
                "who": str(row.acknowledged_by) if row.acknowledged_by else "väntar",
            }
            for row in situation.incidents
        ],
    }


def _of(incident: "Incident", words: str) -> str:
    """Return words about an incident; an exercise's say so first."""
    return f"ÖVNING: {words}" if incident.exercise_id else words


def _warned(concerns: Sequence[Concern]) -> dict[str, object]:
    """Return the warnings by letters, and the map of those that name an area."""
    grounds: dict[str, BaseGeometry] = {}
    sites: dict[str, BaseGeometry] = {}
    lines = []
    for number, concern in enumerate(concerns):
        letter, row, ground = _letter(number), concern.warning, concern.ground
        if ground is not None:
            grounds[letter] = sweref.to_metres(ground)
            sites |= {site.id: sweref.to_metres(site.outline) for site in concern.sites}
        lines.append(
            {
                "letter": letter if ground is not None else "–",
                "how": SEVERITIES[row.severity],
                "what": ("ÖVNING: " if row.exercise else "") + (row.headline or row.event),
                "where": row.area_text or "Inget område angivet",
                "until": f"{timezone.localtime(row.ends_at):%d/%m %H:%M}",
            }
        )
    return {"warnings": lines, "warned": _map(grounds, dots=list(sites.values()))}


def _letter(number: int) -> str:
    """Return A to Z, then AA and so on."""
    rest, last = divmod(number, 26)
    return (_letter(rest - 1) if rest else "") + chr(ord("A") + last)


def _map(shapes: Mapping[str, BaseGeometry], *, dots: Sequence[BaseGeometry] = ()) -> str:
    """Return areas as SVG, north up, each by its mark, and places as dots; empty without."""
    if not shapes:
        return ""
    west, south, east, north = _frame([*shapes.values(), *dots])
    size = max(east - west, north - south)
    # A place inside another is drawn on it, and every mark on all places.
    grounds = sorted(shapes.values(), key=lambda shape: shape.area, reverse=True)
    drawn = [_ground(shape, west, north, size) for shape in grounds]
    drawn += [_dot(shape, west, north, size) for shape in dots]
    drawn += [_mark(mark, shape, west, north, size) for mark, shape in shapes.items()]
    view = f"0 0 {east - west:.0f} {north - south:.0f}"
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view}">{"".join(drawn)}</svg>'


def _frame(shapes: Sequence[BaseGeometry]) -> tuple[float, float, float, float]:
    bounds = [shape.bounds for shape in shapes]
    west, south = (min(each[i] for each in bounds) for i in (0, 1))
    east, north = (max(each[i] for each in bounds) for i in (2, 3))
    around = max(MARGIN_M, (LEAST_M - (east - west)) / 2, (LEAST_M - (north - south)) / 2)
    framed: tuple[float, float, float, float] = (
        box(west, south, east, north).buffer(around).bounds
    )
    return framed


def _ground(shape: BaseGeometry, west: float, north: float, size: float) -> str:
    rings = "".join(
        "M" + "L".join(f"{x - west:.1f},{north - y:.1f}" for x, y, *_ in each.exterior.coords)
        for each in get_parts(shape)
    )
    line = f'stroke="#4a6076" stroke-width="{size / 300:.2f}"'
    return f'<path d="{rings}" fill="#e3e9ee" fill-opacity="0.8" {line}/>'


def _dot(shape: BaseGeometry, west: float, north: float, size: float) -> str:
    x, y = shape.centroid.x - west, north - shape.centroid.y
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size / 120:.1f}" fill="#101d2b"/>'


def _mark(mark: str, shape: BaseGeometry, west: float, north: float, size: float) -> str:
    """Return the mark of a place on a disc, which is read at any scale."""
    # Always on the area itself, however it is bent.
    inside = shape.representative_point()
    x, y, r = inside.x - west, north - inside.y, size / 26
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r:.1f}" fill="#c22a35"/>'
        f'<text x="{x:.1f}" y="{y + r * 0.45:.1f}" font-size="{r * 1.3:.1f}"'
        f' text-anchor="middle" fill="#ffffff" font-weight="700"'
        f' font-family="Atkinson Hyperlegible Next">{mark}</text>'
    )
