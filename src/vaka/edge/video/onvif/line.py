"""The line to a camera's own web server: to the judged number, bounded in time and size.

What a camera says about where it is (XAddr, redirects) moves nobody: it is asked where it was
found, and only the path of what it names is used.
"""

import http.client
import io
import socket
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from vaka.edge.video.ingest.addresses import Address
from vaka.edge.video.ingest.connection import connected
from vaka.edge.video.ingest.rtsp.errors import Garbled, LoginRefused, Redirected
from vaka.edge.video.ingest.rtsp.login import Login

EXCHANGE_SECONDS = 5.0
LARGEST_ANSWER = 512 * 1024
LARGEST_PICTURE = 16 * 1024 * 1024
REDIRECTED, UNAUTHORIZED = range(300, 400), 401
WEB_LOGIN = "www-authenticate"


@dataclass(frozen=True)
class Answer:
    """What a web server answers."""

    status: int
    kind: str
    body: bytes
    challenges: tuple[str, ...]


class Line:
    """One camera's web server; connected to when it is asked, and kept while it lets us."""

    def __init__(self, address: Address) -> None:
        self._address = address
        self._login = Login(address.user, address.password)
        self._web: http.client.HTTPConnection | None = None

    def close(self) -> None:
        """Hang up."""
        if self._web is not None:
            self._web.close()
            self._web = None

    def get(self, path: str) -> Answer:
        """Return what lies at a path. Errors as of `post`."""
        return self._asked("GET", path, None, {}, LARGEST_PICTURE)

    def post(self, path: str, body: bytes, kind: str) -> Answer:
        """Return the answer to a message, logging in by digest if the camera asks for that.

        :raises Redirected: when it sends us elsewhere.
        :raises LoginRefused: when it does not take our login.
        :raises Garbled: when it does not answer as a web server, or says too much.
        :raises BadInput: when it is not proved to be the camera.
        :raises OSError: when nobody answers in time.
        """
        return self._asked("POST", path, body, {"Content-Type": kind}, LARGEST_ANSWER)

    def _asked(
        self, method: str, path: str, body: bytes | None, headers: dict[str, str], most: int
    ) -> Answer:
        told = self._once(method, path, body, headers, most)
        if told.status == UNAUTHORIZED and told.challenges:
            self._login.challenge(self._fit(told.challenges))
            told = self._once(method, path, body, headers, most)
            if told.status == UNAUTHORIZED:
                raise LoginRefused("it refuses our login")
        if told.status in REDIRECTED:
            raise Redirected("it sends us to another address")
        return told

    def _fit(self, challenges: tuple[str, ...]) -> tuple[str, ...]:
        """Return the ways to log in that keep a password from who listens."""
        if self._address.is_under_tls:
            return challenges
        return tuple(each for each in challenges if each.lower().startswith("digest"))

    def _once(
        self, method: str, path: str, body: bytes | None, headers: dict[str, str], most: int
    ) -> Answer:
        """Ask, once more on a new line when the kept one turns out to be closed."""
        kept = self._web is not None
        try:
            return self._exchange(method, path, body, headers, most)
        except (http.client.RemoteDisconnected, ConnectionError, BrokenPipeError):
            if not kept:
                raise
            return self._exchange(method, path, body, headers, most)

    def _exchange(
        self, method: str, path: str, body: bytes | None, headers: dict[str, str], most: int
    ) -> Answer:
        deadline = time.monotonic() + EXCHANGE_SECONDS
        if self._web is None:
            self._web = _web(self._address)
        web = self._web
        assert isinstance(web.sock, _Timed)
        web.sock.deadline = deadline
        told = {**headers, "User-Agent": "Vaka", **self._login.header(method, path)}
        try:
            web.request(method, path, body, told)
            answer = web.getresponse()
            content = answer.read(most + 1)
            if len(content) > most:
                raise Garbled("it answers with more than it may")
            if answer.will_close:
                self.close()
        except BaseException as problem:
            self.close()
            if isinstance(problem, http.client.HTTPException) and not isinstance(
                problem, OSError
            ):
                raise Garbled("it does not answer as a web server") from None
            raise
        challenges = tuple(answer.headers.get_all(WEB_LOGIN, ()))
        kind = answer.headers.get_content_type()
        return Answer(answer.status, kind, content, challenges)


def path_of(named: str) -> str:
    """Return the path of an address that a camera names; where it says it is does not matter.

    :raises Garbled: when it is no address.
    """
    try:
        parts = urlsplit(named)
    except ValueError:
        raise Garbled("it names what is no address") from None
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if not path.isascii() or not path.isprintable() or " " in path or path[0] != "/":
        raise Garbled("it names what is no address")
    return path


def _web(address: Address) -> http.client.HTTPConnection:
    host = f"[{address.host}]" if address.host.version == 6 else str(address.host)
    web = http.client.HTTPConnection(host, address.port)
    # It is connected here, and by itself to nowhere.
    web.auto_open = 0
    line = connected(address)
    # Head and body are sent apart: the second is not to wait until the first was acknowledged.
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    web.sock = _Timed(line)
    return web


class _Timed:
    """A socket whose whole exchange has one deadline: dripping does not extend it."""

    def __init__(self, line: socket.socket) -> None:
        self._line = line
        self.deadline = 0.0

    def sendall(self, data: bytes) -> None:
        self._line.settimeout(_left(self))
        self._line.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Reading(self, self._line))

    def close(self) -> None:
        self._line.close()


class _Reading(io.RawIOBase):
    def __init__(self, timed: _Timed, line: socket.socket) -> None:
        self._timed, self._line = timed, line

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._line.settimeout(_left(self._timed))
        return self._line.recv_into(buffer)


def _left(timed: _Timed) -> float:
    left = timed.deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
