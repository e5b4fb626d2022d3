"""What is on its way from the broker to the disk: acknowledged when it is there, not before."""

import asyncio
from pathlib import Path

from paho.mqtt.client import MQTTMessage

from tests.unit.edge.alarms.mqtt.test_events import PEOPLE, frigate
from tests.unit.edge.alarms.strategies import AT
from vaka.edge.alarms.accounts import NOBODY
from vaka.edge.alarms.intake import Desk
from vaka.edge.alarms.journal import Journal
from vaka.edge.alarms.metrics import Metrics
from vaka.edge.alarms.mqtt.subscription import Subscription
from vaka.edge.alarms.mqtt.topics import Broker, TopicMap
from vaka.edge.alarms.supervision import Supervision

MAP = TopicMap(Broker("127.0.0.1", 1, tls=False), (PEOPLE,))


def published(mid: int, payload: bytes, *, topic: bytes = b"frigate/events") -> MQTTMessage:
    message = MQTTMessage(mid, topic)
    message.payload, message.qos = payload, 1
    return message


def test_on_a_full_disk_a_message_waits_unacknowledged_until_there_is_room(tmp_path: Path):
    acknowledged: list[int] = []

    async def work() -> None:
        all_of_them = asyncio.Event()

        def acknowledge(mid: int, _qos: int) -> None:
            acknowledged.append(mid)
            if len(acknowledged) == 40:
                all_of_them.set()

        journal = Journal(tmp_path)
        watch = Supervision({}, silent=set(), at=AT)
        desk = Desk(journal, NOBODY, watch, Metrics(), lambda: AT)
        line = Subscription(MAP, desk=desk, supervision=watch, clock=lambda: AT)
        line._client.ack = acknowledge
        (pages,) = journal._connection.execute("PRAGMA page_count").fetchone()
        journal._connection.execute(f"PRAGMA max_page_count = {pages}")
        for mid in range(1, 41):
            payload = frigate(id=f"{mid}", padding="x" * 2000)
            line._take(published(mid, payload))
        await asyncio.sleep(0.05)
        assert acknowledged == []
        journal._connection.execute("PRAGMA max_page_count = 100000")
        await all_of_them.wait()
        # What is on no topic of ours, or on one that is no text, is let go of at once.
        line._take(published(41, b"{}", topic=b"other"))
        line._take(published(42, b"{}", topic=b"\xff"))
        assert acknowledged == [*range(1, 43)]
        journal.close()

    asyncio.run(asyncio.wait_for(work(), 20))
