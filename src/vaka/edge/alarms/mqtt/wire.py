"""A message over MQTT into what a receiver keeps of it. Pure: the time is an argument."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b

from vaka.core.ids import new_id
from vaka.edge.alarms.alarm import Alarm
from vaka.edge.alarms.mqtt.event import Event, NoEvent
from vaka.edge.alarms.mqtt.topics import Topic
from vaka.edge.alarms.reception import SAME_WITH_TIME, Finding, Reception


@dataclass(frozen=True)
class Published:
    """One message as the broker gave it."""

    topic: str
    payload: bytes


def receive(
    published: Published, topics: Sequence[Topic], *, told: Container[bytes], at: datetime
) -> Reception:
    """Return what a message that is on these topics of the map means for the receiver.

    An event that comes in many messages is an alarm once: not when its fingerprint was `told`.
    """
    events: list[tuple[Topic, Event]] = []
    for topic in topics:
        try:
            event = topic.read(published.topic, published.payload)
        except NoEvent as problem:
            why = f"{published.topic}: {problem}"
            return Reception(Finding.NOT_UNDERSTOOD, None, problem=why, protocol=topic.protocol)
        if event is not None:
            events.append((topic, event))
    alarms = [_alarm(published, topic, event, at) for topic, event in events]
    new = tuple(alarm for alarm in alarms if alarm.fingerprint not in told)
    account = alarms[0].account if alarms else None
    return Reception(Finding.ACCEPTED, None, new, account, protocol=topics[0].protocol)


def _fingerprint(topic: Topic, event: Event) -> bytes:
    parts = (topic.protocol, event.account, event.code, event.mark)
    return blake2b("\0".join(parts).encode(errors="replace"), digest_size=16).digest()


def _alarm(published: Published, topic: Topic, event: Event, at: datetime) -> Alarm:
    return Alarm(
        id=new_id(at=at),
        received_at=at,
        protocol=topic.protocol,
        account=event.account,
        raw=published.payload,
        code=event.code,
        area=event.area,
        zone=event.zone,
        text=event.text,
        occurred_at=event.occurred_at,
        known=True,
        extended=(("topic", published.topic),),
        fingerprint=_fingerprint(topic, event),
        same_since=at - SAME_WITH_TIME,
    )
