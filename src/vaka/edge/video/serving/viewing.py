"""The gateway's own server: pictures to whoever holds a ticket, and how things are.

Only the control wing calls it. A ticket that is good when the view begins is asked about again
with every picture, so that a view ends when its terms do, and says why.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from datetime import datetime
from functools import partial
from http import HTTPStatus

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from vaka.core.errors import Absent
from vaka.core.period import Period
from vaka.edge.video.camera import Camera
from vaka.edge.video.enforcement import FOOTAGE, LIVE, is_within_hours
from vaka.edge.video.gateway import Gateway
from vaka.edge.video.live.pouring import pour
from vaka.edge.video.live.viewers import Viewer
from vaka.edge.video.media.picture import jpeg
from vaka.edge.video.serving.door import NO_STORE, Door, Refusal, refused
from vaka.edge.video.serving.listening import listening
from vaka.edge.video.serving.redacting import MOST_PLAN_BYTES, Redacting
from vaka.terms.document import Act
from vaka.terms.permits import Reason

# What the query `stream` says when a smaller picture will do.
SMALL = "small"
# Decoders at a time: each may take a gigabyte.
MOST_DECODERS = 2


class Viewing:
    """Routes over one gateway."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway
        self._door = Door(gateway)
        self._decoders = asyncio.Semaphore(MOST_DECODERS)

    def application(self) -> web.Application:
        """Return the server's routes."""
        app = web.Application(client_max_size=MOST_PLAN_BYTES)
        app.router.add_get("/live", self.live)
        app.router.add_get("/footage", self.footage)
        Redacting(self._gateway, self._door).add_to(app.router)
        app.router.add_get("/snapshot", self.snapshot)
        app.router.add_get("/views/{ticket}", self.view)
        app.router.add_get("/cameras", self.cameras)
        app.router.add_get("/healthz", self.healthz)
        app.router.add_get("/metrics", self.metrics)
        return app

    async def live(self, request: web.Request) -> web.StreamResponse:
        """Stream what a ticket is good for as fragmented MP4, until it is no longer."""
        try:
            camera, ticket = self._door.begin(request, LIVE)
        except Refusal as no:
            return refused(no.reason)
        response = web.StreamResponse(headers={"Content-Type": "video/mp4", **NO_STORE})
        with self._door.view(ticket) as view:
            async with watching(camera, request.query.get("stream", "")) as viewer:
                try:
                    await response.prepare(request)
                    view.ended = await pour(
                        request,
                        response,
                        viewer,
                        why_not=lambda: self._door.why_not(camera, ticket),
                    )
                except ConnectionError:
                    view.ended = "viewer-left"
        return response

    async def footage(self, request: web.Request) -> web.StreamResponse:
        """Hand out what is kept of the stretch of time that a ticket opens, or its end."""
        try:
            since = instant(request.query.get("from", ""))
            camera, ticket = self._door.begin(request, FOOTAGE)
        except Refusal as no:
            return refused(no.reason)
        assert ticket.footage is not None
        # A copy takes with it what its last signatures lie in; who only looks needs none.
        follows = partial(is_within_hours, camera.hand) if ticket.act is Act.EXPORT else None
        span = since_then(ticket.footage, since)
        footage = self._gateway.footage(ticket.camera, span, follows=follows)
        pieces = footage.pieces()
        with self._door.view(ticket) as view:
            piece = await asyncio.to_thread(next, pieces, b"")
            if footage.starts is None:
                view.ended = "nothing-kept"
                return refused(view.ended, HTTPStatus.NOT_FOUND)
            headers = {"Content-Type": "video/mp4", "X-Starts": footage.starts.isoformat()}
            response = web.StreamResponse(headers=headers | NO_STORE)
            try:
                await response.prepare(request)
                while piece:
                    if reason := self._door.why_not(camera, ticket):
                        view.ended = reason
                        break
                    await response.write(piece)
                    piece = await asyncio.to_thread(next, pieces, b"")
                else:
                    view.ended = "camera-changed" if footage.cut else "finished"
                    view.lacking = footage.lacking
                await response.write_eof()
            except ConnectionError:
                view.ended = "viewer-left"
        return response

    async def snapshot(self, request: web.Request) -> web.Response:
        """Give the newest picture that stands alone, as JPEG."""
        try:
            camera, ticket = self._door.begin(request, LIVE)
        except Refusal as no:
            return refused(no.reason)
        with self._door.view(ticket) as view:
            newest = camera.live.newest()
            if newest is None:
                view.ended = "camera-lost"
                return refused(view.ended, HTTPStatus.SERVICE_UNAVAILABLE)
            async with self._decoders:
                picture = await jpeg(*newest)
            if reason := self._door.why_not(camera, ticket):
                view.ended = reason
                return refused(reason)
            view.ended = "snapshot" if picture else "camera-lost"
        if picture is None:
            return refused("camera-lost", HTTPStatus.SERVICE_UNAVAILABLE)
        return web.Response(body=picture, content_type="image/jpeg", headers=NO_STORE)

    async def view(self, request: web.Request) -> web.Response:
        """Say why a view ended."""
        try:
            told = self._door.views.ending(request.match_info["ticket"])
        except Absent:
            return web.json_response({"ended": None}, status=HTTPStatus.NOT_FOUND)
        return web.json_response({"ended": told.ended or None, "lacking": told.lacking or None})

    async def cameras(self, request: web.Request) -> web.Response:
        """Say how each camera is."""
        return web.json_response(
            {
                name: {
                    "state": camera.health.state,
                    "reason": camera.health.reason,
                    "since": camera.health.since.isoformat(),
                    "viewers": camera.viewers,
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


def instant(text: str) -> datetime | None:
    """Return the instant that a query names, if it names one.

    :raises Refusal: when it is none.
    """
    try:
        found = datetime.fromisoformat(text) if text else None
    except ValueError:
        raise Refusal(Reason.MALFORMED) from None
    if found and found.tzinfo is None:
        raise Refusal(Reason.MALFORMED)
    return found


def since_then(span: Period, since: datetime | None) -> Period:
    """Return what of a stretch lies from an instant on; one beside it takes nothing away."""
    return Period(since, span.end) if since and since in span else span


@contextlib.asynccontextmanager
async def watching(camera: Camera, stream: str) -> AsyncIterator[Viewer]:
    """Watch while the block runs: the small stream when that is asked for and can be had."""
    live, viewer = camera.small.live, None
    if stream == SMALL:
        viewer = await camera.small.join()
    if viewer is None:
        live, viewer = camera.live, camera.live.join()
    try:
        yield viewer
    finally:
        live.leave(viewer)


@contextlib.asynccontextmanager
async def serving(gateway: Gateway, host: str, port: int) -> AsyncIterator[str]:
    """Serve while the block runs; yields the address that was bound.

    :raises BadInput: when the address cannot be listened on.
    """
    async with listening(Viewing(gateway).application(), host, port) as (name, bound):
        yield f"{name}:{bound}"
