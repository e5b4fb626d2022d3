"""The line to a broker: a message is acknowledged when what it reports is durable.

The client library has a thread of its own; the receiver's loop does all the rest. Our session
at the broker outlives us, so that it keeps for us what comes while we are away (QoS 1).
"""

import asyncio
import logging
import ssl
from collections import deque
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from threading import Semaphore

from paho.mqtt.client import Client, MQTTMessage, topic_matches_sub
from paho.mqtt.enums import CallbackAPIVersion
from paho.mqtt.reasoncodes import ReasonCode

from vaka.core.errors import BadInput
from vaka.edge.alarms.intake import Desk
from vaka.edge.alarms.mqtt.topics import Broker, Topic, TopicMap
from vaka.edge.alarms.mqtt.wire import Published, receive
from vaka.edge.alarms.reception import Reception
from vaka.edge.alarms.rota import Sent
from vaka.edge.alarms.supervision import Supervision

log = logging.getLogger(__name__)

# So many messages are on their way to the disk; the broker waits with the rest.
_AT_ONCE = 256
_MOST_REMEMBERED = 4096
_AGAIN, _STEP, _KEEPALIVE, _SLOWEST = 1.0, 1.0, 20, 30  # seconds


class Subscription:
    """What one receiver hears from one broker."""

    def __init__(
        self,
        told: TopicMap,
        *,
        desk: Desk,
        supervision: Supervision,
        clock: Callable[[], datetime],
    ) -> None:
        """Prepare to listen to what the map told names; nothing is sent until `run`.

        :raises BadInput: when password or authorities cannot be read.
        """
        self._map, self._desk, self._supervision, self._clock = told, desk, supervision, clock
        self._loop = asyncio.get_running_loop()
        self._room = Semaphore(_AT_ONCE)
        self._closing = False
        # In the order of telling, so that the oldest is forgotten first.
        self._told: dict[bytes, None] = {}
        self._client = _client(told.broker)
        self._client.on_connect = self._on_connect
        self._client.on_message = self._on_message

    async def run(self) -> None:
        """Listen until cancelled; a broker that is away is tried again and again."""
        broker = self._map.broker
        self._client.connect_async(broker.host, broker.port, keepalive=_KEEPALIVE)
        self._client.loop_start()
        try:
            while True:
                connected = self._client.is_connected()
                self._desk.metrics.broker.set(connected)
                if connected:
                    self._supervision.heard(broker.account, "MQTT", at=self._clock())
                await asyncio.sleep(_STEP)
        finally:
            self._closing = True
            self._client.disconnect()
            await asyncio.to_thread(self._client.loop_stop)

    def again(self, letter: "_Letter") -> None:
        """Let a message that found no room on the disk wait; the broker waits with us."""
        self._loop.call_later(_AGAIN, self._desk.enter, letter)

    def settled(self, message: MQTTMessage) -> None:
        """Acknowledge a message whose alarms are durable now, and make room for the next."""
        self._room.release()
        self._client.ack(message.mid, message.qos)

    def _on_connect(
        self,
        client: Client,
        _data: object,
        _flags: object,
        reason: ReasonCode,
        _properties: object,
    ) -> None:
        if reason.is_failure:
            log.error("The broker does not let us in: %s", reason)
            return
        client.subscribe([(topic.topic, 1) for topic in self._map.topics])

    def _on_message(self, _client: Client, _data: object, message: MQTTMessage) -> None:
        """Hand a message to the loop, in the library's thread; wait when it has too many."""
        while not self._closing:
            if self._room.acquire(timeout=_AGAIN):
                self._loop.call_soon_threadsafe(self._take, message)
                return

    def _take(self, message: MQTTMessage) -> None:
        name, topics = self._topics(message)
        if not topics:
            self.settled(message)
            return
        published = Published(name, bytes(message.payload))
        reception = receive(published, topics, told=self._told, at=self._clock())
        self._remember(reception)
        self._desk.enter(_Letter(self, message, reception, self._map.broker.host))

    def _remember(self, reception: Reception) -> None:
        """Know the events again: their first message is not let go of before it is durable."""
        for alarm in reception.alarms:
            assert alarm.fingerprint, "each event has its mark"
            self._told[alarm.fingerprint] = None
        while len(self._told) > _MOST_REMEMBERED:
            del self._told[next(iter(self._told))]

    def _topics(self, message: MQTTMessage) -> tuple[str, list[Topic]]:
        """Return what it is about; a retained message tells of a time before us."""
        try:
            name = message.topic
        except UnicodeDecodeError:
            return "", []
        matching = [each for each in self._map.topics if topic_matches_sub(each.topic, name)]
        return name, [] if message.retain else matching


class _Letter:
    """One message on its way to the disk."""

    def __init__(
        self, line: Subscription, message: MQTTMessage, reception: Reception, address: str
    ) -> None:
        self.address = address
        self.waiting: deque[Sent] = deque([reception])
        self._line, self._message, self._reception = line, message, reception

    def replied(self, receptions: list[Reception] | None) -> None:
        """Take what became of it: durable, or no room yet."""
        if receptions is None:
            self.waiting.append(self._reception)
            self._line.again(self)
        else:
            self._line.settled(self._message)


def _client(broker: Broker) -> Client:
    """Return a client with a session that outlives it, which acknowledges when we say so."""
    client = Client(
        CallbackAPIVersion.VERSION2,
        client_id=broker.client,
        clean_session=False,
        manual_ack=True,
    )
    client.reconnect_delay_set(max_delay=_SLOWEST)
    if broker.user:
        client.username_pw_set(broker.user, _password(broker.password_file))
    if broker.tls:
        client.tls_set_context(_context(broker.authorities))
    return client


def _password(path: Path | None) -> str | None:
    try:
        return path.read_text("utf-8").strip() if path else None
    except (OSError, UnicodeDecodeError) as problem:
        where = f"[broker] password_file = {path}"
        raise BadInput(
            where, f"it cannot be read ({problem})", "Let it hold one line"
        ) from None


def _context(authorities: Path | None) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=authorities)
    except (OSError, ssl.SSLError) as problem:
        where = f"[broker] authorities = {authorities}"
        mend = "Give a PEM file of who signs the broker's certificate"
        raise BadInput(where, f"it cannot be used ({problem})", mend) from None
