"""Action cards: the one that holds for a kind of incident, and all versions."""

from typing import TYPE_CHECKING

from django.db.models import F, Q, QuerySet

from vaka.core.errors import Absent
from vaka.municipality.access import find, visible
from vaka.municipality.rules import Actor, Permission, boards_with
from vaka.response.models import ActionCard
from vaka.response.rules.codes import IncidentKind

if TYPE_CHECKING:
    from vaka.municipality.models import Site

ANYWHERE = Q(site=None, site_kind="")
OF_THE_SITE = F("site").asc(nulls_last=True)


def card_for(*, kind: IncidentKind, site: "Site | None") -> ActionCard | None:
    """Return the newest card for that kind: of that site, else its kind of site, else any."""
    here = Q(site=None, site_kind__in=[site.kind, ""]) | Q(site=site) if site else ANYWHERE
    fitting = ActionCard.objects.filter(here, kind=kind)
    return fitting.order_by(OF_THE_SITE, "-site_kind", "-version").first()


def cards(*, by: Actor) -> QuerySet[ActionCard]:
    """Return every version of every card, newest first within its kind.

    :raises Absent: when the actor neither handles incidents nor edits cards.
    """
    readers = Permission.SEE_INCIDENTS, Permission.EDIT_ACTION_CARD
    if not any(boards_with(by, permission) for permission in readers):
        raise Absent("cards", "of the centre")
    own = ActionCard.objects.filter(visible(by, *readers, board="site__board"))
    rows = ActionCard.objects.filter(Q(site=None) | Q(pk__in=own))
    rows = rows.select_related("published_by", "site")
    return rows.order_by("kind", "site_kind", "site__name", "-version")


def card(key: str, *, by: Actor) -> ActionCard:
    """Return one version of a card.

    :raises Absent: when there is none, or it is not for this actor.
    """
    return find(cards(by=by), key)
