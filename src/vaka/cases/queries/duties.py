"""Reads: what the boards have to see to in their cases, by the days that were set."""

from collections.abc import Iterator
from datetime import datetime

from vaka.cases.models import Preparation, Referral
from vaka.cases.rules.inputs import day_of
from vaka.cases.rules.states import State
from vaka.municipality.rules import Duty, Permission, TaskReason


def duties(*, at: datetime) -> Iterator[Duty]:
    """Yield the opinions that have not come in time, and the preparations that are due."""
    today = day_of(at)
    late = Referral.objects.filter(opinion=None, due__lt=today)
    for referral in late.exclude(case__state=State.RESOLVED).select_related("case"):
        yield Duty(
            board=referral.case.board_id,
            reason=TaskReason.OPINION_LATE,
            permission=Permission.HANDLE_CASE,
            subject=referral.case_id,
            about=f"{referral.case.reference}, {referral.consulted}",
            due=referral.due,
            mark=referral.id,
        )
    due = Preparation.objects.filter(due__lte=today)
    for order in due.exclude(case__state__in=[State.STATED, State.RESOLVED]).select_related(
        "case"
    ):
        assert order.due
        yield Duty(
            board=order.case.board_id,
            reason=TaskReason.PREPARATION_DUE,
            permission=Permission.HANDLE_CASE,
            subject=order.case_id,
            about=f"{order.case.reference}, {order.department}",
            due=order.due,
            mark=order.id,
        )
