"""The problems of a site as pictures, each with what it says in words."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from vaka.needs.rules.categories import categories
from vaka.needs.rules.counts import ByFlag, Occurrence, by_category, by_month, intervals
from vaka.needs.rules.hotspots import Cell
from vaka.needs.rules.hours import DAYS, HourBand, SuggestedHours, week_matrix
from vaka.needs.rules.reports import Report
from vaka.web.charts import Bar, CategoryBars, HourOfWeek, Mark, Month, Months
from vaka.web.maps import Map
from vaka.web.words import SHORT_WEEKDAYS

if TYPE_CHECKING:
    from vaka.municipality.models import Site

HOURS = 24
# Fewer days than this in a row are named each.
RUN = 3
KINDS_SHOWN = 15


def category_name(code: str, language: str) -> str:
    """Return what a category is called on a page; an unknown code is shown as it is."""
    known = categories().get(code)
    return known.name(language) if known else code


def categories_picture(occurrences: Iterable[Occurrence], language: str) -> CategoryBars:
    """Return how many problems of each kind were reported."""
    counts = by_category(occurrences)
    return CategoryBars(
        title=_("What was reported"),
        summary=_(
            "Length: reported by those who were hit or observed by others. What was found by "
            "looking for it stands beside and is not added, since it rises with the looking. "
            "Feelings are left out."
        ),
        unit=_("reports"),
        bars=[
            Bar(category_name(code, language), count.reported, _beside(count))
            for code, count in counts.items()
        ],
    )


def _beside(count: ByFlag) -> str:
    if not count.detected:
        return ""
    return _("and %(count)s found by looking") % {"count": count.detected}


def months_picture(
    occurrences: Iterable[Occurrence],
    zone: ZoneInfo,
    *,
    began: Collection[tuple[date, str]] = (),
) -> Months:
    """Return how many problems were reported each month, marked where a measure began."""
    counts = by_month(occurrences, zone)
    months = list(counts)
    return Months(
        title=_("Month by month"),
        summary=_(
            "Reported or observed problems, by the middle of each interval. A fall after a bad "
            "month comes by itself as often as by a measure: an effect is told only against "
            "control areas."
        ),
        unit=_("reports"),
        months=[
            Month(date_format(date(year, month, 1), "M y"), counts[year, month].reported)
            for year, month in months
        ],
        marks=[
            Mark(months.index((day.year, day.month)), title)
            for day, title in began
            if (day.year, day.month) in counts
        ],
    )


def week_picture(matrix: Sequence[float], suggested: SuggestedHours | None) -> HourOfWeek:
    """Return at which hours of the week the problems are, rounded to whole ones."""
    return HourOfWeek(
        title=_("Hour by hour through the week"),
        summary=_(
            "Where only an interval is known, the problem is spread evenly over it and the "
            "hour shows a rounded count. Local time."
        ),
        unit=_("problems"),
        counts=[
            [round(matrix[day * HOURS + hour]) for hour in range(HOURS)] for day in range(7)
        ],
        marked=marked_hours(suggested) if suggested else frozenset(),
        marked_words=_("hours that hold most of the problems") if suggested else "",
    )


def marked_hours(suggested: SuggestedHours) -> frozenset[tuple[int, int]]:
    """Return each (day, hour) of the bands; past midnight they lie on the day after."""
    return frozenset(
        divmod((DAYS.index(day) * HOURS + band.start + n) % (7 * HOURS), HOURS)
        for band in suggested.bands
        for day in band.days
        for n in range(band.hours_a_week // len(band.days))
    )


def band_in_words(band: HourBand) -> str:
    """Return a band as "Sun–Thu 20–03", days in the reader's language."""
    return f"{_days_in_words(band.days)} {band.start:02}–{band.end or 24:02}"


def _days_in_words(days: Sequence[str]) -> str:
    if len(days) == len(DAYS):
        return _("every day")
    numbers = [DAYS.index(day) for day in days]
    # What is a run of days also over the week's end begins after the gap.
    start = next((n for n in numbers if (n - 1) % 7 not in numbers), 0)
    turned = sorted((n - start) % 7 for n in numbers)
    runs = [
        [(n + start) % 7 for _place, n in run]
        for _key, run in groupby(enumerate(turned), key=lambda pair: pair[1] - pair[0])
    ]
    return ", ".join(_run_in_words(run) for run in runs)


def _run_in_words(run: Sequence[int]) -> str:
    names = [_(SHORT_WEEKDAYS[day]) for day in run]
    return f"{names[0]}–{names[-1]}" if len(run) >= RUN else ", ".join(names)


def place_map(
    name: str,
    surroundings: dict[str, object],
    points: dict[str, object],
    hot: Sequence[Cell],
    *,
    example: bool,
) -> Map:
    """Return where the problems were reported, and where they gather."""
    return Map(
        title=name,
        summary=_(
            "Where the problems were reported; those without a position are left out. Framed: "
            "squares of 25 metres that hold more than chance would put there (G*, at most a "
            "tenth false). Where people are and look is in it too."
        ),
        base=surroundings,
        points=points,
        area={"type": "FeatureCollection", "features": [_square(cell) for cell in hot]}
        if hot
        else None,
        area_is=_("where problems gather"),
        unit=_("problems"),
        credit=_("Example data") if example else "",
    )


def of_import(
    reports: Sequence[Report], place: "Site", language: str, zone: ZoneInfo
) -> dict[str, object]:
    """Return when and where the reports of a file fall, as the page of a try shows them."""
    told = [
        Occurrence(
            one.occurred_from, one.occurred_to, one.category, one.source, one.flag, one.count
        )
        for one in reports
    ]
    happened = [one for one in told if not one.is_felt]
    points = [_report_point(one, language) for one in reports if one.longitude is not None]
    return {
        "by_category": categories_picture(happened, language),
        "by_month": months_picture(happened, zone),
        "by_hour": week_picture(week_matrix(intervals(told), zone), None),
        "without_position": len(reports) - len(points),
        "map_picture": Map(
            title=place.name,
            summary=_(
                "Where the reports of the file fall; those without a position are left out."
            ),
            base=place.surroundings,
            points={"type": "FeatureCollection", "features": points},
            unit=_("problems"),
        )
        if points
        else None,
    }


def _report_point(one: Report, language: str) -> dict[str, object]:
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [one.longitude, one.latitude]},
        "properties": {"label": category_name(one.category, language), "count": one.count},
    }


def _square(cell: Cell) -> dict[str, object]:
    west, south, east, north = cell.west, cell.south, cell.east, cell.north
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {
        "type": "Feature",
        "properties": {"label": str(cell.count)},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def totals(counts: Mapping[str, ByFlag]) -> list[tuple[str, ByFlag, int]]:
    """Return each source with its counts and how many they are together."""
    return [(source, count, count.flags.total()) for source, count in counts.items()]


def kinds_picture(kinds: Sequence[tuple[str, int]], place: str) -> CategoryBars:
    """Return how many events of each kind the police published of a place."""
    return CategoryBars(
        title=_("What the police published of %(place)s") % {"place": place},
        summary=_(
            "What is published is a choice of what was reported, so that it cannot be compared "
            "between places or years."
        ),
        unit=_("events"),
        bars=[Bar(kind, count) for kind, count in kinds[:KINDS_SHOWN]],
    )
