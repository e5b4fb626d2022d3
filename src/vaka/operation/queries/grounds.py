"""Reads: whether an incident is a ground to look, or to keep what was recorded.

Incidents live above us; what has happened is on the record, which is below.
"""

from vaka.record import queries as recorded
from vaka.record.rules import Kind


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
