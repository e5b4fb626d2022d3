"""Verbs: what a board has to see to is raised, told, reminded of and settled."""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from vaka.core.errors import BadInput, Conflict, Refused
from vaka.core.ids import new_id
from vaka.core.outgoing import Delivery
from vaka.municipality import queries
from vaka.municipality.access import action, find, require
from vaka.municipality.models import Letter, Task
from vaka.municipality.rules import Actor, Duty, Permission, TaskReason, letter, machine
from vaka.record import actions as record
from vaka.record.rules import Kind

WORKER = machine("worker")
REMINDED_AFTER = timedelta(days=1)
# From the id of what a task is about to those who have no part in it; stages above know whom.
Apart = Callable[[str], frozenset[str]]


def raise_duty(duty: Duty, *, apart: Apart, at: datetime) -> Task | None:
    """Raise a duty as a task, once however often it is found; None when it was found before."""
    if Task.objects.filter(key=duty.key).exists():
        return None
    return _raise(duty=duty, apart=apart, at=at)


@action
def _raise(*, duty: Duty, apart: Apart, at: datetime) -> Task:
    return enter_duty(duty, apart=apart, at=at)


def enter_duty(duty: Duty, *, apart: Apart, at: datetime) -> Task:
    """Make the task of a duty that just arose, and its letters; the caller's transaction
    carries it. Nobody who has no part in it is written to.
    """
    task = Task.objects.create(
        id=new_id(at=at),
        board_id=duty.board,
        key=duty.key,
        reason=duty.reason,
        permission=duty.permission,
        subject=duty.subject,
        about=duty.about,
        due=duty.due,
        raised_at=at,
    )
    told = _write(task, apart=apart, at=at)
    record.append(
        Kind.TASK_RAISED,
        actor=WORKER.id,
        subject=duty.subject,
        at=at,
        facts={
            "task": task.id,
            "board": duty.board,
            "reason": duty.reason,
            "due": str(duty.due),
            "told": told,
        },
    )
    return task


def remind_due(*, apart: Apart, at: datetime) -> int:
    """Remind once of each task whose day has passed; return of how many."""
    today = at.astimezone(ZoneInfo(settings.TIME_ZONE)).date()
    late = Task.objects.filter(settled_at=None, reminded_at=None, due__lt=today)
    # What arises when its day has passed is not told twice in a row.
    late = late.filter(raised_at__lte=at - REMINDED_AFTER)
    return sum(_remind(task=row, apart=apart, at=at) for row in late)


@action
def _remind(*, task: Task, apart: Apart, at: datetime) -> bool:
    """Write the letters again, unless another worker has."""
    if not Task.objects.filter(pk=task.pk, reminded_at=None).update(reminded_at=at):
        return False
    facts = {"task": task.id, "told": _write(task, apart=apart, at=at)}
    record.append(Kind.TASK_REMINDED, actor=WORKER.id, subject=task.subject, at=at, facts=facts)
    return True


@action
def settle(*, task: str, outcome: str, apart: Apart, by: Actor, at: datetime) -> Task:
    """Say what was done about a task, or why nothing needs to be: it is documentation.

    :raises BadInput: when nothing is said.
    :raises Refused: when the actor has no part in what it is about.
    :raises Conflict: when somebody has settled it.
    """
    row = queries.task(task, by=by)
    require(by, Permission(row.permission), board=row.board_id, subject=row.id)
    if by.id in apart(row.subject):
        raise Refused(by.id, row.permission, row.id, "recused")
    if not (said := outcome.strip()):
        raise BadInput("outcome", "it is empty", "Say what was done, or why nothing is needed")
    if not _settled(row, said, by=by, at=at):
        raise Conflict(row.id, "settled-already")
    return find(Task.objects.all(), task)


def settle_done(
    *,
    subject: str,
    outcome: str,
    by: Actor,
    at: datetime,
    reasons: Collection[TaskReason] = tuple(TaskReason),
) -> None:
    """Settle what is still to be seen to about a thing that was just done, for these reasons;
    the caller's transaction carries it.
    """
    for row in Task.objects.filter(subject=subject, reason__in=reasons, settled_at=None):
        _settled(row, outcome, by=by, at=at)


def _settled(row: Task, said: str, *, by: Actor, at: datetime) -> bool:
    """Settle a task, and return whether it was still open."""
    waiting = Task.objects.filter(pk=row.pk, settled_at=None)
    if not waiting.update(outcome=said, settled_by=by.id, settled_at=at):
        return False
    # Nobody is to be told of what is done.
    row.letters.filter(state=Delivery.WAITING).update(
        state=Delivery.GIVEN_UP, ended_at=at, receipt="settled"
    )
    record.append(
        Kind.TASK_SETTLED,
        actor=by.id,
        subject=row.subject,
        at=at,
        facts={"task": row.id, "reason": row.reason},
        personal={"outcome": said},
    )
    return True


def withhold_letters(*, subject: str, person: str, at: datetime) -> None:
    """Send somebody nothing more of what waits about a thing; the caller's transaction carries
    it.
    """
    waiting = Letter.objects.filter(
        task__subject=subject, person=person, state=Delivery.WAITING
    )
    waiting.update(state=Delivery.GIVEN_UP, ended_at=at, receipt="recused")


def _write(task: Task, *, apart: Apart, at: datetime) -> int:
    """Write to everybody who can see to a task and has an address; return to how many."""
    away = apart(task.subject)
    able = queries.able(task, at=at)
    whom = [each for each in able if each.email and each.id not in away]
    duty = Duty(
        board=task.board_id,
        reason=TaskReason(task.reason),
        permission=Permission(task.permission),
        subject=task.subject,
        about=task.about,
        due=task.due,
    )
    text = letter(duty, url=f"{settings.VAKA.public_url}/kommunen/att-gora/{task.id}/")
    for person in whom:
        Letter.objects.create(
            id=new_id(at=at),
            task=task,
            person=person,
            address=person.email,
            text=text,
            made_at=at,
            due_at=at,
        )
    return len(whom)
