"""Asking a camera to play: DESCRIBE, SETUP, PLAY over one connection, which then streams."""

import contextlib
import re
import socket
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from vaka.edge.video.health import Silence
from vaka.edge.video.ingest.addresses import Address
from vaka.edge.video.ingest.rtsp.datagrams import Datagrams
from vaka.edge.video.ingest.rtsp.errors import LoginRefused, NotServed, Redirected
from vaka.edge.video.ingest.rtsp.login import Login
from vaka.edge.video.ingest.rtsp.messages import Answer, Frame, Messages, request
from vaka.edge.video.ingest.rtsp.sdp import Track, video_track
from vaka.edge.video.ingest.rtsp.sound_track import SoundTrack, sound_track
from vaka.edge.video.media.sound import Tracks

TCP = "RTP/AVP/TCP;unicast;interleaved={}-{}"
USUAL_TIMEOUT, SHORTEST_TIMEOUT = 60.0, 10.0
READ_BYTES = 64 * 1024
UNAUTHORIZED, UNSUPPORTED_TRANSPORT = 401, 461
INTERLEAVED = re.compile(r"interleaved=(\d{1,3})(?:-(\d{1,3}))?", re.IGNORECASE)
AGENT = {"User-Agent": "Vaka"}


class Channels(NamedTuple):
    """Where on the line a track and reports of it come."""

    media: int
    reports: int


FIRST = Channels(0, 1)


class Voice(NamedTuple):
    """A camera's sound, and where it comes."""

    track: SoundTrack
    way: Channels | Datagrams


@dataclass
class Playing:
    """A camera that plays: its track, what it has sent already, how it is kept at it, and how
    it is told to stop. It sends on channels of the line, or datagrams; so does its voice, when
    that was asked for and there is one.
    """

    track: Track
    messages: Messages
    early: list[Frame]
    way: Channels | Datagrams
    keep_alive: bytes
    keep_alive_seconds: float
    goodbye: bytes
    voice: Voice | Silence | None = None


@dataclass
class Asking:
    """One conversation with a camera, before it streams."""

    line: socket.socket
    url: str
    login: Login
    deadline: float
    messages: Messages = field(default_factory=Messages)
    early: list[Frame] = field(default_factory=list)
    count: int = 0

    def ask(self, method: str, url: str, **headers: str) -> Answer:
        """Return the answer to a request that the camera grants.

        :raises NotServed: when it answers with an error. Others as of `answered`.
        """
        return granted(method, self.answered(method, url, **headers))

    def answered(self, method: str, url: str, **headers: str) -> Answer:
        """Return the answer to a request, logging in if the camera asks for that.

        :raises Redirected: when it sends us elsewhere.
        :raises LoginRefused: when it does not take our login.
        :raises Garbled: when it does not answer as RTSP.
        :raises OSError: when the line breaks, or nothing comes in time.
        """
        answer = self._exchange(method, url, headers)
        if answer.status == UNAUTHORIZED:
            self.login.challenge(answer.headers.get("www-authenticate", ()))
            answer = self._exchange(method, url, headers)
        if answer.status == UNAUTHORIZED:
            raise LoginRefused("it refuses our login")
        if 300 <= answer.status < 400:
            raise Redirected("it sends us to another address")
        return answer

    def _exchange(self, method: str, url: str, headers: dict[str, str]) -> Answer:
        self.line.sendall(self.request(method, url, headers))
        for answer in self._answers():
            if answer.header("cseq") == str(self.count):
                return answer
        raise ConnectionError("it ended the conversation")

    def request(self, method: str, url: str, headers: dict[str, str]) -> bytes:
        """Return the next request, with its number and login."""
        self.count += 1
        told = {"CSeq": str(self.count), **AGENT, **self.login.header(method, url), **headers}
        return request(method, url, told)

    def _answers(self) -> Iterator[Answer]:
        while True:
            left = self.deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError
            self.line.settimeout(left)
            told = self.line.recv(READ_BYTES)
            if not told:
                return
            for message in self.messages.feed(told):
                if isinstance(message, Answer):
                    yield message
                else:
                    self.early.append(message)


def granted(method: str, answer: Answer) -> Answer:
    """Return an answer that is no error.

    :raises NotServed: when it is one.
    """
    if answer.status != 200:
        raise NotServed(f"it answers {method} with {answer.status}")
    return answer


def play(line: socket.socket, address: Address, tracks: Tracks, *, seconds: float) -> Playing:
    """Ask the camera at the other end of a line to play its video, and its sound if asked to.

    The line's time limit is in force until it plays. Errors as of `Asking.ask`.
    """
    host = f"[{address.host}]" if address.host.version == 6 else str(address.host)
    url = f"{address.scheme}://{host}:{address.port}{address.path}"
    login = Login(address.user, address.password)
    asking = Asking(line, url, login, time.monotonic() + seconds)
    described = asking.ask("DESCRIBE", url, Accept="application/sdp")
    base = described.header("content-base") or described.header("content-location") or url
    text = described.body.decode("utf-8", "replace")
    track = video_track(text, base)
    with contextlib.ExitStack() as opened:
        answer, way = _set_up(asking, track.url, address)
        opened.callback(_close, way)
        session, _, rest = answer.header("session").partition(";")
        voice = None
        if tracks is Tracks.ALL:
            voice = _voice(asking, sound_track(text, base), address, session, way)
        if isinstance(voice, Voice):
            opened.callback(_close, voice.way)
        asking.early.clear()
        asking.ask("PLAY", base, Session=session, Range="npt=0.000-")
        opened.pop_all()
    return Playing(
        track,
        asking.messages,
        asking.early,
        way,
        asking.request("GET_PARAMETER", base, {"Session": session}),
        _timeout(rest) / 2,
        asking.request("TEARDOWN", base, {"Session": session}),
        voice,
    )


def _set_up(asking: Asking, url: str, address: Address) -> tuple[Answer, Channels | Datagrams]:
    """Agree on where the video comes: on this line, or as datagrams if it offers no more."""
    answer = asking.answered("SETUP", url, Transport=TCP.format(*FIRST))
    if answer.status != UNSUPPORTED_TRANSPORT:
        return granted("SETUP", answer), _channels(answer.header("transport"))
    if address.is_under_tls:
        raise NotServed("it sends datagrams only, which its TLS does not cover")
    return _by_datagrams(asking, url, address, {})


def _by_datagrams(
    asking: Asking, url: str, address: Address, session: Mapping[str, str]
) -> tuple[Answer, Datagrams]:
    datagrams = Datagrams.beside(asking.line)
    try:
        answer = asking.ask("SETUP", url, Transport=datagrams.asked, **session)
        datagrams.expect(str(address.host), answer.header("transport"))
    except BaseException:
        datagrams.close()
        raise
    return answer, datagrams


def _voice(
    asking: Asking,
    track: SoundTrack | Silence,
    address: Address,
    session: str,
    pictures: Channels | Datagrams,
) -> Voice | Silence:
    """Agree on where the sound comes, in the way of the pictures; they come without it too."""
    if isinstance(track, Silence):
        return track
    try:
        if isinstance(pictures, Datagrams):
            _, way = _by_datagrams(asking, track.url, address, {"Session": session})
            return Voice(track, way)
        free = max(pictures) + 1
        told = TCP.format(free, free + 1)
        answer = asking.ask("SETUP", track.url, Transport=told, Session=session)
        channels = _channels(answer.header("transport"))
    except NotServed:
        return Silence.REFUSED
    return Silence.REFUSED if set(channels) & set(pictures) else Voice(track, channels)


def _close(way: Channels | Datagrams) -> None:
    if isinstance(way, Datagrams):
        way.close()


def _channels(transport: str) -> Channels:
    """Return the channels of a track and its reports that a camera has chosen (§10.12)."""
    found = INTERLEAVED.search(transport)
    if found is None:
        raise NotServed("it does not send over TCP")
    media = int(found[1])
    return Channels(media, int(found[2] or media + 1))


def _timeout(told: str) -> float:
    """Return after how many seconds a camera forgets who is silent (RFC 2326 §12.37)."""
    _, _, seconds = told.replace(" ", "").partition("timeout=")
    try:
        return max(float(seconds.partition(";")[0]), SHORTEST_TIMEOUT)
    except ValueError:
        return USUAL_TIMEOUT
