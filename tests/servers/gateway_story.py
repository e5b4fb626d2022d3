"""A gateway between a simulated camera and a simulated centre, over real sockets."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from vaka.core.ids import new_id
from vaka.demo.camera import SimulatedCamera
from vaka.edge.video.gateway import Gateway, Settings
from vaka.edge.video.ingest.addresses import parse_networks
from vaka.edge.video.serving.viewing import serving
from vaka.terms.document import Act, parse
from vaka.terms.orders import CameraOrder, Orders, Stand, cameras_told, sign_orders
from vaka.terms.signature import KeySet, SigningKey, sign
from vaka.terms.tickets import Ticket, sign_ticket

ALL_DAY = [
    {"days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], "from": "00:00", "to": "24:00"}
]


def now() -> datetime:
    return datetime.now(UTC)


def new_key() -> SigningKey:
    pem = Ed25519PrivateKey.generate().private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    return SigningKey(pem)


def terms_json(camera: str, **changed: object) -> dict[str, object]:
    """Terms for the days around now, that allow live and recording at every hour."""
    today = now().date()
    ring = [[13.0, 55.6], [13.1, 55.6], [13.1, 55.7], [13.0, 55.6]]
    return {
        "format": "vaka.terms/1",
        "id": new_id(at=now()),
        "camera": camera,
        "controller": {"id": "tn", "name": "Tekniska nämnden", "joint_with": []},
        "decision": {
            "body": "Tekniska nämnden",
            "case": "TN-1",
            "paragraph": "1",
            "date": "2026-01-01",
        },
        "purposes": [{"code": "8-1a", "text": "brottsutsatt plats"}],
        "legal_basis": "art. 6.1 e",
        "valid": {
            "from": (today - timedelta(days=2)).isoformat(),
            "until": (today + timedelta(days=2)).isoformat(),
            "review_by": (today + timedelta(days=1)).isoformat(),
        },
        "time_zone": "UTC",
        "hours": ALL_DAY,
        "uses": {
            "live": True,
            "record": True,
            "audio": False,
            "movable": False,
            "analytics": [],
        },
        "view": {
            "area": {"type": "Polygon", "coordinates": [ring]},
            "masks": [],
            "max_pixels_per_metre": 125,
        },
        "retention_hours": 72,
        "access": [{"role": "operator", "acts": ["live"], "requires": []}],
        "offline_hours": 24,
        "sign": {"text": "Kamerabevakning", "url": "https://example.org"},
        "supersedes": None,
        **changed,
    }


@dataclass
class Centre:
    """What the control wing is to a gateway: orders down, events up."""

    key: SigningKey = field(default_factory=new_key)
    cameras: dict[str, CameraOrder] = field(default_factory=dict)
    events: list[dict[str, object]] = field(default_factory=list)
    away: bool = False
    # What speaks as the gateway; another is told that it does not.
    spoken_for: bool = False
    clock: Callable[[], datetime] = now

    def order(
        self,
        camera: str,
        address: str,
        terms: dict[str, object] | None,
        *,
        revoked: Iterable[str] = (),
        superseded: Iterable[str] = (),
        key: SigningKey | None = None,
        view: str | None = None,
        metres_across: float | None = 20.0,
        stands: Iterable[Stand] = (),
        device_address: str | None = None,
        small: str | None = None,
    ) -> None:
        signed = sign(parse(terms), key or self.key) if terms else None
        self.cameras[camera] = CameraOrder(
            camera,
            address,
            signed,
            tuple(revoked),
            tuple(superseded),
            view=view,
            metres_across=metres_across,
            stands=tuple(stands),
            device_address=device_address,
            small_address=small,
        )

    def application(self) -> web.Application:
        app = web.Application()
        app.router.add_get("/api/edge/orders", self._orders)
        app.router.add_post("/api/edge/events", self._events)
        return app

    async def _orders(self, request: web.Request) -> web.Response:
        if self.away:
            return web.Response(status=503)
        if self.spoken_for:
            return web.Response(status=409)
        assert request.headers["Authorization"] == "Bearer edge-token"
        orders = Orders(request.query["gateway"], self.clock(), tuple(self.cameras.values()))
        tag = f'"{hash(json.dumps(cameras_told(orders)))}"'
        if request.headers.get("If-None-Match") == tag:
            return web.Response(status=304)
        return web.Response(text=sign_orders(orders, self.key), headers={"ETag": tag})

    async def _events(self, request: web.Request) -> web.Response:
        if self.away:
            return web.Response(status=503)
        body = await request.json()
        self.events += body["events"]
        return web.json_response({"taken": [event["id"] for event in body["events"]]})

    def said(self, kind: str, camera: str | None = None) -> list[dict[str, object]]:
        return [
            event["facts"]
            for event in self.events
            if event["kind"] == kind and camera in (None, event["camera"])
        ]

    def states(self, camera: str) -> list[object]:
        return [facts["state"] for facts in self.said("camera.health", camera)]

    def ticket(self, camera: str, terms: str, **changed: object) -> str:
        facts: dict = {
            "id": new_id(at=self.clock()),
            "person": "operator-2",
            "role": "operator",
            "camera": camera,
            "terms": terms,
            "act": Act.LIVE,
            "purpose": "watch",
            "incident": None,
            "issued": self.clock(),
            "expires": self.clock() + timedelta(minutes=1),
            **changed,
        }
        return sign_ticket(Ticket(**facts), self.key)


@dataclass
class Story:
    """A running gateway, its centre, and a client to look with."""

    centre: Centre
    gateway: Gateway
    url: str
    session: aiohttp.ClientSession
    folder: Path

    async def until(self, holds, seconds: float = 8.0) -> None:
        """Wait until something holds; fail when it does not in time."""
        deadline = asyncio.get_running_loop().time() + seconds
        while not holds():
            assert asyncio.get_running_loop().time() < deadline, (
                f"not within {seconds} s; events: {self.centre.events}"
            )
            await asyncio.sleep(0.03)

    async def view_reason(self, ticket_id: str) -> str:
        async with self.session.get(f"{self.url}/views/{ticket_id}") as answer:
            return (await answer.json())["ended"]


@asynccontextmanager
async def story(
    folder: Path, centre: Centre, networks: str = "127.0.0.0/8:0"
) -> AsyncIterator[Story]:
    runner = web.AppRunner(centre.application())
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    settings = Settings(
        gateway="gateway-1",
        centre_url=f"http://127.0.0.1:{port}",
        token="edge-token",
        folder=folder,
        trusted=KeySet([centre.key.public_jwk()]),
        networks=parse_networks(networks),
    )
    gateway = Gateway(settings, wall=centre.clock)
    running = asyncio.ensure_future(gateway.run())
    try:
        async with (
            serving(gateway, "127.0.0.1", 0) as bound,
            aiohttp.ClientSession() as session,
        ):
            yield Story(centre, gateway, f"http://{bound}", session, folder)
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await runner.cleanup()


def run(told) -> None:
    asyncio.run(asyncio.wait_for(told, 60))


def networks(*cameras: SimulatedCamera) -> str:
    return ",".join(f"127.0.0.0/8:{camera.port}" for camera in cameras)
