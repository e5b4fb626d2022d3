"""A simulated camera: a small RTSP server (RFC 2326) that replays a clip over real sockets.

It speaks TCP-interleaved RTP, as our gateway asks; UDP is answered 461. Its faults are those
that cameras in the field have, for the tests. By itself:
`python -m vaka.demo.camera --listen 127.0.0.1:8554 --clip FILE`.
"""

import argparse
import asyncio
import base64
import contextlib
import hashlib
import itertools
import secrets
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Self

from vaka.demo import clip
from vaka.demo.rtp import CLOCK, PAYLOAD_TYPE, Packetiser

REALM = "simulated camera"
LARGEST_REQUEST = 16_384
FAULT_AFTER_PICTURES = 30
METHODS = "OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN, GET_PARAMETER"
NONE: Mapping[str, str] = {}
STATUS = {
    200: "OK",
    401: "Unauthorized",
    455: "Method Not Valid in This State",
    461: "Unsupported Transport",
    501: "Not Implemented",
}


class Fault(StrEnum):
    """What goes wrong two seconds into the stream."""

    NONE = "none"
    STALLS = "stalls"
    GARBAGE = "garbage"
    VANISHES = "vanishes"


@dataclass(frozen=True)
class Request:
    """An RTSP request."""

    method: str
    url: str
    headers: Mapping[str, str]


@dataclass
class SimulatedCamera:
    """A camera at `url` while the `async with` lasts; port 0 lets the system choose."""

    file: Path = clip.DATA / "square.mp4"
    host: str = "127.0.0.1"
    port: int = 0
    user: str = ""
    password: str = ""
    fault: Fault = Fault.NONE
    viewers: int = field(default=0, init=False)

    async def __aenter__(self) -> Self:
        self._clip = await asyncio.to_thread(clip.read, self.file)
        self._nonce = secrets.token_hex(16)
        self._connections: set[asyncio.Task[None]] = set()
        self._server = await asyncio.start_server(
            self._connected, self.host, self.port, limit=LARGEST_REQUEST
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
        login = f"{self.user}:{self.password}@" if self.user else ""
        return f"rtsp://{login}{self.host}:{self.port}/stream"

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
                await _Session(self, reader, writer).serve()
        finally:
            self._connections.discard(task)
            writer.close()

    def description(self) -> str:
        """Return the SDP of the stream (RFC 4566, RFC 6184 §8.2)."""
        sets = ",".join(base64.b64encode(unit).decode() for unit in self._clip.parameters)
        profile = self._clip.parameters[0][1:4].hex()
        return (
            f"v=0\r\no=- 0 0 IN IP4 {self.host}\r\ns=Simulated\r\nc=IN IP4 0.0.0.0\r\nt=0 0\r\n"
            f"m=video 0 RTP/AVP {PAYLOAD_TYPE}\r\na=rtpmap:{PAYLOAD_TYPE} H264/{CLOCK}\r\n"
            f"a=fmtp:{PAYLOAD_TYPE} packetization-mode=1;profile-level-id={profile};"
            f"sprop-parameter-sets={sets}\r\na=control:track1\r\n"
        )

    def is_known(self, request: Request) -> bool:
        """Return whether the request carries the right digest (RFC 2617), if one is needed."""
        if not self.user:
            return True
        told = _digest_fields(request.headers.get("authorization", ""))
        secret = _md5(f"{self.user}:{REALM}:{self.password}")
        what = _md5(f"{request.method}:{told.get('uri', '')}")
        return told.get("response") == _md5(f"{secret}:{self._nonce}:{what}")

    def challenge(self) -> str:
        """Return what an unknown client is asked."""
        return f'Digest realm="{REALM}", nonce="{self._nonce}"'

    async def play(self, writer: asyncio.StreamWriter) -> None:
        """Send the clip round and round in real time, until cancelled or its fault comes."""
        loop = asyncio.get_running_loop()
        packetiser, began, sent = Packetiser(), loop.time(), 0
        for round_number in itertools.count():
            for picture in self._clip.pictures:
                seconds = round_number * self._clip.seconds + picture.at
                await asyncio.sleep(max(0.0, began + seconds - loop.time()))
                if sent == FAULT_AFTER_PICTURES and await self._fails(writer):
                    return
                units = self._clip.parameters + picture.units if picture.key else picture.units
                for packet in packetiser.packets(units, seconds):
                    writer.write(b"$\x00" + len(packet).to_bytes(2, "big") + packet)
                await writer.drain()
                sent += 1

    async def _fails(self, writer: asyncio.StreamWriter) -> bool:
        """Have the fault; return whether the stream is over."""
        match self.fault:
            case Fault.STALLS:
                await asyncio.Event().wait()
            case Fault.GARBAGE:
                while True:
                    writer.write(secrets.token_bytes(1000))
                    await writer.drain()
                    await asyncio.sleep(0.02)
            case Fault.VANISHES:
                writer.transport.abort()
            case Fault.NONE:
                return False
        return True


class _Session:
    """One client's connection."""

    def __init__(
        self,
        camera: SimulatedCamera,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> None:
        self._camera = camera
        self._reader = reader
        self._writer = writer
        self._session = {"Session": secrets.token_hex(8)}
        self._player: asyncio.Task[None] | None = None

    async def serve(self) -> None:
        """Answer requests until the client leaves."""
        try:
            while (request := await self._request()) is not None:
                if request.method == "TEARDOWN":
                    self._answer(request, 200)
                    return
                self._handle(request)
                await self._writer.drain()
        finally:
            if self._player:
                self._camera.viewers -= 1
                self._player.cancel()
                await asyncio.gather(self._player, return_exceptions=True)

    async def _request(self) -> Request | None:
        """Return the next request; interleaved packets of the client (RTCP) are passed over."""
        while first := await self._reader.read(1):
            if first == b"$":
                head = await self._reader.readexactly(3)
                await self._reader.readexactly(int.from_bytes(head[1:], "big"))
                continue
            head = first + await self._reader.readuntil(b"\r\n\r\n")
            lines = head.decode("utf-8", "replace").split("\r\n")
            method, url, *_ = [*lines[0].split(" "), ""]
            pairs = (line.partition(":") for line in lines[1:] if line)
            headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
            return Request(method, url, headers)
        return None

    def _handle(self, request: Request) -> None:
        if request.method == "OPTIONS":
            self._answer(request, 200, headers={"Public": METHODS})
        elif not self._camera.is_known(request):
            self._answer(request, 401, headers={"WWW-Authenticate": self._camera.challenge()})
        else:
            self._known(request)

    def _known(self, request: Request) -> None:
        match request.method:
            case "DESCRIBE":
                self._answer(
                    request,
                    200,
                    self._camera.description(),
                    {"Content-Type": "application/sdp", "Content-Base": f"{request.url}/"},
                )
            case "SETUP" if "interleaved" in request.headers.get("transport", ""):
                transport = "RTP/AVP/TCP;unicast;interleaved=0-1"
                self._answer(request, 200, headers={"Transport": transport, **self._session})
            case "SETUP":
                self._answer(request, 461)
            case "PLAY" if self._player is None:
                self._answer(request, 200, headers=self._session)
                self._camera.viewers += 1
                self._player = asyncio.create_task(self._camera.play(self._writer))
            case "PLAY":
                self._answer(request, 455)
            case "GET_PARAMETER" | "SET_PARAMETER":
                self._answer(request, 200, headers=self._session)
            case _:
                self._answer(request, 501)

    def _answer(
        self, request: Request, status: int, body: str = "", headers: Mapping[str, str] = NONE
    ) -> None:
        lines = [
            f"RTSP/1.0 {status} {STATUS[status]}",
            f"CSeq: {request.headers.get('cseq', '0')}",
        ]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        lines += [f"Content-Length: {len(body.encode())}"] if body else []
        self._writer.write(("\r\n".join(lines) + "\r\n\r\n" + body).encode())


def _digest_fields(header: str) -> dict[str, str]:
    parts = header.removeprefix("Digest ").split(",")
    pairs = (part.strip().partition("=") for part in parts)
    return {name: value.strip('"') for name, _, value in pairs}


def _md5(text: str) -> str:
    # The digest of RFC 2617 is what cameras in the field speak.
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


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
    asked = asking.parse_args()
    host, _, port = asked.listen.rpartition(":")
    if not port.isdecimal() or not asked.clip.is_file():
        asking.error("--listen takes HOST:PORT and --clip an existing MP4 file")
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_stand(SimulatedCamera(asked.clip, host, int(port))))


if __name__ == "__main__":
    main()
