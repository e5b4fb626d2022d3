"""Reads: what of a site's problems may leave the house, small counts hidden."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from vaka.municipality.rules import Actor
from vaka.needs.queries.problems import occurrences, zone
from vaka.needs.rules.categories import categories
from vaka.needs.rules.counts import Occurrence
from vaka.needs.rules.disclosure import SharedTable, shared
from vaka.needs.rules.reports import Flag


@dataclass(frozen=True)
class SharedCounts:
    """Problems by kind (code) and calendar year: what was reported, what looking found.

    The two are never summed, and tell nothing of one another.
    """

    reported: SharedTable
    found: SharedTable


def shared_counts(site: str, *, by: Actor, at: datetime) -> SharedCounts:
    """Return how many problems there were, as it may be shared: whole years before `at`.

    A year that still grows would tell, shared twice, what came in between.

    :raises Absent: when there is no such site for this person.
    """
    this_year = at.astimezone(zone()).year
    told = [
        one for one in occurrences(site, by=by) if not one.is_felt and _year(one) < this_year
    ]
    found = [one for one in told if one.flag is Flag.DETECTION_DRIVEN]
    reported = [one for one in told if one.flag is not Flag.DETECTION_DRIVEN]
    return SharedCounts(_table(reported), _table(found))


def _table(told: Collection[Occurrence]) -> SharedTable:
    counted: Counter[tuple[str, int]] = Counter()
    for one in told:
        counted[one.category, _year(one)] += one.count
    seen = {category for category, _year_of in counted}
    kinds = [code for code in categories() if code in seen]
    years = [year for _category, year in counted]
    span = range(min(years), max(years) + 1) if years else range(0)
    counts = [[counted[kind, year] for year in span] for kind in kinds]
    return shared(kinds, list(map(str, span)), counts)


def _year(one: Occurrence) -> int:
    return one.middle.astimezone(zone()).year
