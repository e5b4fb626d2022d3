"""Verbs: people and their passwords, who is put out and taken back, roles given and ended."""

from datetime import UTC, datetime

from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import F, Q, QuerySet
from django.utils import translation

from vaka.core.errors import BadInput, Conflict
from vaka.core.ids import new_id
from vaka.municipality.access import action, find, require
from vaka.municipality.models import Assignment, Board, Municipality, Person
from vaka.municipality.rules import EVERY_BOARD, Actor, Permission, Role
from vaka.record import actions as record
from vaka.record.rules import Kind, instant

# Later than any role begins.
FAR = datetime.max.replace(tzinfo=UTC)
STRONGER = "Choose a longer and less common one"


def new_person(*, login: str, name: str, password: str, at: datetime) -> Person:
    """Make a row for somebody who can log in; the caller's transaction carries it.

    :raises Conflict: when somebody has that login, or had it.
    :raises BadInput: when the password is too weak.
    """
    if Person.objects.filter(login=login).exists():
        raise Conflict(login, "login-taken")
    person = Person(id=new_id(at=at), login=login, name=name)
    give_password(person, password)
    person.save()
    return person


def give_password(person: Person, password: str) -> None:
    """Set a password; whoever is logged in with another is no longer.

    :raises BadInput: when it is too weak.
    """
    require_strong(password, login=person.login)
    person.set_password(password)


def require_strong(password: str, *, login: str) -> None:
    """Take only a password that withstands guessing.

    :raises BadInput: when it is short, common, or like the login.
    """
    # Problems are English everywhere; a form says the same in the reader's language.
    with translation.override("en"):
        try:
            validate_password(password, Person(login=login))
        except ValidationError as weak:
            problem = " ".join(weak.messages).removesuffix(".")
            raise BadInput("password", problem, STRONGER) from None


@action
def add_person(*, login: str, name: str, password: str, by: Actor, at: datetime) -> Person:
    """Add a person who can log in; the record keeps the name where it can be erased.

    :raises Conflict: when somebody has that login, or had it.
    :raises BadInput: when the password is too weak.
    """
    require(by, Permission.ADMINISTER, board=EVERY_BOARD, subject="person")
    person = new_person(login=login, name=name, password=password, at=at)
    record.append(
        Kind.PERSON_ADDED,
        actor=by.id,
        subject=person.id,
        at=at,
        personal={"login": login, "name": name},
    )
    return person


@action
def set_password(*, person: str, password: str, by: Actor, at: datetime) -> None:
    """Give somebody a new password; every session of theirs ends.

    :raises Conflict: when the person is deactivated.
    :raises BadInput: when it is too weak.
    """
    row = find(Person.objects.all(), person)
    require(by, Permission.ADMINISTER, board=EVERY_BOARD, subject=person)
    if not row.is_active:
        raise Conflict(person, "deactivated")
    give_password(row, password)
    row.save(update_fields=["password"])
    record.append(Kind.PASSWORD_SET, actor=by.id, subject=person, at=at)


@action
def change_password(*, old: str, new: str, by: Actor, at: datetime) -> Person:
    """Change one's own password; every other session of one's own ends.

    :raises BadInput: when the old one is wrong, or the new one too weak.
    """
    row = find(Person.objects.filter(is_active=True), by.id)
    if not check_password(old, row.password):
        raise BadInput("old", "it is not your password", "Ask an administrator for a new one")
    give_password(row, new)
    row.save(update_fields=["password"])
    record.append(Kind.PASSWORD_SET, actor=by.id, subject=by.id, at=at)
    return row


@action
def change_email(*, email: str, by: Actor, at: datetime) -> None:
    """Say where one is to be reminded by e-mail of what one has to see to; empty: nowhere.

    :raises BadInput: when it is no address.
    """
    row = find(Person.objects.filter(is_active=True), by.id)
    if email:
        try:
            validate_email(email)
        except ValidationError:
            raise BadInput("email", "it is no e-mail address", "Write name@host") from None
    row.email = email
    row.save(update_fields=["email"])
    facts = {"given": bool(email)}
    personal = {"email": email}
    record.append(
        Kind.EMAIL_CHANGED, actor=by.id, subject=by.id, at=at, facts=facts, personal=personal
    )


@action
def deactivate_person(*, person: str, by: Actor, at: datetime) -> None:
    """Put somebody out at once: every session ends, every role, and the password is gone.

    :raises Conflict: when the person is out already, or is the last administrator.
    """
    row = find(Person.objects.all(), person)
    require(by, Permission.ADMINISTER, board=EVERY_BOARD, subject=person)
    if not row.is_active:
        raise Conflict(person, "deactivated")
    _leave_an_administrator(person, at=at)
    row.is_active = False
    row.set_unusable_password()
    row.save(update_fields=["is_active", "password"])
    for held in _held(at).filter(person=row):
        _end(held, ends_at=at, by=by, at=at)
    record.append(Kind.PERSON_DEACTIVATED, actor=by.id, subject=person, at=at)


@action
def reactivate_person(*, person: str, password: str, by: Actor, at: datetime) -> None:
    """Let somebody log in again, with a new password and no role.

    :raises Conflict: when the person can log in already.
    :raises BadInput: when the password is too weak.
    """
    row = find(Person.objects.all(), person)
    require(by, Permission.ADMINISTER, board=EVERY_BOARD, subject=person)
    if row.is_active:
        raise Conflict(person, "active")
    row.is_active = True
    give_password(row, password)
    row.save(update_fields=["is_active", "password"])
    record.append(Kind.PERSON_REACTIVATED, actor=by.id, subject=person, at=at)


@action
def assign(
    *,
    person: str,
    role: Role,
    board: str = EVERY_BOARD,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    by: Actor,
    at: datetime,
) -> Assignment:
    """Give a person a role, at one board or at all: from now or a later instant, to an end.

    :raises Conflict: when the person is deactivated, or holds the role there at that time.
    :raises BadInput: when it would begin before now, or end before it begins.
    """
    row = find(Person.objects.all(), person)
    if board:
        find(Board.objects.all(), board)
    require(by, Permission.ADMINISTER, board=board, subject=person)
    if not row.is_active:
        raise Conflict(person, "deactivated")
    starts_at = starts_at or at
    if starts_at < at:
        raise BadInput("starts", "a role cannot begin before now", "Choose today or later")
    if ends_at and ends_at <= starts_at:
        raise BadInput("ends", "it is before the role begins", "Choose a later day")
    same = _held(starts_at).filter(person=row, role=role, board=board or None)
    if same.filter(starts_at__lt=ends_at or FAR).exists():
        raise Conflict(person, "held-already")
    assignment = Assignment.objects.create(
        id=new_id(at=at),
        person=row,
        role=role,
        board_id=board or None,
        starts_at=starts_at,
        ends_at=ends_at,
    )
    record.append(
        Kind.ROLE_ASSIGNED,
        actor=by.id,
        subject=person,
        at=at,
        facts={
            "role": role,
            "board": board,
            "starts": instant(starts_at),
            "ends": instant(ends_at) if ends_at else None,
        },
    )
    return assignment


@action
def end_assignment(
    *, assignment: str, ends_at: datetime | None = None, by: Actor, at: datetime
) -> None:
    """End a role now or at a later instant; one that has not begun yet never does.

    :raises Conflict: when it has ended already, or is the last administrator's.
    :raises BadInput: when the end is in the past.
    """
    row = find(Assignment.objects.select_related("person"), assignment)
    require(by, Permission.ADMINISTER, board=row.board_id or EVERY_BOARD, subject=row.person_id)
    if ends_at and ends_at < at:
        raise BadInput("ends", "it is in the past", "Choose today or later")
    if row.role == Role.ADMINISTRATOR and row.board_id is None:
        _leave_an_administrator(row.person_id, at=at)
    _end(row, ends_at=ends_at or at, by=by, at=at)


def _held(at: datetime) -> QuerySet[Assignment]:
    """Return the roles that have not ended, those to come among them."""
    taken_back = Q(ends_at=F("starts_at"))
    return Assignment.objects.filter(Q(ends_at=None) | Q(ends_at__gt=at)).exclude(taken_back)


def _end(row: Assignment, *, ends_at: datetime, by: Actor, at: datetime) -> None:
    """Close the role's period; whoever ended it first did."""
    ends_at = max(ends_at, row.starts_at)
    if not _held(at).filter(pk=row.pk).update(ends_at=ends_at):
        raise Conflict(row.pk, "ended-already")
    record.append(
        Kind.ROLE_ENDED,
        actor=by.id,
        subject=row.person_id,
        at=at,
        facts={
            "role": row.role,
            "board": row.board_id or EVERY_BOARD,
            "ends": instant(ends_at),
        },
    )


def _leave_an_administrator(person: str, *, at: datetime) -> None:
    """See that somebody else administers every board, without an end.

    :raises Conflict: when nobody does: then nobody could let anybody in again.
    """
    # One at a time, so that two administrators cannot put each other out.
    Municipality.objects.select_for_update().get()
    administrators = Assignment.objects.filter(
        role=Role.ADMINISTRATOR,
        board=None,
        starts_at__lte=at,
        ends_at=None,
        person__is_active=True,
    )
    holders = set(administrators.values_list("person", flat=True))
    if holders and holders <= {person}:
        raise Conflict(person, "last-administrator")
