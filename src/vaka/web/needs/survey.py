"""The survey's figures as a person reads them: each with its interval and its change."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from vaka.needs.rules.series import Series
from vaka.needs.rules.survey import indicator_name


@dataclass(frozen=True)
class SurveyLine:
    """One indicator of one area, in words."""

    name: str
    series: Series
    figure: str
    interval: str
    change: str


def survey_lines(figures: Iterable[Series], language: str) -> list[SurveyLine]:
    """Return each series in the reader's language."""
    return [
        SurveyLine(
            name=indicator_name(one.indicator, language),
            series=one,
            figure=_figure(one),
            interval=_interval(one, language),
            change=_change(one),
        )
        for one in figures
    ]


def _figure(one: Series) -> str:
    if one.last.share is not None:
        return f"{_number(one.last.share)} %"
    return _number(one.last.score or 0, decimals=2)


def _interval(one: Series, language: str) -> str:
    if one.interval is not None:
        low, high = one.interval.low * 100, one.interval.high * 100
        return f"{_number(low, decimals=1)}–{_number(high, decimals=1)} %"
    return one.level.name(language) if one.level else _("not given")


def _change(one: Series) -> str:
    if one.change is None:
        return "–"
    points = one.change.difference * 100
    sign = "+" if points > 0 else "−"
    told = _("%(points)s percentage points since %(year)s") % {
        "points": f"{sign}{_number(abs(points), decimals=1)}",
        "year": one.first.year,
    }
    sure = _("more than chance") if one.change.told_from_chance else _("may be chance")
    return f"{told}: {sure}"


def _number(number: float, *, decimals: int | None = None) -> str:
    if decimals is None:
        decimals = 0 if number.is_integer() else 1
    # Django cuts a float off; a figure is rounded.
    return number_format(round(number, decimals), decimals)
