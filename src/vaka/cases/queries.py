"""Reads: cases with what was asked, answered and resolved in them."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from vaka.cases.models import Case, Opinion, Referral, Resolution
from vaka.cases.rules import Awaited, Outcome, day_of
from vaka.municipality.access import find, visible
from vaka.municipality.rules import Actor, Permission


@dataclass(frozen=True)
class Happening:
    """One line of a case's timeline; `what` is a code that the page puts into words."""

    at: date
    what: str
    thing: Case | Referral | Opinion | Resolution


def cases(*, by: Actor, permission: Permission = Permission.SEE) -> QuerySet[Case]:
    """Return the cases of the boards for which the actor has the permission, newest first."""
    return Case.objects.filter(visible(by, permission)).select_related("board")


def case(key: str, *, by: Actor, permission: Permission = Permission.SEE) -> Case:
    """Return one case.

    :raises Absent: when there is none, or it is a foreign board's.
    """
    return find(cases(by=by, permission=permission), key)


def referrals(case: Case) -> QuerySet[Referral]:
    """Return the case's referrals, oldest first, each with its opinion."""
    return case.referrals.select_related("opinion")


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
    rows = Referral.objects.filter(visible(by, Permission.SEE, board="case__board"))
    return rows.filter(opinion=None, due__lt=today).select_related("case").order_by("due")


def resolutions(case: Case) -> QuerySet[Resolution]:
    """Return what was resolved in the case, oldest first."""
    return case.resolutions.select_related("board")


def resolution(key: str, *, by: Actor) -> Resolution:
    """Return one resolution.

    :raises Absent: when there is none, or it is a foreign board's.
    """
    rows = Resolution.objects.filter(visible(by, Permission.SEE))
    return find(rows.select_related("board", "case"), key)


def is_granted(resolution: Resolution) -> bool:
    """Return whether the board granted what was asked."""
    return resolution.outcome == Outcome.GRANTED


def granted_by(board: str, *, case: str | None = None, by: Actor) -> QuerySet[Resolution]:
    """Return what the board granted, in one case or in any, the newest first."""
    rows = Resolution.objects.filter(visible(by, Permission.SEE), board=board)
    rows = rows.filter(outcome=Outcome.GRANTED).select_related("board", "case")
    return (rows.filter(case=case) if case else rows).order_by("-meeting", "-item")


def timeline(case: Case) -> list[Happening]:
    """Return what happened in the case, in order."""
    told = [Happening(day_of(case.opened_at), "opened", case)]
    for referral in referrals(case):
        told.append(Happening(day_of(referral.sent_at), "referred", referral))
        if hasattr(referral, "opinion"):
            told.append(
                Happening(day_of(referral.opinion.given_at), "opinion", referral.opinion)
            )
    told += [Happening(row.meeting, "resolved", row) for row in resolutions(case)]
    return sorted(told, key=lambda happening: happening.at)
