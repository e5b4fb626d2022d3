"""One day as a strip: what there was from when to when, on the local wall clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar
from zoneinfo import ZoneInfo

from vaka.core.period import Period
from vaka.web.charts.axes import Tick

NAMED_EVERY_HOURS = 3


@dataclass(frozen=True)
class Band:
    """One stretch: its look (`kept`, `gone`, `off`, `fault`), its words."""

    period: Period
    look: str
    words: str


@dataclass(frozen=True)
class Placed:
    """A band's place in percent of the day, its times on the clock."""

    band: Band
    left: float
    width: float
    starts: datetime
    ends: datetime

    @property
    def right(self) -> float:
        """Return where it ends, in percent of the day."""
        return self.left + self.width


@dataclass(frozen=True)
class Seek:
    """A slider over the strip: its name, its step in seconds, the fields that it fills in.

    Without fields it moves the pictures of the page's player.
    """

    label: str
    step: int
    fills: str = ""


@dataclass(frozen=True)
class Day:
    """A local day, of 23 or 25 hours when the clock is moved, with what it holds."""

    title: str
    summary: str
    period: Period
    zone: ZoneInfo
    bands: Sequence[Band]
    looks: Sequence[tuple[str, str]]
    seek: Seek | None = None
    template: ClassVar[str] = "charts/day.html"

    @property
    def seconds(self) -> int:
        """Return how long it is."""
        return round((self.period.end - self.period.start).total_seconds())

    @property
    def placed(self) -> list[Placed]:
        """Return the bands at their places."""
        return [
            Placed(
                band,
                self._at(band.period.start),
                round(self._at(band.period.end) - self._at(band.period.start), 3),
                band.period.start.astimezone(self.zone),
                band.period.end.astimezone(self.zone),
            )
            for band in self.bands
        ]

    @property
    def hours(self) -> list[Tick]:
        """Return the hours that are named, where they are on this very day."""
        found, at = [], self.period.start
        if past := timedelta(minutes=at.minute, seconds=at.second, microseconds=at.microsecond):
            at += timedelta(hours=1) - past
        while at < self.period.end:
            local = at.astimezone(self.zone)
            if local.hour % NAMED_EVERY_HOURS == 0:
                found.append(Tick(f"{local:%H}", self._at(at)))
            at += timedelta(hours=1)
        return found

    def _at(self, instant: datetime) -> float:
        whole = self.period.end - self.period.start
        return round(100 * ((instant - self.period.start) / whole), 3)
