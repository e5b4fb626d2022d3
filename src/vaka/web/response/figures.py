"""The year in figures, as pictures and tables for the yearly report."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from vaka.core.period import Period
from vaka.response import queries
from vaka.web.acting import actor, now
from vaka.web.charts import Bar, CategoryBars, HourOfWeek
from vaka.web.policy import ANYONE_LOGGED_IN, policy
from vaka.web.words import in_words

if TYPE_CHECKING:
    from vaka.response.rules.statistics import Handling, Statistics, Times

EARLIEST = 2000
MOST_SOURCES = 15


@dataclass(frozen=True)
class Pictures:
    """What the figures look like."""

    kinds: CategoryBars
    boards: CategoryBars
    hours: HourOfWeek
    sources: CategoryBars


@dataclass(frozen=True)
class InTime:
    """A share begun on in time, in words, and whether it is what the standard asks for."""

    words: str
    holds: bool


@dataclass(frozen=True)
class Row:
    """How incidents of one priority were handled, in words."""

    handling: "Handling"
    acknowledged: str
    verified: str
    closed: str
    kept: Sequence[InTime]


@policy(ANYONE_LOGGED_IN)
def index(request: HttpRequest) -> HttpResponse:
    """Show the figures of a year; this one unless another is asked for."""
    this_year = timezone.localtime(now()).year
    asked = request.GET.get("year", "")
    known = asked.isdecimal() and EARLIEST <= int(asked[:4]) <= this_year
    year = int(asked[:4]) if known else this_year
    told = queries.figures(year_of(year), by=actor(request), at=now())
    shown = {
        "year": year,
        "before": year - 1,
        "after": year + 1 if year < this_year else None,
        "figures": told,
        "rows": handling_rows(told),
        "pictures": pictures(told) if told.count else None,
    }
    return render(request, "response/figures.html", shown)


def year_of(year: int) -> Period:
    """Return a year by the clock of the municipality."""
    zone = timezone.get_default_timezone()
    return Period(datetime(year, 1, 1, tzinfo=zone), datetime(year + 1, 1, 1, tzinfo=zone))


def pictures(told: "Statistics") -> Pictures:
    """Return the pictures of some figures."""
    unit = _("incidents")
    false = [source for source in told.sources if source.false][:MOST_SOURCES]
    return Pictures(
        kinds=CategoryBars(
            _("By kind"),
            _("What the incidents were about."),
            unit,
            [Bar(in_words(kind, "incident-kind"), n) for kind, n in told.by_kind.items()],
        ),
        boards=CategoryBars(
            _("By board"),
            _("Whose sites they were at."),
            unit,
            [Bar(name or _("Unknown transmitter"), n) for name, n in told.by_board.items()],
        ),
        hours=HourOfWeek(
            _("By hour of the week"),
            _("When they opened, by the clock on the wall."),
            unit,
            told.by_hour,
        ),
        sources=CategoryBars(
            _("False alarms by source"),
            _("Of the incidents that are closed, by what sent the alarms."),
            _("false alarms"),
            [
                Bar(
                    source.name,
                    source.false,
                    _("%(percent)s %% of %(closed)s")
                    % {"percent": source.percent, "closed": source.closed},
                )
                for source in false
            ],
        ),
    )


def handling_rows(told: "Statistics") -> list[Row]:
    """Return how incidents of each priority were handled, in words."""
    return [_row(handling) for handling in told.handling]


def _row(handling: "Handling") -> Row:
    return Row(
        handling,
        _in_words(handling.acknowledged),
        _in_words(handling.verified),
        _in_words(handling.closed),
        [
            InTime(
                f"{100 * kept.share:.0f} % ≤ {duration(kept.within)}"
                f" ({100 * kept.asked:g} %)".replace(".", ","),
                kept.holds,
            )
            for kept in handling.kept
        ],
    )


def _in_words(times: "Times | None") -> str:
    if times is None:
        return "–"
    return " · ".join(map(duration, (times.half, times.most, times.nearly_all)))


def duration(spent: timedelta) -> str:
    """Return a stretch of time as people say it: seconds, then minutes, then hours."""
    seconds = round(spent.total_seconds())
    if seconds < 120:
        return f"{seconds} s"
    if seconds < 7200:
        return f"{round(seconds / 60)} min"
    return f"{round(seconds / 3600)} h"
