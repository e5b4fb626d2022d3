"""Reads: a copy in the making in which third persons are unrecognisable."""

from vaka.municipality.access import find, visible
from vaka.municipality.rules import Actor, Permission
from vaka.operation.models import FootageRequest, Redaction
from vaka.terms.reading import Object
from vaka.terms.redaction import Plan, Uncertain, uncertain
from vaka.terms.redaction_file import cover, digest, read_findings, write


def redaction(key: str, *, by: Actor) -> Redaction:
    """Return one redaction.

    :raises Absent: when there is none, or its camera is a foreign board's.
    """
    may_see = visible(by, Permission.VIEW_PICTURES, board="request__camera__board")
    rows = Redaction.objects.filter(may_see)
    return find(
        rows.select_related("request__camera__board", "prepared_by", "released_by"), key
    )


def redaction_of(request: FootageRequest) -> Redaction | None:
    """Return the redaction of what was asked for, if one was begun."""
    rows = Redaction.objects.filter(request=request)
    return rows.select_related("request__camera", "prepared_by", "released_by").first()


def plan(row: Redaction) -> Plan:
    """Return what is covered as things are."""
    covers = (Object.read(each, "cover") for each in row.covers)
    return Plan(
        read_findings(row.findings.encode()),
        followed=tuple(row.followed),
        covers=tuple(cover(each) for each in covers),
    )


def doubts(row: Redaction, told: Plan) -> list[tuple[Uncertain, bool]]:
    """Return what is in doubt in its plan, and of each whether it has been looked at."""
    return [(each, each.key in row.looked_at) for each in uncertain(told)]


def is_as_seen(row: Redaction, told: Plan) -> bool:
    """Return whether somebody has seen its plan as it is to its end."""
    return bool(row.seen_by_id) and digest(write(told)) == row.seen_plan
