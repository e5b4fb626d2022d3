"""What the tests of the safety centre start from: a transmitter, a card, alarms."""

from datetime import datetime, timedelta

from vaka.municipality.rules import machine
from vaka.response import actions
from vaka.response.rules.calling import DAYS, Channel
from vaka.response.rules.codes import IncidentKind
from vaka.response.rules.incidents import Received
from vaka.terms.document import Hours

RECEIVER = machine("receiver")
ALWAYS = Hours(DAYS, 0, 0)
STEPS = [
    {"key": "look", "text": "Titta i kameran", "answers": ["Ja", "Nej"]},
    {"key": "police", "text": "Ring 112", "only_if": ["look", "Ja"]},
    {"key": "guard", "text": "Skicka väktare", "only_if": ["look", "Nej"]},
    {"key": "note", "text": "Anteckna vem som ringde", "required": False},
]


def alarm(key: str, at: datetime, **fields: object) -> Received:
    """Return a burglary alarm in zone 05 of account 0028, or what the fields say instead."""
    told = {
        "protocol": "SIA-DCS",
        "raw": "#0028|Nri1/BA05",
        "account": "0028",
        "sequence": "0001",
        "code": "BA",
        "area": "1",
        "zone": "05",
        **fields,
    }
    return Received(key=key, received_at=at, **told)


def take(key: str, at: datetime, **fields: object) -> actions.Receipt:
    """Take that alarm in."""
    [receipt] = actions.receive_alarms(alarms=[alarm(key, at, **fields)], by=RECEIVER, at=at)
    return receipt


def registered(site, founder, at: datetime):
    """Return the transmitter 0028 of the site."""
    return actions.register_transmitter(
        account="0028",
        name="Undercentral 28",
        site=site.id,
        places={"5": "Norra entrén"},
        interval=timedelta(minutes=5),
        by=founder,
        at=at,
    )


def published(founder, at: datetime, *, kind=IncidentKind.INTRUSION, site_kind=""):
    """Return a published card with a question and two branches."""
    return actions.publish_action_card(
        kind=kind, site_kind=site_kind, title="Inbrott", steps=STEPS, by=founder, at=at
    )


def reached(founder, at: datetime, *, board: str = ""):
    """Return the guard company, reached by telephone, text message and e-mail."""
    return actions.add_contact(
        name="Väktarbolaget",
        board=board,
        phone="+46 40 123 45",
        email="vakt@example.org",
        by=founder,
        at=at,
    )


def planned(contact, site, founder, at: datetime, *, step=1, channel=Channel.SMS, hours=ALWAYS):
    """Return a line of the plan: that contact about everything at the site."""
    return actions.plan_call_out(
        contact=contact.id,
        channel=channel,
        step=step,
        hours=hours,
        site=site.id if site else None,
        by=founder,
        at=at,
    )
