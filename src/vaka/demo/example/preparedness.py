"""Preparedness: plans, resources, and what is shared with whom."""

from collections.abc import Mapping
from datetime import UTC, datetime, time

from vaka.demo.example import days
from vaka.demo.example.files import day, tables, toml, whole, word, words
from vaka.demo.example.organisation import ADMINISTRATOR, who
from vaka.municipality import queries as municipality
from vaka.response import actions
from vaka.response.rules.codes import IncidentKind
from vaka.response.rules.sharing import Detail, Warnings

FILE = "preparedness.toml"


def prepare(*, sites: Mapping[str, str], contacts: Mapping[str, str]) -> None:
    """Publish the plans and add the resources, each answered for by one of the contacts."""
    told, by, at = toml(FILE), who(ADMINISTRATOR, days.CENTRE), days.CENTRE
    for plan in tables(told, "plan"):
        actions.publish_plan(
            title=word(plan, "title"),
            text=word(plan, "text"),
            steps=tables(plan, "step"),
            kinds=[IncidentKind(kind) for kind in words(plan, "kinds")],
            sites=[sites[key] for key in words(plan, "sites")],
            by=by,
            at=at,
        )
    for each in tables(told, "resource"):
        actions.add_resource(
            name=word(each, "name"),
            count=whole(each, "count"),
            place=word(each, "place"),
            contact=contacts[word(each, "contact")],
            by=by,
            at=at,
        )


def share() -> None:
    """Enter what is shared with the partners, and who reads for each."""
    by, at = who(ADMINISTRATOR, days.CENTRE), days.CENTRE
    partners = {partner.name: partner.id for partner in municipality.partners()}
    for each in tables(toml(FILE), "agreement"):
        partner = partners[word(each, "partner")]
        actions.agree(
            partner=partner,
            kinds=[IncidentKind(kind) for kind in words(each, "kinds")],
            detail=Detail(word(each, "detail")),
            warnings=Warnings(word(each, "warnings")),
            decided_by=word(each, "decided_by"),
            starts_at=at,
            ends_at=datetime.combine(day(each, "ends"), time(22), UTC),
            by=by,
            at=at,
        )
        reader = who(word(each, "reader"), at)
        actions.give_partner_login(partner=partner, person=reader.id, by=by, at=at)
