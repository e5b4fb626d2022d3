"""Findings and plans as JSON between centre and gateway, read strictly."""

import hashlib
import json

from vaka.core.errors import BadInput
from vaka.terms.reading import Object
from vaka.terms.redaction import (
    Box,
    Cover,
    Doubt,
    Findings,
    Plan,
    Track,
    TrackKind,
    Uncertain,
)

FORMAT = "vaka.redaction/1"


def findings_to_json(findings: Findings) -> dict[str, object]:
    """Return findings as a JSON object."""
    return {
        "format": FORMAT,
        "width": findings.width,
        "height": findings.height,
        "times": list(findings.times),
        "moving": findings.moving,
        "tracks": [
            {
                "id": track.id,
                "kind": track.kind,
                "first": track.first,
                "boxes": [edge for box in track.boxes for edge in box],
            }
            for track in findings.tracks
        ],
        "uncertain": [
            {"first": each.first, "last": each.last, "reason": each.reason}
            for each in findings.uncertain
        ],
        "original": findings.original,
        "detectors": dict(findings.detectors),
    }


def covers_to_json(covers: tuple[Cover, ...]) -> list[dict[str, object]]:
    """Return covers as JSON objects."""
    return [
        {"first": each.first, "last": each.last, "ring": [list(point) for point in each.ring]}
        for each in covers
    ]


def write(plan: Plan) -> bytes:
    """Return the one form of a plan as bytes."""
    told = {
        "findings": findings_to_json(plan.findings),
        "followed": sorted(plan.followed),
        "covers": covers_to_json(plan.covers),
    }
    return json.dumps(told, separators=(",", ":"), sort_keys=True).encode()


def digest(written: bytes) -> str:
    """Return the SHA-256 (hex) by which a ticket names a plan."""
    return hashlib.sha256(written).hexdigest()


def read(written: bytes) -> Plan:
    """Return a plan.

    :raises BadInput: when it is none; the field is named.
    """
    with Object.read(_json(written), "plan") as own:
        return Plan(
            findings=_findings(own.inner("findings")),
            followed=tuple(own.wholes("followed")),
            covers=tuple(cover(each) for each in own.inners("covers")),
        )


def read_findings(written: bytes) -> Findings:
    """Return findings.

    :raises BadInput: when they are none; the field is named.
    """
    return _findings(Object.read(_json(written), "findings"))


def _json(written: bytes) -> object:
    try:
        return json.loads(written)
    except ValueError:
        raise BadInput("redaction", "it is not JSON", "Send it as it was written") from None


def _findings(fields: Object) -> Findings:
    with fields as own:
        own.literal("format", FORMAT)
        detectors = own.inner("detectors")
        return Findings(
            width=own.whole("width"),
            height=own.whole("height"),
            times=tuple(own.wholes("times")),
            moving=own.text("moving"),
            tracks=tuple(_track(each) for each in own.inners("tracks")),
            uncertain=tuple(_uncertain(each) for each in own.inners("uncertain")),
            original=own.text("original"),
            detectors=detectors.all_texts(),
        )


def _track(fields: Object) -> Track:
    with fields as own:
        edges = own.wholes("boxes")
        if not edges or len(edges) % 4:
            own.refuse("boxes", "it is not boxes", "Write left, top, right, bottom of each")
        return Track(
            id=own.whole("id"),
            kind=TrackKind(own.word("kind", list(TrackKind))),
            first=own.whole("first"),
            boxes=tuple(Box(*edges[at : at + 4]) for at in range(0, len(edges), 4)),
        )


def _uncertain(fields: Object) -> Uncertain:
    with fields as own:
        reason = Doubt(own.word("reason", list(Doubt)))
        return Uncertain(own.whole("first"), own.whole("last"), reason)


def cover(fields: Object) -> Cover:
    """Return a cover, from a JSON object being read."""
    with fields as own:
        return Cover(own.whole("first"), own.whole("last"), own.ring("ring"))
