"""What every verb on a balancing begins with: it is there, it is held, the step is open."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction

from vaka.balancing import queries
from vaka.balancing.models import Balancing
from vaka.balancing.rules import states
from vaka.balancing.rules.states import Reason, State, Step
from vaka.cases.access import require_unbiased
from vaka.core.errors import BadInput, Conflict
from vaka.municipality.access import require
from vaka.municipality.rules import Actor, Permission


def held(key: str, permission: Permission, step: Step, by: Actor) -> Balancing:
    """Return the balancing, locked until the verb is done, when the step is open to the actor.

    :raises Absent: when there is none, or it is a foreign board's.
    :raises Refused: when the actor sees it but lacks the permission, or is recused.
    :raises Conflict: when the step is not open in its state.
    """
    row = locked(key, permission, by)
    if reason := states.why_not(State(row.state), step):
        raise Conflict(row.id, reason)
    return row


def locked(key: str, permission: Permission, by: Actor) -> Balancing:
    """Return the balancing, locked until the verb is done, whatever its state.

    :raises Absent: when there is none, or it is a foreign board's.
    :raises Refused: when the actor sees it but lacks the permission, or is recused.
    """
    seen = queries.balancing(key, by=by)
    require(by, permission, board=seen.board_id, subject=seen.id)
    require_unbiased(by, permission, case=seen.case_id, subject=seen.id)
    return Balancing.objects.select_for_update().get(pk=seen.pk)


def kept(where: str, text: str) -> str:
    """Return a text without the blanks around it.

    :raises BadInput: when nothing is left.
    """
    if not (left := text.strip()):
        raise BadInput(where, "it is empty", "Write what the file must show")
    return left


@contextmanager
def first_of_all(subject: str) -> Iterator[None]:
    """Let only the first of those who write the next version at once through.

    :raises Conflict: when the row made within breaks what the database holds once.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        raise Conflict(subject, Reason.CHANGED_MEANWHILE) from None
