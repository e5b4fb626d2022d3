"""Reads: the organisation, and who somebody is at an instant."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime, timedelta

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from vaka.core.errors import Absent
from vaka.core.outgoing import Delivery
from vaka.municipality.access import find, require, visible
from vaka.municipality.models import (
    AccessToken,
    Assignment,
    Board,
    Letter,
    Municipality,
    Partner,
    Person,
    Site,
    Task,
)
from vaka.municipality.rules import (
    EVERY_BOARD,
    GRANTS,
    Actor,
    Duty,
    Grant,
    Permission,
    Role,
    TaskReason,
    boards_with,
)
from vaka.municipality.rules.tokens import WARNED, Scope, acting


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
    grants = grants_of([person.id], at=at)[person.id]
    return Actor(id=person.id, name=person.name, grants=grants)


def grants_of(people: Collection[str], *, at: datetime) -> Mapping[str, frozenset[Grant]]:
    """Return the roles that each of some people holds at that instant, at one look."""
    rows = Assignment.objects.filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=at), person__in=people, starts_at__lte=at
    )
    held: dict[str, set[Grant]] = {key: set() for key in people}
    for row in rows:
        held[row.person_id].add(Grant(Role(row.role), row.board_id or EVERY_BOARD))
    return {key: frozenset(grants) for key, grants in held.items()}


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


def holding(role: Role, *, by: Actor, at: datetime) -> QuerySet[Person]:
    """Return those whom an administrator sees who can log in and hold a role now."""
    held = Assignment.objects.filter(
        Q(ends_at=None) | Q(ends_at__gt=at), role=role, starts_at__lte=at
    )
    return people_of(by=by).filter(is_active=True, pk__in=held.values("person"))


def people_of(*, by: Actor) -> QuerySet[Person]:
    """Return whom an administrator sees, with the roles held, ended and to come.

    Who administers one board sees those who have held a role there, and that role alone.
    """
    held = Assignment.objects.filter(visible(by, Permission.ADMINISTER)).select_related("board")
    shown = Prefetch("assignments", held.order_by("-starts_at"))
    rows = Person.objects.order_by("name").prefetch_related(shown)
    if EVERY_BOARD in boards_with(by, Permission.ADMINISTER):
        return rows
    return rows.filter(pk__in=held.values("person"))


def person(key: str, *, by: Actor) -> Person:
    """Return one person whom an administrator sees.

    :raises Absent: when there is none, or only foreign boards know of the person.
    """
    return find(people_of(by=by), key)


def oneself(*, by: Actor) -> Person:
    """Return the person who acts.

    :raises Absent: when it is nobody who logs in.
    """
    return find(people().filter(is_active=True), by.id)


def assignment(key: str, *, by: Actor) -> Assignment:
    """Return one role of somebody, at a board that the administrator administers.

    :raises Absent: when there is none, or it is at a foreign board.
    """
    rows = Assignment.objects.filter(visible(by, Permission.ADMINISTER))
    return find(rows.select_related("person", "board"), key)


def held_at(board: Board, *, at: datetime) -> QuerySet[Assignment]:
    """Return the roles held at a board at that instant, of those who can log in."""
    held = board.assignments.filter(
        Q(ends_at=None) | Q(ends_at__gt=at), starts_at__lte=at, person__is_active=True
    )
    return held.select_related("person").order_by("role", "person__name")


def colleagues(board: str, *, at: datetime) -> QuerySet[Person]:
    """Return who holds a role for that board at that instant, also one for all boards."""
    return _who(_held_for(board, at=at))


def colleague(key: str, *, board: str, at: datetime) -> Person:
    """Return one of those who hold a role for that board.

    :raises Absent: when nobody of that id does.
    """
    return find(colleagues(board, at=at), key)


def boards(*, by: Actor, permission: Permission = Permission.SEE) -> QuerySet[Board]:
    """Return the boards for which the actor has the permission."""
    held = boards_with(by, permission)
    rows = Board.objects.order_by("name")
    return rows if EVERY_BOARD in held else rows.filter(pk__in=held)


def board(key: str, *, by: Actor, permission: Permission = Permission.SEE) -> Board:
    """Return one board, with its departments.

    :raises Absent: when there is none, or the actor lacks the permission there.
    """
    rows = boards(by=by, permission=permission)
    return find(rows.prefetch_related("departments"), key)


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


def chosen_sites(
    keys: Collection[str], *, board: str, permission: Permission, by: Actor
) -> list[Site]:
    """Return those sites of a board, or of any when it is none in particular.

    :raises Absent: when one is another board's, or the actor lacks the permission there.
    """
    rows = sites(by=by, permission=permission)
    if board:
        rows = rows.filter(board=board)
    return [find(rows, key) for key in keys]


def of_board(key: str) -> str | None:
    """Return the board's id for a row that is one board's, None (from no id) for one of all.

    :raises Absent: when there is no such board.
    """
    return find(Board.objects.all(), key).id if key else None


def board_of(site: str) -> str:
    """Return the id of the board that answers for a site, for whoever then asks if one may.

    :raises Absent: when there is no such site.
    """
    return find(Site.objects.all(), site).board_id


def boards_of(subjects: Collection[str]) -> dict[str, str]:
    """Return the board's id of each of those ids that is a site's, or a board's own."""
    sites = Site.objects.filter(pk__in=subjects).values_list("pk", "board_id")
    return dict(sites) | {key: key for key in Board.objects.in_bulk(subjects)}


def partners() -> QuerySet[Partner]:
    """Return the organisations we cooperate with."""
    return Partner.objects.order_by("name")


def _held_for(board: str, *, at: datetime) -> QuerySet[Assignment]:
    here = Q(board=board) | Q(board=None)
    lasts = Q(ends_at=None) | Q(ends_at__gt=at)
    return Assignment.objects.filter(here, lasts, starts_at__lte=at)


def _who(held: QuerySet[Assignment]) -> QuerySet[Person]:
    return people().filter(is_active=True, pk__in=held.values("person")).order_by("name")


def tasks(*, by: Actor) -> QuerySet[Task]:
    """Return what the actor can see to, that which is due first."""
    mine = Q(pk=None)
    for permission in Permission:
        boards = boards_with(by, permission)
        of_boards = Q() if EVERY_BOARD in boards else Q(board__in=boards)
        mine |= Q(permission=permission) & of_boards if boards else Q(pk=None)
    return Task.objects.filter(mine).select_related("board", "settled_by")


def open_tasks(*, by: Actor) -> QuerySet[Task]:
    """Return what the actor has to see to and nobody has settled, that which is due first."""
    return tasks(by=by).filter(settled_at=None)


def task(key: str, *, by: Actor) -> Task:
    """Return one thing that the actor can see to.

    :raises Absent: when there is none, or it is a foreign board's or others' to see to.
    """
    return find(tasks(by=by), key)


def letters(task: Task) -> QuerySet[Letter]:
    """Return who was written to about a task, and what became of it, oldest first."""
    return task.letters.select_related("person")


def able(task: Task, *, at: datetime) -> QuerySet[Person]:
    """Return who can see to a task at that instant."""
    roles = [role for role in Role if Permission(task.permission) in GRANTS[role]]
    return _who(_held_for(task.board_id, at=at).filter(role__in=roles))


def due_letters(*, at: datetime, limit: int) -> list[str]:
    """Return the letters that are to be sent now, the longest waiting first."""
    rows = Letter.objects.filter(state=Delivery.WAITING, due_at__lte=at).order_by("due_at")
    return list(rows.values_list("id", flat=True)[:limit])


def tokens(*, by: Actor) -> QuerySet[AccessToken]:
    """Return the tokens of organisations, that which ends first first; to others none."""
    every = EVERY_BOARD in boards_with(by, Permission.ADMINISTER)
    return _tokens() if every else _tokens().none()


def token(key: str, *, by: Actor) -> AccessToken:
    """Return one token; of the text itself only its mark is known.

    :raises Absent: when there is none, or the actor has nothing to do with all boards.
    :raises Refused: when the actor may not issue tokens.
    """
    row = find(_tokens(), key)
    require(by, Permission.ADMINISTER, board=EVERY_BOARD, subject=key)
    return row


def _tokens() -> QuerySet[AccessToken]:
    return AccessToken.objects.select_related("partner", "board", "issued_by", "revoked_by")


def token_marked(mark: str) -> AccessToken | None:
    """Return the token of that mark, for whoever then compares the whole of it."""
    return AccessToken.objects.select_related("partner").filter(mark=mark).first()


def acting_by(row: AccessToken) -> Actor:
    """Return who acts by a token: the organisation whose it is."""
    organisation = row.partner_id or municipality().id
    scopes = [Scope(scope) for scope in row.scopes]
    return acting(key=row.id, name=row.name, organisation=organisation, scopes=scopes)


def accounts_of(by: Actor) -> frozenset[str]:
    """Return the accounts for which the token that acts may send alarms."""
    return frozenset(find(AccessToken.objects.all(), by.token).accounts)


def token_duties(*, at: datetime) -> Iterator[Duty]:
    """Return of each token that lapses within a month that somebody has to see to it."""
    near = AccessToken.objects.filter(
        revoked_at=None, ends_at__gt=at, ends_at__lte=at + WARNED
    ).select_related("partner")
    for row in near:
        whose = f", {row.partner.name}" if row.partner else ""
        yield Duty(
            board=row.board_id,
            reason=TaskReason.TOKEN_ENDS,
            permission=Permission.ADMINISTER,
            subject=row.id,
            about=f"{row.name}{whose}",
            due=last_day(row),
        )


def last_day(row: AccessToken) -> date:
    """Return the last local day on which a token opens anything."""
    return timezone.localdate(row.ends_at - timedelta.resolution)
