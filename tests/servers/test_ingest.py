"""Whatever a camera answers, its ingest says what is wrong in few words, and asks again."""

import contextlib
import socket
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path

import pytest

from tests.servers.certificates import own_certificate
from tests.servers.hostile_camera import camera
from tests.servers.listening import Heard, ingesting
from tests.unit.edge.video.ingest.rtsp.coded import coded
from vaka.core.errors import BadInput
from vaka.demo.rtp import MARKER, Packetiser
from vaka.edge.video.health import Silence, State
from vaka.edge.video.ingest import connection
from vaka.edge.video.ingest.addresses import Address
from vaka.edge.video.ingest.connection import Ingest
from vaka.edge.video.ingest.readers import READING_THREADS, Readers
from vaka.edge.video.ingest.rtsp import asking
from vaka.edge.video.ingest.rtsp.messages import framed
from vaka.edge.video.ingest.rtsp.rtp import RECEIVER_REPORT
from vaka.edge.video.media.sound import Tracks

SECRET = "Kanarie-51ab"


def at(port: int, fingerprint: bytes = b"") -> Callable[[], Address]:
    """The address of a camera on this machine, under TLS when it has a fingerprint."""
    scheme, host = "rtsps" if fingerprint else "rtsp", ip_address("127.0.0.1")
    return lambda: Address(
        scheme, host, port, "/", "vaka", SECRET, "127.0.0.1", fingerprint=fingerprint
    )


def answering(*answers: bytes) -> Callable[[socket.socket], None]:
    """Give one answer to each request; the last is what follows PLAY or ends it."""

    def answer(line: socket.socket) -> None:
        for number, told in enumerate(answers, 1):
            line.recv(8192)
            line.sendall(told.replace(b"CSeq: ?", b"CSeq: %d" % number))
        while line.recv(8192):
            pass

    return answer


OK = b"RTSP/1.0 200 OK\r\nCSeq: ?\r\n\r\n"
SET_UP = (
    b"RTSP/1.0 200 OK\r\nCSeq: ?\r\nSession: 1\r\n"
    b"Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\n\r\n"
)


def described(media: bytes) -> bytes:
    sdp = b"v=0\r\no=- 0 0 IN IP4 0.0.0.0\r\ns=x\r\nc=IN IP4 0.0.0.0\r\nt=0 0\r\n" + media
    head = b"RTSP/1.0 200 OK\r\nCSeq: ?\r\nContent-Type: application/sdp\r\n"
    return head + b"Content-Length: %d\r\n\r\n" % len(sdp) + sdp


SOUND = described(b"m=audio 0 RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\na=control:track1\r\n")
NOT_FOUND = b"RTSP/1.0 404 Not Found\r\nCSeq: ?\r\n\r\n"
MOVED = b"RTSP/1.0 302 Moved\r\nCSeq: ?\r\nLocation: rtsp://127.0.0.1:1/\r\n\r\n"
REFUSED = b'RTSP/1.0 401 Unauthorized\r\nCSeq: ?\r\nWWW-Authenticate: Basic realm="x"\r\n\r\n'


@pytest.mark.parametrize(
    ("answers", "state", "reason"),
    [
        ((MOVED,), State.REFUSED_ADDRESS, "it sends us to another address"),
        ((b"HTTP/1.1 200 OK\r\n\r\n",), State.GARBAGE, "it does not answer as RTSP"),
        ((REFUSED, REFUSED), State.UNREACHABLE, "it refuses our login"),
        ((SOUND,), State.GARBAGE, "there is no video in its stream"),
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
    assert asked[1] - asked[0] >= connection.FIRST_WAIT_SECONDS * 0.7


def test_a_silent_camera_has_stalled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "OPEN_SECONDS", 0.5)
    with camera(lambda line: time.sleep(5)) as port, ingesting(at(port)) as heard:
        assert heard.something.wait(10)
    assert heard.told[0] == (State.STALLED, "no picture came in time")


def test_the_oddest_failure_ends_one_connection_and_no_more(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def odd(*args: object, **how: object) -> None:
        raise ZeroDivisionError(SECRET)

    monkeypatch.setattr(connection, "play", odd)
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


VIDEO = described(
    b"m=audio 0 RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\na=control:sound\r\n"
    b"m=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=control:video\r\n"
)
SET_UP_ELSEWHERE = SET_UP.replace(b"interleaved=0-1", b"interleaved=4-5")


def playing(
    asked: list[bytes], *others: bytes, channel: int = 0
) -> Callable[[socket.socket], None]:
    """Be asked to play, send the square over and over, and note what is asked.

    `others` are answered after the video is set up.
    """

    def answer(line: socket.socket) -> None:
        set_up = SET_UP_ELSEWHERE if channel else SET_UP
        for number, told in enumerate((VIDEO, set_up, *others, OK), 1):
            asked.append(line.recv(8192))
            line.sendall(told.replace(b"CSeq: ?", b"CSeq: %d" % number))
        packetiser, made = Packetiser(), coded("h264", 1280, 720)
        line.settimeout(0.05)
        for number in range(400):
            units = made.pictures[number % len(made.pictures)]
            # In one go, as cameras do: TLS makes several records of it.
            packets = packetiser.packets(units, number / 15)
            line.sendall(b"".join(framed(channel, packet) for packet in packets))
            with contextlib.suppress(TimeoutError):
                asked.append(line.recv(8192))

    return answer


def until(heard: Heard, pictures: int) -> None:
    deadline = time.monotonic() + 15
    while len(heard.taken) < pictures and time.monotonic() < deadline:
        time.sleep(0.02)
    assert len(heard.taken) >= pictures, heard.told


@pytest.mark.parametrize("scheme", ["rtsp", "rtsps"])
def test_pictures_come_also_under_a_cameras_own_certificate(
    tmp_path: Path, scheme: str
) -> None:
    asked: list[bytes] = []
    own = own_certificate(tmp_path) if scheme == "rtsps" else None
    with (
        camera(playing(asked), sealed=own and own.context) as port,
        ingesting(at(port, own.fingerprint if own else b"")) as heard,
    ):
        until(heard, 30)
    assert heard.told == []
    assert asked[1].startswith(b"SETUP " + scheme.encode())


def test_only_the_video_is_asked_for_and_on_the_channel_that_the_camera_chose() -> None:
    asked: list[bytes] = []
    with camera(playing(asked, channel=4)) as port, ingesting(at(port)) as heard:
        until(heard, 10)
    told = b"".join(asked)
    assert told.count(b"SETUP ") == 1
    assert b"/video RTSP/1.0" in told
    assert b"/sound" not in told


@pytest.mark.parametrize(
    "answer",
    [NOT_FOUND, SET_UP, OK],
    ids=["refused", "where its pictures come", "nowhere"],
)
def test_sound_that_a_camera_does_not_give_costs_no_picture(answer: bytes) -> None:
    asked: list[bytes] = []
    with (
        camera(playing(asked, answer)) as port,
        ingesting(at(port), Tracks.ALL) as heard,
    ):
        until(heard, 10)
        assert heard.ingest
        assert heard.ingest.silence == Silence.REFUSED
    assert heard.told == []
    assert b"/sound RTSP/1.0" in asked[2]
    assert b"interleaved=2-3" in asked[2]
    assert b"Session: 1" in asked[2]


def test_a_camera_that_only_speaks_has_stalled() -> None:
    """Sound is no sign of pictures: the line is left, and asked for anew."""

    def speaking(line: socket.socket) -> None:
        set_up = SET_UP.replace(b"0-1", b"2-3")
        for number, told in enumerate((VIDEO, SET_UP, set_up, OK), 1):
            line.recv(8192)
            line.sendall(told.replace(b"CSeq: ?", b"CSeq: %d" % number))
        packetiser = Packetiser(0, 8000)
        for number in range(400):
            time.sleep(0.02)
            line.sendall(framed(2, packetiser.packet(bytes(160), number / 50, MARKER)))

    with (
        pytest.MonkeyPatch.context() as short,
        camera(speaking) as port,
        ingesting(at(port), Tracks.ALL) as heard,
    ):
        short.setattr(connection, "READ_SECONDS", 1.0)
        assert heard.something.wait(10)
    assert heard.told[0] == (State.STALLED, "no picture came in time")


def test_a_camera_that_forgets_who_is_silent_is_given_signs_of_life(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(asking, "USUAL_TIMEOUT", 0.5)
    asked: list[bytes] = []
    with camera(playing(asked)) as port, ingesting(at(port)) as heard:
        until(heard, 60)
    assert any(told.startswith(b"GET_PARAMETER ") and RECEIVER_REPORT in told for told in asked)


def test_a_camera_that_answers_when_nobody_reads_any_more_is_left() -> None:
    class Late:
        sockets = ()
        left = False

        def read(self, room: memoryview) -> bool:
            return True

        def tend(self) -> bool:
            return True

        def close(self) -> None:
            self.left = True

    readers, late = Readers(), Late()
    readers.close()
    readers.read(late)
    assert late.left


def test_many_cameras_take_no_more_threads_than_few() -> None:
    def threads_with(cameras: int) -> int:
        before, readers = set(threading.enumerate()), Readers()
        with camera(playing([])) as port, contextlib.ExitStack() as running:
            running.callback(readers.close)
            heard = [Heard() for _ in range(cameras)]
            for each in heard:
                ingest_of = Ingest(
                    "torget",
                    at(port),
                    take=each.take,
                    tell=each.tell,
                    watched=lambda: False,
                    clock=lambda: datetime.now(UTC),
                    readers=readers,
                )
                ingest_of.start()
                running.callback(ingest_of.stop)
            for each in heard:
                until(each, 5)
            ours = set(threading.enumerate()) - before
            return sum(thread.name.startswith("reading") for thread in ours)

    assert threads_with(1) == threads_with(12) == READING_THREADS
