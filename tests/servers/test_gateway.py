"""The gateway records, keeps and shows only what its signed terms permit."""

import asyncio
import contextlib
import io
import json
from datetime import timedelta
from pathlib import Path

import av
import pytest

from tests.servers.gateway_story import (
    Centre,
    networks,
    new_key,
    now,
    run,
    story,
    terms_json,
)
from vaka.core.ids import new_id
from vaka.demo.camera import SimulatedCamera
from vaka.demo.faults import Fault
from vaka.edge.video.recording.vault import Vault

SQUARE = "01JSQUARE00000000000000000"
GARAGE = "01JGARAGE00000000000000000"


def videos(folder: Path, camera: str) -> list[bytes]:
    """What the vault keeps of a camera, opened with the keys that exist."""
    vault = Vault(folder)
    try:
        kept = [b"".join(vault.read(s.id, at=now())) for s in vault.kept(camera)]
    finally:
        vault.close()
    return kept


def frames(video: bytes) -> int:
    """How many pictures can be decoded, of a stream that may be cut off in its last one."""
    count = 0
    with (
        av.open(io.BytesIO(video)) as container,
        contextlib.suppress(av.error.InvalidDataError),
    ):
        for _ in container.decode(video=0):
            count += 1
    return count


def test_what_is_permitted_is_recorded_and_can_be_played(tmp_path: Path) -> None:
    async def told() -> None:
        centre = Centre()
        async with SimulatedCamera() as camera, story(tmp_path, centre, networks(camera)) as s:
            centre.order(SQUARE, camera.url, terms_json(SQUARE))
            await s.until(lambda: "recording" in centre.states(SQUARE))
            await asyncio.sleep(3)
        assert centre.said("recording.started", SQUARE) == [{"reason": "ok"}]
        kept = videos(tmp_path, SQUARE)
        assert len(kept) == 1
        assert frames(kept[0]) >= 30
        sealed = next((tmp_path / "video" / SQUARE).iterdir()).read_bytes()
        assert b"moof" not in sealed

    run(told())


def test_revocation_stops_recording_and_every_view_within_a_second(tmp_path: Path) -> None:
    async def told() -> None:
        centre, terms = Centre(), terms_json(SQUARE)
        async with SimulatedCamera() as camera, story(tmp_path, centre, networks(camera)) as s:
            centre.order(SQUARE, camera.url, terms)
            await s.until(lambda: "recording" in centre.states(SQUARE))
            ticket = new_id(at=now())
            text = centre.ticket(SQUARE, terms["id"], id=ticket)
            async with s.session.get(f"{s.url}/live", params={"ticket": text}) as answer:
                assert answer.status == 200
                seen = await answer.content.readexactly(60_000)
                assert seen[4:8] == b"ftyp"
                loop = asyncio.get_running_loop()
                centre.order(SQUARE, camera.url, terms, revoked=[terms["id"]])
                revoked_at, began = now(), loop.time()
                await answer.content.read()
                assert loop.time() - began < 1.0
            assert await s.view_reason(ticket) == "revoked"
            await s.until(lambda: "outside-terms" in centre.states(SQUARE))
            await s.until(lambda: camera.viewers == 0)
        vault = Vault(tmp_path)
        assert max(s.ends for s in vault.kept(SQUARE)) < revoked_at + timedelta(seconds=1)
        vault.close()
        assert centre.said("recording.stopped", SQUARE) == [{"reason": "revoked"}]

    run(told())


def test_while_another_speaks_as_this_gateway_it_has_no_cameras(tmp_path: Path) -> None:
    async def told() -> None:
        centre, terms = Centre(), terms_json(SQUARE)
        async with SimulatedCamera() as camera, story(tmp_path, centre, networks(camera)) as s:
            centre.order(SQUARE, camera.url, terms)
            await s.until(lambda: "recording" in centre.states(SQUARE))
            centre.spoken_for = True
            await s.until(lambda: camera.viewers == 0)
            ticket = centre.ticket(SQUARE, terms["id"])
            async with s.session.get(f"{s.url}/live", params={"ticket": ticket}) as answer:
                assert answer.status == 403
            centre.spoken_for = False
            await s.until(lambda: camera.viewers == 1)

    run(told())


def test_nothing_is_recorded_before_the_hour_nor_after_it(tmp_path: Path) -> None:
    """The permitted hours end while the camera records; the last picture lies before that."""

    async def told() -> None:
        centre = Centre()
        async with SimulatedCamera() as camera, story(tmp_path, centre, networks(camera)) as s:
            later = (now() + timedelta(hours=2)).strftime("%H:%M")
            end = (now() + timedelta(hours=3)).strftime("%H:%M")
            days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
            outside = [{"days": days, "from": later, "to": end}]
            centre.order(SQUARE, camera.url, terms_json(SQUARE, hours=outside))
            await s.until(lambda: "outside-terms" in centre.states(SQUARE))
            assert centre.said("camera.health", SQUARE)[-1]["reason"] == "outside-hours"
            await asyncio.sleep(1)
            assert camera.viewers == 0
        assert videos(tmp_path, SQUARE) == []

    run(told())


@pytest.mark.parametrize(
    ("changed", "state", "reason"),
    [
        (
            {"valid": {"from": "2020-01-01", "until": "2020-12-31", "review_by": "2020-06-01"}},
            "outside-terms",
            "lapsed",
        ),
        (
            {
                "uses": {
                    "live": False,
                    "record": False,
                    "audio": False,
                    "movable": False,
                    "analytics": [],
                }
            },
            "outside-terms",
            "use-not-allowed",
        ),
        ({"camera": GARAGE}, "waiting-for-terms", "other-camera"),
        (None, "waiting-for-terms", "no-terms"),
    ],
)
def test_without_a_permission_the_camera_is_not_even_connected_to(
    tmp_path: Path, changed: dict | None, state: str, reason: str
) -> None:
    async def told() -> None:
        centre = Centre()
        async with SimulatedCamera() as camera, story(tmp_path, centre, networks(camera)) as s:
            terms = None if changed is None else terms_json(**{"camera": SQUARE, **changed})
            centre.order(SQUARE, camera.url, terms)
            await s.until(lambda: state in centre.states(SQUARE))
            assert centre.said("camera.health", SQUARE)[-1]["reason"] == reason
            assert camera.viewers == 0

    run(told())


def test_terms_signed_by_somebody_else_are_no_terms(tmp_path: Path) -> None:
    async def told() -> None:
        centre = Centre()
        async with SimulatedCamera() as camera, story(tmp_path, centre, networks(camera)) as s:
            centre.order(SQUARE, camera.url, terms_json(SQUARE), key=new_key())
            await s.until(lambda: "outside-terms" in centre.states(SQUARE))
            assert centre.said("camera.health", SQUARE)[-1]["reason"] == "unknown-key"

    run(told())


def test_what_may_be_shown_but_not_recorded_is_only_shown(tmp_path: Path) -> None:
    async def told() -> None:
        centre = Centre()
        terms = terms_json(
            SQUARE,
            uses={
                "live": True,
                "record": False,
                "audio": False,
                "movable": False,
                "analytics": [],
            },
        )
        async with SimulatedCamera() as camera, story(tmp_path, centre, networks(camera)) as s:
            centre.order(SQUARE, camera.url, terms)
            await s.until(lambda: "live-only" in centre.states(SQUARE))
            text = centre.ticket(SQUARE, terms["id"])
            async with s.session.get(f"{s.url}/live", params={"ticket": text}) as answer:
                video = await answer.content.readexactly(120_000)
            assert frames(video) >= 3
        assert videos(tmp_path, SQUARE) == []

    run(told())


def test_a_ticket_opens_one_view_of_one_camera_once(tmp_path: Path) -> None:
    async def told() -> None:
        centre, terms = Centre(), terms_json(SQUARE)
        async with SimulatedCamera() as camera, story(tmp_path, centre, networks(camera)) as s:
            centre.order(SQUARE, camera.url, terms)
            await s.until(lambda: "recording" in centre.states(SQUARE))

            async def refused(text: str) -> str:
                async with s.session.get(f"{s.url}/live", params={"ticket": text}) as answer:
                    assert answer.status == 403
                    return (await answer.json())["reason"]

            good = centre.ticket(SQUARE, terms["id"])
            async with s.session.get(f"{s.url}/live", params={"ticket": good}) as answer:
                assert answer.status == 200
            assert await refused(good) == "ticket-used-already"
            assert await refused(good[:-6] + "AAAAAA") in ("bad-signature", "malformed")
            assert await refused("nonsense") == "malformed"
            past = now() - timedelta(minutes=5)
            old = centre.ticket(
                SQUARE, terms["id"], issued=past, expires=past + timedelta(minutes=1)
            )
            assert await refused(old) == "lapsed"
            assert await refused(centre.ticket(GARAGE, terms["id"])) == "no-such-camera"
            assert await refused(centre.ticket(SQUARE, new_id(at=now()))) == "superseded"
            guest = centre.ticket(SQUARE, terms["id"], role="inspector")
            assert await refused(guest) == "role-not-allowed"
            long = centre.ticket(SQUARE, terms["id"], expires=now() + timedelta(hours=1))
            assert await refused(long) == "malformed"

    run(told())


def test_a_view_ends_when_its_ticket_runs_out(tmp_path: Path) -> None:
    async def told() -> None:
        centre, terms = Centre(), terms_json(SQUARE)
        async with SimulatedCamera() as camera, story(tmp_path, centre, networks(camera)) as s:
            centre.order(SQUARE, camera.url, terms)
            await s.until(lambda: "recording" in centre.states(SQUARE))
            ticket = new_id(at=now())
            text = centre.ticket(
                SQUARE, terms["id"], id=ticket, expires=now() + timedelta(seconds=1.5)
            )
            async with s.session.get(f"{s.url}/live", params={"ticket": text}) as answer:
                await answer.content.read()
            assert await s.view_reason(ticket) == "expired"
            await s.until(lambda: centre.said("view.ended", SQUARE))
            assert centre.said("view.ended", SQUARE)[0]["reason"] == "expired"

    run(told())


@pytest.mark.parametrize(
    ("fault", "states"),
    [
        (Fault.STALLS, {"stalled"}),
        (Fault.GARBAGE, {"garbage", "stalled", "unreachable"}),
        (Fault.VANISHES, {"unreachable", "garbage"}),
    ],
)
def test_a_faulty_camera_says_so_while_the_other_goes_on(
    tmp_path: Path, fault: Fault, states: set[str]
) -> None:
    async def told() -> None:
        centre = Centre()
        async with (
            SimulatedCamera(fault=fault) as faulty,
            SimulatedCamera() as sound,
            story(tmp_path, centre, networks(faulty, sound)) as s,
        ):
            centre.order(SQUARE, faulty.url, terms_json(SQUARE))
            centre.order(GARAGE, sound.url, terms_json(GARAGE))
            await s.until(lambda: states & set(centre.states(SQUARE)), 20)
            await s.until(lambda: s.gateway.cameras[GARAGE].health.state == "recording")
            assert not {"stalled", "garbage", "unreachable"} & set(centre.states(GARAGE))
            assert s.gateway.reachable

    run(told())


def test_an_address_that_is_no_cameras_is_refused_and_said(tmp_path: Path) -> None:
    async def told() -> None:
        centre = Centre()
        async with SimulatedCamera() as camera, story(tmp_path, centre, "10.0.0.0/8:554") as s:
            centre.order(SQUARE, camera.url, terms_json(SQUARE))
            centre.order(GARAGE, "file:///etc/hostname", terms_json(GARAGE))
            await s.until(lambda: "refused-address" in centre.states(SQUARE))
            await s.until(lambda: "refused-address" in centre.states(GARAGE))
            assert "networks" in centre.said("camera.health", SQUARE)[-1]["reason"]
            assert "RTSP" in centre.said("camera.health", GARAGE)[-1]["reason"]
            assert camera.viewers == 0

    run(told())


def test_a_password_of_a_camera_appears_nowhere(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    canary = "Kanarie-7f3a"

    async def told() -> None:
        centre = Centre()
        async with (
            SimulatedCamera(user="vaka", password=canary) as camera,
            story(tmp_path, centre, networks(camera)) as s,
        ):
            centre.order(SQUARE, camera.url, terms_json(SQUARE))
            await s.until(lambda: "recording" in centre.states(SQUARE))
            wrong = camera.url.replace(canary, f"{canary}-fel")
            centre.order(SQUARE, wrong, terms_json(SQUARE))
            await s.until(lambda: "unreachable" in centre.states(SQUARE))
            async with s.session.get(f"{s.url}/cameras") as answer:
                assert canary not in await answer.text()
            assert centre.said("camera.health", SQUARE)[-1]["reason"] == "it refuses our login"
        assert canary not in json.dumps(centre.events)
        assert canary not in caplog.text

    run(told())
    files = [p for p in tmp_path.rglob("*") if p.is_file() and p.name != "orders.jws"]
    assert not [p for p in files if canary.encode() in p.read_bytes()]


def test_the_gateway_goes_on_alone_for_as_long_as_the_terms_say(tmp_path: Path) -> None:
    async def told() -> None:
        centre = Centre()
        async with SimulatedCamera() as camera:
            async with story(tmp_path, centre, networks(camera)) as s:
                centre.order(SQUARE, camera.url, terms_json(SQUARE))
                centre.order(GARAGE, camera.url, terms_json(GARAGE, offline_hours=0))
                await s.until(lambda: "recording" in centre.states(SQUARE))
            centre.away = True
            async with story(tmp_path, centre, networks(camera)) as s:
                await s.until(lambda: len(s.gateway.cameras) == 2)
                healthy = s.gateway.cameras
                await s.until(lambda: all(each.health for each in healthy.values()))
                await s.until(lambda: healthy[SQUARE].health.state == "recording")
                assert healthy[GARAGE].health.reason == "offline-too-long"
                centre.away = False
                before = len(centre.events)
                await s.until(lambda: len(centre.events) > before)

    run(told())
