"""What gateways ask and report: signed orders down, events up."""

import hashlib
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema

from vaka.api.acting import actor, now
from vaka.api.by_token import EdgeToken, by_token
from vaka.core.canonical import canonical_bytes
from vaka.core.errors import Conflict
from vaka.municipality.rules import Actor, machine
from vaka.municipality.rules.tokens import require_machine
from vaka.operation import actions, queries
from vaka.operation.actions import Reported
from vaka.terms import keystore
from vaka.terms.orders import Orders, cameras_told, sign_orders

router = Router(auth=[by_token, EdgeToken("gateway")], tags=["edge"])


class EventIn(Schema):
    """One event of a gateway; `facts` as its kind has them."""

    id: str
    kind: str
    camera: str
    at: datetime
    facts: dict[str, object]


class EventsIn(Schema):
    """Events in the order they happened."""

    gateway: str
    events: list[EventIn]


class Taken(Schema):
    """The ids that we have, now or since before; the gateway may forget them."""

    taken: list[str]


@router.get("/orders")
def orders(request: HttpRequest, gateway: str, installation: str) -> HttpResponse:
    """Return the signed orders of a gateway, or 304 when it has them already.

    409 when another installation speaks as this gateway: the one that asks has no cameras.
    """
    by = _gateway(request, gateway)
    if not queries.speaks(gateway, installation, at=now()) and not actions.speak(
        gateway=gateway, installation=installation, by=by, at=now()
    ):
        raise Conflict(gateway, "another-speaks")
    told = queries.orders(gateway, at=now())
    tag = f'"{_fingerprint(told)}"'
    if request.headers.get("If-None-Match") == tag:
        return HttpResponse(status=304, headers={"ETag": tag})
    text = sign_orders(told, keystore.signing_key(settings.VAKA.keys_path))
    headers = {"ETag": tag, "Cache-Control": "no-store"}
    return HttpResponse(text, content_type="application/jose", headers=headers)


def _gateway(request: HttpRequest, name: str) -> Actor:
    """Return the gateway that is asked as.

    :raises TokenRefused: when the token that was brought is another's.
    """
    require_machine(actor(request), name)
    return machine(name)


def _fingerprint(told: Orders) -> str:
    """Return a hash of everything in the orders but the time they were made."""
    return hashlib.sha256(canonical_bytes(cameras_told(told))).hexdigest()


@router.post("/events", response=Taken)
def events(request: HttpRequest, body: EventsIn) -> dict[str, list[str]]:
    """Take in events; each once, however often it is sent."""
    by, taken = _gateway(request, body.gateway), []
    for event in body.events:
        reported = Reported(event.id, event.kind, event.camera, event.at, event.facts)
        actions.take_event(event=reported, gateway=body.gateway, by=by, at=now())
        taken.append(event.id)
    return {"taken": taken}
