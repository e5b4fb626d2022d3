"""The gateway's door: a ticket opens one view, is asked about again, and its end is told."""

import asyncio
import contextlib
from collections.abc import Iterator
from http import HTTPStatus

from aiohttp import web

from vaka.core.errors import Conflict
from vaka.edge.video.camera import Camera
from vaka.edge.video.enforcement import Doubt
from vaka.edge.video.gateway import Gateway
from vaka.edge.video.media.sound import Tracks
from vaka.edge.video.serving.views import Ending, Views
from vaka.terms.document import Act
from vaka.terms.signature import Untrusted
from vaka.terms.tickets import Ticket, verify_ticket

NO_STORE = {"Cache-Control": "no-store"}


class Refusal(Exception):
    """A view does not begin; the reason is a code."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Door:
    """Where every view of one gateway begins and ends."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway
        self.views = Views(began=gateway.began)

    def begin(
        self, request: web.Request, acts: frozenset[Act], *, plan: str | None = None
    ) -> tuple[Camera, Ticket]:
        """Return the camera that a request's ticket opens, the ticket used up.

        A ticket that names a plan opens the recordings as that plan covers them (its digest is
        `plan`), and nothing in clear.

        :raises Refusal: when it opens none of these acts.
        """
        moment = self._gateway.moment()
        try:
            trusted = self._gateway.trusted
            ticket = verify_ticket(request.query.get("ticket", ""), trusted, at=moment.now)
            if ticket.redaction != plan:
                raise Refusal(Doubt.OTHER_ACT)
            camera = self._gateway.cameras.get(ticket.camera)
            if camera is None:
                raise Refusal("no-such-camera")
            verdict = camera.may_view(ticket, acts, moment)
            if not verdict.permitted:
                raise Refusal(verdict.reason)
            self.views.begin(ticket, at=moment.now)
        except (Untrusted, Conflict) as doubt:
            raise Refusal(doubt.reason) from None
        return camera, ticket

    @contextlib.contextmanager
    def view(self, ticket: Ticket) -> Iterator[Ending]:
        """Remember and report how a view ended: unless it is said, the gateway was stopped."""
        loop, ending = asyncio.get_running_loop(), Ending("gateway-stopped")
        began = loop.time()
        try:
            yield ending
        finally:
            self.views.end(ticket.id, ending)
            seconds = loop.time() - began
            self._gateway.view_ended(ticket.camera, ticket.id, ending.ended, seconds)

    def why_not(self, camera: Camera, ticket: Ticket) -> str:
        """Return why this view may not go on, or nothing."""
        if self._gateway.cameras.get(ticket.camera) is not camera:
            return "no-such-camera"
        acts, moment = frozenset({ticket.act}), self._gateway.moment()
        verdict = camera.may_view(ticket, acts, moment)
        return "" if verdict.permitted else verdict.reason


def tracks(ticket: Ticket) -> Tracks:
    """Return what a ticket lets out: sound if it says so, in a copy also what no browser plays.

    What is left out does not leave the gateway.
    """
    if not ticket.sound:
        return Tracks.PICTURES
    return Tracks.ALL if ticket.act is Act.EXPORT else Tracks.PLAYED


def refused(reason: str, status: HTTPStatus = HTTPStatus.FORBIDDEN) -> web.Response:
    """Return the answer that says why not."""
    return web.json_response({"reason": reason}, status=status)
