"""Reads: whom the board asks, who has answered, and who is late."""

from datetime import date, timedelta

from django.db.models import QuerySet

from vaka.cases.models import Case, Referral
from vaka.cases.rules.states import Awaited
from vaka.municipality.access import find, visible
from vaka.municipality.rules import Actor, Permission

SOON = timedelta(days=7)


def referrals(case: Case) -> QuerySet[Referral]:
    """Return the case's referrals, oldest first, each with its opinion and what is in it."""
    return case.referrals.select_related("opinion").prefetch_related(
        "reminders", "opinion__positions__demand", "opinion__dissents"
    )


def referral(case: Case, key: str) -> Referral:
    """Return one referral of the case.

    :raises Absent: when there is none.
    """
    return find(referrals(case), key)


def awaited(case: Case) -> list[Awaited]:
    """Return the referrals that nobody has answered."""
    waiting = case.referrals.filter(opinion=None)
    return [Awaited(row.consulted, row.due) for row in waiting]


def overdue(*, by: Actor, today: date) -> QuerySet[Referral]:
    """Return the unanswered referrals whose day has passed, the longest overdue first."""
    return _unanswered(by).filter(due__lt=today)


def due_soon(*, by: Actor, today: date) -> QuerySet[Referral]:
    """Return the unanswered referrals due within a week, the soonest first."""
    return _unanswered(by).filter(due__range=(today, today + SOON))


def _unanswered(by: Actor) -> QuerySet[Referral]:
    rows = Referral.objects.filter(visible(by, Permission.SEE, board="case__board"))
    return rows.filter(opinion=None).select_related("case").order_by("due")
