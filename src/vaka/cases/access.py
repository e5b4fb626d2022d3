"""Who may have a part in a case: nobody who is recused from it."""

from collections.abc import Iterable

from vaka.cases.models import Recusal
from vaka.cases.rules.states import Reason
from vaka.core.errors import Refused
from vaka.municipality.rules import Actor, Permission


def require_unbiased(
    by: Actor, permission: Permission, *, case: str | None, subject: str
) -> None:
    """Let through whoever is not recused from the case; without a case nobody is.

    :raises Refused: when the actor is (kommunallagen 6 kap. 28 §; förvaltningslagen 16 §).
    """
    if case:
        require_unbiased_in([case], by, permission, subject=subject)


def require_unbiased_in(
    cases: Iterable[str], by: Actor, permission: Permission, *, subject: str
) -> None:
    """Let through whoever is recused from none of the cases, as of those at one meeting.

    :raises Refused: when the actor is from some of them.
    """
    noted = Recusal.objects.filter(case__in=cases, person=by.id, withdrawn_at=None)
    if noted.exists():
        raise Refused(by.id, permission, subject, Reason.RECUSED)
