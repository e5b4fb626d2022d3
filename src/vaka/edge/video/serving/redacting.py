"""The gateway's routes for copies in which third persons are unrecognisable.

The recordings are opened, looked through and covered here: what leaves is findings without
pictures, single pictures for whoever decides, and the covered recordings. Nothing is on disk.
"""

import asyncio
import contextlib
from collections.abc import AsyncGenerator
from http import HTTPStatus

from aiohttp import web

from vaka.edge.video.camera import Camera
from vaka.edge.video.gateway import Gateway
from vaka.edge.video.privacy.redaction import work
from vaka.edge.video.privacy.redaction.envelope import sent
from vaka.edge.video.recording.footage import Footage
from vaka.edge.video.serving.door import NO_STORE, Door, Refusal, refused
from vaka.terms.document import Act
from vaka.terms.redaction_file import digest
from vaka.terms.tickets import Ticket

EXPORT = frozenset({Act.EXPORT})
# Beyond this a stretch is redacted in parts: it lies in memory.
MOST_BYTES = 512 * 1024 * 1024
MOST_PLAN_BYTES = 64 * 1024 * 1024
# Of these at a time: each takes a core and more.
AT_A_TIME = 2
FAILED, FINISHED = "redaction-failed", "finished"


class Unfit(Exception):
    """These recordings cannot be redacted; the reason is a code."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


async def whole(footage: Footage) -> bytes:
    """Return the recordings of a stretch, in memory.

    :raises Unfit: when there are none, too many, or the camera changed on the way.
    """
    pieces, size = [], 0
    found = footage.pieces()
    while piece := await asyncio.to_thread(next, found, b""):
        pieces.append(piece)
        size += len(piece)
        if size > MOST_BYTES:
            raise Unfit("too-much-to-redact")
    if not pieces:
        raise Unfit("nothing-kept")
    if footage.cut:
        raise Unfit("camera-changed")
    return b"".join(pieces)


class Redacting:
    """Routes over one gateway: `analysis`, `picture`, `video`, each against a ticket."""

    def __init__(self, gateway: Gateway, door: Door) -> None:
        self._gateway, self._door = gateway, door
        self._free = asyncio.Semaphore(AT_A_TIME)

    def add_to(self, router: web.UrlDispatcher) -> None:
        """Add the routes."""
        router.add_post("/redaction/analysis", self.analysis)
        router.add_post("/redaction/picture", self.picture)
        router.add_post("/redaction/video", self.video)

    async def analysis(self, request: web.Request) -> web.StreamResponse:
        """Say what is found in a ticket's stretch: lines of JSON, the findings last."""
        try:
            camera, ticket = self._door.begin(request, EXPORT)
        except Refusal as no:
            return refused(no.reason)
        return await self._streamed(request, camera, ticket, plan=None)

    async def video(self, request: web.Request) -> web.StreamResponse:
        """Hand out the stretch as the plan sent covers it; the ticket names that plan."""
        plan = await request.read()
        try:
            camera, ticket = self._door.begin(request, EXPORT, plan=digest(plan))
        except Refusal as no:
            return refused(no.reason)
        return await self._streamed(request, camera, ticket, plan=plan)

    async def picture(self, request: web.Request) -> web.Response:
        """Give one picture as JPEG, what the plan sent covers darkened."""
        plan = await request.read()
        number = request.query.get("number", "")
        try:
            camera, ticket = self._door.begin(request, EXPORT)
        except Refusal as no:
            return refused(no.reason)
        with self._door.view(ticket) as view:
            try:
                video = await whole(self._footage(ticket))
                async with self._free:
                    made = await work.pictured(sent(plan, video), number)
            except Unfit as no:
                view.ended = no.reason
            except work.Failed:
                view.ended = FAILED
            else:
                view.ended = self._door.why_not(camera, ticket) or "snapshot"
                if view.ended == "snapshot":
                    return web.Response(body=made, content_type="image/jpeg", headers=NO_STORE)
        return refused(view.ended, HTTPStatus.CONFLICT)

    async def _streamed(
        self, request: web.Request, camera: Camera, ticket: Ticket, *, plan: bytes | None
    ) -> web.StreamResponse:
        """Stream what a process makes of the stretch: findings, or with a plan the copy."""
        with self._door.view(ticket) as view:
            footage = self._footage(ticket)
            try:
                video = await whole(footage)
            except Unfit as no:
                view.ended = no.reason
                return refused(view.ended, HTTPStatus.CONFLICT)
            assert footage.starts is not None
            headers = {"X-Starts": footage.starts.isoformat(), **NO_STORE}
            response = web.StreamResponse(headers=headers)
            response.content_type = "video/mp4" if plan else "application/x-ndjson"
            made = work.rendered(sent(plan, video)) if plan else work.analysed(video)
            async with self._free:
                try:
                    await response.prepare(request)
                    view.ended = await self._poured(response, made, camera, ticket)
                    await response.write_eof()
                except ConnectionError:
                    view.ended = "viewer-left"
        return response

    async def _poured(
        self,
        response: web.StreamResponse,
        pieces: AsyncGenerator[bytes],
        camera: Camera,
        ticket: Ticket,
    ) -> str:
        """Write piece after piece while it is permitted; return why it is over."""
        try:
            async with contextlib.aclosing(pieces):
                async for piece in pieces:
                    if reason := self._door.why_not(camera, ticket):
                        return reason
                    await response.write(piece)
        except work.Failed:
            return FAILED
        return FINISHED

    def _footage(self, ticket: Ticket) -> Footage:
        assert ticket.footage is not None  # a ticket to export names its stretch
        return self._gateway.footage(ticket.camera, ticket.footage)
