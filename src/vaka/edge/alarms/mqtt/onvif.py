"""ONVIF events over MQTT (Core Specification, JSON event format), and Axis's own form. Pure.

ONVIF: topic `PREFIX/onvif-ej/RuleEngine/…`, `{"UtcTime": …, "Source": {…}, "Data": {…}}`.
Axis: `{"topic": …, "timestamp": milliseconds, "message": {"source": {…}, "data": {…}}}`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from vaka.edge.alarms.mqtt.event import Event, NoEvent, inner, mapping, text

PROTOCOL = "ONVIF"


@dataclass(frozen=True)
class OnvifTopic:
    """Which events are alarms: those whose data has the values in `when`; empty is every one.

    `restored` is the code of those that have not, when their end is to be told.
    """

    topic: str
    code: str
    account: str
    when: Mapping[str, str] = field(default_factory=dict)
    restored: str | None = None
    protocol: str = PROTOCOL

    def read(self, topic: str, payload: bytes) -> Event | None:
        """Return the event that a message tells of, or None when it is no alarm of ours.

        :raises NoEvent: when the message has neither form.
        """
        told = mapping(payload)
        if "message" in told:
            said = inner(told["message"], "message")
            source, data = said.get("source", {}), said.get("data", {})
            at = _from_milliseconds(told.get("timestamp"))
        else:
            source, data = told.get("Source", {}), told.get("Data", {})
            at = _from_text(told.get("UtcTime"))
        sources, values = inner(source, "Source"), inner(data, "Data")
        holds = all(_written(values.get(name)) == value for name, value in self.when.items())
        code = self.code if holds else self.restored
        if code is None:
            return None
        return Event(
            account=self.account,
            code=code,
            area=None,
            zone="/".join(_written(value) for value in sources.values()) or None,
            text=topic.rpartition("onvif-ej/")[2],
            occurred_at=at,
            mark=json.dumps([topic, told], sort_keys=True),
        )


def _written(value: object) -> str:
    """Return a value as the topic map writes it: `true`, `1`, or text in small letters."""
    return value.casefold() if isinstance(value, str) else json.dumps(value)


def _from_text(value: object) -> datetime:
    try:
        at = datetime.fromisoformat(text(value, "UtcTime"))
        return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise NoEvent("UtcTime is no time") from None


def _from_milliseconds(value: object) -> datetime:
    if not isinstance(value, int):
        raise NoEvent("timestamp is no number")
    try:
        return datetime.fromtimestamp(value / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        raise NoEvent("timestamp is no time") from None
