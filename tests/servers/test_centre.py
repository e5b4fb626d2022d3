"""A gateway takes its own centre's newest orders, and keeps them over a restart."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from tests.servers.gateway_story import new_key
from vaka.edge.video.centre import Centre
from vaka.edge.video.outbox import BATCH, Outbox
from vaka.terms.orders import CameraOrder, Orders, sign_orders
from vaka.terms.signature import KeySet

AT = datetime(2026, 3, 2, 20, tzinfo=UTC)
KEY = new_key()
CAMERA = CameraOrder("torget", "rtsp://10.0.0.7/", None, (), ())


@dataclass
class Answers:
    """What the centre answers, and what it got."""

    orders: web.Response | None = None
    events: object = field(default_factory=lambda: {"taken": []})
    got: list[str] = field(default_factory=list)

    async def on_orders(self, request: web.Request) -> web.Response:
        assert self.orders is not None
        told, self.orders = self.orders, None
        return told

    async def on_events(self, request: web.Request) -> web.Response:
        self.got += [event["id"] for event in (await request.json())["events"]]
        return web.json_response(self.events or {"taken": self.got})


def orders(*, gateway: str = "gateway-1", issued: datetime = AT, key=KEY) -> web.Response:
    return web.Response(text=sign_orders(Orders(gateway, issued, (CAMERA,)), key))


@asynccontextmanager
async def between(folder: Path) -> AsyncIterator[tuple[Answers, Centre, aiohttp.ClientSession]]:
    answers, app = Answers(), web.Application()
    app.router.add_get("/api/edge/orders", answers.on_orders)
    app.router.add_post("/api/edge/events", answers.on_events)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        async with aiohttp.ClientSession() as session:
            with contextlib.closing(Outbox(folder)) as outbox:
                yield answers, centre(folder, outbox, url), session
    finally:
        await runner.cleanup()


def centre(folder: Path, outbox: Outbox, url: str = "http://127.0.0.1:9") -> Centre:
    return Centre(
        url,
        gateway="gateway-1",
        token="edge-token",
        trusted=KeySet([KEY.public_jwk()]),
        folder=folder,
        outbox=outbox,
    )


def after_restart(folder: Path) -> Centre:
    with contextlib.closing(Outbox(folder)) as outbox:
        return centre(folder, outbox)


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (orders(gateway="gateway-2"), "for another gateway"),
        (orders(issued=AT - timedelta(seconds=1)), "older than those we have"),
        (orders(key=new_key()), "is not trusted"),
        (web.Response(text="<html>"), "not a compact JWS"),
    ],
)
def test_orders_that_are_not_the_newest_of_our_centre_are_not_taken(
    tmp_path: Path, answer: web.Response, why: str, caplog: pytest.LogCaptureFixture
) -> None:
    async def told() -> None:
        async with between(tmp_path) as (answers, asked, session):
            answers.orders = orders()
            await asked.ask(session, now=AT)
            assert asked.reachable
            before = asked.told
            answers.orders = answer
            await asked.ask(session, now=AT + timedelta(seconds=1))
            assert asked.told == before
            assert not asked.reachable

    asyncio.run(told())
    assert why in caplog.text
    again = after_restart(tmp_path).told
    assert again is not None
    assert again.orders.issued == AT


def test_when_it_was_last_heard_is_kept_over_a_restart_never_too_late(tmp_path: Path) -> None:
    async def told() -> None:
        async with between(tmp_path) as (answers, asked, session):
            for second in (0, 4, 11, 12):
                answers.orders = orders() if second == 0 else web.Response(status=304)
                await asked.ask(session, now=AT + timedelta(seconds=second))
            assert asked.told is not None
            assert asked.told.heard == AT + timedelta(seconds=12)

    asyncio.run(told())
    again = after_restart(tmp_path).told
    assert again is not None
    assert again.heard == AT + timedelta(seconds=11)


@pytest.mark.parametrize("spoiled", [b"yesterday", b"\xff"])
def test_without_a_note_it_was_heard_when_the_orders_were_issued(
    tmp_path: Path, spoiled: bytes
) -> None:
    (tmp_path / "orders.jws").write_text(sign_orders(Orders("gateway-1", AT, ()), KEY))
    (tmp_path / "heard").write_bytes(spoiled)
    told = after_restart(tmp_path).told
    assert told is not None
    assert told.heard == AT


@pytest.mark.parametrize("spoiled", [b"e30.e30.e30", b"\xff\xff", b""])
def test_orders_that_were_altered_on_disk_are_none(tmp_path: Path, spoiled: bytes) -> None:
    (tmp_path / "orders.jws").write_bytes(spoiled)
    assert after_restart(tmp_path).told is None


def test_a_centre_that_falls_silent_is_said_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def told() -> None:
        async with between(tmp_path) as (answers, asked, session):
            answers.orders = orders()
            await asked.ask(session, now=AT)
            for _ in range(3):
                answers.orders = web.Response(status=503)
                await asked.ask(session, now=AT)
            assert not asked.reachable

    asyncio.run(told())
    assert caplog.text.count("cannot be heard") == 1


def test_events_wait_until_the_centre_says_that_it_has_them(tmp_path: Path) -> None:
    async def told() -> None:
        async with between(tmp_path) as (answers, asked, session):
            await asked.report(session)
            assert answers.got == []
            outbox = Outbox(tmp_path)
            for number in range(BATCH + 1):
                outbox.put("camera.health", "torget", {"number": number}, at=AT)
            await asked.report(session)
            assert len(outbox.oldest()) == BATCH
            answers.got, answers.events = [], None
            await asked.report(session)
            assert len(outbox.oldest()) == 1
            await asked.report(session)
            assert outbox.oldest() == []
            outbox.close()

    asyncio.run(told())


def test_events_stay_while_nobody_takes_them(tmp_path: Path) -> None:
    async def told() -> None:
        with contextlib.closing(Outbox(tmp_path)) as outbox:
            outbox.put("camera.health", "torget", {}, at=AT)
            async with aiohttp.ClientSession() as session:
                await centre(tmp_path, outbox).report(session)
            assert len(outbox.oldest()) == 1

    asyncio.run(told())


def test_a_second_of_the_same_name_has_no_cameras_and_takes_no_older_orders(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def told() -> None:
        async with between(tmp_path) as (answers, asked, session):

            async def cameras_after(answer: web.Response) -> int:
                answers.orders = answer
                await asked.ask(session, now=AT + timedelta(seconds=1))
                assert asked.told
                return len(asked.told.orders.cameras)

            assert await cameras_after(orders()) == 1
            assert await cameras_after(web.Response(status=409)) == 0
            silenced = asked.told.orders if asked.told else None
            assert await cameras_after(web.Response(status=409)) == 0
            assert asked.told
            assert asked.told.orders is silenced
            assert await cameras_after(orders(issued=AT - timedelta(seconds=1))) == 0
            assert await cameras_after(orders(issued=AT + timedelta(seconds=1))) == 1

    asyncio.run(told())
    assert caplog.text.count("Another speaks as gateway-1") == 1


def test_a_gateway_is_the_same_after_a_restart_and_another_folder_another(
    tmp_path: Path,
) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    for folder in (first, first, second):
        after_restart(folder)
    said = [(folder / "installation").read_text("ascii") for folder in (first, second)]
    assert len(set(said)) == 2
