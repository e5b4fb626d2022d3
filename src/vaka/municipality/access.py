"""Who may: the one place that every action and query asks."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import models, transaction
from django.db.models import Q

from vaka.core.errors import Absent, Refused
from vaka.municipality.rules import EVERY_BOARD, Actor, Permission, boards_with, may
from vaka.record import actions as record
from vaka.record.rules import Kind

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")
Row = TypeVar("Row", bound=models.Model)


def action(verb: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
    """Run a verb in one durable transaction; a refusal goes on the record in its own.

    The verb takes `by: Actor` and `at: datetime` as keywords.

    :raises Refused: when the verb does; nothing else of the verb then remains.
    """

    @wraps(verb)
    def run(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
        try:
            with transaction.atomic(durable=True):
                return verb(*args, **kwargs)
        except Refused as refusal:
            at = kwargs["at"]
            assert isinstance(at, datetime)
            with transaction.atomic(durable=True):
                record.append(
                    Kind.ACCESS_REFUSED,
                    actor=refusal.actor,
                    subject=refusal.subject,
                    at=at,
                    facts={"act": refusal.act, "reason": refusal.reason},
                )
            raise

    return run


def require(by: Actor, permission: Permission, *, board: str, subject: str) -> None:
    """Let the actor through, or stop.

    :raises Absent: when the actor has nothing at all to do with that board: a foreign board's
        thing must look like one that does not exist.
    :raises Refused: when the actor knows the board but lacks the permission.
    """
    if may(by, permission, board=board):
        return
    if not by.roles_at(board):
        raise Absent("thing", subject)
    raise Refused(by.id, permission, subject, "role-not-allowed")


def require_some_board(by: Actor, permission: Permission, *, subject: str) -> None:
    """Let through whoever has the permission for some board.

    :raises Absent: when the actor has it for none.
    """
    if not boards_with(by, permission):
        raise Absent("thing", subject)


def require_every_board(by: Actor, permission: Permission, *, subject: str) -> None:
    """Let through whoever has the permission for every board, as for what tells of them all.

    :raises Absent: when the actor has it for none, or only for some.
    """
    if EVERY_BOARD not in boards_with(by, permission):
        raise Absent("thing", subject)


def visible(by: Actor, *permissions: Permission, board: str = "board") -> Q:
    """Return the filter for rows whose board (a lookup path) lets the actor do one of these.

    Never join it to another filter with `|`: one that lets everything through is empty, and an
    empty one is lost there.
    """
    boards = frozenset().union(*(boards_with(by, permission) for permission in permissions))
    return Q() if EVERY_BOARD in boards else Q(**{f"{board}__in": boards})


def find(rows: models.QuerySet[Row], key: str) -> Row:
    """Return the row with that primary key.

    :raises Absent: when there is none among those rows.
    """
    row = rows.filter(pk=key).first()
    if row is None:
        raise Absent(str(rows.model._meta.verbose_name), key)
    return row
