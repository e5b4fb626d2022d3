"""Read one camera's stream without decoding it: packets in, samples out, on a thread."""

import logging
import random
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

import av
from av.container import InputContainer
from av.video.stream import VideoStream

from vaka.core.errors import BadInput
from vaka.edge.video.addresses import Address
from vaka.edge.video.health import State
from vaka.edge.video.opening import Redirected
from vaka.edge.video.passage import Passage

log = logging.getLogger(__name__)

OPEN_SECONDS, READ_SECONDS = 5.0, 4.0
FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS = 0.5, 30.0
NO_PICTURE = "no picture came in time"
# So many damaged packets in a row are not a stream.
MOST_DAMAGED = 30
OPTIONS = {
    "rtsp_transport": "tcp",
    # Without this list a camera's answer could make us open files.
    # TLS and the camera's own address are behind the passage: tcp on loopback is all it needs.
    "protocol_whitelist": "rtsp,rtp,tcp",
    "allowed_media_types": "video",
    "max_delay": "100000",
    "fflags": "nobuffer",
    "probesize": "200000",
    "analyzeduration": "500000",
}


@dataclass(frozen=True)
class Sample:
    """One encoded picture: its bytes and time stamps, and when it reached us."""

    data: bytes
    pts: int
    dts: int
    time_base: Fraction
    key: bool
    at: datetime


@dataclass(frozen=True)
class Source:
    """What a muxer copies the stream's description from; lives as long as the connection."""

    stream: VideoStream


Take = Callable[[Source, Sample], None]
Tell = Callable[[State, str], None]


class Ingest:
    """Keeps a camera connected on a thread of its own, until stopped."""

    def __init__(
        self,
        name: str,
        where: Callable[[], Address],
        *,
        take: Take,
        tell: Tell,
        clock: Callable[[], datetime],
    ) -> None:
        """Prepare; `where` judges the address, anew for each connection."""
        self._where, self._take, self._tell, self._clock = where, take, tell, clock
        self._stop = threading.Event()
        self._passage: Passage | None = None
        self._thread = threading.Thread(target=self._run, name=f"ingest {name}", daemon=True)
        self._name = name

    def start(self) -> None:
        """Begin to connect."""
        self._thread.start()

    def stop(self) -> None:
        """Cut the connection, also in the middle of a picture; nothing is taken after it."""
        self._stop.set()
        if self._passage is not None:
            self._passage.close()

    def _run(self) -> None:
        wait = FIRST_WAIT_SECONDS
        while not self._stop.is_set():
            state, reason, delivered = self._connection()
            if self._stop.is_set():
                return
            self._tell(state, reason)
            wait = FIRST_WAIT_SECONDS if delivered else min(wait * 2, LONGEST_WAIT_SECONDS)
            # Many cameras behind one lost switch must not all come back in the same instant.
            self._stop.wait(wait * random.uniform(0.7, 1.3))  # noqa: S311 spreads load, hides nothing

    def _connection(self) -> tuple[State, str, bool]:
        """Read one connection to its end; return why it ended and whether pictures came."""
        self._delivered = False
        try:
            passage = self._passage = Passage(self._where())
        except BadInput as refusal:
            return State.REFUSED_ADDRESS, f"{refusal.problem}. {refusal.mend}", False
        except OSError as problem:
            return State.UNREACHABLE, _without_address(problem), False
        began = time.monotonic()
        try:
            self._read(passage.url)
            state, reason = State.UNREACHABLE, "it ended the stream"
        except Exception as problem:
            state, reason = self._explained(problem)
            # ffmpeg calls a camera that never answers one that answers nonsense.
            if not self._delivered and time.monotonic() - began >= OPEN_SECONDS:
                state, reason = State.STALLED, NO_PICTURE
        finally:
            passage.close()
        if misled := passage.misled:
            redirected = isinstance(misled, Redirected)
            state = State.REFUSED_ADDRESS if redirected else State.GARBAGE
            reason = str(misled)
        return state, reason, self._delivered

    def _read(self, url: str) -> None:
        """Take samples until the stream ends or we are stopped."""
        if self._stop.is_set():
            return
        with av.open(url, options=OPTIONS, timeout=(OPEN_SECONDS, READ_SECONDS)) as container:
            for source, sample in self._samples(container):
                if self._stop.is_set():
                    return
                self._delivered = True
                self._take(source, sample)

    def _explained(self, problem: Exception) -> tuple[State, str]:
        """Return the state that a failure means, and why, without the address."""
        match problem:
            case av.error.TimeoutError() | av.error.ExitError():
                return State.STALLED, NO_PICTURE
            case Damaged():
                return State.GARBAGE, str(problem)
            case av.error.InvalidDataError() | ValueError():
                return State.GARBAGE, "what it sends is no video stream"
            case av.error.FFmpegError() | OSError():
                return State.UNREACHABLE, _without_address(problem)
            case _ if not self._stop.is_set():
                # One camera's oddest answer must never end the others.
                where = "".join(traceback.format_tb(problem.__traceback__))
                log.error("Camera %s: %s\n%s", self._name, type(problem).__name__, where)
        return State.GARBAGE, "it sends what cannot be read"

    def _samples(self, container: InputContainer) -> Iterator[tuple[Source, Sample]]:
        """Yield the video samples; sound is discarded before it is read.

        :raises Damaged: when there is no video, or nothing whole comes any more.
        """
        if not container.streams.video:
            raise Damaged("there is no video in its stream")
        stream = container.streams.video[0]
        source, damaged = Source(stream), 0
        for packet in container.demux(stream):
            if packet.is_corrupt or packet.dts is None or packet.pts is None:
                damaged += 1
                if damaged > MOST_DAMAGED:
                    raise Damaged("its pictures are damaged")
                continue
            damaged = 0
            yield (
                source,
                Sample(
                    bytes(packet),
                    packet.pts,
                    packet.dts,
                    packet.time_base,
                    packet.is_keyframe,
                    self._clock(),
                ),
            )


class Damaged(Exception):
    """What a camera sends cannot be used."""


def _without_address(problem: BaseException) -> str:
    """Return what went wrong, but never where: the address may hold a password."""
    match problem:
        case av.error.HTTPUnauthorizedError() | av.error.HTTPForbiddenError():
            return "it refuses our login"
        case ConnectionRefusedError():
            return "nothing answers at its address"
        case _:
            return "it cannot be reached"
