"""The survey's figures as a person reads them: each with its interval and its change."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from vaka.needs.rules.series import Series, Turn
from vaka.needs.rules.survey import indicator_name


@dataclass(frozen=True)
class SurveyLine:
    """One indicator of one area, in words."""

    name: str
    series: Series
    figure: str
    interval: str
    latest: str
    change: str


def survey_lines(figures: Iterable[Series], language: str) -> list[SurveyLine]:
    """Return each series in the reader's language."""
    return [
        SurveyLine(
            name=indicator_name(one.indicator, language),
            series=one,
            figure=_figure(one),
            interval=_interval(one, language),
            latest=turn_in_words(one.since_before),
            change=turn_in_words(one.since_first),
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


def turn_in_words(turn: Turn | None) -> str:
    """Say how a figure went, and whether that can be told from chance."""
    if turn is None:
        return "–"
    told = _how_it_went(turn)
    if turn.change is None or turn.visible is None:
        return f"{told}. {_why_untold(turn)}"
    if turn.change.told_from_chance:
        sure = _("more than chance")
        return f"{told}: {sure}."
    answers = min(turn.before.answers or 0, turn.after.answers or 0)
    why = _(
        "may be chance. With %(answers)s answers only changes larger than %(visible)s "
        "percentage points can be seen."
    )
    visible = _number(100 * turn.visible, decimals=0)
    return f"{told}: {why % {'answers': answers, 'visible': visible}}"


def _how_it_went(turn: Turn) -> str:
    is_share = turn.after.share is not None
    told = (
        _("%(points)s percentage points since %(year)s")
        if is_share
        else _("%(points)s since %(year)s")
    )
    size = _number(abs(turn.difference), decimals=1 if is_share else 2)
    sign = "+" if turn.difference > 0 else "−" if turn.difference < 0 else ""
    return told % {"points": f"{sign}{size}", "year": turn.before.year}


def _why_untold(turn: Turn) -> str:
    if turn.after.share is None:
        return _("How sure the index is has not been published.")
    return _("The number of answers is not given, so chance cannot be ruled out.")


def _number(number: float, *, decimals: int | None = None) -> str:
    if decimals is None:
        decimals = 0 if number.is_integer() else 1
    # Django cuts a float off; a figure is rounded.
    return number_format(round(number, decimals), decimals)
