"""Verbs: found the municipality, add boards, departments, partners and sites."""

from collections.abc import Mapping
from datetime import datetime

from django.db import models
from django.db.models import QuerySet

from vaka.core.errors import Conflict
from vaka.core.ids import new_id
from vaka.municipality.access import action, find, require
from vaka.municipality.actions.people import new_person
from vaka.municipality.models import (
    Assignment,
    Board,
    Department,
    Municipality,
    Partner,
    Person,
    Site,
)
from vaka.municipality.queries import municipality
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
    :raises BadInput: when the password is too weak.
    """
    if Municipality.objects.exists():
        raise Conflict("municipality", "founded-already")
    row = Municipality.objects.create(
        id=new_id(at=at), name=name, contact=contact, dpo_contact=dpo_contact, example=example
    )
    person = new_person(
        login=administrator, name=administrator.capitalize(), password=password, at=at
    )
    Assignment.objects.create(
        id=new_id(at=at), person=person, role=Role.ADMINISTRATOR, starts_at=at
    )
    record.append(
        Kind.MUNICIPALITY_FOUNDED, actor=person.id, subject=row.id, at=at, facts={"name": name}
    )
    return person


@action
def change_contact(*, contact: str, dpo_contact: str, by: Actor, at: datetime) -> None:
    """Change how the public reaches the municipality and its data protection officer."""
    row = municipality()
    require(by, Permission.ADMINISTER, board=EVERY_BOARD, subject=row.id)
    row.contact, row.dpo_contact = contact, dpo_contact
    row.save(update_fields=["contact", "dpo_contact"])
    record.append(
        Kind.CONTACT_CHANGED,
        actor=by.id,
        subject=row.id,
        at=at,
        facts={"contact": contact, "dpo_contact": dpo_contact},
    )


@action
def change_board_contact(*, board: str, contact: str, by: Actor, at: datetime) -> None:
    """Change how the public reaches a board."""
    row = find(Board.objects.all(), board)
    require(by, Permission.ADMINISTER, board=board, subject=board)
    row.contact = contact
    row.save(update_fields=["contact"])
    record.append(
        Kind.CONTACT_CHANGED, actor=by.id, subject=board, at=at, facts={"contact": contact}
    )


@action
def add_board(*, name: str, kind: BoardKind, contact: str, by: Actor, at: datetime) -> Board:
    """Add a board.

    :raises Conflict: when there is one of that name.
    """
    require(by, Permission.ADMINISTER, board=EVERY_BOARD, subject="board")
    _unused(Board.objects.filter(name=name), name)
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
    """Add a department under a board.

    :raises Conflict: when the board has one of that name.
    """
    find(Board.objects.all(), board)
    require(by, Permission.ADMINISTER, board=board, subject=board)
    _unused(Department.objects.filter(board=board, name=name), name)
    department = Department.objects.create(
        id=new_id(at=at), board_id=board, name=name, kind=kind
    )
    record.append(
        Kind.DEPARTMENT_ADDED, actor=by.id, subject=department.id, at=at, facts={"name": name}
    )
    return department


@action
def add_partner(*, name: str, kind: PartnerKind, by: Actor, at: datetime) -> Partner:
    """Add an organisation we cooperate with.

    :raises Conflict: when there is one of that name.
    """
    require(by, Permission.ADMINISTER, board=EVERY_BOARD, subject="partner")
    _unused(Partner.objects.filter(name=name), name)
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
    """Add a site (WGS 84) that a board answers for.

    :raises Conflict: when the board has one of that name.
    """
    find(Board.objects.all(), board)
    require(by, Permission.ADMINISTER, board=board, subject=board)
    _unused(Site.objects.filter(board=board, name=name), name)
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


def _unused(same: QuerySet[models.Model], name: str) -> None:
    """See that nothing of the kind has that name.

    :raises Conflict: when something has.
    """
    if same.exists():
        raise Conflict(name, "name-taken")
