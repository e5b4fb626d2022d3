"""Verbs: found the municipality, add boards, sites and people, give and end roles."""

from collections.abc import Mapping
from datetime import datetime

from vaka.core.errors import Conflict
from vaka.core.ids import new_id
from vaka.municipality.access import action, require
from vaka.municipality.models import (
    Assignment,
    Board,
    Department,
    Municipality,
    Partner,
    Person,
    Site,
)
from vaka.municipality.rules import (
    EVERY_BOARD,
    Actor,
    BoardKind,
    DepartmentKind,
    PartnerKind,
    Permission,
    Role,
    SiteKind,
)
from vaka.record import actions as record
from vaka.record.rules import Kind


@action
def found(
    *,
    name: str,
    contact: str,
    dpo_contact: str,
    example: bool,
    administrator: str,
    password: str,
    at: datetime,
) -> Person:
    """Found the municipality of this installation with its first administrator.

    :raises Conflict: when it is founded already.
    """
    if Municipality.objects.exists():
        raise Conflict("municipality", "founded-already")
    row = Municipality.objects.create(
        id=new_id(at=at), name=name, contact=contact, dpo_contact=dpo_contact, example=example
    )
    person = Person(id=new_id(at=at), login=administrator, name=administrator.capitalize())
    person.set_password(password)
    person.save()
    Assignment.objects.create(
        id=new_id(at=at), person=person, role=Role.ADMINISTRATOR, starts_at=at
    )
    record.append(
        Kind.MUNICIPALITY_FOUNDED, actor=person.id, subject=row.id, at=at, facts={"name": name}
    )
    return person


@action
def add_board(*, name: str, kind: BoardKind, contact: str, by: Actor, at: datetime) -> Board:
    """Add a board."""
    require(by, Permission.ADMINISTER, board=EVERY_BOARD, subject=name)
    board = Board.objects.create(id=new_id(at=at), name=name, kind=kind, contact=contact)
    record.append(
        Kind.BOARD_ADDED,
        actor=by.id,
        subject=board.id,
        at=at,
        facts={"name": name, "kind": kind},
    )
    return board


@action
def add_department(
    *, board: str, name: str, kind: DepartmentKind, by: Actor, at: datetime
) -> Department:
    """Add a department under a board."""
    require(by, Permission.ADMINISTER, board=board, subject=name)
    department = Department.objects.create(
        id=new_id(at=at), board_id=board, name=name, kind=kind
    )
    record.append(
        Kind.DEPARTMENT_ADDED, actor=by.id, subject=department.id, at=at, facts={"name": name}
    )
    return department


@action
def add_partner(*, name: str, kind: PartnerKind, by: Actor, at: datetime) -> Partner:
    """Add an organisation we cooperate with."""
    require(by, Permission.ADMINISTER, board=EVERY_BOARD, subject=name)
    partner = Partner.objects.create(id=new_id(at=at), name=name, kind=kind)
    record.append(
        Kind.PARTNER_ADDED, actor=by.id, subject=partner.id, at=at, facts={"name": name}
    )
    return partner


@action
def add_site(
    *,
    board: str,
    name: str,
    kind: SiteKind,
    address: str,
    longitude: float,
    latitude: float,
    outline: Mapping[str, object],
    surroundings: Mapping[str, object] | None = None,
    example: bool,
    by: Actor,
    at: datetime,
) -> Site:
    """Add a site (WGS 84) that a board answers for."""
    require(by, Permission.ADMINISTER, board=board, subject=name)
    site = Site.objects.create(
        id=new_id(at=at),
        board_id=board,
        name=name,
        kind=kind,
        address=address,
        longitude=longitude,
        latitude=latitude,
        outline=outline,
        surroundings=surroundings or {"type": "FeatureCollection", "features": []},
        example=example,
    )
    record.append(
        Kind.SITE_ADDED,
        actor=by.id,
        subject=site.id,
        at=at,
        facts={"name": name, "board": board},
    )
    return site


@action
def add_person(*, login: str, name: str, password: str, by: Actor, at: datetime) -> Person:
    """Add a person who can log in; the record keeps the name where it can be erased."""
    require(by, Permission.ADMINISTER, board=EVERY_BOARD, subject=login)
    person = Person(id=new_id(at=at), login=login, name=name)
    person.set_password(password)
    person.save()
    record.append(
        Kind.PERSON_ADDED,
        actor=by.id,
        subject=person.id,
        at=at,
        personal={"login": login, "name": name},
    )
    return person


@action
def assign(
    *, person: str, role: Role, board: str = EVERY_BOARD, by: Actor, at: datetime
) -> Assignment:
    """Give a person a role from that instant, at one board or at all."""
    require(by, Permission.ADMINISTER, board=board, subject=person)
    assignment = Assignment.objects.create(
        id=new_id(at=at), person_id=person, role=role, board_id=board or None, starts_at=at
    )
    record.append(
        Kind.ROLE_ASSIGNED,
        actor=by.id,
        subject=person,
        at=at,
        facts={"role": role, "board": board},
    )
    return assignment


@action
def end_assignment(*, assignment: str, by: Actor, at: datetime) -> None:
    """End a role now; whoever ended it first did.

    :raises Conflict: when it has ended already.
    """
    row = Assignment.objects.select_related("person").get(pk=assignment)
    require(by, Permission.ADMINISTER, board=row.board_id or EVERY_BOARD, subject=row.person_id)
    if not Assignment.objects.filter(pk=assignment, ends_at=None).update(ends_at=at):
        raise Conflict(assignment, "ended-already")
    record.append(
        Kind.ROLE_ENDED, actor=by.id, subject=row.person_id, at=at, facts={"role": row.role}
    )
