"""What the tests of sharing start from: two partners, each with a reader of its own."""

from datetime import datetime, timedelta

from vaka.municipality import actions as municipality
from vaka.municipality.rules import Actor, PartnerKind
from vaka.response import actions
from vaka.response.models import SharingAgreement
from vaka.response.rules.codes import IncidentKind
from vaka.response.rules.sharing import Detail

YEAR = timedelta(days=365)


def partner(name: str, founder: Actor, at: datetime) -> str:
    """Return an organisation to share with."""
    kind = PartnerKind.MUNICIPALITY
    return municipality.add_partner(name=name, kind=kind, by=founder, at=at).id


def reads(partner: str, reader: Actor, founder: Actor, at: datetime) -> str:
    """Let somebody read for a partner; return the login."""
    told = {"partner": partner, "person": reader.id, "by": founder, "at": at}
    return actions.give_partner_login(**told).id


def agreed(partner: str, founder: Actor, at: datetime, **said: object) -> SharingAgreement:
    """Return an agreement on intrusions everywhere for a year, or as is said instead."""
    told = {
        "kinds": [IncidentKind.INTRUSION],
        "detail": Detail.SITUATION,
        "decided_by": "Kommunstyrelsen § 7",
        "starts_at": at,
        "ends_at": at + YEAR,
        **said,
    }
    return actions.agree(partner=partner, **told, by=founder, at=at)
