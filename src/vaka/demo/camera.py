"""A simulated camera: a small RTSP server (RFC 2326) that replays a clip over real sockets.

H.264 or H.265, as its clip is; over TCP, UDP or TLS, as it is told. By itself:
`python -m vaka.demo.camera --listen 127.0.0.1:8554 --clip FILE`; with `--signed FILE` it signs
its video, and writes who vouches for it to that file.
"""

import argparse
import asyncio
import contextlib
import secrets
import ssl
import sys
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from vaka.demo import clip, logins, sdp
from vaka.demo.conversation import Conversation
from vaka.demo.faults import Fault
from vaka.demo.lines import Line, Transport
from vaka.demo.logins import Scheme
from vaka.demo.playing import Manner, Player
from vaka.demo.signing import Identity, Signing

LARGEST_REQUEST = 16_384
SMALL = "/small"
FAULT_AFTER_PICTURES = 30


@dataclass
class SimulatedCamera:
    """A camera at `url` while the `async with` lasts; port 0 lets the system choose.

    `small` is the clip of its small stream, at `small_url`; `sealed` is its side of TLS;
    `sound` is what each packet of sound carries; its clock is `ahead` of ours; its fault comes
    after so many pictures; with `signing` it signs its video.
    """

    file: Path = clip.DATA / "square.mp4"
    host: str = "127.0.0.1"
    port: int = 0
    user: str = ""
    password: str = ""
    fault: Fault = Fault.NONE
    fault_after: int = FAULT_AFTER_PICTURES
    scheme: Scheme = Scheme.DIGEST
    transports: Collection[Transport] = (Transport.TCP,)
    sealed: ssl.SSLContext | None = None
    sound: bytes = b""
    ahead: timedelta = timedelta(0)
    signing: Signing | None = None
    small: Path | None = None
    viewers: int = field(default=0, init=False)
    small_viewers: int = field(default=0, init=False)
    farewells: int = field(default=0, init=False)

    async def __aenter__(self) -> Self:
        self._clip = await asyncio.to_thread(clip.read, self.file)
        self._small = await asyncio.to_thread(clip.read, self.small) if self.small else None
        self._nonce = secrets.token_hex(16)
        self._connections: set[asyncio.Task[None]] = set()
        self._server = await asyncio.start_server(
            self._connected, self.host, self.port, limit=LARGEST_REQUEST, ssl=self.sealed
        )
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.close()
        for connection in list(self._connections):
            connection.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    async def turn(self, file: Path) -> None:
        """Send another clip, of the same length, from its next round on."""
        self._clip = await asyncio.to_thread(clip.read, file)

    @property
    def url(self) -> str:
        """Return the address, with credentials when the camera asks for them."""
        return self._url("/stream")

    @property
    def small_url(self) -> str:
        """Return the address of the small stream."""
        return self._url(SMALL)

    def _url(self, path: str) -> str:
        login = f"{self.user}:{self.password}@" if self.user else ""
        scheme = "rtsps" if self.sealed else "rtsp"
        return f"{scheme}://{login}{self.host}:{self.port}{path}"

    async def _connected(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._connections.add(task)
        try:
            # A client that leaves, or that speaks no RTSP, ends its own connection only.
            with contextlib.suppress(
                OSError,
                asyncio.IncompleteReadError,
                asyncio.LimitOverrunError,
                asyncio.CancelledError,
            ):
                await Conversation(self, reader, writer).hold()
        finally:
            self._connections.discard(task)
            writer.close()

    def sends_small(self, url: str) -> bool:
        """Return whether an address is that of the small stream."""
        return self._small is not None and urlsplit(url).path.startswith(SMALL)

    def description(self, url: str) -> str:
        """Return the SDP of the stream at an address."""
        return sdp.description(self._sent(url), self.host, sound=self.sound)

    def _sent(self, url: str) -> clip.Clip:
        return self._small if self._small and self.sends_small(url) else self._clip

    def knows(self, method: str, authorization: str) -> bool:
        """Return whether a request comes with the right login, if one is needed."""
        return not self.user or logins.is_proved(
            self.scheme,
            authorization,
            method,
            user=self.user,
            password=self.password,
            nonce=self._nonce,
        )

    def challenge(self) -> str:
        """Return what an unknown client is asked."""
        return logins.challenge(self.scheme, self._nonce)

    @contextlib.contextmanager
    def watched(self, url: str) -> Iterator[None]:
        """Count a viewer of the stream at an address while the block runs."""
        small = self.sends_small(url)
        self.viewers += not small
        self.small_viewers += small
        try:
            yield
        finally:
            self.viewers -= not small
            self.small_viewers -= small

    async def play(
        self, url: str, writer: asyncio.StreamWriter, lines: Mapping[str, Line]
    ) -> None:
        """Send the clip round and round in real time, until cancelled or its fault comes."""
        manner = Manner(self.fault, self.fault_after, self.sound, self.ahead, self.signing)
        await Player(lambda: self._sent(url), manner, writer, lines).play()


async def _stand(camera: SimulatedCamera) -> None:
    async with camera:
        sys.stdout.write(f"listening {camera.url}\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


def main() -> None:
    """Be a camera until Ctrl-C."""
    asking = argparse.ArgumentParser(prog="python -m vaka.demo.camera")
    asking.add_argument("--listen", default="127.0.0.1:8554", metavar="HOST:PORT")
    asking.add_argument("--clip", type=Path, default=clip.DATA / "square.mp4", metavar="FILE")
    asking.add_argument("--signed", type=Path, metavar="FILE")
    asked = asking.parse_args()
    host, _, port = asked.listen.rpartition(":")
    if not port.isdecimal() or not asked.clip.is_file():
        asking.error("--listen takes HOST:PORT and --clip an existing MP4 file")
    signing = _signing(asked.signed) if asked.signed else None
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_stand(SimulatedCamera(asked.clip, host, int(port), signing=signing)))


def _signing(file: Path) -> Signing:
    """Return how a camera signs, and write who vouches for it to a file (PEM)."""
    maker = Identity.made("Simulated maker")
    file.write_bytes(maker.pem)
    return Signing(Identity.made("Simulated camera", by=maker))


if __name__ == "__main__":
    main()
