"""Reads: what boards resolved, what is decided in their name, and their minutes."""

from django.db.models import QuerySet

from vaka.cases.models import Case, DelegatedDecision, Delegation, Minutes, Resolution
from vaka.cases.rules.states import Outcome
from vaka.municipality.access import find, visible
from vaka.municipality.rules import Actor, Permission


def resolutions(case: Case) -> QuerySet[Resolution]:
    """Return what was resolved in the case, oldest first."""
    rows = case.resolutions.select_related("board")
    return rows.prefetch_related("rulings__demand", "dissents")


def resolution(key: str, *, by: Actor) -> Resolution:
    """Return one resolution.

    :raises Absent: when there is none, or it is a foreign board's.
    """
    rows = Resolution.objects.filter(visible(by, Permission.SEE))
    return find(rows.select_related("board", "case__board"), key)


def resolution_of(case: Case, key: str) -> Resolution:
    """Return one resolution of the case.

    :raises Absent: when there is none.
    """
    return find(case.resolutions.select_related("board", "case__board"), key)


def is_granted(resolution: Resolution) -> bool:
    """Return whether the board granted what was asked."""
    return resolution.outcome == Outcome.GRANTED


def granted_by(board: str, *, case: str | None = None, by: Actor) -> QuerySet[Resolution]:
    """Return what the board granted, in one case or in any, the newest first."""
    rows = Resolution.objects.filter(visible(by, Permission.SEE), board=board)
    rows = rows.filter(outcome=Outcome.GRANTED).select_related("board", "case")
    return (rows.filter(case=case) if case else rows).order_by("-meeting", "-item")


def minutes_of(resolution: Resolution) -> Minutes | None:
    """Return the approved minutes of the meeting at which it was resolved, if they are."""
    return Minutes.objects.filter(board=resolution.board_id, meeting=resolution.meeting).first()


def delegations(*, by: Actor, permission: Permission = Permission.SEE) -> QuerySet[Delegation]:
    """Return what the boards let others decide, by board and number."""
    return Delegation.objects.filter(visible(by, permission)).select_related("board")


def delegated_decisions(
    *, by: Actor, permission: Permission = Permission.SEE
) -> QuerySet[DelegatedDecision]:
    """Return what was decided in the boards' names, the newest first."""
    rows = DelegatedDecision.objects.filter(visible(by, permission, board="case__board"))
    return rows.select_related("case__board", "delegation").order_by("-decided_on", "-id")


def delegated_decision(
    key: str, *, by: Actor, permission: Permission = Permission.SEE
) -> DelegatedDecision:
    """Return one delegated decision.

    :raises Absent: when there is none, or it is a foreign board's.
    """
    return find(delegated_decisions(by=by, permission=permission), key)


def reportable(*, by: Actor) -> QuerySet[DelegatedDecision]:
    """Return the delegated decisions that their board has not been told of, oldest first."""
    return delegated_decisions(by=by).filter(reported_on=None).order_by("decided_on", "id")


def decided_by_delegate(case: Case) -> QuerySet[DelegatedDecision]:
    """Return what was decided in the case in the board's name."""
    return case.delegated.select_related("delegation")
