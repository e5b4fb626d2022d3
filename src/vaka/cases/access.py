"""Who may have a part in a case: nobody who is recused from it."""

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
    if case and Recusal.objects.filter(case=case, person=by.id).exists():
        raise Refused(by.id, permission, subject, Reason.RECUSED)
