"""What a gateway does beside recording: pictures, figures, disposal, cameras that leave."""

import asyncio
import contextlib
import socket
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.servers.gateway_story import Centre, now, story, terms_json
from vaka.core.errors import BadInput
from vaka.core.ids import new_id
from vaka.demo.camera import SimulatedCamera
from vaka.edge.video import clock
from vaka.edge.video.gateway import Gateway, Settings
from vaka.edge.video.ingest.addresses import parse_networks
from vaka.edge.video.recording.vault import Vault
from vaka.edge.video.serving import viewing
from vaka.edge.video.serving.viewing import serving
from vaka.terms.signature import KeySet

SQUARE = "01JSQUARE00000000000000000"


def run(told) -> None:
    asyncio.run(asyncio.wait_for(told, 60))


def networks(camera: SimulatedCamera) -> str:
    return f"127.0.0.0/8:{camera.port}"


def test_a_snapshot_is_one_picture_for_one_ticket(tmp_path: Path) -> None:
    async def told() -> None:
        centre, terms = Centre(), terms_json(SQUARE)
        async with SimulatedCamera() as camera, story(tmp_path, centre, networks(camera)) as s:
            centre.order(SQUARE, camera.url, terms)
            await s.until(lambda: s.gateway.cameras.get(SQUARE))
            square = s.gateway.cameras[SQUARE]
            await s.until(square.live.newest)
            ticket = new_id(at=now())
            asked = {"ticket": centre.ticket(SQUARE, terms["id"], id=ticket)}
            async with s.session.get(f"{s.url}/snapshot", params=asked) as answer:
                assert answer.headers["Cache-Control"] == "no-store"
                assert (await answer.read()).startswith(b"\xff\xd8")
            assert await s.view_reason(ticket) == "snapshot"
            async with s.session.get(f"{s.url}/snapshot", params=asked) as answer:
                assert (answer.status, await answer.json()) == (
                    403,
                    {"reason": "ticket-used-already"},
                )

    run(told())


def test_a_snapshot_that_is_forbidden_while_it_is_made_is_not_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def told() -> None:
        centre, terms = Centre(), terms_json(SQUARE)
        async with SimulatedCamera() as camera, story(tmp_path, centre, networks(camera)) as s:
            centre.order(SQUARE, camera.url, terms)
            await s.until(lambda: s.gateway.cameras.get(SQUARE))
            square = s.gateway.cameras[SQUARE]
            await s.until(square.live.newest)

            async def slow(*newest: object) -> bytes:
                centre.order(SQUARE, camera.url, terms, revoked=[terms["id"]])
                await s.until(lambda: square.hand.standing.revoked)
                return b"\xff\xd8"

            monkeypatch.setattr(viewing, "jpeg", slow)
            asked = {"ticket": centre.ticket(SQUARE, terms["id"])}
            async with s.session.get(f"{s.url}/snapshot", params=asked) as answer:
                assert (answer.status, await answer.json()) == (403, {"reason": "revoked"})

    run(told())


@pytest.mark.parametrize("newest", [False, True])
def test_without_a_picture_that_can_be_read_there_is_no_snapshot(
    tmp_path: Path, newest: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def told() -> None:
        centre, terms = Centre(), terms_json(SQUARE)
        async with SimulatedCamera() as camera, story(tmp_path, centre, networks(camera)) as s:
            centre.order(SQUARE, camera.url, terms)
            await s.until(lambda: s.gateway.cameras.get(SQUARE))
            square = s.gateway.cameras[SQUARE]
            await s.until(square.live.newest)

            async def unreadable(*newest: object) -> None:
                return None

            monkeypatch.setattr(viewing, "jpeg", unreadable)
            if not newest:
                monkeypatch.setattr(square.live, "newest", lambda: None)
            asked = {"ticket": centre.ticket(SQUARE, terms["id"])}
            async with s.session.get(f"{s.url}/snapshot", params=asked) as answer:
                assert (answer.status, await answer.json()) == (503, {"reason": "camera-lost"})

    run(told())


def test_it_says_how_it_and_its_cameras_are(tmp_path: Path) -> None:
    async def told() -> None:
        centre = Centre()
        async with SimulatedCamera() as camera, story(tmp_path, centre, networks(camera)) as s:
            centre.order(SQUARE, camera.url, terms_json(SQUARE))
            await s.until(lambda: "recording" in centre.states(SQUARE))
            async with s.session.get(f"{s.url}/cameras") as answer:
                said = (await answer.json())[SQUARE]
            assert (said["state"], said["viewers"]) == ("recording", 0)
            assert datetime.fromisoformat(said["since"]) <= now()
            await asyncio.sleep(0.3)
            async with s.session.get(f"{s.url}/metrics") as answer:
                figures = await answer.text()
            assert 'vaka_cameras{state="recording"} 1.0' in figures
            assert "vaka_centre_reachable 1.0" in figures
            async with s.session.get(f"{s.url}/views/nobodys") as answer:
                assert answer.status == 404

    run(told())


def test_a_camera_that_is_no_longer_ours_is_left_with_its_views(tmp_path: Path) -> None:
    async def told() -> None:
        centre, terms = Centre(), terms_json(SQUARE)
        async with SimulatedCamera() as camera, story(tmp_path, centre, networks(camera)) as s:
            centre.order(SQUARE, camera.url, terms)
            await s.until(lambda: "recording" in centre.states(SQUARE))
            ticket = new_id(at=now())
            asked = {"ticket": centre.ticket(SQUARE, terms["id"], id=ticket)}
            async with s.session.get(f"{s.url}/live", params=asked) as answer:
                await answer.content.readexactly(10_000)
                centre.cameras.clear()
                await answer.content.read()
            assert await s.view_reason(ticket) == "no-such-camera"
            await s.until(lambda: camera.viewers == 0)
            await s.until(lambda: centre.said("recording.stopped", SQUARE))
            assert centre.said("recording.stopped", SQUARE) == [{"reason": "no-such-camera"}]
        assert not list((tmp_path / "video").rglob("*.part"))

    run(told())


def test_a_new_address_is_connected_to_instead_of_the_old(tmp_path: Path) -> None:
    async def told() -> None:
        centre, terms = Centre(), terms_json(SQUARE)
        async with SimulatedCamera() as old, SimulatedCamera() as new:
            allowed = f"{networks(old)},{networks(new)}"
            async with story(tmp_path, centre, allowed) as s:
                centre.order(SQUARE, old.url, terms)
                await s.until(lambda: old.viewers == 1)
                centre.order(SQUARE, new.url, terms)
                await s.until(lambda: (old.viewers, new.viewers) == (0, 1))

    run(told())


def test_a_viewer_who_takes_nothing_is_dropped_and_the_camera_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vaka.edge.video.live.pouring.SLOW_SECONDS", 0.5)

    async def told() -> None:
        centre, terms = Centre(), terms_json(SQUARE)
        async with SimulatedCamera() as camera, story(tmp_path, centre, networks(camera)) as s:
            centre.order(SQUARE, camera.url, terms)
            await s.until(lambda: "recording" in centre.states(SQUARE))
            ticket = new_id(at=now())
            text = centre.ticket(SQUARE, terms["id"], id=ticket)
            host, port = s.url.removeprefix("http://").split(":")
            line = socket.socket()
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            with line:
                line.connect((host, int(port)))
                line.sendall(f"GET /live?ticket={text} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
                await s.until(lambda: centre.said("view.ended", SQUARE), 30)
            assert await s.view_reason(ticket) == "too-slow"
            assert s.gateway.cameras[SQUARE].health.state == "recording"
            assert s.gateway.cameras[SQUARE].live.viewers == 0

    run(told())


def test_the_centre_is_told_what_comes_from_the_camera(tmp_path: Path) -> None:
    async def told() -> None:
        centre = Centre()
        async with SimulatedCamera() as camera, story(tmp_path, centre, networks(camera)) as s:
            centre.order(SQUARE, camera.url, terms_json(SQUARE))
            await s.until(lambda: "recording" in centre.states(SQUARE))
            await asyncio.sleep(2)
            s.gateway.cameras[SQUARE].say_health(now())
            await s.until(lambda: "measured" in centre.said("camera.health", SQUARE)[-1])
            measured = centre.said("camera.health", SQUARE)[-1]["measured"]
            assert measured["codec"] == "h264"
            assert (measured["width"], measured["height"]) == (1280, 720)
            assert 10 < measured["pictures_per_second"] < 20
            assert 10_000 < measured["bits_per_second"] < 10_000_000
            assert measured["free_bytes"] > 0
            assert datetime.fromisoformat(measured["last_picture"]) <= now()

    run(told())


def test_a_viewer_who_leaves_is_said_to_have_left(tmp_path: Path) -> None:
    async def told() -> None:
        centre, terms = Centre(), terms_json(SQUARE)
        async with SimulatedCamera() as camera, story(tmp_path, centre, networks(camera)) as s:
            centre.order(SQUARE, camera.url, terms)
            await s.until(lambda: "recording" in centre.states(SQUARE))
            asked = {"ticket": centre.ticket(SQUARE, terms["id"])}
            async with s.session.get(f"{s.url}/live", params=asked) as answer:
                await answer.content.readexactly(10_000)
                answer.close()
            await s.until(lambda: centre.said("view.ended", SQUARE))

    run(told())


def test_a_stream_that_ends_ends_its_views(tmp_path: Path) -> None:
    async def told() -> None:
        centre, terms = Centre(), terms_json(SQUARE)
        async with SimulatedCamera() as camera, story(tmp_path, centre, networks(camera)) as s:
            centre.order(SQUARE, camera.url, terms)
            await s.until(lambda: "recording" in centre.states(SQUARE))
            ticket = new_id(at=now())
            asked = {"ticket": centre.ticket(SQUARE, terms["id"], id=ticket)}
            async with s.session.get(f"{s.url}/live", params=asked) as answer:
                await answer.content.readexactly(10_000)
                s.gateway.cameras[SQUARE].live.end()
                await answer.content.read()
            assert await s.view_reason(ticket) == "camera-lost"

    run(told())


def test_an_address_that_is_taken_is_said_with_its_mend(tmp_path: Path) -> None:
    async def told() -> None:
        settings = Settings(
            gateway="gateway-1",
            centre_url="http://127.0.0.1:9",
            token="edge-token",
            folder=tmp_path,
            trusted=KeySet([Centre().key.public_jwk()]),
            networks=parse_networks(""),
        )
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            with pytest.raises(BadInput, match="VAKA_GATEWAY_LISTEN"):
                async with serving(Gateway(settings), "127.0.0.1", port):
                    pass

    run(told())


def kept_since(folder: Path, *, ago: timedelta) -> str:
    """A segment of two seconds, kept for an hour, that ended so long ago."""
    ends = now() - ago
    with contextlib.closing(Vault(folder)) as vault:
        segment = vault.open(
            new_id(at=ends),
            camera=SQUARE,
            terms="t",
            starts=ends - timedelta(seconds=2),
            keep_for=timedelta(hours=1),
        )
        segment.write([b"video"], until=ends)
        return segment.close().id


def kept(folder: Path) -> list[str]:
    return [path.stem for path in folder.rglob("*.seg")]


def test_what_is_due_is_disposed_of_at_once_and_said(tmp_path: Path) -> None:
    async def told() -> None:
        centre = Centre()
        due = kept_since(tmp_path, ago=timedelta(hours=1, seconds=5))
        later = kept_since(tmp_path, ago=timedelta(minutes=59))
        async with story(tmp_path, centre) as s:
            await s.until(lambda: centre.said("segment.disposed"))
            assert centre.said("segment.disposed") == [
                {"segment": due, "why": "keeping time is up"}
            ]
        assert kept(tmp_path) == [later]

    run(told())


def test_while_the_clock_is_unsettled_what_is_due_is_hidden_and_not_destroyed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two days after the last start the clock may be wrong: only some time's run can tell."""
    due = kept_since(tmp_path, ago=timedelta(hours=2))
    (tmp_path / "clock").write_text((now() - timedelta(days=2)).isoformat())
    monkeypatch.setattr(clock, "SETTLED_SECONDS", 3.0)

    async def told() -> None:
        async with story(tmp_path, Centre()) as s:
            await asyncio.sleep(2)
            assert not s.gateway.reading.settled
            assert kept(tmp_path) == [due]
            await s.until(lambda: not kept(tmp_path))

    run(told())


def test_a_failure_of_one_duty_is_said_and_the_next_turn_comes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def told() -> None:
        centre = Centre()
        async with SimulatedCamera() as camera, story(tmp_path, centre, networks(camera)) as s:
            with monkeypatch.context() as once:
                once.setattr(s.gateway, "moment", lambda: 1 / 0)
                await s.until(lambda: "Something in the gateway failed" in caplog.text)
            centre.order(SQUARE, camera.url, terms_json(SQUARE))
            await s.until(lambda: "recording" in centre.states(SQUARE))

    run(told())


def test_what_fails_with_one_camera_ends_no_others_turn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def told() -> None:
        centre, terms = Centre(), terms_json(SQUARE)
        async with SimulatedCamera() as camera, story(tmp_path, centre, networks(camera)) as s:
            centre.order("gatan", camera.url, terms_json("gatan"))
            centre.order(SQUARE, camera.url, terms)
            await s.until(lambda: "recording" in centre.states(SQUARE))
            assert list(s.gateway.cameras) == ["gatan", SQUARE]
            monkeypatch.setattr(s.gateway.cameras["gatan"], "tick", lambda moment: 1 / 0)
            centre.order(SQUARE, camera.url, terms, revoked=[str(terms["id"])])
            await s.until(lambda: centre.said("recording.stopped", SQUARE))
            assert "Camera gatan failed" in caplog.text

    run(told())


def test_a_disk_that_takes_no_video_leaves_the_camera_live(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: object, **facts: object) -> None:
        raise OSError(28, "No space left on device")

    async def told() -> None:
        centre, terms = Centre(), terms_json(SQUARE)
        async with SimulatedCamera() as camera, story(tmp_path, centre, networks(camera)) as s:
            with monkeypatch.context() as disk:
                disk.setattr(Vault, "open", full)
                centre.order(SQUARE, camera.url, terms)
                await s.until(lambda: "not-stored" in centre.states(SQUARE))
                assert "disk" in centre.said("camera.health", SQUARE)[-1]["reason"]
                asked = {"ticket": centre.ticket(SQUARE, terms["id"])}
                async with s.session.get(f"{s.url}/live", params=asked) as answer:
                    assert await answer.content.readexactly(20_000)
            # It is believed again when a segment has been closed.
            await s.until(lambda: centre.states(SQUARE)[-1] == "recording", 30)
        assert kept(tmp_path)

    run(told())
