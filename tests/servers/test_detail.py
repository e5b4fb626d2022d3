"""No picture is kept or shown that is more detailed at the nearest point than terms allow."""

import asyncio
import io
from datetime import timedelta
from pathlib import Path

import av
import pytest

from tests.servers.gateway_story import Centre, Story, networks, now, run, story, terms_json
from tests.servers.test_masking import UPPER_HALF, is_grey, pictures
from tests.unit.edge.video.sight.scenes import framed, write_clip
from vaka.core.period import Period
from vaka.demo.camera import SimulatedCamera
from vaka.demo.clip import DATA
from vaka.edge.video.privacy.burning import scaled
from vaka.edge.video.recording import recorder
from vaka.edge.video.sight import watch
from vaka.signed_video.movie import Movie

SQUARE = "01JSQUARE00000000000000000"


@pytest.fixture(autouse=True)
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recorder, "SEGMENT", timedelta(seconds=1))
    monkeypatch.setattr(watch, "SOON_SECONDS", 0.2)
    monkeypatch.setattr(watch, "EVERY_SECONDS", 0.5)


def whole(video: bytes) -> bytes:
    """What there is of a stream that was cut off anywhere, up to its last whole fragment."""
    place = end = 0
    # A box begins with its length and its name, of four bytes each.
    while place + 8 <= len(video):
        if video[place + 4 : place + 8] == b"moof":
            end = place
        place += int.from_bytes(video[place : place + 4], "big")
    return video[:end]


def width(video: bytes) -> int:
    return pictures(video)[0].shape[1]


async def seen(s: Story, centre: Centre, terms: dict[str, object], count: int) -> bytes:
    ticket = {"ticket": centre.ticket(SQUARE, str(terms["id"]))}
    async with s.session.get(f"{s.url}/live", params=ticket) as answer:
        assert answer.status == 200
        return whole(await answer.content.readexactly(count))


def kept(s: Story) -> bytes:
    span = Period(now() - timedelta(hours=1), now())
    return b"".join(s.gateway.footage(SQUARE, span).pieces())


@pytest.mark.parametrize("masks", [[], [UPPER_HALF]])
def test_a_picture_that_is_too_detailed_is_scaled_down(tmp_path: Path, masks: list) -> None:
    """1280 pixels over 4 metres are 320 a metre; the terms allow 125."""

    async def told() -> None:
        centre, terms = Centre(), terms_json(SQUARE)
        terms["view"] = {**terms["view"], "masks": masks}
        async with SimulatedCamera() as camera, story(tmp_path, centre, networks(camera)) as s:
            centre.order(SQUARE, camera.url, terms, metres_across=4.0)
            await s.until(lambda: len(centre.said("segment.kept", SQUARE)) >= 3, seconds=20)
            live = await seen(s, centre, terms, 120_000)
            stored = kept(s)
            assert (width(live), width(stored)) == (500, 500)
            # What is kept says why it is not as the camera coded it.
            assert Movie(io.BytesIO(stored), "").remade == ("masked" if masks else "scaled")
            first = pictures(live)[0]
            assert first.shape == (282 * 3 // 2, 500)
            assert is_grey(first[:130]) == bool(masks)

    run(told())


def test_a_picture_that_is_coarse_enough_passes_as_it_came(tmp_path: Path) -> None:
    async def told() -> None:
        centre, terms = Centre(), terms_json(SQUARE)
        async with SimulatedCamera() as camera, story(tmp_path, centre, networks(camera)) as s:
            centre.order(SQUARE, camera.url, terms, metres_across=1280 / 125)
            await s.until(lambda: centre.said("segment.kept", SQUARE), seconds=20)
            with av.open(str(DATA / "square.mp4")) as container:
                sent = {bytes(packet)[-200:] for packet in container.demux(video=0)}
            assert Movie(io.BytesIO(kept(s)), "").remade is None
            with av.open(io.BytesIO(kept(s))) as container:
                stored = [bytes(packet)[-200:] for packet in container.demux(video=0)]
            assert stored[0] in sent

    run(told())


def test_when_nobody_knows_how_detailed_it_is_nothing_is_recorded_or_shown(
    tmp_path: Path,
) -> None:
    async def told() -> None:
        centre, terms = Centre(), terms_json(SQUARE)
        async with SimulatedCamera() as camera, story(tmp_path, centre, networks(camera)) as s:
            centre.order(SQUARE, camera.url, terms, metres_across=None)
            await s.until(lambda: centre.said("camera.health", SQUARE))
            assert centre.said("camera.health", SQUARE)[-1]["reason"] == "detail-unknown"
            assert camera.viewers == 0
            ticket = {"ticket": centre.ticket(SQUARE, str(terms["id"]))}
            async with s.session.get(f"{s.url}/live", params=ticket) as no:
                assert await no.json() == {"reason": "detail-unknown"}
            centre.order(SQUARE, camera.url, terms, metres_across=20.0)
            await s.until(lambda: "recording" in centre.states(SQUARE))
            # And when it is no longer known, it ends.
            centre.order(SQUARE, camera.url, terms, metres_across=None)
            await s.until(lambda: centre.said("recording.stopped", SQUARE))
            assert centre.said("recording.stopped")[-1] == {"reason": "detail-unknown"}

    run(told())


def test_a_lens_that_was_zoomed_in_ends_what_was_shown_and_is_scaled_from_then(
    tmp_path: Path,
) -> None:
    async def told() -> None:
        centre, terms = Centre(), terms_json(SQUARE)
        async with SimulatedCamera() as camera, story(tmp_path, centre, networks(camera)) as s:
            centre.order(SQUARE, camera.url, terms, metres_across=20.0)
            await s.until(lambda: "recording" in centre.states(SQUARE))
            ticket = {"ticket": centre.ticket(SQUARE, str(terms["id"]))}
            async with s.session.get(f"{s.url}/live", params=ticket) as answer:
                await answer.content.readexactly(20_000)
                centre.order(SQUARE, camera.url, terms, metres_across=4.0)
                await asyncio.wait_for(answer.content.read(), 3)
            assert width(await seen(s, centre, terms, 120_000)) == 500

    run(told())


def test_a_camera_that_begins_to_send_more_than_it_said_is_scaled(tmp_path: Path) -> None:
    """The stream goes on, only its pictures are larger."""

    async def told() -> None:
        small = write_clip(tmp_path / "small.mp4", framed, width=320)
        large = write_clip(tmp_path / "large.mp4", framed, width=1280)
        centre, terms = Centre(), terms_json(SQUARE)
        async with (
            SimulatedCamera(small) as camera,
            story(tmp_path / "gateway", centre, networks(camera)) as s,
        ):
            centre.order(SQUARE, camera.url, terms, metres_across=4.0)
            await s.until(lambda: "recording" in centre.states(SQUARE))
            assert width(await seen(s, centre, terms, 60_000)) == 320
            await camera.turn(large)
            square = s.gateway.cameras[SQUARE]
            await s.until(lambda: square.live.newest()[0].width == 500, seconds=20)
            assert width(await seen(s, centre, terms, 120_000)) == 500

    run(told())


@pytest.mark.parametrize(
    ("size", "widest", "becomes"),
    [
        ((1280, 720), 500, (500, 282)),
        ((1280, 720), 1280, (1280, 720)),
        ((640, 360), 4096, (640, 360)),
        ((4000, 2), 64, (64, 2)),
    ],
)
def test_a_scaled_picture_keeps_its_shape(size, widest: int, becomes) -> None:
    assert scaled(*size, widest) == becomes
