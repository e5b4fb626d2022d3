"""Reads: what boards owe those who ask for pictures, and what a breach asks, by which day."""

from collections.abc import Iterator
from datetime import datetime

from vaka.decisions.rules import LOCAL
from vaka.municipality.rules import Duty, Permission, TaskReason
from vaka.oversight.models import AccessRequest, Breach, Disclosure
from vaka.oversight.rules import breaches, own_pictures


def owed(*, at: datetime) -> Iterator[Duty]:
    """Yield what is to be reviewed, answered, notified and told of."""
    for asked in Disclosure.objects.filter(review=None).select_related("camera"):
        yield Duty(
            board=asked.board_id,
            reason=TaskReason.DISCLOSURE_ASKED,
            permission=Permission.HANDLE_REQUESTS,
            subject=asked.id,
            about=asked.camera.name,
            due=asked.received_on,
        )
    for own in AccessRequest.objects.filter(answer="").select_related("camera"):
        yield from _to_answer(own, at)
    for row in Breach.objects.select_related("board"):
        yield from _of_breach(row, at)


def _to_answer(row: AccessRequest, at: datetime) -> Iterator[Duty]:
    reasons = [TaskReason.ACCESS_ASKED]
    if at.astimezone(LOCAL).date() >= row.due - own_pictures.RUNS_OUT:
        reasons.append(TaskReason.ACCESS_RUNS_OUT)
    for reason in reasons:
        yield Duty(
            board=row.board_id,
            reason=reason,
            permission=Permission.HANDLE_REQUESTS,
            subject=row.id,
            about=row.camera.name,
            due=row.due,
            mark=str(row.due),
        )


def _of_breach(row: Breach, at: datetime) -> Iterator[Duty]:
    """Yield what is left to do; when the risk is judged anew it is due anew."""
    due = row.notice_due
    reasons = []
    if breaches.is_to_be_notified(row.risk, row.done):
        reasons.append(TaskReason.BREACH_TO_NOTIFY)
        if at >= due - breaches.RUNS_OUT:
            reasons.append(TaskReason.BREACH_RUNS_OUT)
    if breaches.are_to_be_told(row.risk, row.done):
        reasons.append(TaskReason.BREACH_TO_TELL)
    for reason in reasons:
        yield Duty(
            board=row.board_id,
            reason=reason,
            permission=Permission.KEEP_BREACHES,
            subject=row.id,
            about=row.board.name,
            due=due.astimezone(LOCAL).date(),
            mark=row.risk,
        )
