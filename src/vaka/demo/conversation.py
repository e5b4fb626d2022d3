"""One client's conversation with a simulated camera: RTSP (RFC 2326)."""

import asyncio
import contextlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vaka.demo.lines import DATAGRAMS, INTERLEAVED, Datagrams, Interleaved, Line, Transport
from vaka.demo.sdp import SOUND, VIDEO

if TYPE_CHECKING:
    from vaka.demo.camera import SimulatedCamera

METHODS = "OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN, GET_PARAMETER"
NONE: Mapping[str, str] = {}
STATUS = {
    200: "OK",
    401: "Unauthorized",
    455: "Method Not Valid in This State",
    461: "Unsupported Transport",
    501: "Not Implemented",
}


@dataclass(frozen=True)
class Request:
    """An RTSP request."""

    method: str
    url: str
    headers: Mapping[str, str]


class Conversation:
    """One client's connection."""

    def __init__(
        self,
        camera: "SimulatedCamera",
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> None:
        self._camera = camera
        self._reader = reader
        self._writer = writer
        self._session = {"Session": secrets.token_hex(8)}
        self._lines: dict[str, Line] = {}
        self._player: asyncio.Task[None] | None = None
        self._watching = contextlib.ExitStack()

    async def hold(self) -> None:
        """Answer requests until the client leaves."""
        try:
            while (request := await self._request()) is not None:
                if request.method == "TEARDOWN":
                    self._camera.farewells += 1
                    self._answer(request, 200)
                    return
                self._handle(request)
                await self._writer.drain()
        finally:
            await self._end()

    async def _end(self) -> None:
        self._watching.close()
        if self._player:
            self._player.cancel()
            await asyncio.gather(self._player, return_exceptions=True)
        for line in self._lines.values():
            line.close()

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
        elif not self._camera.knows(request.method, request.headers.get("authorization", "")):
            self._answer(request, 401, headers={"WWW-Authenticate": self._camera.challenge()})
        else:
            self._known(request)

    def _known(self, request: Request) -> None:
        match request.method:
            case "DESCRIBE":
                self._answer(
                    request,
                    200,
                    self._camera.description(request.url),
                    {"Content-Type": "application/sdp", "Content-Base": f"{request.url}/"},
                )
            case "SETUP":
                self._set_up(request)
            case "PLAY" if self._player is None and VIDEO in self._lines:
                self._answer(request, 200, headers=self._session)
                self._watching.enter_context(self._camera.watched(request.url))
                playing = self._camera.play(request.url, self._writer, self._lines)
                self._player = asyncio.create_task(playing)
            case "PLAY":
                self._answer(request, 455)
            case "GET_PARAMETER" | "SET_PARAMETER":
                self._answer(request, 200, headers=self._session)
            case _:
                self._answer(request, 501)

    def _set_up(self, request: Request) -> None:
        """Agree on where a track goes, if that is a way which the camera offers."""
        line = self._line(request.headers.get("transport", ""))
        if line is None:
            self._answer(request, 461)
            return
        track = SOUND if request.url.rstrip("/").endswith(SOUND) else VIDEO
        if before := self._lines.pop(track, None):
            before.close()
        self._lines[track] = line
        self._answer(request, 200, headers={"Transport": line.told, **self._session})

    def _line(self, asked: str) -> Line | None:
        offered = self._camera.transports
        if (found := INTERLEAVED.search(asked)) and Transport.TCP in offered:
            return Interleaved(self._writer, int(found[1]), int(found[2]))
        if (found := DATAGRAMS.search(asked)) and Transport.UDP in offered:
            client = self._writer.get_extra_info("peername")[0]
            return Datagrams(self._camera.host, client, int(found[1]), int(found[2]))
        return None

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
