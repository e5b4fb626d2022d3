"""Keep one camera connected: its pictures out, without decoding, for as long as wanted."""

import contextlib
import logging
import random
import socket
import ssl
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from vaka.core.errors import BadInput
from vaka.edge.video.health import Silence, State
from vaka.edge.video.ingest import certificates
from vaka.edge.video.ingest.addresses import Address
from vaka.edge.video.ingest.readers import Readers
from vaka.edge.video.ingest.rtsp.asking import Channels, Playing, Voice, play
from vaka.edge.video.ingest.rtsp.datagrams import Datagrams
from vaka.edge.video.ingest.rtsp.errors import Garbled, LoginRefused, NotServed, Redirected
from vaka.edge.video.ingest.rtsp.messages import framed
from vaka.edge.video.ingest.rtsp.pictures import Picture
from vaka.edge.video.ingest.rtsp.rtp import RECEIVER_REPORT
from vaka.edge.video.ingest.rtsp.stream import Stream
from vaka.edge.video.media.sound import Tracks
from vaka.edge.video.media.source import Sample, Source

log = logging.getLogger(__name__)

OPEN_SECONDS, READ_SECONDS = 5.0, 4.0
FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS = 0.5, 30.0
# While nobody watches, pictures lie with the system until so much has come, or it is time to
# tend: to read often costs more than to read much.
LIES_BYTES = 128 * 1024
NO_PICTURE = "no picture came in time"

Take = Callable[[Source, Sample], None]
Tell = Callable[[State, str], None]


class Ingest:
    """Keeps a camera connected until stopped."""

    def __init__(
        self,
        name: str,
        where: Callable[[], Address],
        tracks: Tracks = Tracks.PICTURES,
        *,
        take: Take,
        tell: Tell,
        watched: Callable[[], bool],
        clock: Callable[[], datetime],
        readers: Readers,
    ) -> None:
        """Prepare; `where` judges the address, anew for each connection.

        The camera is asked for these tracks and no others. While it is `watched` pictures are
        read as they come.
        """
        self._name, self._where, self._take, self._tell = name, where, take, tell
        self.watched, self._clock, self._readers = watched, clock, readers
        self._stop = threading.Event()
        self._line: socket.socket | None = None
        self._goodbye = b""
        self.tracks = tracks
        # Why it is not heard though its sound was asked for.
        self.silence: Silence | None = None
        # What is being read now, or was last.
        self.stream: Stream | None = None
        self._wait = FIRST_WAIT_SECONDS

    def start(self) -> None:
        """Begin to connect."""
        self._readers.ask(self._connect)

    def stop(self) -> None:
        """Cut the connection, also in the middle of a picture; nothing is taken after it."""
        self._stop.set()
        if self._line is not None:
            said(self._line, self._goodbye)
            # Of the plain socket: a TLS farewell could wait for the other side.
            with contextlib.suppress(OSError):
                socket.socket.shutdown(self._line, socket.SHUT_RDWR)

    def _connect(self) -> None:
        """Connect and ask for the stream; on failure say so, and try again later."""
        if self._stop.is_set():
            return
        try:
            line, playing = self._asked(self._where())
        except Exception as problem:
            self.ended(*self._explained(problem))
        else:
            self.stream = Stream(playing)
            self._readers.read(_Playing(line, playing, self.stream, self))

    def _explained(self, problem: Exception) -> tuple[State, str]:
        """Return the state that a failure means, and why, without the address."""
        match problem:
            case BadInput():
                return State.REFUSED_ADDRESS, f"{problem.problem}. {problem.mend}"
            case Redirected():
                return State.REFUSED_ADDRESS, str(problem)
            case Garbled() | NotServed():
                return State.GARBAGE, str(problem)
            case LoginRefused():
                return State.UNREACHABLE, str(problem)
            case TimeoutError():
                return State.STALLED, NO_PICTURE
            case ConnectionRefusedError():
                return State.UNREACHABLE, "nothing answers at its address"
            case OSError():
                return State.UNREACHABLE, "it cannot be reached"
        # One camera's oddest answer must never end the others; its words may hold a secret.
        where = "".join(traceback.format_tb(problem.__traceback__))
        log.error("Camera %s: %s\n%s", self._name, type(problem).__name__, where)
        return State.GARBAGE, "it sends what cannot be read"

    def _asked(self, address: Address) -> tuple[socket.socket, Playing]:
        line = self._line = connected(address)
        try:
            if self._stop.is_set():
                raise ConnectionAbortedError
            playing = play(line, address, self.tracks, seconds=OPEN_SECONDS)
            self.silence = playing.voice if isinstance(playing.voice, Silence) else None
            self._goodbye = playing.goodbye if isinstance(playing.way, Datagrams) else b""
            return line, playing
        except BaseException:
            line.close()
            raise

    def ended(self, state: State, reason: str) -> None:
        """Say why there is no stream, and try again in a while."""
        if self._stop.is_set():
            return
        self._tell(state, reason)
        # Many cameras behind one lost switch must not all come back in the same instant.
        spread = random.uniform(0.7, 1.3)  # noqa: S311 spreads load, hides nothing
        self._readers.ask(self._connect, after=self._wait * spread)
        self._wait = min(self._wait * 2, LONGEST_WAIT_SECONDS)

    def taken(self, source: Source, sample: Sample) -> None:
        """Hand a picture on, unless we were stopped."""
        if not self._stop.is_set():
            self._wait = FIRST_WAIT_SECONDS
            self._take(source, sample)

    def now(self) -> datetime:
        """Return this instant by the gateway's clock."""
        return self._clock()

    def failed(self, problem: Exception) -> None:
        """Hear why what played cannot be read any more."""
        self.ended(*self._explained(problem))


class _Playing:
    """A camera that plays, on its reading thread."""

    def __init__(
        self, line: socket.socket, playing: Playing, stream: Stream, ingest: Ingest
    ) -> None:
        line.setblocking(False)
        self._line, self._ingest = line, ingest
        self._datagrams = playing.way if isinstance(playing.way, Datagrams) else None
        voice = playing.voice.way if isinstance(playing.voice, Voice) else None
        self._sound = voice if isinstance(voice, Datagrams) else None
        others = (each for ports in self._ports() for each in ports.sockets)
        self.sockets: Sequence[socket.socket] = (line, *others)
        self._stream, self._playing = stream, playing
        self._heard = self._spoke = time.monotonic()
        self._lies = 1

    def read(self, room: memoryview) -> bool:
        """Take in what has come, by way of this memory; return whether more may come."""
        try:
            self._read_datagrams()
            while count := self._line.recv_into(room):
                place = self._stream.place
                self._taken(self._stream.feed(room[:count], self._ingest.now()))
                if place != self._stream.place:
                    self._heard = time.monotonic()
                if not isinstance(self._line, ssl.SSLSocket):
                    return True
        except (BlockingIOError, ssl.SSLWantReadError):
            return True
        except Exception as problem:
            self._ingest.failed(problem)
        else:
            self._ingest.ended(State.UNREACHABLE, "it ended the stream")
        return False

    def _ports(self) -> Iterator[Datagrams]:
        yield from (ports for ports in (self._sound, self._datagrams) if ports)

    def _read_datagrams(self) -> None:
        # Sound first: it goes with the pictures that came after it.
        for port, told in self._sound.received() if self._sound else ():
            if self._sound and port is self._sound.reports:
                self._stream.sound_report(told)
            else:
                self._stream.sound_datagram(told, self._ingest.now())
        for port, told in self._datagrams.received() if self._datagrams else ():
            self._heard = time.monotonic()
            if self._datagrams and port is self._datagrams.reports:
                self._stream.report(told, self._ingest.now())
            else:
                self._taken(self._stream.datagram(told, self._ingest.now()))

    def _taken(self, pictures: Iterator[Picture]) -> None:
        for picture in pictures:
            self._ingest.taken(picture.source, picture.sample)

    def close(self) -> None:
        """Leave the camera; one that sends datagrams is told so, or it would go on."""
        if self._datagrams:
            said(self._line, self._playing.goodbye)
        for ports in self._ports():
            ports.close()
        self._line.close()

    def tend(self) -> bool:
        """Leave a camera that is silent; give signs of life to one that is not."""
        now = time.monotonic()
        if now - self._heard > READ_SECONDS:
            self._ingest.ended(State.STALLED, NO_PICTURE)
            return False
        if now - self._spoke > self._playing.keep_alive_seconds:
            self._spoke = now
            said(self._line, self._playing.keep_alive + self._report())
        self._let_lie(1 if self._ingest.watched() else LIES_BYTES)
        return True

    def _let_lie(self, size: int) -> None:
        """Be woken when so much has come, no sooner."""
        if size != self._lies:
            self._line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, size)
            self._lies = size

    def _report(self) -> bytes:
        """Return what on the line says that we listen; as datagrams it is sent at once."""
        if isinstance(self._playing.way, Channels):
            return framed(self._playing.way.reports, RECEIVER_REPORT)
        for ports in self._ports():
            ports.here()
        return b""


def said(line: socket.socket, words: bytes) -> None:
    """Say something, if the line still takes it; nobody waits for the answer."""
    with contextlib.suppress(OSError):
        line.send(words)


def connected(address: Address) -> socket.socket:
    """Return a line to the judged number and nowhere else, under TLS if the address says so.

    :raises OSError: when nobody answers.
    :raises BadInput: when it is not proved to be the camera.
    """
    place = (str(address.host), address.port)
    plain = socket.create_connection(place, timeout=OPEN_SECONDS)
    try:
        plain.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        return certificates.sealed(plain, address) if address.is_under_tls else plain
    except OSError:
        plain.close()
        raise
