"""Warnings of authorities that concern our places."""

from django.http import HttpRequest
from ninja import Router, Schema
from ninja.security import django_auth
from pydantic import AwareDatetime

from vaka.api.acting import actor, now
from vaka.response import queries

router = Router(tags=["response"])


class WarningOut(Schema):
    """One warning in force; `area` is GeoJSON (WGS 84), null when it names no polygon."""

    id: str
    sender: str
    identifier: str
    sent: AwareDatetime
    exercise: bool
    event: str
    headline: str
    description: str
    instruction: str
    severity: str
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    area_text: str
    area: dict[str, object] | None
    sites: list[str]


@router.get("/warnings", auth=django_auth, response=list[WarningOut])
def warnings(request: HttpRequest) -> list[WarningOut]:
    """Return the warnings in force that concern one's sites, the most severe first."""
    return [
        WarningOut(
            id=row.id,
            sender=row.sender,
            identifier=row.identifier,
            sent=row.sent,
            exercise=row.exercise,
            event=row.event,
            headline=row.headline,
            description=row.description,
            instruction=row.instruction,
            severity=row.severity,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            area_text=row.area_text,
            area=row.area,
            sites=[site.id for site in concern.sites],
        )
        for concern in queries.warnings_in_force(by=actor(request), at=now())
        for row in [concern.warning]
    ]
