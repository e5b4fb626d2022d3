"""A camera that masks by itself is copied while it proves it; nothing bare is ever kept."""

import asyncio
import contextlib
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

import av
import numpy as np
import pytest

from tests.servers import clips
from tests.servers.gateway_story import Centre, Story, networks, now, run, story, terms_json
from tests.servers.test_masking import GARAGE, NEARLY, UPPER_HALF, masked
from vaka.demo.camera import SimulatedCamera
from vaka.demo.onvif.device import Masks, SimulatedDevice
from vaka.edge.video.onvif import trust, visiting
from vaka.edge.video.privacy.burning import GREY_LUMA
from vaka.edge.video.recording import recorder
from vaka.edge.video.sight import watch

BLACK_LUMA = 16
LOWER_HALF = [[x, 1 - y] for x, y in UPPER_HALF]


@pytest.fixture(autouse=True)
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Visit and look several times a second, so that a test is not an hour."""
    for name in ("TRUSTED_SECONDS", "SOON_SECONDS", "FAILED_SECONDS"):
        monkeypatch.setattr(visiting, name, 0.5 if name == "TRUSTED_SECONDS" else 0.1)
    monkeypatch.setattr(trust, "SETTLES", timedelta(seconds=0.2))
    for name in ("EVERY_SECONDS", "SOON_SECONDS"):
        monkeypatch.setattr(watch, name, 0.3)
    monkeypatch.setattr(recorder, "SEGMENT", timedelta(seconds=1))


@pytest.fixture(scope="module")
def streams(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """What the camera sends while it masks the upper half, and while it does not."""
    folder = tmp_path_factory.mktemp("clips")
    return {
        "masked": clips.made(folder / "masked.mp4", black=0.52),
        "bare": clips.made(folder / "bare.mp4"),
    }


@asynccontextmanager
async def told(
    folder: Path, stream: Path, **manner: object
) -> AsyncIterator[tuple[SimulatedCamera, SimulatedDevice, Story]]:
    """A camera with its own server, and a gateway that is told of both."""
    async with SimulatedCamera(stream) as camera, SimulatedDevice(**manner) as device:
        allowed = f"{networks(camera)},127.0.0.0/8:{device.port}"
        async with story(folder, Centre(), allowed) as s:
            yield camera, device, s


def made_by(centre: Centre) -> dict[str, str]:
    """Who makes the masks, as the gateway last said."""
    said = [facts["masks"] for facts in centre.said("camera.health", GARAGE)]
    return said[-1] or {} if said else {}


def kept(s: Story, terms: str | None = None) -> list[int]:
    """How bright the upper half is, in each picture kept (under those terms); -1: not even."""
    return [shade(upper) for upper, _ in halves(s, terms)]


def halves(s: Story, terms: str | None = None) -> list[tuple[np.ndarray, np.ndarray]]:
    """The upper and the lower half of each picture that is kept, as luma."""
    found = []
    for segment in s.gateway._vault.kept(GARAGE):
        if terms not in (None, segment.terms):
            continue
        video = s.gateway._vault.read(segment.id, at=now())
        with (
            av.open(io.BytesIO(b"".join(video))) as container,
            contextlib.suppress(av.error.InvalidDataError),
        ):
            for frame in container.decode(video=0):
                luma = frame.to_ndarray(format="yuv420p")[: frame.height]
                middle = frame.height // 2
                found.append((luma[: middle - 8], luma[middle + 8 :]))
    return found


def shade(half: np.ndarray) -> int:
    even = int(half.max()) - int(half.min()) <= 2 * NEARLY
    return int(half.mean()) if even else -1


def nearly(found: int, luma: int) -> bool:
    return abs(found - luma) <= NEARLY


def test_it_is_copied_once_it_proves_its_masks_and_nothing_bare_is_kept_when_it_loses_them(
    tmp_path: Path, streams: dict[str, Path]
) -> None:
    async def happened() -> list[int]:
        async with told(tmp_path, streams["masked"]) as (camera, device, s):
            centre, terms = s.centre, masked()
            centre.order(GARAGE, camera.url, terms, device_address=device.url)
            await s.until(lambda: made_by(centre).get("made") == "camera", seconds=20)
            assert len(device.masks) == 1
            assert s.gateway.cameras[GARAGE]._masking._line is None
            copied = len(centre.said("segment.kept", GARAGE))
            await s.until(lambda: len(centre.said("segment.kept", GARAGE)) >= copied + 3)

            # Somebody takes the mask away on the camera's own page; it takes no new ones.
            device.masking = Masks.FORGETS
            device.masks.clear()
            await camera.turn(streams["bare"])
            await s.until(lambda: "masks-lost" in centre.states(GARAGE), seconds=20)
            assert made_by(centre)["made"] == "burnt-in"
            burnt = len(centre.said("segment.kept", GARAGE))
            await s.until(lambda: len(centre.said("segment.kept", GARAGE)) >= burnt + 4, 20)
            return await asyncio.to_thread(lambda: kept(s))

    found: list[int] = []

    async def remembered() -> None:
        found.extend(await happened())

    run(remembered())
    assert -1 not in found
    # First burnt in, then as the camera made it, then burnt in again.
    assert nearly(found[0], GREY_LUMA)
    assert nearly(found[-1], GREY_LUMA)
    assert sum(nearly(each, BLACK_LUMA) for each in found) > 30


def test_a_camera_whose_picture_is_bare_is_not_believed(
    tmp_path: Path, streams: dict[str, Path]
) -> None:
    """It has the mask, it says, but the picture shows what is under it: another camera."""

    async def happened() -> None:
        async with told(tmp_path, streams["bare"]) as (camera, device, s):
            s.centre.order(GARAGE, camera.url, masked(), device_address=device.url)
            await s.until(lambda: made_by(s.centre).get("why") == "uncovered", seconds=20)
            await s.until(lambda: len(s.centre.said("segment.kept", GARAGE)) >= 2)
            assert all(nearly(each, GREY_LUMA) for each in kept(s))

    run(happened())


def test_trust_with_some_masks_is_none_with_others(
    tmp_path: Path, streams: dict[str, Path]
) -> None:
    """The camera takes the new mask, but goes on sending what it did: nothing of it is kept."""

    async def happened() -> None:
        async with told(tmp_path, streams["masked"]) as (camera, device, s):
            where = {"device_address": device.url}
            s.centre.order(GARAGE, camera.url, masked(), **where)
            await s.until(lambda: made_by(s.centre).get("made") == "camera", seconds=20)
            later = masked(masks=[LOWER_HALF])
            s.centre.order(GARAGE, camera.url, later, **where)
            await s.until(lambda: made_by(s.centre).get("why") == "uncovered", seconds=20)
            await s.until(lambda: len(halves(s, str(later["id"]))) > 30, seconds=20)
            assert all(shade(lower) != -1 for _, lower in halves(s, str(later["id"])))

    run(happened())


def test_a_cut_line_loses_nothing_of_what_was_held(
    tmp_path: Path, streams: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last that a camera saw before somebody cut its cable is what one wants to see."""

    async def happened() -> None:
        async with told(tmp_path, streams["masked"]) as (camera, device, s):
            s.centre.order(GARAGE, camera.url, masked(), device_address=device.url)
            await s.until(lambda: made_by(s.centre).get("made") == "camera", seconds=20)
            # From now on it is not asked any more: what comes is held.
            monkeypatch.setattr(visiting, "TRUSTED_SECONDS", 60.0)
            await asyncio.sleep(2.5)
            camera._server.close()
            for connection in list(camera._connections):
                connection.cancel()
            cut = now()
            await s.until(lambda: "unreachable" in s.centre.states(GARAGE))
            await s.until(lambda: last_kept(s.centre) > cut - timedelta(seconds=0.7))
            assert -1 not in kept(s)

    run(happened())


def last_kept(centre: Centre) -> datetime:
    said = centre.said("segment.kept", GARAGE)
    return max(datetime.fromisoformat(str(each["end"])) for each in said)


def test_another_device_gets_the_masks_once_its_view_is_confirmed(
    tmp_path: Path, streams: dict[str, Path]
) -> None:
    async def happened() -> None:
        async with told(tmp_path, streams["masked"]) as (camera, device, s):
            centre, terms = s.centre, masked()
            # As the register has it when a camera has been replaced: nobody knows its lens.
            told_of = {"device_address": device.url, "view": "new"}
            centre.order(GARAGE, camera.url, terms, metres_across=None, **told_of)
            await s.until(lambda: "outside-terms" in centre.states(GARAGE))
            assert device.asked == []
            centre.order(GARAGE, camera.url, terms, **told_of)
            await s.until(lambda: made_by(centre).get("made") == "camera", seconds=20)
            assert len(device.masks) == 1

    run(happened())


def test_how_its_clock_is_and_what_was_lost_is_told(
    tmp_path: Path, streams: dict[str, Path]
) -> None:
    async def happened() -> None:
        ahead = timedelta(seconds=90)
        async with told(tmp_path, streams["bare"], ahead=ahead) as (camera, device, s):
            terms = terms_json(GARAGE)
            s.centre.order(GARAGE, camera.url, terms, device_address=device.url)
            await s.until(lambda: "GetSystemDateAndTime" in device.asked)
            await s.until(lambda: s.gateway.cameras[GARAGE]._visiting.ahead_seconds is not None)
            s.gateway.cameras[GARAGE].say_health(now())
            await s.until(lambda: of_device(s.centre).get("clock_ahead_seconds"))
            told_of = of_device(s.centre)
            assert told_of["clock_ahead_seconds"] == pytest.approx(90, abs=2)
            assert told_of["packets_lost"] == 0
            assert s.centre.said("camera.health", GARAGE)[-1]["masks"] is None

    run(happened())


def of_device(centre: Centre) -> dict[str, object]:
    said = [facts["device"] for facts in centre.said("camera.health", GARAGE)]
    return said[-1] if said else {}
