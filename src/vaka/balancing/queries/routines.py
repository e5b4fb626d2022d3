"""Reads: the city-wide routines, and which versions a balancing goes by."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import F, OuterRef, QuerySet, Subquery

from vaka.balancing.models import Balancing, Routine
from vaka.core.errors import Absent


def routines() -> QuerySet[Routine]:
    """Return each routine in its newest version; they are the whole city's."""
    of_series = Routine.objects.filter(series=OuterRef("series")).order_by("-number")
    rows = Routine.objects.annotate(last=Subquery(of_series.values("number")[:1]))
    return rows.filter(number=F("last")).select_related("published_by")


def versions(series: str) -> list[Routine]:
    """Return every version of a routine, the newest first.

    :raises Absent: when there is no such routine.
    """
    rows = Routine.objects.filter(series=series).order_by("-number")
    if found := list(rows.select_related("published_by")):
        return found
    raise Absent("routine", series)


def newest_routine(series: str) -> Routine:
    """Return a routine in its newest version.

    :raises Absent: when there is no such routine.
    """
    return versions(series)[0]


@dataclass(frozen=True)
class Going:
    """A routine as a balancing goes by it, if it does, and as it is now."""

    newest: Routine
    followed: Routine | None

    @property
    def is_newest(self) -> bool:
        """Return whether the balancing goes by the newest version."""
        return self.followed == self.newest


def goes_by(balancing: Balancing) -> list[Going]:
    """Return every routine with the version that the balancing goes by."""
    rows = balancing.followed.select_related("routine").order_by("routine__number")
    followed = {row.routine.series: row.routine for row in rows}
    return [Going(routine, followed.get(routine.series)) for routine in routines()]


def followed_told(balancing: Balancing) -> list[Mapping[str, object]]:
    """Return the versions that count, as the hash of the final text covers them.

    What came out after a text was final it has never gone by.
    """
    rows = balancing.followed.select_related("routine").order_by("routine__number")
    last = {row.routine.series: row.routine for row in rows}
    return [
        {"routine": series, "number": routine.number}
        for series, routine in sorted(last.items())
    ]
