"""The situation picture on paper (PDF/UA-1): map, open incidents, who watches, the log.

In Swedish, as all that the municipality puts on file.
"""

import json
from collections.abc import Mapping, Sequence
from importlib import resources

import typst
from django.utils import timezone
from shapely import box
from shapely.geometry.base import BaseGeometry

from vaka.geometry import sweref
from vaka.response.queries import Situation

MARGIN_M, LEAST_M = 20.0, 100.0
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
    sites = {
        row.site.name: row.site.outline for row in situation.incidents if row.site is not None
    }
    return {
        "municipality": municipality,
        "at": f"{timezone.localtime(situation.at):%Y-%m-%d %H:%M}",
        "exercises": [row.title for row in situation.exercises],
        "map": _map(sites),
        "places": list(sites),
        "incidents": [
            {
                "number": str(list(sites).index(row.site.name) + 1) if row.site else "–",
                "priority": str(row.priority),
                "what": ("ÖVNING: " if row.exercise_id else "") + KINDS[row.kind],
                "where": ", ".join(
                    part for part in (str(row.site or "Okänd larmsändare"), row.place) if part
                ),
                "since": f"{timezone.localtime(row.opened_at):%d/%m %H:%M}",
                "who": str(row.acknowledged_by) if row.acknowledged_by else "väntar",
            }
            for row in situation.incidents
        ],
        "shifts": [
            f"{row.person}, sedan {timezone.localtime(row.starts_at):%H:%M}"
            for row in situation.shifts
        ],
        "untold": [f"{row.contact} ({row.incident.site or '–'})" for row in situation.untold],
        "entries": [
            {
                "at": f"{timezone.localtime(row.at):%d/%m %H:%M}",
                "where": str(row.incident.site or "Okänd larmsändare"),
                "text": row.text,
            }
            for row in situation.entries
        ],
    }


def _map(outlines: Mapping[str, Mapping[str, object]]) -> str:
    """Return the places as SVG, north up, each with its number; empty without places."""
    shapes = [sweref.to_metres(outline) for outline in outlines.values()]
    if not shapes:
        return ""
    west, south, east, north = _frame(shapes)
    size = max(east - west, north - south)
    # A place inside another is drawn on it, and every number on all places.
    grounds = sorted(shapes, key=lambda shape: shape.area, reverse=True)
    drawn = [_ground(shape, west, north, size) for shape in grounds]
    drawn += [_number(n, shape, west, north, size) for n, shape in enumerate(shapes, start=1)]
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
    ring = " ".join(f"{x - west:.1f},{north - y:.1f}" for x, y in _outline(shape))
    line = f'stroke="#4a6076" stroke-width="{size / 300:.2f}"'
    return f'<polygon points="{ring}" fill="#e3e9ee" {line}/>'


def _number(number: int, shape: BaseGeometry, west: float, north: float, size: float) -> str:
    """Return the number of a place on a disc, which is read at any scale."""
    x, y, r = shape.centroid.x - west, north - shape.centroid.y, size / 26
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r:.1f}" fill="#c22a35"/>'
        f'<text x="{x:.1f}" y="{y + r * 0.45:.1f}" font-size="{r * 1.3:.1f}"'
        f' text-anchor="middle" fill="#ffffff" font-weight="700"'
        f' font-family="Atkinson Hyperlegible Next">{number}</text>'
    )


def _outline(shape: BaseGeometry) -> list[tuple[float, float]]:
    outer = shape.convex_hull if shape.geom_type == "MultiPolygon" else shape
    return [(x, y) for x, y, *_ in outer.exterior.coords]
