"""A camera that was turned records nothing and shows nothing until its view is right again."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from tests.servers.gateway_story import Centre, Story, networks, now, run, story, terms_json
from tests.unit.edge.video.sight.scenes import COVERED, MOVED, framed, write_clip
from vaka.core.ids import new_id
from vaka.demo.camera import SimulatedCamera
from vaka.edge.video.recording import recorder
from vaka.edge.video.sight import watch

SQUARE = "01JSQUARE00000000000000000"
USES = {"live": True, "record": True, "audio": False, "analytics": []}


@pytest.fixture(autouse=True)
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look several times a second, so that a test is not an hour."""
    monkeypatch.setattr(watch, "EVERY_SECONDS", 0.5)
    monkeypatch.setattr(watch, "SOON_SECONDS", 0.2)
    monkeypatch.setattr(recorder, "SEGMENT", timedelta(seconds=1))


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("clips")
    scenes = {
        "aimed": framed,
        "turned": MOVED["turned away"],
        "bumped": MOVED["shifted by 3.0%"],
        "covered": COVERED["capped"],
    }
    return {name: write_clip(folder / f"{name}.mp4", scenes[name]) for name in scenes}


async def learnt(s: Story) -> None:
    """Wait until the gateway knows the camera's view."""
    await s.until(lambda: SQUARE in s.gateway.cameras)
    await s.until(lambda: s.gateway._aims.get(SQUARE) is not None, seconds=15)


def last_state(centre: Centre) -> object:
    return centre.states(SQUARE)[-1] if centre.states(SQUARE) else None


@pytest.mark.parametrize("how", ["turned", "bumped"])
def test_hard_case_09_a_turned_camera_stops_and_a_person_confirms_what_it_sees(
    tmp_path: Path, clips: dict[str, Path], how: str
) -> None:
    async def told() -> None:
        centre, terms, first = Centre(), terms_json(SQUARE), new_id(at=now())
        async with (
            SimulatedCamera(clips["aimed"]) as camera,
            story(tmp_path, centre, networks(camera)) as s,
        ):
            centre.order(SQUARE, camera.url, terms, view=first)
            await learnt(s)
            text = centre.ticket(SQUARE, terms["id"], id="0" * 26)
            async with s.session.get(f"{s.url}/live", params={"ticket": text}) as answer:
                assert answer.status == 200
                await camera.turn(clips[how])
                await asyncio.wait_for(answer.content.read(), 20)
            assert await s.view_reason("0" * 26) == "view-changed"
            await s.until(lambda: last_state(centre) == "view-changed")
            assert centre.said("recording.stopped", SQUARE) == [{"reason": "view-changed"}]
            again = centre.ticket(SQUARE, terms["id"])
            for door in ("live", "snapshot"):
                async with s.session.get(f"{s.url}/{door}", params={"ticket": again}) as no:
                    assert (no.status, await no.json()) == (403, {"reason": "view-changed"})
            await asyncio.sleep(1)
            kept = len(centre.said("segment.kept", SQUARE))
            await asyncio.sleep(2)
            assert len(centre.said("segment.kept", SQUARE)) == kept

            centre.order(SQUARE, camera.url, terms, view=new_id(at=now()))
            await s.until(lambda: last_state(centre) == "recording")
            assert centre.said("recording.started", SQUARE) == [{"reason": "ok"}] * 2
            await learnt(s)

    run(told())


def test_a_camera_turned_back_goes_on_by_itself(tmp_path: Path, clips: dict[str, Path]) -> None:
    """What was confirmed is what it sees again; the record has both ends."""

    async def told() -> None:
        centre = Centre()
        async with (
            SimulatedCamera(clips["aimed"]) as camera,
            story(tmp_path, centre, networks(camera)) as s,
        ):
            centre.order(SQUARE, camera.url, terms_json(SQUARE))
            await learnt(s)
            await camera.turn(clips["turned"])
            await s.until(lambda: last_state(centre) == "view-changed", seconds=15)
            # Dark does not make it trusted: who has turned it may cover it too.
            await camera.turn(clips["covered"])
            await asyncio.sleep(4)
            assert last_state(centre) == "view-changed"
            await camera.turn(clips["aimed"])
            await s.until(lambda: last_state(centre) == "recording", seconds=15)
            assert [facts["reason"] for facts in centre.said("recording.stopped")] == [
                "view-changed"
            ]

    run(told())


def test_a_covered_camera_is_a_fault_and_goes_on(
    tmp_path: Path, clips: dict[str, Path]
) -> None:
    async def told() -> None:
        centre = Centre()
        async with (
            SimulatedCamera(clips["aimed"]) as camera,
            story(tmp_path, centre, networks(camera)) as s,
        ):
            centre.order(SQUARE, camera.url, terms_json(SQUARE))
            await learnt(s)
            await camera.turn(clips["covered"])
            await s.until(lambda: last_state(centre) == "covered", seconds=15)
            assert centre.said("recording.stopped", SQUARE) == []
            await camera.turn(clips["aimed"])
            await s.until(lambda: last_state(centre) == "recording", seconds=15)

    run(told())


def test_a_view_and_its_loss_outlive_the_gateway(
    tmp_path: Path, clips: dict[str, Path]
) -> None:
    """Turned while the gateway was off; and still turned after the next start."""

    async def told() -> None:
        centre, terms, view = Centre(), terms_json(SQUARE), new_id(at=now())
        async with SimulatedCamera(clips["aimed"]) as camera:
            centre.order(SQUARE, camera.url, terms, view=view)
            async with story(tmp_path, centre, networks(camera)) as s:
                await learnt(s)
            await camera.turn(clips["turned"])
            async with story(tmp_path, centre, networks(camera)) as s:
                await s.until(lambda: last_state(centre) == "view-changed", seconds=15)
            centre.events.clear()
            async with story(tmp_path, centre, networks(camera)) as s:
                await s.until(lambda: last_state(centre) == "view-changed")
                assert "recording" not in centre.states(SQUARE)
                assert centre.said("recording.started", SQUARE) == []

    run(told())


def test_a_camera_that_may_move_has_no_view_to_keep_to(
    tmp_path: Path, clips: dict[str, Path]
) -> None:
    async def told() -> None:
        centre = Centre()
        async with (
            SimulatedCamera(clips["aimed"]) as camera,
            story(tmp_path, centre, networks(camera)) as s,
        ):
            centre.order(SQUARE, camera.url, terms_json(SQUARE, uses={**USES, "movable": True}))
            await s.until(lambda: last_state(centre) == "recording")
            await camera.turn(clips["turned"])
            await asyncio.sleep(5)
            assert last_state(centre) == "recording"
            assert s.gateway._aims.get(SQUARE) is None

    run(told())


def test_masks_of_the_terms_do_not_hide_that_a_camera_was_turned(
    tmp_path: Path, clips: dict[str, Path]
) -> None:
    """What comes unmasked from the camera is looked at; what is kept and shown is masked."""

    async def told() -> None:
        centre, terms = Centre(), terms_json(SQUARE)
        upper = [[0.0, 0.0], [1.0, 0.0], [1.0, 0.5], [0.0, 0.5]]
        terms["view"] = {**terms["view"], "masks": [upper]}
        async with (
            SimulatedCamera(clips["aimed"]) as camera,
            story(tmp_path, centre, networks(camera)) as s,
        ):
            centre.order(SQUARE, camera.url, terms)
            await learnt(s)
            await camera.turn(clips["turned"])
            await s.until(lambda: last_state(centre) == "view-changed", seconds=15)
            await camera.turn(clips["aimed"])
            await s.until(lambda: last_state(centre) == "recording", seconds=15)
            kept = len(centre.said("segment.kept", SQUARE))
            await s.until(
                lambda: len(centre.said("segment.kept", SQUARE)) > kept + 1, seconds=20
            )

    run(told())
