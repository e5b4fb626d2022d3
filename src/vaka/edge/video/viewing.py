"""The gateway's own server: pictures to whoever holds a ticket, and how things are.

Only the control wing calls it. A ticket that is good when the view begins is asked about again
with every picture, so that a view ends when its terms do, and says why.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from http import HTTPStatus

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from vaka.core.errors import Absent, Conflict
from vaka.edge.video.camera import Camera
from vaka.edge.video.enforcement import FOOTAGE, LIVE
from vaka.edge.video.gateway import Gateway
from vaka.edge.video.listening import listening
from vaka.edge.video.picture import jpeg
from vaka.edge.video.pouring import pour
from vaka.edge.video.views import Views
from vaka.terms.document import Act
from vaka.terms.signature import Untrusted
from vaka.terms.tickets import Ticket, verify_ticket

NO_STORE = {"Cache-Control": "no-store"}
# Decoders at a time: each may take a gigabyte.
MOST_DECODERS = 2


class Refusal(Exception):
    """A view does not begin; the reason is a code."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Viewing:
    """Routes over one gateway."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway
        self._views = Views(began=gateway.began)
        self._decoders = asyncio.Semaphore(MOST_DECODERS)

    def application(self) -> web.Application:
        """Return the server's routes."""
        app = web.Application()
        app.router.add_get("/live", self.live)
        app.router.add_get("/footage", self.footage)
        app.router.add_get("/snapshot", self.snapshot)
        app.router.add_get("/views/{ticket}", self.view)
        app.router.add_get("/cameras", self.cameras)
        app.router.add_get("/healthz", self.healthz)
        app.router.add_get("/metrics", self.metrics)
        return app

    async def live(self, request: web.Request) -> web.StreamResponse:
        """Stream what a ticket is good for as fragmented MP4, until it is no longer."""
        try:
            camera, ticket = self._begin(request, LIVE)
        except Refusal as no:
            return _no(no.reason)
        response = web.StreamResponse(headers={"Content-Type": "video/mp4", **NO_STORE})
        with self._view(ticket) as view:
            viewer = camera.live.join()
            try:
                await response.prepare(request)
                view.ended = await pour(
                    request, response, viewer, why_not=lambda: self._why_not(camera, ticket)
                )
            except ConnectionError:
                view.ended = "viewer-left"
            finally:
                camera.live.leave(viewer)
        return response

    async def footage(self, request: web.Request) -> web.StreamResponse:
        """Hand out what is kept of the stretch of time that a ticket opens."""
        try:
            camera, ticket = self._begin(request, FOOTAGE)
        except Refusal as no:
            return _no(no.reason)
        assert ticket.footage is not None
        footage = self._gateway.footage(ticket.camera, ticket.footage)
        pieces = footage.pieces()
        with self._view(ticket) as view:
            piece = await asyncio.to_thread(next, pieces, b"")
            if footage.starts is None:
                view.ended = "nothing-kept"
                return _no(view.ended, HTTPStatus.NOT_FOUND)
            headers = {"Content-Type": "video/mp4", "X-Starts": footage.starts.isoformat()}
            response = web.StreamResponse(headers=headers | NO_STORE)
            try:
                await response.prepare(request)
                while piece:
                    if reason := self._why_not(camera, ticket):
                        view.ended = reason
                        break
                    await response.write(piece)
                    piece = await asyncio.to_thread(next, pieces, b"")
                else:
                    view.ended = "camera-changed" if footage.cut else "finished"
                await response.write_eof()
            except ConnectionError:
                view.ended = "viewer-left"
        return response

    async def snapshot(self, request: web.Request) -> web.Response:
        """Give the newest picture that stands alone, as JPEG."""
        try:
            camera, ticket = self._begin(request, LIVE)
        except Refusal as no:
            return _no(no.reason)
        with self._view(ticket) as view:
            newest = camera.live.newest()
            if newest is None:
                view.ended = "camera-lost"
                return _no(view.ended, HTTPStatus.SERVICE_UNAVAILABLE)
            async with self._decoders:
                picture = await jpeg(*newest)
            if reason := self._why_not(camera, ticket):
                view.ended = reason
                return _no(reason)
            view.ended = "snapshot" if picture else "camera-lost"
        if picture is None:
            return _no("camera-lost", HTTPStatus.SERVICE_UNAVAILABLE)
        return web.Response(body=picture, content_type="image/jpeg", headers=NO_STORE)

    def _begin(self, request: web.Request, acts: frozenset[Act]) -> tuple[Camera, Ticket]:
        """Return the camera that a request's ticket opens, the ticket used up.

        :raises Refusal: when it opens none of these acts.
        """
        moment = self._gateway.moment()
        try:
            trusted = self._gateway.trusted
            ticket = verify_ticket(request.query.get("ticket", ""), trusted, at=moment.now)
            camera = self._gateway.cameras.get(ticket.camera)
            if camera is None:
                raise Refusal("no-such-camera")
            verdict = camera.may_view(ticket, acts, moment)
            if not verdict.permitted:
                raise Refusal(verdict.reason)
            self._views.begin(ticket, at=moment.now)
        except (Untrusted, Conflict) as doubt:
            raise Refusal(doubt.reason) from None
        return camera, ticket

    @contextlib.contextmanager
    def _view(self, ticket: Ticket) -> Iterator["_Ending"]:
        """Remember and report how a view ended, whatever ended it."""
        loop, ending = asyncio.get_running_loop(), _Ending()
        began = loop.time()
        try:
            yield ending
        finally:
            self._views.end(ticket.id, ending.ended)
            seconds = loop.time() - began
            self._gateway.view_ended(ticket.camera, ticket.id, ending.ended, seconds)

    def _why_not(self, camera: Camera, ticket: Ticket) -> str:
        """Return why this view may not go on, or nothing."""
        if self._gateway.cameras.get(ticket.camera) is not camera:
            return "no-such-camera"
        acts, moment = frozenset({ticket.act}), self._gateway.moment()
        verdict = camera.may_view(ticket, acts, moment)
        return "" if verdict.permitted else verdict.reason

    async def view(self, request: web.Request) -> web.Response:
        """Say why a view ended."""
        try:
            ended = self._views.ended(request.match_info["ticket"])
        except Absent:
            return web.json_response({"ended": None}, status=HTTPStatus.NOT_FOUND)
        return web.json_response({"ended": ended or None})

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


@dataclass
class _Ending:
    """Why a view ended: unless something else is said, the gateway was stopped."""

    ended: str = "gateway-stopped"


def _no(reason: str, status: HTTPStatus = HTTPStatus.FORBIDDEN) -> web.Response:
    return web.json_response({"reason": reason}, status=status)


@contextlib.asynccontextmanager
async def serving(gateway: Gateway, host: str, port: int) -> AsyncIterator[str]:
    """Serve while the block runs; yields the address that was bound.

    :raises BadInput: when the address cannot be listened on.
    """
    async with listening(Viewing(gateway).application(), host, port) as (name, bound):
        yield f"{name}:{bound}"
