"""Reads: the boards' cases, what is demanded in them, and their register."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from vaka.cases.models import (
    Case,
    Demand,
    Document,
    Initiative,
    Meeting,
    Preparation,
    Recusal,
)
from vaka.cases.rules.states import SETTLING
from vaka.municipality.access import find, visible
from vaka.municipality.rules import Actor, Permission, may


@dataclass(frozen=True)
class Registered:
    """A document in the register; a title under a secrecy mark is for who handles the case."""

    document: Document
    title: str | None


def cases(*, by: Actor, permission: Permission = Permission.SEE) -> QuerySet[Case]:
    """Return the cases of the boards for which the actor has the permission, newest first."""
    return Case.objects.filter(visible(by, permission)).select_related("board")


def case(key: str, *, by: Actor, permission: Permission = Permission.SEE) -> Case:
    """Return one case.

    :raises Absent: when there is none, or it is a foreign board's.
    """
    return find(cases(by=by, permission=permission), key)


def boards_of(subjects: Collection[str]) -> dict[str, str]:
    """Return the board's id of each of those ids that is a case's."""
    return dict(Case.objects.filter(pk__in=subjects).values_list("pk", "board_id"))


def initiative(case: Case) -> Initiative | None:
    """Return the initiative that the case is about, if it is about one."""
    return Initiative.objects.filter(case=case).first()


def demands(case: Case) -> Mapping[int, Demand]:
    """Return the demands of the case by number, in order."""
    return {demand.number: demand for demand in case.demands.all()}


def unsettled(case: Case) -> list[Demand]:
    """Return the demands that no resolution has settled, in order."""
    return list(case.demands.exclude(rulings__outcome__in=SETTLING))


def preparations(case: Case) -> QuerySet[Preparation]:
    """Return who was to prepare the case, the oldest order first."""
    return case.preparations.all()


def meetings(case: Case) -> QuerySet[Meeting]:
    """Return the meetings at which the case was or is to be taken up, in order."""
    return case.meetings.all()


def recused_from(keys: Collection[str]) -> frozenset[str]:
    """Return the ids of those who have no part in any of the cases of those ids."""
    rows = Recusal.objects.filter(case__in=keys, withdrawn_at=None).exclude(person=None)
    return frozenset(rows.values_list("person_id", flat=True))


def recusals(case: Case) -> QuerySet[Recusal]:
    """Return who was noted to have no part in the case, the first first; some by mistake."""
    return case.recusals.select_related("person")


def recusal(key: str, *, by: Actor) -> Recusal:
    """Return one note of a recusal.

    :raises Absent: when there is none, or it is of a foreign board's case.
    """
    return find(Recusal.objects.filter(case__in=cases(by=by)), key)


def register(case: Case, *, by: Actor) -> list[Registered]:
    """Return the case's register, by number."""
    handles = may(by, Permission.HANDLE_CASE, board=case.board_id)
    return [
        Registered(row, row.title if handles or not row.secrecy else None)
        for row in case.documents.all()
    ]
