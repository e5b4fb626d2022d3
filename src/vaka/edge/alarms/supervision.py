"""Silence is an alarm: which transmitters have not been heard in time. Pure.

A message of any kind restarts a transmitter's interval (SIA DC-09, section 5.5.2).
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from vaka.core.ids import new_id
from vaka.edge.alarms.alarm import Alarm

PROTOCOL = "SUPERVISION"
# SIA DC-03: YC communications fail, YK communications restoral.
SILENT, HEARD_AGAIN = "YC", "YK"


class Supervision:
    """When each transmitter was last heard, and which are silent."""

    def __init__(
        self, intervals: Mapping[str, timedelta], *, silent: set[str], at: datetime
    ) -> None:
        """Begin at an instant; those that were silent before stay so until heard."""
        self._intervals = intervals
        # None can be blamed for silence while nobody listened.
        self._heard = dict.fromkeys(intervals, at)
        self._silent = silent & intervals.keys()

    def heard(self, account: str | None, *, at: datetime) -> list[Alarm]:
        """Note a sign of life; return the restoral when the transmitter had been silent."""
        name = (account or "").upper()
        if name not in self._intervals:
            return []
        self._heard[name] = at
        if name not in self._silent:
            return []
        self._silent.discard(name)
        return [_alarm(name, HEARD_AGAIN, "Heard again", at=at)]

    def overdue(self, *, at: datetime) -> list[Alarm]:
        """Return an alarm for each transmitter that has just become silent."""
        alarms = []
        for name, interval in self._intervals.items():
            if name not in self._silent and at - self._heard[name] > interval:
                self._silent.add(name)
                text = f"Nothing heard for {int(interval.total_seconds())} s"
                alarms.append(_alarm(name, SILENT, text, at=at))
        return alarms


def _alarm(account: str, code: str, text: str, *, at: datetime) -> Alarm:
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
