"""The gateway's own server: live pictures to whoever holds a ticket, and how things are.

Only the control wing calls it. A ticket that is good when the view begins is asked about again
with every picture, so that a view ends when its terms do, and says why.
"""

import asyncio
import contextlib
from collections import OrderedDict
from collections.abc import AsyncIterator
from http import HTTPStatus

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from vaka.edge.video import enforcement
from vaka.edge.video.camera import Camera
from vaka.edge.video.fragments import Fragments, Muxer
from vaka.edge.video.gateway import Gateway
from vaka.edge.video.ingest import Sample, Source
from vaka.edge.video.live import StreamEnded, TooSlow, Viewer
from vaka.terms.signature import Untrusted
from vaka.terms.tickets import Ticket, verify_ticket

ASK_AGAIN_SECONDS = 0.25
VIEWS_REMEMBERED = 10_000


class Viewing:
    """Routes over one gateway."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway
        # Why each view ended; empty while it goes on. A ticket found here has been used.
        self._views: OrderedDict[str, str] = OrderedDict()

    def application(self) -> web.Application:
        """Return the server's routes."""
        app = web.Application()
        app.router.add_get("/live", self.live)
        app.router.add_get("/views/{ticket}", self.view)
        app.router.add_get("/cameras", self.cameras)
        app.router.add_get("/healthz", self.healthz)
        app.router.add_get("/metrics", self.metrics)
        return app

    async def live(self, request: web.Request) -> web.StreamResponse:
        """Stream what a ticket is good for as fragmented MP4, until it is no longer."""
        moment = self._gateway.moment()
        try:
            trusted = self._gateway.trusted
            ticket = verify_ticket(request.query.get("ticket", ""), trusted, at=moment.now)
        except Untrusted as doubt:
            return _no(doubt.reason)
        if ticket.id in self._views:
            return _no("ticket-used-already")
        camera = self._gateway.cameras.get(ticket.camera)
        if camera is None:
            return _no("no-such-camera")
        verdict = enforcement.may_view(camera.hand, ticket, moment)
        if not verdict.permitted:
            return _no(verdict.reason)
        self._remember(ticket.id, "")
        return await self._show(request, camera, ticket)

    async def _show(
        self, request: web.Request, camera: Camera, ticket: Ticket
    ) -> web.StreamResponse:
        """Stream to one viewer; whatever ends it is remembered and reported."""
        response = web.StreamResponse(headers={"Content-Type": "video/mp4"})
        began, ended = asyncio.get_running_loop().time(), "viewer-left"
        viewer = camera.live.join()
        try:
            await response.prepare(request)
            ended = await self._pour(response, viewer, camera, ticket)
        except TooSlow:
            ended = "too-slow"
        except StreamEnded:
            ended = self._why(camera, ticket) or "camera-lost"
        except ConnectionError:
            ended = "viewer-left"
        finally:
            camera.live.leave(viewer)
            self._remember(ticket.id, ended)
            seconds = asyncio.get_running_loop().time() - began
            self._gateway.view_ended(ticket.camera, ticket.id, ended, seconds)
        with contextlib.suppress(ConnectionError):
            await response.write_eof()
        return response

    async def _pour(
        self, response: web.StreamResponse, viewer: Viewer, camera: Camera, ticket: Ticket
    ) -> str:
        """Write picture after picture; return why the view is over."""
        muxer: Muxer | None = None
        source: Source | None = None
        while True:
            if why := self._why(camera, ticket):
                return why
            try:
                item = await asyncio.wait_for(viewer.next(), ASK_AGAIN_SECONDS)
            except TimeoutError:
                continue
            if muxer is None or item[0] is not source:
                if source is not None:
                    return "camera-lost"
                source, muxer = item[0], Muxer(item[0], fragments=Fragments.EVERY_FRAME)
            await _write(response, muxer, item[1])

    def _why(self, camera: Camera, ticket: Ticket) -> str:
        """Return why this view may not go on, or nothing."""
        if self._gateway.cameras.get(ticket.camera) is not camera:
            return "no-such-camera"
        verdict = enforcement.may_view(camera.hand, ticket, self._gateway.moment())
        return "" if verdict.permitted else verdict.reason

    def _remember(self, ticket: str, ended: str) -> None:
        self._views[ticket] = ended
        while len(self._views) > VIEWS_REMEMBERED:
            self._views.popitem(last=False)

    async def view(self, request: web.Request) -> web.Response:
        """Say why a view ended."""
        ticket = request.match_info["ticket"]
        if ticket not in self._views:
            return web.json_response({"ended": None}, status=HTTPStatus.NOT_FOUND)
        return web.json_response({"ended": self._views[ticket] or None})

    async def cameras(self, request: web.Request) -> web.Response:
        """Say how each camera is."""
        return web.json_response(
            {
                name: {
                    "state": camera.health.state,
                    "reason": camera.health.reason,
                    "since": camera.health.since.isoformat(),
                    "viewers": camera.live.viewers,
                }
                for name, camera in self._gateway.cameras.items()
                if camera.health
            }
        )

    async def healthz(self, request: web.Request) -> web.Response:
        """Say that the process lives, and whether it hears the centre."""
        return web.json_response({"status": "ok", "centre": self._gateway.reachable})

    async def metrics(self, request: web.Request) -> web.Response:
        """Give the figures."""
        body = generate_latest(self._gateway.metrics.registry)
        return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE_LATEST})


async def _write(response: web.StreamResponse, muxer: Muxer, sample: Sample) -> None:
    if ready := muxer.feed(sample):
        await response.write(ready)


def _no(reason: str) -> web.Response:
    return web.json_response({"reason": reason}, status=HTTPStatus.FORBIDDEN)


@contextlib.asynccontextmanager
async def serving(gateway: Gateway, host: str, port: int) -> AsyncIterator[str]:
    """Serve while the block runs; yields the address that was bound."""
    runner = web.AppRunner(
        Viewing(gateway).application(), access_log=None, shutdown_timeout=1.0
    )
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port)
        await site.start()
        bound = runner.addresses[0]
        yield f"{bound[0]}:{bound[1]}"
    finally:
        await runner.cleanup()
