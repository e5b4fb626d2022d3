"""The municipality over the API: boards, partners, sites, and people with their roles."""

import json
from datetime import datetime
from typing import TYPE_CHECKING

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status
from ninja.security import django_auth

from vaka.api.acting import actor, now
from vaka.api.instants import Instant
from vaka.geometry import ground
from vaka.municipality import actions, queries
from vaka.municipality.access import require_some_board
from vaka.municipality.rules import (
    EVERY_BOARD,
    BoardKind,
    DepartmentKind,
    PartnerKind,
    Permission,
    Role,
    SiteKind,
)

if TYPE_CHECKING:
    from vaka.municipality.models import Person

router = Router(auth=django_auth, tags=["municipality"])


class Made(Schema):
    """The id of what was made."""

    id: str


class BoardIn(Schema):
    """A board, and how the public reaches it."""

    name: str = Field(min_length=1, max_length=100)
    kind: BoardKind
    contact: str = Field(min_length=1, max_length=200)


class BoardOut(BoardIn):
    """A board with its departments by name."""

    id: str
    departments: list[str]


class ContactIn(Schema):
    """How the public reaches a board."""

    contact: str = Field(min_length=1, max_length=200)


class DepartmentIn(Schema):
    """A department under a board."""

    name: str = Field(min_length=1, max_length=100)
    kind: DepartmentKind


class PartnerIn(Schema):
    """An organisation that the municipality cooperates with."""

    name: str = Field(min_length=1, max_length=100)
    kind: PartnerKind


class PartnerOut(PartnerIn):
    """A partner."""

    id: str


class SiteIn(Schema):
    """A place that a board answers for; `outline` is a GeoJSON Polygon in WGS 84."""

    board: str
    name: str = Field(min_length=1, max_length=100)
    kind: SiteKind
    address: str = Field(min_length=1, max_length=200)
    outline: dict[str, object]


class SiteOut(SiteIn):
    """A site with a position inside it, degrees WGS 84."""

    id: str
    longitude: float
    latitude: float


class PersonIn(Schema):
    """Somebody who is to log in."""

    login: str = Field(min_length=1, max_length=100)
    name: str = Field(min_length=1, max_length=100)
    password: str


class PasswordIn(Schema):
    """A password for somebody."""

    password: str


class RoleIn(Schema):
    """A role, at one board or (without one) at every, from now or later, to an end if known."""

    role: Role
    board: str = EVERY_BOARD
    starts_at: Instant | None = None
    ends_at: Instant | None = None


class RoleOut(Schema):
    """A role that somebody holds, held or is to hold."""

    id: str
    role: Role
    board: str
    starts_at: datetime
    ends_at: datetime | None


class EndIn(Schema):
    """When a role ends; without it, now."""

    ends_at: Instant | None = None


class PersonOut(Schema):
    """Somebody, whether the person can log in, and the roles."""

    id: str
    login: str
    name: str
    active: bool
    roles: list[RoleOut]


@router.get("/boards", response=list[BoardOut])
def boards(request: HttpRequest) -> list[BoardOut]:
    """Return the boards that you administer."""
    rows = queries.boards(by=actor(request), permission=Permission.ADMINISTER)
    return [
        BoardOut(
            id=row.id,
            name=row.name,
            kind=BoardKind(row.kind),
            contact=row.contact,
            departments=[one.name for one in row.departments.all()],
        )
        for row in rows.prefetch_related("departments")
    ]


@router.post("/boards", response={201: Made})
def add_board(request: HttpRequest, body: BoardIn) -> Status[Made]:
    """Add a board."""
    row = actions.add_board(**body.dict(), by=actor(request), at=now())
    return Status(201, Made(id=row.id))


@router.post("/boards/{key}/contact", response={204: None})
def change_board_contact(request: HttpRequest, key: str, body: ContactIn) -> Status[None]:
    """Change how the public reaches a board."""
    actions.change_board_contact(board=key, contact=body.contact, by=actor(request), at=now())
    return Status(204, None)


@router.post("/boards/{key}/departments", response={201: Made})
def add_department(request: HttpRequest, key: str, body: DepartmentIn) -> Status[Made]:
    """Add a department under a board."""
    row = actions.add_department(board=key, **body.dict(), by=actor(request), at=now())
    return Status(201, Made(id=row.id))


@router.get("/partners", response=list[PartnerOut])
def partners(request: HttpRequest) -> list[PartnerOut]:
    """Return the organisations that the municipality cooperates with."""
    require_some_board(actor(request), Permission.ADMINISTER, subject="partners")
    return [PartnerOut.from_orm(row) for row in queries.partners()]


@router.post("/partners", response={201: Made})
def add_partner(request: HttpRequest, body: PartnerIn) -> Status[Made]:
    """Add an organisation that the municipality cooperates with."""
    row = actions.add_partner(**body.dict(), by=actor(request), at=now())
    return Status(201, Made(id=row.id))


@router.get("/sites", response=list[SiteOut])
def sites(request: HttpRequest) -> list[SiteOut]:
    """Return the sites of the boards that you administer."""
    rows = queries.sites(by=actor(request), permission=Permission.ADMINISTER)
    return [
        SiteOut(
            id=row.id,
            board=row.board_id,
            name=row.name,
            kind=SiteKind(row.kind),
            address=row.address,
            outline=row.outline,
            longitude=row.longitude,
            latitude=row.latitude,
        )
        for row in rows
    ]


@router.post("/sites", response={201: Made})
def add_site(request: HttpRequest, body: SiteIn) -> Status[Made]:
    """Add a site; its position is a point well inside its outline."""
    outline = ground.outline(json.dumps(body.outline))
    longitude, latitude = ground.middle(outline)
    row = actions.add_site(
        **body.dict(exclude={"outline"}),
        outline=outline,
        longitude=longitude,
        latitude=latitude,
        example=queries.is_example(),
        by=actor(request),
        at=now(),
    )
    return Status(201, Made(id=row.id))


@router.get("/people", response=list[PersonOut])
def people(request: HttpRequest) -> list[PersonOut]:
    """Return whom you see as an administrator, with their roles."""
    return [_person(row) for row in queries.people_of(by=actor(request))]


@router.post("/people", response={201: Made})
def add_person(request: HttpRequest, body: PersonIn) -> Status[Made]:
    """Add somebody who can log in."""
    row = actions.add_person(**body.dict(), by=actor(request), at=now())
    return Status(201, Made(id=row.id))


@router.post("/people/{key}/password", response={204: None})
def set_password(request: HttpRequest, key: str, body: PasswordIn) -> Status[None]:
    """Give somebody a new password; every session of theirs ends."""
    actions.set_password(person=key, password=body.password, by=actor(request), at=now())
    return Status(204, None)


@router.post("/people/{key}/deactivation", response={204: None})
def deactivate(request: HttpRequest, key: str) -> Status[None]:
    """Put somebody out: the login, every session and every role end."""
    actions.deactivate_person(person=key, by=actor(request), at=now())
    return Status(204, None)


@router.post("/people/{key}/reactivation", response={204: None})
def reactivate(request: HttpRequest, key: str, body: PasswordIn) -> Status[None]:
    """Let somebody log in again, with a new password and no role."""
    actions.reactivate_person(person=key, password=body.password, by=actor(request), at=now())
    return Status(204, None)


@router.post("/people/{key}/roles", response={201: Made})
def assign(request: HttpRequest, key: str, body: RoleIn) -> Status[Made]:
    """Give somebody a role."""
    by = actor(request)
    row = queries.person(key, by=by)
    held = actions.assign(person=row.id, **body.dict(), by=by, at=now())
    return Status(201, Made(id=held.id))


@router.post("/roles/{key}/end", response={204: None})
def end(request: HttpRequest, key: str, body: EndIn) -> Status[None]:
    """End a role, now or later."""
    actions.end_assignment(assignment=key, ends_at=body.ends_at, by=actor(request), at=now())
    return Status(204, None)


def _person(row: "Person") -> PersonOut:
    return PersonOut(
        id=row.id,
        login=row.login,
        name=row.name,
        active=row.is_active,
        roles=[
            RoleOut(
                id=one.id,
                role=Role(one.role),
                board=one.board_id or EVERY_BOARD,
                starts_at=one.starts_at,
                ends_at=one.ends_at,
            )
            for one in row.assignments.all()
        ],
    )
