"""Reads: how many problems were reported inside areas, month by month.

Nobody is asked here if one may: whoever counts has asked already, and the worker has no errand
of its own.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice

import numpy as np
from django.db.models import Max, Min

from vaka.geometry import sweref
from vaka.geometry.inside import Ground
from vaka.needs.models import Problem, ProblemImport
from vaka.needs.queries.problems import zone
from vaka.needs.rules.counts import ByFlag, Occurrence
from vaka.needs.rules.reports import Flag

# So many reports are held at a time.
CHUNK = 10_000


@dataclass
class Inside:
    """Problems reported inside one area, by the first of the local month of their middle.

    `unsure` of more have their position in it, and are known too loosely to be counted.
    """

    months: dict[date, ByFlag] = field(default_factory=dict)
    unsure: int = 0


@dataclass(frozen=True)
class Read:
    """The first and the last month of which all reports of a site have been taken in."""

    first: date
    last: date


@dataclass(frozen=True)
class _Placed:
    longitude: float
    latitude: float
    within: float
    told: Occurrence


def reported_inside(
    grounds: Sequence[Ground], *, kinds: Collection[str], board: str
) -> list[Inside]:
    """Return what was reported of these kinds inside each ground, at any site of a board.

    A report is one by its source and number, however many sites have taken it in.
    """
    found = [Inside() for _ in grounds]
    rows = _placed(kinds, board)
    while chunk := list(islice(rows, CHUNK)):
        degrees = np.array([(row.longitude, row.latitude) for row in chunk])
        metres = sweref.metres(degrees)
        within = np.array([row.within for row in chunk])
        for ground, inside in zip(grounds, found, strict=True):
            sure, unsure = ground.holding(metres, within)
            inside.unsure += sum(chunk[i].told.count for i in np.flatnonzero(unsure))
            for i in np.flatnonzero(sure):
                _count(inside, chunk[i].told)
    return found


def _count(inside: Inside, told: Occurrence) -> None:
    month = told.middle.astimezone(zone()).date().replace(day=1)
    inside.months.setdefault(month, ByFlag()).flags[told.flag] += told.count


def _placed(kinds: Collection[str], board: str) -> Iterator[_Placed]:
    rows = Problem.objects.filter(site__board=board, category__in=kinds)
    told = rows.order_by("source", "external_id", "id").values_list(
        *("source", "external_id", "occurred_from", "occurred_to", "category", "flag"),
        *("count", "longitude", "latitude", "within_m"),
    )
    last = None
    for source, number, first, end, kind, flag, count, x, y, within in told.iterator(CHUNK):
        if x is None or y is None or (source, number) == last:
            continue
        last = (source, number)
        one = Occurrence(first, end, kind, source, Flag(flag), count)
        yield _Placed(x, y, float(within or 0), one)


def months_read(board: str) -> dict[str, Read]:
    """Return which months are taken in to their end at each site of a board that has reports.

    A month is over when the site has taken something in after it, and some site of the board
    has a report from after it: a month without problems is not one that nobody has read.
    """
    taken = ProblemImport.objects.filter(site__board=board, undone_at=None).order_by()
    imported = dict(taken.values_list("site").annotate(Max("taken_at")))
    rows = Problem.objects.filter(site__board=board).order_by()
    spans = {
        site: (first, last)
        for site, first, last in rows.values_list("site").annotate(
            Min("occurred_from"), Max("occurred_from")
        )
    }
    newest = max((last for _, last in spans.values()), default=None)
    return {
        site: Read(
            _month(first, 1), _month(min(newest, max(last, imported.get(site, last))), -1)
        )
        for site, (first, last) in spans.items()
        if newest
    }


def _month(at: datetime, later: int) -> date:
    local = at.astimezone(zone())
    whole = local.year * 12 + local.month - 1 + later
    return date(whole // 12, whole % 12 + 1, 1)
