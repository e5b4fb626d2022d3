"""Alarms over MQTT from a real broker: none lost, none twice, and its silence is said."""

import contextlib
import json
import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from paho.mqtt.client import Client
from paho.mqtt.enums import CallbackAPIVersion

from tests.servers.certificates import vouched_certificate
from tests.servers.receiving import Receiver, receiver, vaka
from vaka.edge.alarms.alarm import Alarm
from vaka.edge.alarms.rows import Reader

# Debian puts servers where a user's path does not look.
MOSQUITTO = shutil.which("mosquitto") or shutil.which("mosquitto", path="/usr/sbin")
TOPICS = """
[broker]
address = "mqtt://127.0.0.1:{port}"
interval = 3

[[frigate]]
topic = "frigate/events"
cameras = {{ norra = "7701" }}
labels = ["person"]
code = "BA"

[[onvif]]
topic = "+/onvif-ej/#"
account = "7702"
code = "TA"
"""


@dataclass
class Broker:
    """A running mosquitto."""

    port: int
    folder: Path
    process: subprocess.Popen[bytes] | None = None

    def start(self, settings: str = "allow_anonymous true") -> None:
        assert MOSQUITTO, "mosquitto is missing: install the Debian package mosquitto"
        config = self.folder / "mosquitto.conf"
        # Started by root it would turn into another user, who may not read our folder.
        config.write_text(f"user root\nlistener {self.port} 127.0.0.1\n{settings}\n")
        self.process = subprocess.Popen(
            [MOSQUITTO, "-c", config], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def stop(self) -> None:
        assert self.process
        self.process.kill()
        self.process.wait(10)

    def publish(self, *messages: tuple[str, bytes], retain: bool = False) -> None:
        client = Client(CallbackAPIVersion.VERSION2)
        connected(client, self.port)
        for topic, payload in messages:
            sent = client.publish(topic, payload, qos=1, retain=retain)
        sent.wait_for_publish(10)
        client.disconnect()
        client.loop_stop()


def connected(client: Client, port: int) -> None:
    """Connect, as soon as the broker listens."""
    deadline = time.monotonic() + 10
    while True:
        try:
            client.connect("127.0.0.1", port)
            break
        except OSError:
            assert time.monotonic() < deadline
            time.sleep(0.05)
    client.loop_start()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def until(holds: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it did not come"
        time.sleep(0.05)


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Broker]:
    running = Broker(free_port(), tmp_path)
    running.start()
    yield running
    running.stop()


@contextlib.contextmanager
def listening(broker: Broker, folder: Path) -> Iterator[Receiver]:
    """Run a receiver that listens to the broker."""
    topics = folder / "mqtt.toml"
    topics.write_text(TOPICS.format(port=broker.port), "utf-8")
    with receiver(folder, "--mqtt", topics) as running:
        yield running


def began(number: int) -> datetime:
    return datetime(2026, 3, 2, 12, 0, 0, 500_000, tzinfo=UTC) + timedelta(seconds=number)


def person(number: int, kind: str = "new") -> tuple[str, bytes]:
    seen = {
        "id": f"{number}-abc",
        "camera": "norra",
        "label": "person",
        "start_time": began(number).timestamp(),
        "entered_zones": [],
    }
    return "frigate/events", json.dumps({"type": kind, "after": seen}).encode()


def from_cameras(journal: Path) -> list[Alarm]:
    with contextlib.closing(Reader(journal)) as reader:
        return [each for each in reader.alarms() if each.protocol in {"FRIGATE", "ONVIF"}]


def test_an_event_is_one_alarm_among_all_that_is_published(broker: Broker, tmp_path: Path):
    with listening(broker, tmp_path) as running:
        until(lambda: connected_to_broker(running))
        crossed = {"UtcTime": "2026-03-02T12:00:00Z", "Source": {"Rule": "1"}, "Data": {}}
        broker.publish(
            ("frigate/events", b"\xff"),
            person(1),
            person(1, "update"),
            ("frigate/stats", b"{}"),
            ("cam/onvif-ej/RuleEngine/LineDetector/Crossed", json.dumps(crossed).encode()),
            person(1, "end"),
        )
        until(lambda: len(from_cameras(running.journal)) == 2)
        first, second = from_cameras(running.journal)
        assert (first.account, first.code, first.text) == ("7701", "BA", "person")
        assert (first.zone, first.occurred_at) == ("norra", began(1))
        assert (second.account, second.code) == ("7702", "TA")
        assert second.text == "RuleEngine/LineDetector/Crossed"
        assert running.stop() == 0


def connected_to_broker(running: Receiver) -> bool:
    address = "http://{}:{}/metrics".format(*running.health)
    with urllib.request.urlopen(address, timeout=10) as answer:
        return b"vaka_receiver_mqtt_connected 1.0" in answer.read()


def test_what_is_published_while_we_are_away_waits_at_the_broker(
    broker: Broker, tmp_path: Path
):
    with listening(broker, tmp_path) as running:
        until(lambda: connected_to_broker(running))
        running.process.kill()
        running.process.wait(10)
    broker.publish(*(person(number) for number in range(100)))
    # Killed in the middle of it, twice: what was not kept was not acknowledged.
    for _ in range(2):
        with listening(broker, tmp_path) as running:
            until((tmp_path / "journal").exists)
            time.sleep(0.05)
            running.process.kill()
            running.process.wait(10)
    with listening(broker, tmp_path):
        until(lambda: len(told(tmp_path / "journal")) == 100)
    assert len(told(tmp_path / "journal")) == 100


def told(journal: Path) -> set[object]:
    """Return the events that were kept, each once: a repeat points to its first."""
    kept = from_cameras(journal)
    firsts = [each.occurred_at for each in kept if each.duplicate_of is None]
    assert len(firsts) == len(set(firsts))
    return set(firsts)


def test_a_retained_message_is_no_news(broker: Broker, tmp_path: Path):
    broker.publish(person(1), retain=True)
    with listening(broker, tmp_path) as running:
        until(lambda: connected_to_broker(running))
        broker.publish(person(2))
        until(lambda: len(from_cameras(running.journal)) == 1)
        assert from_cameras(running.journal)[0].occurred_at == began(2)


def test_a_broker_that_falls_silent_is_an_alarm_until_it_is_back(
    broker: Broker, tmp_path: Path
):
    with listening(broker, tmp_path) as running:
        until(lambda: connected_to_broker(running))
        broker.stop()

        def codes() -> list[tuple[object, object]]:
            with contextlib.closing(Reader(running.journal)) as reader:
                return [(each.account, each.code) for each in reader.alarms()]

        until(lambda: codes() == [("MQTT", "YC")])
        broker.start()
        until(lambda: codes() == [("MQTT", "YC"), ("MQTT", "YK")], seconds=60)


def test_a_broker_that_is_stopped_under_load_costs_no_event_and_doubles_none(tmp_path: Path):
    broker = Broker(free_port(), tmp_path)
    keeps = f"allow_anonymous true\npersistence true\npersistence_location {tmp_path}/"
    broker.start(keeps)
    camera = Client(CallbackAPIVersion.VERSION2, client_id="camera", clean_session=False)
    camera.max_queued_messages_set(0)
    camera.reconnect_delay_set(1, 1)
    try:
        with listening(broker, tmp_path) as running:
            until(lambda: connected_to_broker(running))
            connected(camera, broker.port)
            for number in range(300):
                camera.publish(*person(number), qos=1)
                if number in (100, 200):
                    until(lambda: len(told(running.journal)) > 50)
                    # It stops as its system stops it, with some on their way to and from it.
                    assert broker.process
                    broker.process.terminate()
                    broker.process.wait(10)
                    broker.start(keeps)
            until(lambda: len(told(running.journal)) == 300, seconds=60)
    finally:
        camera.disconnect()
        camera.loop_stop()
        broker.stop()


def test_a_broker_over_tls_is_known_by_its_authority_and_we_by_our_password(tmp_path: Path):
    shown = vouched_certificate(tmp_path)
    pem, secrets, password = (tmp_path / name for name in ("camera.pem", "users", "password"))
    make = ["mosquitto_passwd", "-b", "-c", secrets, "vaka", "hemlig"]
    subprocess.run(make, check=True, capture_output=True)
    password.write_text("hemlig\n")
    broker = Broker(free_port(), tmp_path)
    broker.start(
        f"certfile {pem}\nkeyfile {pem}\nallow_anonymous false\npassword_file {secrets}"
    )
    lines = f"""address = "mqtts://127.0.0.1:{broker.port}"
user = "vaka"
password_file = "{password}"
authorities = "{shown.authority}"
"""
    text = TOPICS.format(port=0).replace('address = "mqtt://127.0.0.1:0"', lines)
    topics = tmp_path / "mqtt.toml"
    topics.write_text(text, "utf-8")
    try:
        with receiver(tmp_path, "--mqtt", topics) as running:
            until(lambda: connected_to_broker(running))
    finally:
        broker.stop()


@pytest.mark.parametrize(
    ("line", "says"),
    [('password_file = "gone"', "password_file"), ('authorities = "gone"', "authorities")],
)
def test_a_file_that_is_not_there_is_told_in_one_line(tmp_path: Path, line: str, says: str):
    topics = tmp_path / "mqtt.toml"
    text = TOPICS.format(port=1).replace("mqtt://", "mqtts://")
    topics.write_text(text.replace("interval = 3", f'user = "vaka"\n{line}'), "utf-8")
    done = vaka("receiver", "--dc09", "127.0.0.1:0", "--mqtt", topics, folder=tmp_path)
    assert done.returncode == 2
    assert says in done.stderr
    assert done.stderr.count("\n") == 1
