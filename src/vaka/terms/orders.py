"""Orders: what the centre tells a gateway, signed: its cameras, their terms, what has fallen.

The gateway keeps the last good orders. When they were issued is when it last heard from the
centre, from which the offline limit of the terms is counted.
"""

from dataclasses import asdict, dataclass
from datetime import datetime

from vaka.core.errors import BadInput
from vaka.core.period import Period
from vaka.terms.permits import Reason
from vaka.terms.reading import Object, stamp
from vaka.terms.signature import KeySet, SigningKey, Untrusted

ORDERS_TYPE = "vaka-orders"


@dataclass(frozen=True)
class Hold:
    """A stretch of recordings that is not disposed of before an instant. Swedish: bevarande."""

    id: str
    footage: Period
    until: datetime


@dataclass(frozen=True)
class Stand:
    """One preset of a movable camera as a technician has confirmed it.

    `preset` is its name in the terms; `view` and `metres_across` are as those of the camera.
    """

    preset: str
    view: str
    metres_across: float


@dataclass(frozen=True)
class CameraOrder:
    """One camera: where it answers, its signed terms, what has fallen, what is held.

    `view` names the confirmation of what it sees; another name is another view. `metres_across`
    is what its picture covers at the nearest point that it may show; None when nobody knows.
    `stands` are the presets that have been confirmed; of the others nothing is kept or shown.
    `device_address` is where the camera itself answers (ONVIF), if anybody knows.
    `small_address` is where the same camera sends a smaller stream, if it does.
    """

    camera: str
    address: str
    terms: str | None
    revoked: tuple[str, ...]
    superseded: tuple[str, ...]
    holds: tuple[Hold, ...] = ()
    view: str | None = None
    metres_across: float | None = None
    stands: tuple[Stand, ...] = ()
    device_address: str | None = None
    small_address: str | None = None

    def __repr__(self) -> str:
        """Leave the addresses out: they may carry passwords, and this text may reach a log."""
        return f"CameraOrder({self.camera})"


@dataclass(frozen=True)
class Orders:
    """Everything a gateway is to know at that instant."""

    gateway: str
    issued: datetime
    cameras: tuple[CameraOrder, ...]


def sign_orders(orders: Orders, key: SigningKey) -> str:
    """Return the orders as a compact JWS."""
    told = {
        "gateway": orders.gateway,
        "issued": stamp(orders.issued),
        "cameras": cameras_told(orders),
    }
    return key.sign(told, ORDERS_TYPE)


def cameras_told(orders: Orders) -> list[dict[str, object]]:
    """Return all that the orders say but when they were issued."""
    return [
        {
            "camera": order.camera,
            "address": order.address,
            "terms": order.terms,
            "revoked": list(order.revoked),
            "superseded": list(order.superseded),
            "holds": [_told(hold) for hold in order.holds],
            "view": order.view,
            "metres_across": order.metres_across,
            "stands": [asdict(stand) for stand in order.stands],
            "device_address": order.device_address,
            "small_address": order.small_address,
        }
        for order in orders.cameras
    ]


def _told(hold: Hold) -> dict[str, str]:
    return {
        "id": hold.id,
        "from": stamp(hold.footage.start),
        "to": stamp(hold.footage.end),
        "until": stamp(hold.until),
    }


def verify_orders(text: str, trusted: KeySet) -> Orders:
    """Return the orders, when they are ours and unaltered.

    :raises Untrusted: when they are not.
    """
    payload = trusted.open(text, ORDERS_TYPE)
    try:
        return _parse(payload)
    except BadInput as problem:
        raise Untrusted(Reason.MALFORMED, str(problem)) from None


def _parse(payload: object) -> Orders:
    with Object.read(payload, "orders") as own:
        return Orders(
            gateway=own.text("gateway"),
            issued=own.instant("issued"),
            cameras=tuple(_camera(item) for item in own.inners("cameras")),
        )


def _camera(fields: Object) -> CameraOrder:
    with fields as own:
        return CameraOrder(
            camera=own.text("camera"),
            address=own.text("address"),
            terms=own.text_or_null("terms"),
            revoked=tuple(own.texts("revoked")),
            superseded=tuple(own.texts("superseded")),
            holds=tuple(_hold(item) for item in own.inners("holds")),
            view=own.text_or_null("view"),
            metres_across=own.positive_or_null("metres_across"),
            stands=tuple(_stand(item) for item in own.inners("stands")),
            device_address=own.text_or_null("device_address"),
            small_address=own.text_or_null("small_address"),
        )


def _stand(fields: Object) -> Stand:
    with fields as own:
        return Stand(own.text("preset"), own.ulid("view"), own.positive("metres_across"))


def _hold(fields: Object) -> Hold:
    with fields as own:
        return Hold(
            id=own.ulid("id"),
            footage=Period(own.instant("from"), own.instant("to")),
            until=own.instant("until"),
        )
