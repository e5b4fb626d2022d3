"""Whatever a camera answers, its ingest says what is wrong in few words, and asks again."""

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from ipaddress import ip_address

import pytest

from tests.servers.hostile_camera import camera
from vaka.core.errors import BadInput
from vaka.edge.video import ingest
from vaka.edge.video.addresses import Address
from vaka.edge.video.health import State
from vaka.edge.video.ingest import Ingest, Sample, Source

SECRET = "Kanarie-51ab"


class Heard:
    """What an ingest told, and what it took."""

    def __init__(self) -> None:
        self.told: list[tuple[State, str]] = []
        self.taken: list[Sample] = []
        self.something = threading.Event()

    def tell(self, state: State, reason: str) -> None:
        self.told.append((state, reason))
        self.something.set()

    def take(self, source: Source, sample: Sample) -> None:
        self.taken.append(sample)


@contextlib.contextmanager
def ingesting(where: Callable[[], Address]) -> Iterator[Heard]:
    heard = Heard()
    reading = Ingest(
        "torget", where, take=heard.take, tell=heard.tell, clock=lambda: datetime.now(UTC)
    )
    reading.start()
    try:
        yield heard
    finally:
        reading.stop()


def at(port: int) -> Callable[[], Address]:
    return lambda: Address("rtsp", ip_address("127.0.0.1"), port, "/", "vaka", SECRET)


def answering(*answers: bytes) -> Callable[[socket.socket], None]:
    """Give one answer to each request; the last is what follows PLAY or ends it."""

    def answer(line: socket.socket) -> None:
        for number, told in enumerate(answers, 1):
            line.recv(8192)
            line.sendall(told.replace(b"CSeq: ?", b"CSeq: %d" % number))
        while line.recv(8192):
            pass

    return answer


OK = b"RTSP/1.0 200 OK\r\nCSeq: ?\r\nPublic: DESCRIBE, SETUP, PLAY\r\n\r\n"
SET_UP = (
    b"RTSP/1.0 200 OK\r\nCSeq: ?\r\nSession: 1\r\n"
    b"Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\n\r\n"
)


def described(media: bytes) -> bytes:
    sdp = b"v=0\r\no=- 0 0 IN IP4 0.0.0.0\r\ns=x\r\nc=IN IP4 0.0.0.0\r\nt=0 0\r\n" + media
    head = b"RTSP/1.0 200 OK\r\nCSeq: ?\r\nContent-Type: application/sdp\r\n"
    return head + b"Content-Length: %d\r\n\r\n" % len(sdp) + sdp


SOUND = described(b"m=audio 0 RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\na=control:track1\r\n")
MOVED = b"RTSP/1.0 302 Moved\r\nCSeq: ?\r\nLocation: rtsp://127.0.0.1:1/\r\n\r\n"
REFUSED = b'RTSP/1.0 401 Unauthorized\r\nCSeq: ?\r\nWWW-Authenticate: Basic realm="x"\r\n\r\n'


@pytest.mark.parametrize(
    ("answers", "state", "reason"),
    [
        ((OK, MOVED), State.REFUSED_ADDRESS, "it sends us to another address"),
        ((b"HTTP/1.1 200 OK\r\n\r\n",), State.GARBAGE, "it does not answer as RTSP"),
        ((OK, REFUSED, REFUSED, REFUSED), State.UNREACHABLE, "it refuses our login"),
        ((OK, SOUND, SET_UP, OK), State.GARBAGE, "there is no video in its stream"),
    ],
)
def test_a_camera_that_is_none_is_called_what_it_is(
    answers: tuple[bytes, ...],
    state: State,
    reason: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with camera(answering(*answers)) as port, ingesting(at(port)) as heard:
        assert heard.something.wait(15)
    assert heard.told[0] == (state, reason)
    assert heard.taken == []
    assert SECRET not in caplog.text


def test_where_nobody_answers_is_said_without_the_address() -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
    with ingesting(at(port)) as heard:
        assert heard.something.wait(10)
    assert heard.told[0] == (State.UNREACHABLE, "nothing answers at its address")


def test_an_address_that_is_not_allowed_is_judged_again_each_time() -> None:
    asked: list[float] = []

    def outside() -> Address:
        asked.append(time.monotonic())
        raise BadInput("camera address", "it lies outside", "Add it")

    with ingesting(outside) as heard:
        deadline = time.monotonic() + 10
        while len(heard.told) < 2 and time.monotonic() < deadline:
            time.sleep(0.05)
    assert heard.told[:2] == [(State.REFUSED_ADDRESS, "it lies outside. Add it")] * 2
    assert asked[1] - asked[0] >= ingest.FIRST_WAIT_SECONDS * 0.7


def test_a_silent_camera_has_stalled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ingest, "OPEN_SECONDS", 0.5)
    with camera(lambda line: time.sleep(5)) as port, ingesting(at(port)) as heard:
        assert heard.something.wait(10)
    assert heard.told[0] == (State.STALLED, "no picture came in time")


def test_the_oddest_failure_ends_one_connection_and_no_more(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def odd(*args: object, **how: object) -> None:
        raise ZeroDivisionError(SECRET)

    monkeypatch.setattr(ingest.av, "open", odd)
    with camera(answering()) as port, ingesting(at(port)) as heard:
        deadline = time.monotonic() + 10
        while len(heard.told) < 2 and time.monotonic() < deadline:
            time.sleep(0.05)
    assert heard.told[:2] == [(State.GARBAGE, "it sends what cannot be read")] * 2
    assert "Camera torget: ZeroDivisionError" in caplog.text
    assert SECRET not in caplog.text


def test_stopped_while_it_connects_it_takes_nothing() -> None:
    entered, go = threading.Event(), threading.Event()
    with camera(answering()) as port:

        def slow() -> Address:
            entered.set()
            go.wait(5)
            return at(port)()

        with ingesting(slow) as heard:
            assert entered.wait(5)
        go.set()
        assert not heard.something.wait(0.5)
        assert heard.taken == []
