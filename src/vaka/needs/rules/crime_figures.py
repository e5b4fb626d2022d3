"""What a whole municipality's reports show, small counts hidden: no place is named.

Every year stands by itself. A sum over years, told again in the next picture beside other
years, would tell by subtraction what both have hidden; a year told twice tells the same. For
the same reason the hours are those of one year. Both tables of that year have the same sum, so
that neither is shown where the other hides it.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from zoneinfo import ZoneInfo

from vaka.needs.rules.categories import categories
from vaka.needs.rules.counts import Occurrence
from vaka.needs.rules.disclosure import SharedTable, shared
from vaka.needs.rules.hours import DAYS
from vaka.needs.rules.reports import Flag, Status, SurveyFigure

# So many hours are one part of the day.
PART_H = 6
PARTS_OF_DAY = tuple(f"{hour:02}-{hour + PART_H:02}" for hour in range(0, 24, PART_H))
NOTHING = SharedTable((), (), ((0,),))

Counts = Sequence[Sequence[int | None]]


@dataclass(frozen=True)
class ByYear:
    """Counts of each kind (code) in each year, the years' sums last; None is hidden."""

    kinds: Sequence[str]
    years: Sequence[int]
    counts: Counts

    @property
    def sums(self) -> Sequence[int | None]:
        """Return each year's sum; none when nothing was counted."""
        return self.counts[-1] if self.counts else ()


@dataclass(frozen=True)
class CrimeFigures:
    """What was reported and what looking found by kind and year, when in the week of the last
    year it was, and the newest figures of the safety survey for the whole city.
    """

    reported: ByYear
    found: ByYear
    by_time: SharedTable
    survey: tuple[SurveyFigure, ...] = ()

    def document(self) -> dict[str, object]:
        """Return them as JSON carries them."""
        return {
            "reported": _by_year_document(self.reported),
            "found": _by_year_document(self.found),
            "by_time": {
                "rows": list(self.by_time.rows),
                "columns": list(self.by_time.columns),
                "counts": [list(line) for line in self.by_time.counts],
            },
            "survey": [asdict(each) for each in self.survey],
        }


def _by_year_document(table: ByYear) -> dict[str, object]:
    counts = [list(line) for line in table.counts]
    return {"kinds": list(table.kinds), "years": list(table.years), "counts": counts}


def crime_figures(
    told: Collection[Occurrence],
    *,
    years: range,
    zone: ZoneInfo,
    survey: Collection[SurveyFigure] = (),
) -> CrimeFigures:
    """Return the figures of some whole local years; a feeling is no report of something."""
    within = [one for one in told if not one.is_felt and _local(one, zone)[0] in years]
    found = [one for one in within if one.flag is Flag.DETECTION_DRIVEN]
    reported = [one for one in within if one.flag is not Flag.DETECTION_DRIVEN]
    by_year = _by_year(reported, years, zone)
    last = [one for one in reported if _local(one, zone)[0] == years[-1]]
    by_time = _by_time(last, zone)
    both_shown = last and None not in (by_year.sums[-1], by_time.counts[-1][-1])
    return CrimeFigures(
        reported=by_year,
        found=_by_year(found, years, zone),
        by_time=by_time if both_shown else NOTHING,
        survey=tuple(survey),
    )


def _by_year(told: Collection[Occurrence], years: range, zone: ZoneInfo) -> ByYear:
    counted: Counter[tuple[str, int]] = Counter()
    for one in told:
        counted[one.category, _local(one, zone)[0]] += one.count
    seen = {category for category, _year in counted}
    kinds = [code for code in categories() if code in seen]
    columns = [_one_year(kinds, [counted[kind, year] for kind in kinds]) for year in years]
    counts = [list(line) for line in zip(*columns, strict=True)]
    return ByYear(kinds, list(years), counts if kinds else [])


def _one_year(kinds: Sequence[str], counts: Sequence[int]) -> list[int | None]:
    """Return a year's counts and their sum, as they may be shown by themselves."""
    table = shared(kinds, ["year"], [[count] for count in counts])
    return [line[0] for line in table.counts]


def _by_time(told: Collection[Occurrence], zone: ZoneInfo) -> SharedTable:
    counted: Counter[tuple[int, int]] = Counter()
    for one in told:
        _year, weekday, hour = _local(one, zone)
        counted[weekday, hour // PART_H] += one.count
    parts = range(len(PARTS_OF_DAY))
    counts = [[counted[day, part] for part in parts] for day in range(len(DAYS))]
    return shared(DAYS, PARTS_OF_DAY, counts)


def _local(one: Occurrence, zone: ZoneInfo) -> tuple[int, int, int]:
    """Return the local year, weekday and hour of the middle of the interval."""
    local = one.middle.astimezone(zone)
    return local.year, local.weekday(), local.hour


def from_document(told: Mapping[str, object]) -> CrimeFigures:
    """Return the figures that were kept."""
    survey, by_time = told["survey"], told["by_time"]
    assert isinstance(survey, list)
    assert isinstance(by_time, Mapping)
    figures = (SurveyFigure(**{**each, "status": Status(each["status"])}) for each in survey)
    return CrimeFigures(
        reported=_by_year_of(told["reported"]),
        found=_by_year_of(told["found"]),
        by_time=SharedTable(by_time["rows"], by_time["columns"], by_time["counts"]),
        survey=tuple(figures),
    )


def _by_year_of(told: object) -> ByYear:
    assert isinstance(told, Mapping)
    return ByYear(told["kinds"], told["years"], told["counts"])
