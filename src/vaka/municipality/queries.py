"""Reads: the organisation, and who somebody is at an instant."""

from datetime import datetime

from django.db.models import Q, QuerySet

from vaka.core.errors import Absent
from vaka.municipality.access import find, visible
from vaka.municipality.models import Board, Municipality, Partner, Person, Site
from vaka.municipality.rules import EVERY_BOARD, Actor, Grant, Permission, Role, boards_with


def municipality() -> Municipality:
    """Return the municipality of this installation.

    :raises Absent: when the installation has not been founded.
    """
    row = Municipality.objects.first()
    if row is None:
        raise Absent("municipality", "of this installation")
    return row


def is_founded() -> bool:
    """Return whether the installation knows its municipality."""
    return Municipality.objects.exists()


def is_example() -> bool:
    """Return whether the municipality is an invented one."""
    return Municipality.objects.filter(example=True).exists()


def actor(person: Person, *, at: datetime) -> Actor:
    """Return the person with the roles held at that instant."""
    held = person.assignments.filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=at), starts_at__lte=at
    )
    grants = frozenset(Grant(Role(row.role), row.board_id or EVERY_BOARD) for row in held)
    return Actor(id=person.id, name=person.name, grants=grants)


def actor_by_id(key: str, *, at: datetime) -> Actor:
    """Return the active person with that id.

    :raises Absent: when there is none.
    """
    return actor(find(Person.objects.filter(is_active=True), key), at=at)


def actor_by_login(login: str, *, at: datetime) -> Actor:
    """Return the active person with that login.

    :raises Absent: when there is none.
    """
    person = Person.objects.filter(login=login, is_active=True).first()
    if person is None:
        raise Absent("person", login)
    return actor(person, at=at)


def people() -> QuerySet[Person]:
    """Return everybody who can log in, with their assignments."""
    return Person.objects.filter(is_active=True).prefetch_related("assignments__board")


def boards(*, by: Actor, permission: Permission = Permission.SEE) -> QuerySet[Board]:
    """Return the boards for which the actor has the permission."""
    held = boards_with(by, permission)
    rows = Board.objects.order_by("name")
    return rows if EVERY_BOARD in held else rows.filter(pk__in=held)


def board_by_name(name: str) -> Board:
    """Return the board of that name; its name is public.

    :raises Absent: when there is none.
    """
    row = Board.objects.filter(name=name).first()
    if row is None:
        raise Absent("board", name)
    return row


def sites(*, by: Actor, permission: Permission = Permission.SEE) -> QuerySet[Site]:
    """Return the sites of the boards for which the actor has the permission."""
    return Site.objects.filter(visible(by, permission)).select_related("board").order_by("name")


def site(key: str, *, by: Actor, permission: Permission = Permission.SEE) -> Site:
    """Return one site.

    :raises Absent: when there is none, or it is a foreign board's.
    """
    return find(sites(by=by, permission=permission), key)


def partners() -> QuerySet[Partner]:
    """Return the organisations we cooperate with."""
    return Partner.objects.order_by("name")
