"""Reads: whether an incident or a request is a ground to look, or to keep what was recorded.

Both live above us; what has happened is on the record, which is below.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from vaka.core.period import Period
from vaka.record import queries as recorded
from vaka.record.rules import Kind

if TYPE_CHECKING:
    from vaka.record.models import Entry

# A review that grants something opens the recordings, and so does a person who is known to ask
# for themselves; what is handed out, or answered, closes them.
OPENING = (Kind.DISCLOSURE_REVIEWED, Kind.ACCESS_IDENTIFIED)
CLOSING = (Kind.DISCLOSURE_HANDED_OUT, Kind.ACCESS_ANSWERED)
COVERED = "covered"


def why_no_ground(incident: str) -> str | None:
    """Return why the incident is no ground for recordings; None when it is one."""
    opened = recorded.entries(subject=incident).filter(kind=Kind.INCIDENT_OPENED).first()
    if opened is None:
        return "no-such-incident"
    return "exercise-is-no-ground" if opened.facts.get("exercise") else None


def why_not_now(incident: str) -> str | None:
    """Return why the incident is no ground to look live; None when it is one."""
    closed = recorded.entries(subject=incident).filter(kind=Kind.INCIDENT_CLOSED)
    return why_no_ground(incident) or ("incident-not-open" if closed.exists() else None)


def why_no_request(request: str, *, camera: str, span: Period) -> str | None:
    """Return why a written request does not open that stretch; None when it does."""
    opened = _opened(request)
    if opened is None:
        return "no-such-request"
    if recorded.entries(subject=request).filter(kind__in=CLOSING).exists():
        return "request-is-answered"
    facts = opened.facts
    if facts["camera"] != camera or not facts["from"]:
        return "request-opens-nothing-here"
    first, last = (datetime.fromisoformat(str(facts[name])) for name in ("from", "to"))
    return None if first <= span.start and span.end <= last else "request-is-for-another-time"


def must_cover_others(request: str) -> bool:
    """Return whether a written request opens copies only with third persons unrecognisable."""
    opened = _opened(request)
    return opened is not None and opened.facts["third_persons"] == COVERED


def _opened(request: str) -> "Entry | None":
    return recorded.entries(subject=request).filter(kind__in=OPENING).last()
