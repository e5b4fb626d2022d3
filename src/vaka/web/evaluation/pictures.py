"""The effect as pictures: over time with what was done, place by place, and as an interval."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from vaka.evaluation.queries import Series as Counted
from vaka.evaluation.rules.judging import Effect
from vaka.evaluation.rules.plans import EffectPlan
from vaka.evaluation.rules.trials import Arm
from vaka.web.charts import Interval, Intervals, Lines, Mark, Month, Multiples, Series
from vaka.web.evaluation.sentences import sentence, uncertainty

if TYPE_CHECKING:
    from vaka.evaluation.models import Evaluation

# More panels than these are no longer looked at.
MOST_PANELS = 23


def months(row: "Evaluation", plan: EffectPlan, areas: Sequence[Counted]) -> Lines | None:
    """Return the place and the mean of its controls, month by month, with what was done."""
    treated = next((area for area in areas if area.arm == Arm.TREATED), None)
    controls = [dict(area.months) for area in areas if area.place in plan.controls]
    if treated is None or not controls:
        return None
    days = [day for day, _count in treated.months]
    return Lines(
        title=_("Problems a month"),
        summary=_(
            "The place, and the mean of its comparable places. The months that the place was "
            "chosen by are drawn, and do not count."
        ),
        unit=_("problems"),
        series=[
            Series(row.site.name, _line(dict(treated.months), days)),
            Series(_("Mean of comparable places"), _means(controls, days)),
        ],
        marks=_marks(row, plan, days),
    )


def _marks(row: "Evaluation", plan: EffectPlan, days: Sequence[date]) -> list[Mark]:
    """Return what was done and when, and which months chose the place, where drawn."""
    done = [(each.starts, each.title) for each in plan.beside]
    done.append((row.measure_starts, _("The camera began")))
    if plan.trigger:
        done.append((plan.trigger[0], _("The months that the place was chosen by begin")))
        done.append((plan.trigger[1], _("and end")))
    return [
        Mark(before=sum(day < each.replace(day=1) for day in days), words=words)
        for each, words in sorted(done)
        if days and days[0] < each <= days[-1]
    ]


def places(row: "Evaluation", plan: EffectPlan, areas: Sequence[Counted]) -> Multiples | None:
    """Return the place and its nearest controls side by side, over the months that count."""
    counted = {area.place: dict(area.months) for area in areas}
    treated = next((area.place for area in areas if area.arm == Arm.TREATED), None)
    nearest = [place for place in plan.controls if place in counted][:MOST_PANELS]
    if treated is None or not nearest:
        return None
    calendar = plan.calendar
    days = [*calendar.before, *calendar.after]
    return Multiples(
        title=_("The place among places"),
        summary=_(
            "The place first, then the comparable places, the most alike first; one scale for "
            "all. Where nothing was done, things change too."
        ),
        unit=_("problems"),
        series=[
            Series(row.site.name, _line(counted[treated], days)),
            *(Series(place, _line(counted[place], days)) for place in nearest),
        ],
        before=len(calendar.before),
    )


def interval(effect: Effect) -> Intervals:
    """Return the change and its uncertainty, and what to believe with what was known."""
    low, high = uncertainty(effect)
    rows = [
        Interval(
            _("Change compared with similar places"),
            1 / effect.relative.value,
            1 + low / 100,
            1 + high / 100,
        )
    ]
    if effect.belief:
        rows.append(
            Interval(
                _("With what research lets one expect"),
                1 + effect.belief.change / 100,
                1 + effect.belief.low / 100,
                1 + effect.belief.high / 100,
                summary=True,
            )
        )
    return Intervals(
        title=_("How large is the change, and how sure?"),
        summary=sentence(effect),
        rows=rows,
        below=_("fewer problems"),
        above=_("more problems"),
    )


def _line(counts: Mapping[date, int], days: Iterable[date]) -> list[Month]:
    return [Month(date_format(day, "M y"), counts.get(day)) for day in days]


def _means(controls: Sequence[Mapping[date, int]], days: Iterable[date]) -> list[Month]:
    found = []
    for day in days:
        held = [counts[day] for counts in controls if day in counts]
        mean = round(sum(held) / len(held), 1) if held else None
        found.append(Month(date_format(day, "M y"), mean))
    return found
