"""A camera visited over ONVIF gets the masks of the terms, and is trusted with them or not."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from vaka.demo.onvif.answers import OTHER_SOURCE, SOURCE, KeptMask
from vaka.demo.onvif.device import Login, Masks, SimulatedDevice
from vaka.edge.video.ingest.addresses import parse_networks
from vaka.edge.video.onvif import line, trust, visiting
from vaka.edge.video.onvif.conversation import Errand
from vaka.edge.video.onvif.masks import missing
from vaka.edge.video.onvif.visiting import Visiting, Visits
from vaka.edge.video.onvif.wire import CameraMask

STREAM = "rtsp://127.0.0.1:8554/stream"
WINDOW = ((0.1, 0.1), (0.4, 0.1), (0.4, 0.3), (0.1, 0.3))
GABLE = ((0.5, 0.5), (0.9, 0.5), (0.9, 0.8), (0.5, 0.8))
OTHERS = KeptMask(SOURCE, ((0.5, 0.5), (0.9, 0.5), (0.9, 0.9), (0.5, 0.9)), "Color", True)


@pytest.fixture(autouse=True)
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Visit many times a second, so that a test is not an hour."""
    for name in ("TRUSTED_SECONDS", "SOON_SECONDS", "FAILED_SECONDS", "CLOCK_SECONDS"):
        monkeypatch.setattr(visiting, name, 0.05)
    monkeypatch.setattr(trust, "SETTLES", timedelta(seconds=0.05))


def errand(device: SimulatedDevice, /, *masks: object, **changed: str) -> Errand:
    told = Errand("torget", device.url, STREAM, masks or (WINDOW,), "view-1")
    return replace(told, **changed)


@asynccontextmanager
async def visits(folder: Path, *ports: int) -> AsyncIterator[Visits]:
    allowed = parse_networks(",".join(f"127.0.0.0/8:{port}" for port in (*ports, 8554)))
    made = Visits(folder, allowed, None, lambda: datetime.now(UTC))
    VISITED.clear()
    try:
        yield made
    finally:
        for camera in VISITED:
            camera.end()
        await asyncio.to_thread(made.close)


VISITED: list[Visiting] = []


def begun(made: Visits, told: Errand) -> Visiting:
    """One that is connected to, and whose picture shows nothing under the masks."""
    found = Visiting("torget", made)
    VISITED.append(found)
    found.expect(told)
    found.begin()
    found.looked(bare=False)
    return found


async def until(holds: Callable[[], object]) -> None:
    for _ in range(400):
        if holds():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("not in time")


async def several_visits(device: SimulatedDevice) -> None:
    """Wait until it has been asked several times more."""
    before = len(device.asked)
    await until(lambda: len(device.asked) >= before + 6)


def masks_of(device: SimulatedDevice) -> list[CameraMask]:
    return [
        CameraMask(token, kept.source, kept.points, kept.kind, kept.enabled)
        for token, kept in device.masks.items()
    ]


def test_it_gets_the_masks_of_the_terms_and_is_trusted_once_they_stay(tmp_path: Path) -> None:
    async def told() -> None:
        device = SimulatedDevice(user="vaka", password="hemlig", login=Login.DIGEST)
        async with device, visits(tmp_path, device.port) as made:
            camera = begun(made, errand(device, WINDOW, GABLE))
            await until(lambda: camera.trust.since)
            assert missing(masks_of(device), [WINDOW, GABLE]) == []
            assert (camera.why, camera.has_lost) == ("", False)
            assert device.asked.count("CreateMask") == 2

    asyncio.run(told())


def test_others_masks_are_left_and_ours_go_when_the_terms_no_longer_want_them(
    tmp_path: Path,
) -> None:
    async def told() -> None:
        async with SimulatedDevice() as device:
            device.masks["theirs"] = OTHERS
            async with visits(tmp_path, device.port) as made:
                camera = begun(made, errand(device, WINDOW))
                await until(lambda: camera.trust.since)
            # Another process, which knows from the disk which are ours.
            async with visits(tmp_path, device.port) as made:
                camera = begun(made, replace(errand(device), masks=()))
                await until(lambda: list(device.masks) == ["theirs"])
                assert camera.trust.since is None

    asyncio.run(told())


def test_a_mask_that_the_terms_moved_is_moved_and_no_second_made(tmp_path: Path) -> None:
    async def told() -> None:
        async with (
            SimulatedDevice(most_masks=1) as device,
            visits(tmp_path, device.port) as made,
        ):
            camera = begun(made, errand(device, WINDOW))
            await until(lambda: camera.trust.since)
            camera.expect(errand(device, GABLE))
            assert camera.trust.since is None
            await until(lambda: missing(masks_of(device), [GABLE]) == [])
            assert device.asked.count("CreateMask") == 1

    asyncio.run(told())


@pytest.mark.parametrize("how", ["gone", "moved", "off"])
def test_a_mask_lost_in_the_camera_is_noticed_and_put_back(tmp_path: Path, how: str) -> None:
    async def told() -> None:
        async with SimulatedDevice() as device, visits(tmp_path, device.port) as made:
            camera = begun(made, errand(device))
            await until(lambda: camera.trust.since)
            (token, kept), *_ = device.masks.items()
            if how == "gone":
                del device.masks[token]
            elif how == "moved":
                device.masks[token] = OTHERS
            else:
                device.masks[token] = replace(kept, enabled=False)
            await until(lambda: camera.has_lost)
            assert camera.trust.since is None
            assert camera.why == "lost"
            await until(lambda: camera.trust.since)
            assert not camera.has_lost
            assert missing(masks_of(device), [WINDOW]) == []
            assert camera.trust.needed == 2 * trust.LEAST_ANSWERS

    asyncio.run(told())


CANNOT = [
    ({"masking": Masks.BEFORE_MEDIA2}, "no-masks"),
    ({"masking": Masks.HAS_NONE}, "no-masks"),
    ({"masking": Masks.REFUSES}, "masks-refused"),
    ({"masking": Masks.FORGETS}, "not-kept"),
    ({"kinds": ("Pixelated",)}, "not-opaque"),
    ({"most_masks": 0}, "too-few-masks"),
    ({"login": Login.DIGEST, "user": "vaka", "password": "hemlig"}, "login-refused"),
    ({"away": True}, "device-away"),
    ({"split": True, "stream": "rtsp://127.0.0.1:8554/other"}, "source-unknown"),
]


@pytest.mark.parametrize(("manner", "why"), CANNOT)
def test_what_cannot_mask_is_not_trusted_and_it_says_why(
    tmp_path: Path, manner, why: str, caplog: pytest.LogCaptureFixture
) -> None:
    async def told() -> None:
        async with SimulatedDevice(**manner) as device, visits(tmp_path, device.port) as made:
            wrong = device.url.replace("hemlig", "felaktigt")
            camera = begun(made, errand(device, device=wrong))
            await until(lambda: camera.why == why)
            await several_visits(device)
            assert camera.trust.since is None
            assert not camera.has_lost
            # Said once, without a login, however often it is tried.
            [entry] = [each for each in caplog.messages if "over ONVIF" in each]
            assert "felaktigt" not in entry

    with caplog.at_level(logging.WARNING):
        asyncio.run(told())


def test_masks_are_put_where_the_stream_comes_from(tmp_path: Path) -> None:
    async def told() -> None:
        async with SimulatedDevice(split=True) as device, visits(tmp_path, device.port) as made:
            camera = begun(made, errand(device, stream=f"{STREAM}-sub"))
            await until(lambda: camera.trust.since)
            assert {each.source for each in masks_of(device)} == {OTHER_SOURCE}

    asyncio.run(told())


@pytest.mark.parametrize(
    "changed",
    [
        {"stream": "rtsp://127.0.0.2:8554/stream"},
        {"device": "http://10.0.0.7/"},
        {"device": "file:///etc/passwd"},
    ],
)
def test_another_machine_than_the_pictures_come_from_is_not_asked(
    tmp_path: Path, changed
) -> None:
    async def told() -> None:
        async with SimulatedDevice() as device, visits(tmp_path, device.port) as made:
            camera = begun(made, errand(device, **changed))
            await until(lambda: camera.why == "device-refused")
            assert device.asked == []

    asyncio.run(told())


def test_a_camera_that_goes_away_or_is_slow_is_doubted_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(line, "EXCHANGE_SECONDS", 0.5)

    async def told() -> None:
        async with SimulatedDevice() as device, visits(tmp_path, device.port) as made:
            camera = begun(made, errand(device))
            await until(lambda: camera.trust.since)
            device.away = True
            await until(lambda: camera.why == "device-away")
            assert camera.trust.since is None
            # Nobody knows that a mask is lost.
            assert not camera.has_lost
            device.away = False
            await until(lambda: camera.trust.since)
            device.slow = 2.0
            await until(lambda: camera.why == "device-away")
            device.slow = 0.0

    asyncio.run(told())


def test_what_shows_under_a_mask_is_a_mask_lost_whatever_the_camera_says(
    tmp_path: Path,
) -> None:
    async def told() -> None:
        async with SimulatedDevice() as device, visits(tmp_path, device.port) as made:
            camera = begun(made, errand(device))
            await until(lambda: camera.trust.since)
            camera.looked(bare=True)
            assert camera.trust.since is None
            assert (camera.why, camera.has_lost) == ("uncovered", True)
            await several_visits(device)
            assert camera.trust.since is None

    asyncio.run(told())


def test_pictures_that_begin_anew_are_proved_anew(tmp_path: Path) -> None:
    async def told() -> None:
        async with SimulatedDevice() as device, visits(tmp_path, device.port) as made:
            camera = begun(made, errand(device))
            await until(lambda: camera.trust.since)
            camera.renew()
            assert camera.trust.since is None
            await several_visits(device)
            assert camera.trust.since is None
            camera.looked(bare=False)
            await until(lambda: camera.trust.since)
            camera.end()
            assert camera.trust.since is None
            before = len(device.asked)
            await asyncio.sleep(0.3)
            assert len(device.asked) <= before + 1
            camera.renew()
            await asyncio.sleep(0.3)
            assert len(device.asked) <= before + 1

    asyncio.run(told())


def test_another_device_in_its_place_keeps_its_own_masks_and_gets_those_of_the_terms(
    tmp_path: Path,
) -> None:
    async def told() -> None:
        async with (
            SimulatedDevice() as old,
            SimulatedDevice(serial="4712") as new,
            visits(tmp_path, old.port, new.port) as made,
        ):
            camera = begun(made, errand(old))
            await until(lambda: camera.trust.since)
            # By chance a mask of the new one has the name of ours in the old one.
            (token,) = old.masks
            new.masks[token] = OTHERS
            camera.expect(errand(new, view="view-2"))
            await until(lambda: missing(masks_of(new), [WINDOW]) == [])
            assert new.masks[token] == OTHERS

    asyncio.run(told())


@pytest.mark.parametrize("seconds", [0, 90])
def test_how_far_its_clock_is_ahead_is_known_also_without_masks(
    tmp_path: Path, seconds: int
) -> None:
    async def told() -> None:
        device = SimulatedDevice(ahead=timedelta(seconds=seconds), masking=Masks.HAS_NONE)
        async with device, visits(tmp_path, device.port) as made:
            camera = begun(made, replace(errand(device), masks=()))
            await until(lambda: camera.ahead_seconds is not None)
            assert camera.ahead_seconds == pytest.approx(seconds, abs=2)
            assert device.asked.count("GetMasks") == 0

    asyncio.run(told())
