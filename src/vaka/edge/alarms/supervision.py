"""Silence is an alarm: which transmitters have not been heard in time. Pure.

A message of any kind restarts a transmitter's interval (SIA DC-09, section 5.5.2). What is
found here is said again until `noted`, so that a full disk loses neither loss nor restoral.
"""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from vaka.core.ids import new_id
from vaka.edge.alarms import wire
from vaka.edge.alarms.accounts import LEARNED, Interval
from vaka.edge.alarms.alarm import Alarm

PROTOCOL = "SUPERVISION"
# SIA DC-03: YC communications fail, YK communications restoral.
SILENT, HEARD_AGAIN = "YC", "YK"
# A learned interval is three times the longest of the last gaps between supervision messages:
# one lost message is no alarm, and the sender's own jitter is in the gaps.
_GAPS, _TIMES, _SHORTEST = 3, 3, timedelta(seconds=30)


@dataclass
class _Watched:
    interval: timedelta | None
    heard_at: datetime
    silent: bool
    beat_at: datetime | None = None
    gaps: deque[timedelta] = field(default_factory=lambda: deque(maxlen=_GAPS))
    learns: bool = False

    def beat(self, at: datetime) -> None:
        """Learn from a supervision message how often they come."""
        if self.beat_at is not None:
            self.gaps.append(at - self.beat_at)
        self.beat_at = at
        if len(self.gaps) == _GAPS:
            self.interval = max(_TIMES * max(self.gaps), _SHORTEST)


class Supervision:
    """When each transmitter was last heard, and which are silent."""

    def __init__(
        self, intervals: Mapping[str, Interval], *, silent: set[str], at: datetime
    ) -> None:
        """Begin at an instant; those that were silent before stay so until heard.

        A transmitter whose interval is to be learned is watched when three gaps are known.
        """
        # None can be blamed for silence while nobody listened.
        self._watched = {
            name: _Watched(
                None if interval is LEARNED else interval,
                at,
                name in silent,
                learns=interval is LEARNED,
            )
            for name, interval in intervals.items()
        }
        self._back: set[str] = set()

    def heard(self, account: str | None, protocol: str, *, at: datetime) -> None:
        """Note a sign of life: a message of that protocol."""
        name = (account or "").upper()
        if (watched := self._watched.get(name)) is None:
            return
        watched.heard_at = at
        if watched.learns and protocol == wire.NULL:
            watched.beat(at)
        if watched.silent:
            self._back.add(name)

    def overdue(self, *, at: datetime) -> list[Alarm]:
        """Return an alarm for each transmitter that is silent and was not `noted` so."""
        return [
            _alarm(name, SILENT, f"Nothing heard for {int(it.interval.total_seconds())} s", at)
            for name, it in self._watched.items()
            if it.interval and not it.silent and at - it.heard_at > it.interval
        ]

    def restored(self, *, at: datetime) -> list[Alarm]:
        """Return the restoral of each silent transmitter that was heard again."""
        return [_alarm(name, HEARD_AGAIN, "Heard again", at) for name in sorted(self._back)]

    def noted(self, alarms: Iterable[Alarm]) -> None:
        """Take for known what is durable now."""
        for alarm in alarms:
            name = alarm.account or ""
            self._watched[name].silent = alarm.code == SILENT
            if alarm.code == HEARD_AGAIN:
                self._back.discard(name)


def _alarm(account: str, code: str, text: str, at: datetime) -> Alarm:
    return Alarm(
        id=new_id(at=at),
        received_at=at,
        protocol=PROTOCOL,
        account=account,
        raw=b"",
        code=code,
        text=text,
        occurred_at=at,
        known=True,
    )
