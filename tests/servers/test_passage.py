"""The passage: our own connection to the judged number, and nothing misleading through it."""

import contextlib
import ipaddress
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers.hostile_camera import camera, own_certificate
from vaka.edge.video.addresses import Address
from vaka.edge.video.opening import Redirected
from vaka.edge.video.passage import Passage

OK = b"RTSP/1.0 200 OK\r\nCSeq: 1\r\n\r\n"


def address(port: int, scheme: str = "rtsp") -> Address:
    return Address(scheme, ipaddress.ip_address("127.0.0.1"), port, "/", "", "")


@contextlib.contextmanager
def through(passage: Passage) -> Iterator[socket.socket]:
    """A reader's end of a passage."""
    port = int(passage.url.rpartition(":")[2].strip("/"))
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=5) as reader:
            yield reader
    finally:
        passage.close()


def echoing(line: socket.socket) -> None:
    while asked := line.recv(4096):
        line.sendall(OK + asked if asked.startswith(b"PLAY ") else OK)


@pytest.mark.parametrize("scheme", ["rtsp", "rtsps"])
def test_bytes_pass_both_ways_also_under_a_cameras_own_certificate(
    tmp_path: Path, scheme: str
) -> None:
    sealed = own_certificate(tmp_path) if scheme == "rtsps" else None
    with (
        camera(echoing, sealed=sealed) as port,
        through(Passage(address(port, scheme))) as reader,
    ):
        reader.sendall(b"OPTIONS * RTSP/1.0\r\n\r\n")
        assert reader.recv(4096) == OK
        reader.sendall(b"PLAY ")
        assert reader.recv(4096) == OK + b"PLAY "


def test_what_tls_says_for_itself_holds_nobody_up(tmp_path: Path) -> None:
    """Session tickets come first, nothing to hand on; the reader is heard all the same."""
    with (
        camera(echoing, sealed=own_certificate(tmp_path)) as port,
        through(Passage(address(port, "rtsps"))) as reader,
    ):
        # By now the tickets lie on the line.
        time.sleep(0.3)
        reader.sendall(b"OPTIONS * RTSP/1.0\r\n\r\n")
        assert reader.recv(4096) == OK


def test_more_than_one_record_of_a_sealed_line_is_not_left_lying(tmp_path: Path) -> None:
    """What TLS has taken off the socket does not wake a select: it must be asked for."""
    much = b"$\0\xff\xff" + bytes(65_535)

    def generous(line: socket.socket) -> None:
        line.recv(4096)
        line.sendall(much)
        line.recv(4096)

    with (
        camera(generous, sealed=own_certificate(tmp_path)) as port,
        through(Passage(address(port, "rtsps"))) as reader,
    ):
        reader.sendall(b"PLAY ")
        taken = b""
        while len(taken) < len(much):
            taken += reader.recv(65_536)
        assert taken == much


def test_what_is_held_of_an_answer_follows_when_the_reader_plays() -> None:
    half = OK[:10]

    def hesitant(line: socket.socket) -> None:
        line.recv(4096)
        line.sendall(OK + half)
        line.recv(4096)
        line.sendall(OK[10:])
        line.recv(4096)

    with camera(hesitant) as port, through(Passage(address(port))) as reader:
        reader.sendall(b"SETUP x RTSP/1.0\r\n\r\n")
        assert reader.recv(4096) == OK
        reader.sendall(b"PLAY x RTSP/1.0\r\n\r\n")
        taken = b""
        while len(taken) < len(OK):
            taken += reader.recv(4096)
        assert taken == OK


def test_a_redirect_ends_the_passage_and_is_remembered() -> None:
    def elsewhere(line: socket.socket) -> None:
        line.recv(4096)
        line.sendall(b"RTSP/1.0 302 Moved\r\nLocation: rtsp://10.0.0.1/\r\n\r\n")
        line.recv(4096)

    with camera(elsewhere) as port:
        passage = Passage(address(port))
        with through(passage) as reader:
            reader.sendall(b"DESCRIBE x RTSP/1.0\r\n\r\n")
            assert reader.recv(4096) == b""
        assert isinstance(passage.misled, Redirected)


def test_it_ends_when_either_side_does() -> None:
    gone = threading.Event()

    def waiting(line: socket.socket) -> None:
        line.recv(4096)
        gone.set()

    with camera(waiting) as port:
        with through(Passage(address(port))):
            pass
        assert gone.wait(5)
    with (
        camera(lambda line: line.close()) as port,
        through(Passage(address(port))) as reader,
    ):
        assert reader.recv(4096) == b""


def test_closed_before_anybody_reads_it_lets_nobody_in() -> None:
    gone = threading.Event()

    def waiting(line: socket.socket) -> None:
        line.recv(4096)
        gone.set()

    with camera(waiting) as port:
        passage = Passage(address(port))
        passage.close()
        passage.close()
        assert gone.wait(5)
        with contextlib.suppress(OSError), through(passage) as reader:
            assert reader.recv(4096) == b""


def test_a_camera_that_speaks_no_tls_is_not_spoken_to_in_clear() -> None:
    heard: list[bytes] = []

    def plain(line: socket.socket) -> None:
        heard.append(line.recv(4096))
        line.sendall(OK)

    with camera(plain) as port, pytest.raises(OSError, match=r"SSL|EOF|record"):
        Passage(address(port, "rtsps"))
    assert b"RTSP" not in heard[0]


def test_where_nobody_listens_there_is_no_passage() -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
    with pytest.raises(ConnectionRefusedError):
        Passage(address(port))
