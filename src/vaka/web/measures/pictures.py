"""Measures on a line of time, and published effects on a line of per cent."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import exp

from django.utils.translation import gettext as _

from vaka.measures.rules.evidence import EvidenceStatus, Group, Pooled, pooled
from vaka.measures.rules.expecting import NOTICEABLE, Expectation
from vaka.measures.rules.kinds import Plan
from vaka.measures.rules.pooling import RandomEffects
from vaka.measures.rules.shared import Living
from vaka.measures.rules.site_effects import SiteEffect
from vaka.web.charts import Hundred, Interval, Intervals, Part
from vaka.web.words import in_words

# The line of per cent runs from the largest fall that was published, and a little beyond 0.
LOWEST, HIGHEST = -60, 10
MARKS = (-60, -40, -20, 0)
MOST_YEARS_NAMED = 8


@dataclass(frozen=True)
class Span:
    """A measure's place on the line, in percent of it; an open end goes to its edge."""

    plan: Plan
    left: float
    width: float


@dataclass(frozen=True)
class Timeline:
    """Measures on one line of time, with the first days of years."""

    spans: Sequence[Span]
    years: Sequence[tuple[int, float]]
    today: float


def timeline(plans: Sequence[Plan], *, today: date) -> Timeline | None:
    """Return where each measure lies on the line; none without measures."""
    if not plans:
        return None
    first = min(plan.starts for plan in plans)
    last = max([today, *(plan.ends or today for plan in plans)]) + timedelta(days=30)

    def place(day: date) -> float:
        return round(100 * (day - first).days / (last - first).days, 2)

    spans = []
    for plan in plans:
        left = place(plan.starts)
        spans.append(Span(plan, left, round(place(plan.ends or last) - left, 2)))
    return Timeline(spans, _years(first, last, place), place(today))


def _years(first: date, last: date, place: Callable[[date], float]) -> list[tuple[int, float]]:
    years = range(first.year + 1, last.year + 1)
    step = len(years) // MOST_YEARS_NAMED + 1
    return [(year, place(date(year, 1, 1))) for year in years[::step]]


@dataclass(frozen=True)
class Effect:
    """A published row on the line of per cent; `at` is none where no number was given."""

    row: Pooled
    at: float | None

    @property
    def is_verified(self) -> bool:
        """Return whether we have seen the number in a source."""
        return self.row.status is EvidenceStatus.VERIFIED


def percent_place(percent: int) -> float:
    """Return where a change stands on the line, in percent of it, held inside."""
    held = min(HIGHEST, max(LOWEST, percent))
    return round(100 * (held - LOWEST) / (HIGHEST - LOWEST), 2)


def effects(rows: Iterable[Pooled]) -> list[Effect]:
    """Return each published row with its place."""
    return [
        Effect(
            row, percent_place(row.change_percent) if row.change_percent is not None else None
        )
        for row in rows
    ]


def by_group() -> list[tuple[Group, list[Effect]]]:
    """Return all published rows, a group at a time."""
    return [(group, effects(pooled(group))) for group in Group]


def axis() -> list[tuple[str, float]]:
    """Return the marks of the line of per cent."""
    return [
        (f"{mark:+d} %".replace("-", "−") if mark else "0", percent_place(mark))
        for mark in MARKS
    ]


def hundred(found: Expectation) -> Hundred:
    """Return a hundred sites like this one, and how many of them fall, rise or neither."""
    limit = round(100 * NOTICEABLE)
    return Hundred(
        title=_("A hundred sites like this one"),
        summary=_(
            "What may be expected of a camera here: of a hundred similar sites about %(fall)s "
            "fall by at least %(limit)s per cent, and about %(rise)s rise as much."
        )
        % {"fall": found.fall, "rise": found.rise, "limit": limit},
        parts=[
            Part(found.fall, _("fall by ten per cent or more")),
            Part(found.neither, _("change less than that")),
            Part(found.rise, _("rise by ten per cent or more")),
        ],
    )


def forest(found: Living, group: Group, *, ours: str) -> Intervals:
    """Return every site's change with its interval, each level pooled, and all together."""
    rows = []
    for level in found.levels:
        sites = [each for each in found.sites if each.level(group) == level.name]
        rows += [_site(each, ours) for each in sites]
        if level.pooled and group is not Group.ALL:
            rows.append(_pooled(in_words(level.name, "level"), level.pooled))
    if found.pooled:
        rows.append(_pooled(_("All sites"), found.pooled))
        rows.append(_one_more(found.pooled))
    return Intervals(
        title=_("What happened at each site, compared with similar places"),
        summary=_(
            "Ratio of rates, with the interval of the counts. Diamonds are pooled with random "
            "effects (REML, Knapp and Hartung); the last line is where one more site would lie."
        ),
        rows=rows,
        below=_("fewer problems"),
        above=_("more problems"),
    )


def _site(effect: SiteEffect, ours: str) -> Interval:
    own = effect.municipality == ours
    whose = _("ours") if own else _("municipality %(code)s") % {"code": effect.municipality[:4]}
    ratio = effect.relative
    name = f"{in_words(effect.setting, 'level')} {effect.plan[:6]}"
    return Interval(name, 1 / ratio.value, 1 / ratio.high, 1 / ratio.low, note=whose)


def _pooled(name: str, fit: RandomEffects) -> Interval:
    mean = fit.mean
    return Interval(
        name,
        exp(mean.estimate),
        exp(mean.low),
        exp(mean.high),
        note=_("%(n)s sites") % {"n": fit.studies},
        summary=True,
    )


def _one_more(fit: RandomEffects) -> Interval:
    assert fit.prediction
    low, high = fit.prediction
    return Interval(_("One more site"), exp(fit.mean.estimate), exp(low), exp(high))
