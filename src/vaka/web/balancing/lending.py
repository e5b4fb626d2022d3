"""What is known already, proposed where a question asks for it: nothing is typed twice.

A proposal fills in the field, and is an answer when somebody saves it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vaka.balancing import queries
from vaka.law.eu.identification import LEVELS
from vaka.law.se.sign import Facts, first_layer
from vaka.law.se.surveillance import GROUND, PUBLIC_GROUND
from vaka.law.templates import Template
from vaka.measures import queries as measures
from vaka.measures.rules.kinds import MeasureKind
from vaka.municipality import queries as municipality
from vaka.municipality.rules import Actor
from vaka.needs import queries as needs
from vaka.needs.rules.counts import by_category, by_source
from vaka.needs.rules.hours import HourBand
from vaka.web.balancing import lines
from vaka.web.measures.pictures import hundred
from vaka.web.needs.pictures import category_name
from vaka.web.words import in_words, said

if TYPE_CHECKING:
    from vaka.balancing.models import Balancing
    from vaka.measures.models import Measure
    from vaka.needs.models import NeedStatement

Values = Mapping[str, object]


@dataclass(frozen=True)
class Lent:
    """What a question is answered with, as it is kept, and the evidence that it rests on."""

    value: object
    cited: Sequence[str] = ()


def lent(
    balancing: "Balancing", asked: Template, *, by: Actor, at: datetime
) -> Mapping[str, Lent]:
    """Return what is known of the questions that nobody has answered, by their ids."""
    values = queries.values(balancing)
    before = queries.said_before(balancing)
    known = {
        **_of_the_place(balancing, values),
        **_of_the_need(balancing, by=by),
        **_of_measures(balancing, by=by, at=at),
        **_of_answers(balancing, values),
        **{key: Lent(told.value, told.evidence) for key, told in before.items()},
    }
    open_ones = {question.id for question in asked.questions()} - set(values)
    return {key: told for key, told in known.items() if key in open_ones}


def _of_the_place(balancing: "Balancing", values: Values) -> dict[str, Lent]:
    """Return what the register of places tells."""
    site = balancing.site
    kind = in_words(site.kind, "site-kind").capitalize()
    public = values.get("public_access") is True
    return {
        "place": Lent(f"{site.name}, {site.address}. {kind}."),
        "watched_area": Lent(site.outline),
        "legal_basis": Lent(f"{GROUND}; {PUBLIC_GROUND}" if public else GROUND),
    }


def _of_the_need(balancing: "Balancing", *, by: Actor) -> dict[str, Lent]:
    """Return what the newest statement of need says, with its id: it lists each report."""
    newest = needs.statements(balancing.site_id, by=by).first()
    if newest is None:
        return {}
    cited = [newest.pk]
    hours = as_answer(HourBand(**band) for band in newest.document["hours"])
    told = {"problems": Lent(_problems(newest, hours, by=by), cited)}
    return told | ({"hours": Lent(hours, cited)} if hours else {})


def _problems(
    stated: "NeedStatement", hours: Sequence[Mapping[str, object]], *, by: Actor
) -> str:
    """Return the reports in words: how many of what, from whom, when."""
    reports = needs.reports_behind(stated, by=by)
    language = get_language() or "sv"
    kinds = ", ".join(
        f"{category_name(code, language).lower()} {count.reported}"
        for code, count in by_category(reports).items()
    )
    sources = ", ".join(
        f"{source} {count.flags.total()}" for source, count in by_source(reports).items()
    )
    parts = [
        _("%(count)s reports: %(kinds)s.")
        % {"count": sum(each.count for each in reports), "kinds": kinds},
        _("Sources: %(sources)s.") % {"sources": sources},
    ]
    if reports:
        days = [each.occurred_from.astimezone(needs.zone()).date() for each in reports]
        parts.append(_("From %(first)s to %(last)s.") % {"first": min(days), "last": max(days)})
    if hours:
        when = "; ".join(lines.hours_text(hours).splitlines())
        parts.append(_("Most of it: %(hours)s.") % {"hours": when})
    return " ".join(parts)


def _of_measures(balancing: "Balancing", *, by: Actor, at: datetime) -> dict[str, Lent]:
    """Return what was tried at the place, and what the research lets one expect there."""
    site = balancing.site_id
    expected = measures.expected_at(site, by=by, at=at)
    hoped = hundred(measures.expectation_at(site, by=by, at=at))
    cautions = [in_words(each, "caution") for each in expected.cautions]
    told = {"expected_effect": Lent(" ".join([hoped.summary, *cautions]))}
    tried = [
        _tried(row) for row in measures.at_site(site, by=by) if row.kind != MeasureKind.CAMERA
    ]
    return told | ({"measures": Lent("\n".join(tried))} if tried else {})


def _tried(row: "Measure") -> str:
    plan = row.plan()
    period = [date_format(day, "Y-m-d") for day in (plan.starts, plan.last_day) if day]
    told = f"{plan.title} ({in_words(plan.kind, 'measure')}), {'–'.join(period)}"
    told += "" if plan.ends else "–"
    return f"{told}: {plan.result}" if plan.result else f"{told}."


def _of_answers(balancing: "Balancing", values: Values) -> dict[str, Lent]:
    """Return what other answers have settled: the level of detail, and what the sign tells."""
    told = {}
    level = LEVELS.get(str(values.get("purpose_level")))
    if level:
        told["pixels_per_metre"] = Lent(level)
    if sign := _sign(balancing, values):
        told["sign"] = Lent(sign)
    return told


def _sign(balancing: "Balancing", values: Values) -> str:
    """Return the first layer of the sign; nothing while purpose or keeping is not answered."""
    purposes, kept = values.get("purposes"), values.get("retention_hours")
    if not isinstance(purposes, list) or not isinstance(kept, int):
        return ""
    facts = Facts(
        controller=balancing.board.name,
        contact=balancing.board.contact,
        dpo_contact=municipality.municipality().dpo_contact,
        purposes=tuple(each["text"] for each in purposes),
        sound=values.get("audio") is True,
        kept_hours=kept if values.get("record") else 0,
    )
    return "\n".join(f"{said(row.label)}: {said(row.text)}" for row in first_layer(facts))


def as_answer(bands: Iterable[HourBand]) -> list[dict[str, object]]:
    """Return hours of the need as the question of the hours is answered."""
    return [
        {"days": list(band.days), "from": f"{band.start:02}:00", "to": f"{band.end:02}:00"}
        for band in bands
    ]
