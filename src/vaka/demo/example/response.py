"""Response: the centre, what sends alarms to it, its action cards, whom it calls."""

from collections.abc import Mapping
from datetime import timedelta

from vaka.demo.example import days, preparedness
from vaka.demo.example.files import table, tables, toml, whole, word, words
from vaka.demo.example.organisation import ADMINISTRATOR, who
from vaka.response import actions
from vaka.response.rules.calling import Channel
from vaka.response.rules.codes import IncidentKind
from vaka.terms.document import Hours


def equip(*, sites: Mapping[str, str]) -> dict[str, str]:
    """Set the centre up; return each transmitter's account by its site."""
    told, by, at = toml("action-cards.toml"), who(ADMINISTRATOR, days.CENTRE), days.CENTRE
    actions.configure_centre(
        name=word(told, "centre"),
        correlation_minutes=whole(told, "correlation_minutes"),
        by=by,
        at=at,
    )
    for card in tables(told, "card"):
        actions.publish_action_card(
            kind=IncidentKind(word(card, "kind")),
            title=word(card, "title"),
            steps=tables(card, "step"),
            site_kind=word(card, "site_kind"),
            by=by,
            at=at,
        )
    preparedness.prepare(sites=sites, contacts=_plan_calls())
    preparedness.share()
    accounts = {}
    for each in tables(toml("transmitters.toml"), "transmitter"):
        key = word(each, "site")
        places = table(each, "places")
        actions.register_transmitter(
            account=word(each, "account"),
            name=word(each, "name"),
            site=sites[key],
            places={zone: word(places, zone) for zone in places},
            interval=timedelta(seconds=whole(each, "interval")),
            by=by,
            at=at,
        )
        accounts[key] = word(each, "account")
    return accounts


def _plan_calls() -> dict[str, str]:
    """Plan who is called; return the contacts by their keys."""
    told, by, at = toml("call-out.toml"), who(ADMINISTRATOR, days.CENTRE), days.CENTRE
    contacts = {
        word(each, "key"): actions.add_contact(
            name=word(each, "name"),
            phone=word(each, "phone"),
            email=word(each, "email"),
            by=by,
            at=at,
        ).id
        for each in tables(told, "contact")
    }
    for each in tables(told, "call"):
        actions.plan_call_out(
            contact=contacts[word(each, "contact")],
            channel=Channel(word(each, "channel")),
            step=whole(each, "step"),
            hours=Hours(tuple(words(each, "days")), whole(each, "from"), whole(each, "to")),
            by=by,
            at=at,
        )
    return contacts
