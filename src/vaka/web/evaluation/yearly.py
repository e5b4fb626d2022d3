"""The yearly and the interim report as a paper: what was done, what it cost, what came of it.

Known are actions and queries of every stage up to the effect; the words are the pages' own.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import log1p
from typing import TYPE_CHECKING

from django.utils.formats import date_format, number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vaka.core.errors import BadInput
from vaka.evaluation import queries
from vaka.evaluation.rules.accounts import Part, Span
from vaka.evaluation.rules.judging import Effect
from vaka.measures import queries as measures
from vaka.measures.rules.kinds import Plan
from vaka.municipality import queries as municipality
from vaka.municipality.rules import Actor
from vaka.needs import queries as needs
from vaka.needs.rules.counts import ByFlag, by_month
from vaka.needs.rules.series import PROBLEM_INDEX, Series, interval_of
from vaka.needs.rules.survey import SCALE, indicator_name, levels
from vaka.paper import pictures
from vaka.paper.blocks import Block, Bulleted, Facts, Figure, Heading, Paper, Paragraph, Table
from vaka.web.evaluation.costs import cost_line
from vaka.web.evaluation.sentences import reasons, sentence, uncertainty
from vaka.web.needs.survey import turn_in_words
from vaka.web.templatetags.vaka import kronor, log_percent
from vaka.web.words import in_words

if TYPE_CHECKING:
    from vaka.evaluation.models import Evaluation
    from vaka.municipality.models import Board, Site

WHOLE = 100.0


@dataclass(frozen=True)
class Told:
    """Whose report it is, of which days, made when and for whom."""

    board: "Board"
    span: Span
    by: Actor
    at: datetime


def paper(told: Told) -> Paper:
    """Return the report as a paper in the reader's language."""
    place = municipality.municipality()
    title = _title(told.span)
    return Paper(
        title=f"{title}, {told.board.name}",
        author=f"{place.name}, {told.board.name}",
        dated=measures.local_day(told.at),
        blocks=tuple(_blocks(told, place.name, title)),
        language=(get_language() or "sv")[:2],
        mark=_("EXAMPLE") if place.example else "",
    )


def _title(span: Span) -> str:
    words = (
        _("Measures and their effect %(year)s")
        if span.part is Part.YEAR
        else _("Measures and their effect, interim report %(year)s")
    )
    return words % {"year": span.first.year}


def _blocks(told: Told, municipality_name: str, title: str) -> Iterator[Block]:
    last = told.span.end - timedelta(days=1)
    yield Facts(
        (
            (_("Municipality"), municipality_name),
            (_("Board"), told.board.name),
            (_("Time"), f"{_day(told.span.first)} – {_day(last)}"),
            (_("Printed"), _day(measures.local_day(told.at))),
        )
    )
    yield Heading(1, title)
    yield Paragraph(
        _(
            "What was done at each place, what it cost, what people felt, and what can be said "
            "of the effect. A figure that chance could have given is said to be one."
        )
    )
    sites = [site for site in municipality.sites(by=told.by) if site.board_id == told.board.pk]
    at_sites = measures.measures_of_sites(by=told.by)
    for site in sites:
        yield from _site(site, [row.plan() for row in at_sites[site.pk]], told)
    yield from _cooperation(told)
    yield from _survey(sites, told.by)
    yield from _effects(told)


def _site(site: "Site", plans: Sequence[Plan], told: Told) -> Iterator[Block]:
    yield Heading(2, site.name)
    yield _months(site, plans, told)
    there = [plan for plan in plans if plan.starts < told.span.end]
    in_span = [plan for plan in there if plan.ends is None or plan.ends > told.span.first]
    if not in_span:
        yield Paragraph(_("No measure was in force here."))
        return
    rows = tuple(_measure(plan, told.span) for plan in in_span)
    head = (_("Measure"), _("Kind"), _("From"), _("To"), _("Cost in the time"))
    together = sum(_cost(plan, told.span) for plan in in_span)
    words = _("Measures in force, together %(cost)s in the time")
    yield Table(words % {"cost": kronor(together)}, head, rows)


def _measure(plan: Plan, span: Span) -> tuple[str, ...]:
    return (
        plan.title,
        in_words(plan.kind, "measure"),
        _day(plan.starts),
        _day(plan.last_day) if plan.last_day else _("goes on"),
        kronor(_cost(plan, span)),
    )


def _cost(plan: Plan, span: Span) -> int:
    return plan.cost_until(span.end) - plan.cost_until(span.first)


def _months(site: "Site", plans: Sequence[Plan], told: Told) -> Figure:
    """Return the reported problems month by month, with the measures drawn in."""
    drawn = told.span.drawn
    happened = [one for one in needs.occurrences(site.pk, by=told.by) if not one.is_felt]
    counted = by_month(happened, needs.zone())
    # What is later than the newest report has not been taken in, which is another thing than 0.
    last = max(counted, default=(0, 0))
    values = [
        counted.get(month, ByFlag()).reported if month <= last else None
        for month in ((day.year, day.month) for day in drawn)
    ]
    began = sorted(
        (plan.starts, plan.title) for plan in plans if drawn[0] < plan.starts < told.span.end
    )
    marks = [
        pictures.Mark(sum(day < starts.replace(day=1) for day in drawn), title)
        for starts, title in began
    ]
    names = [date_format(day, "M y") for day in drawn]
    words = _("Reported problems by month, %(first)s to %(last)s: %(values)s. %(marks)s")
    return Figure(
        svg=pictures.months(names, values, marks),
        caption=_(
            "Problems a month that victims reported or others observed, as far as reports are "
            "taken in"
        ),
        words=words
        % {
            "first": names[0],
            "last": names[-1],
            "values": ", ".join("–" if value is None else f"{value}" for value in values),
            "marks": "; ".join(f"{_day(day)} {title}" for day, title in began),
        },
    )


def _cooperation(told: Told) -> Iterator[Block]:
    rows = measures.agreements(by=told.by).filter(board=told.board)
    for agreement in rows.filter(starts_on__lt=told.span.end):
        yield Heading(2, agreement.title)
        words = _("What was agreed with %(partner)s, and how it is kept")
        yield Table(
            words % {"partner": agreement.partner.name},
            (_("Commitment"), _("Responsible"), _("How it is kept"), _("Checked")),
            tuple(_commitment(each) for each in measures.kept(agreement)),
        )


def _commitment(each: measures.Kept) -> tuple[str, ...]:
    what = f"{each.commitment.number}. {each.commitment.text}"
    if each.newest is None:
        return what, each.commitment.responsible, _("nobody has looked"), "–"
    said = in_words(each.newest.standing, "kept")
    kept = f"{said}. {each.newest.note}" if each.newest.note else said
    return what, each.commitment.responsible, kept, _day(each.newest.on)


def _survey(sites: "Sequence[Site]", by: Actor) -> Iterator[Block]:
    found: dict[tuple[str, str], Series] = {}
    for site in sites:
        for one in needs.survey_around(site.pk, by=by):
            found[one.area, one.indicator] = one
    if not found:
        return
    language = get_language() or "sv"
    yield Heading(2, _("The safety survey"))
    for one in found.values():
        if len(one.figures) > 1:
            yield _readings(one, language)
    yield Bulleted(
        tuple(
            f"{one.area}, {indicator_name(one.indicator, language)}: "
            f"{turn_in_words(one.since_before)}"
            for one in found.values()
        )
    )


def _above(language: str) -> str:
    words = _("Over the line: %(level)s")
    return words % {"level": levels()[0].name(language)}


def _readings(one: Series, language: str) -> Figure:
    name = indicator_name(one.indicator, language)
    is_index = one.indicator == PROBLEM_INDEX
    readings = []
    for figure in one.figures:
        interval = interval_of(figure)
        ends = (WHOLE * interval.low, WHOLE * interval.high) if interval else (None, None)
        value = figure.score if figure.share is None else figure.share
        readings.append(pictures.Reading(figure.year, value or 0.0, *ends))
    told = ", ".join(f"{each.year}: {number_format(each.value, 2)}" for each in readings)
    return Figure(
        svg=pictures.years(
            readings,
            top=SCALE[1] if one.is_scored else WHOLE,
            rule=levels()[0].over if is_index else None,
        ),
        caption=f"{one.area}: {name}" + (f". {_above(language)}" if is_index else ""),
        words=f"{one.area}, {name}. {told}",
    )


def _effects(told: Told) -> Iterator[Block]:
    rows = queries.evaluations(by=told.by).filter(board=told.board)
    begun = list(rows.filter(measure_starts__lt=told.span.end))
    if not begun:
        return
    yield Heading(2, _("What can be said of the effect"))
    for row in begun:
        yield Heading(3, f"{row.site.name}: {row.outcome}")
        try:
            effect = queries.effect_of(row, at=told.at)
        except BadInput:
            yield Paragraph(_("Nothing after the measure has been counted yet."))
            continue
        yield from _effect(row, effect, told)


def _effect(row: "Evaluation", effect: Effect, told: Told) -> Iterator[Block]:
    verdict = in_words(effect.ruling, "ruling")
    yield Paragraph(f"{verdict}. {sentence(effect)}")
    for each in reasons(effect):
        yield Paragraph(each)
    low, high = uncertainty(effect)
    ends = [log_percent(log1p(end / 100)) for end in (low, high)]
    change = pictures.Change(
        row.site.name,
        1 / effect.relative.value,
        1 + low / 100,
        1 + high / 100,
        _("%(low)s to %(high)s") % {"low": ends[0], "high": ends[1]},
    )
    yield Figure(
        svg=pictures.changes([change], fewer=_("fewer problems"), more=_("more problems")),
        caption=_("Change compared with similar places, and its uncertainty"),
        words=sentence(effect),
    )
    yield Paragraph(cost_line(row.site_id, effect, by=told.by, at=told.at))


def _day(day: date) -> str:
    return date_format(day, "j F Y")
