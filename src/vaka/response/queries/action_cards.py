"""Action cards: the one that holds for a kind of incident, and all versions."""

from django.db.models import QuerySet

from vaka.core.errors import Absent
from vaka.municipality.access import find
from vaka.municipality.rules import Actor, Permission, boards_with
from vaka.response.models import ActionCard
from vaka.response.rules.codes import IncidentKind


def card_for(*, kind: IncidentKind, site_kind: str) -> ActionCard | None:
    """Return the newest card for that kind at that kind of site, else at any."""
    fitting = ActionCard.objects.filter(kind=kind, site_kind__in=[site_kind, ""])
    return fitting.order_by("-site_kind", "-version").first()


def cards(*, by: Actor) -> QuerySet[ActionCard]:
    """Return every version of every card, newest first within its kind.

    :raises Absent: when the actor neither handles incidents nor edits cards.
    """
    readers = Permission.SEE_INCIDENTS, Permission.EDIT_ACTION_CARD
    if not any(boards_with(by, permission) for permission in readers):
        raise Absent("cards", "of the centre")
    return ActionCard.objects.select_related("published_by").order_by(
        "kind", "site_kind", "-version"
    )


def card(key: str, *, by: Actor) -> ActionCard:
    """Return one version of a card.

    :raises Absent: when there is none, or it is not for this actor.
    """
    return find(cards(by=by), key)
