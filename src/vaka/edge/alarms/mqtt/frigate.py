"""Frigate's `frigate/events`: one JSON object for each change of a tracked object. Pure.

Form: https://docs.frigate.video/integrations/mqtt/ (`type`, `before`, `after`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from vaka.edge.alarms.mqtt.event import Event, NoEvent, inner, mapping, text

PROTOCOL = "FRIGATE"


@dataclass(frozen=True)
class FrigateTopic:
    """Which tracked objects are alarms: those with such a label that entered such a zone.

    `cameras` gives each camera's account; empty `labels` or `zones` are every one.
    """

    topic: str
    code: str
    cameras: Mapping[str, str]
    labels: frozenset[str] = field(default=frozenset())
    zones: frozenset[str] = field(default=frozenset())
    protocol: str = PROTOCOL

    def read(self, _topic: str, payload: bytes) -> Event | None:
        """Return the event that a message tells of, or None when it is no alarm of ours.

        Each message of an object tells of the same event, so that it does not matter which of
        them is lost.

        :raises NoEvent: when the message has not Frigate's form.
        """
        seen = inner(mapping(payload).get("after"), "after")
        camera, label = text(seen.get("camera"), "camera"), text(seen.get("label"), "label")
        zones = self._zones(seen.get("entered_zones"))
        account = self.cameras.get(camera)
        if account is None or seen.get("false_positive") is True or zones is None:
            return None
        if self.labels and label not in self.labels:
            return None
        # `sub_label` may name a person or a vehicle: no alarm needs it, so it is left out.
        return Event(
            account=account,
            code=self.code,
            area=camera,
            zone=zones[0] if zones else camera,
            text=label,
            occurred_at=_instant(seen.get("start_time")),
            mark=text(seen.get("id"), "id"),
        )

    def _zones(self, entered: object) -> list[str] | None:
        """Return the zones that count and were entered; None when one must be and none was."""
        named = entered if isinstance(entered, list) else []
        zones = [zone for zone in named if zone in self.zones]
        return zones if zones or not self.zones else None


def _instant(seconds: object) -> datetime | None:
    if not isinstance(seconds, int | float):
        raise NoEvent("start_time is no number")
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None
