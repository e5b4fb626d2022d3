"""A movable camera records and shows in the presets of its terms, masked as there, and nowhere
else.
"""

import asyncio
import contextlib
import io
from datetime import datetime, timedelta
from pathlib import Path

import av
import pytest

from tests.servers.gateway_story import Centre, Story, networks, now, run, story, terms_json
from tests.unit.edge.video.sight.scenes import MOVED, framed, write_clip
from vaka.core.ids import new_id
from vaka.demo.camera import SimulatedCamera
from vaka.edge.video.recording import recorder
from vaka.edge.video.recording.vault import Vault
from vaka.terms.orders import Stand

SQUARE = "01JSQUARE00000000000000000"
USES = {"live": True, "record": True, "audio": False, "movable": True, "analytics": []}
UPPER = [[0.0, 0.0], [1.0, 0.0], [1.0, 0.5], [0.0, 0.5]]
LOWER = [[0.0, 0.5], [1.0, 0.5], [1.0, 1.0], [0.0, 1.0]]


@pytest.fixture(autouse=True)
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recorder, "SEGMENT", timedelta(seconds=1))


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("clips")
    scenes = {
        "torget": framed,
        "gatan": MOVED["turned away"],
        "elsewhere": MOVED["mirrored"],
    }
    return {name: write_clip(folder / f"{name}.mp4", scene) for name, scene in scenes.items()}


def terms_of_two_presets() -> dict[str, object]:
    terms = terms_json(SQUARE, uses=USES)
    view = terms["view"]
    assert isinstance(view, dict)
    named = {"torget": UPPER, "gatan": LOWER}
    terms["view"] = view | {
        "presets": [
            {"name": name, "area": view["area"], "masks": [mask]}
            for name, mask in named.items()
        ]
    }
    return terms


def stand(preset: str) -> Stand:
    return Stand(preset, new_id(at=now()), 20.0)


def kept(folder: Path) -> list[tuple[bool, bool]]:
    """Of each picture that was kept: is its upper half grey, and its lower?"""
    found = []
    with contextlib.closing(Vault(folder)) as vault:
        for segment in vault.kept(SQUARE):
            video = b"".join(vault.read(segment.id, at=segment.starts))
            with av.open(io.BytesIO(video)) as container:
                for frame in container.decode(video=0):
                    luma = frame.to_ndarray(format="gray")
                    edge = luma.shape[0] // 2
                    halves = luma[: edge - 16], luma[edge + 16 :]
                    found.append(tuple(bool(half.std() < 6) for half in halves))
    return found


async def count(s: Story, more: int) -> None:
    """Wait until so many more segments are kept."""
    before = len(s.centre.said("segment.kept", SQUARE))
    await s.until(
        lambda: len(s.centre.said("segment.kept", SQUARE)) >= before + more, seconds=40
    )


def test_each_preset_is_recorded_with_its_own_masks_and_nothing_between(
    tmp_path: Path, clips: dict[str, Path]
) -> None:
    async def told() -> None:
        centre, terms = Centre(), terms_of_two_presets()
        async with (
            SimulatedCamera(clips["torget"]) as camera,
            story(tmp_path, centre, networks(camera)) as s,
        ):
            # Nobody has confirmed anything yet.
            centre.order(SQUARE, camera.url, terms)
            await s.until(lambda: centre.said("camera.health", SQUARE))
            assert centre.said("camera.health", SQUARE)[-1]["reason"] == "detail-unknown"

            first = stand("torget")
            centre.order(SQUARE, camera.url, terms, stands=[first])
            await count(s, 2)
            await camera.turn(clips["gatan"])
            await s.until(
                lambda: centre.said("camera.health", SQUARE)[-1]["reason"] == "between-presets",
                seconds=20,
            )
            ticket = centre.ticket(SQUARE, str(terms["id"]))
            async with s.session.get(f"{s.url}/live", params={"ticket": ticket}) as no:
                assert (no.status, await no.json()) == (403, {"reason": "between-presets"})

            centre.order(SQUARE, camera.url, terms, stands=[first, stand("gatan")])
            await count(s, 2)
            before = len(centre.said("recording.stopped"))
            await camera.turn(clips["elsewhere"])
            await s.until(lambda: len(centre.said("recording.stopped")) > before)
            assert centre.said("recording.stopped")[-1] == {"reason": "between-presets"}
            stopped = now()
            await asyncio.sleep(5)
            ends = [str(each["end"]) for each in centre.said("segment.kept", SQUARE)]
            assert datetime.fromisoformat(max(ends)) < stopped
            # What was confirmed once is known again, without anybody.
            await camera.turn(clips["torget"])
            await count(s, 1)

    run(told())
    halves = kept(tmp_path)
    # Upper at the square, lower in the street; no picture without a mask, none with both.
    assert set(halves) == {(True, False), (False, True)}
    changes = [a for a, b in zip(halves, [*halves[1:], None], strict=True) if a != b]
    assert changes == [(True, False), (False, True), (True, False)]


def test_a_movable_camera_with_masks_and_no_presets_keeps_to_its_view(
    tmp_path: Path, clips: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    from vaka.edge.video.sight import watch

    monkeypatch.setattr(watch, "EVERY_SECONDS", 0.5)
    monkeypatch.setattr(watch, "SOON_SECONDS", 0.2)

    async def told() -> None:
        centre, terms = Centre(), terms_json(SQUARE, uses=USES)
        view = terms["view"]
        assert isinstance(view, dict)
        terms["view"] = view | {"masks": [UPPER]}
        async with (
            SimulatedCamera(clips["torget"]) as camera,
            story(tmp_path, centre, networks(camera)) as s,
        ):
            centre.order(SQUARE, camera.url, terms)
            await s.until(lambda: SQUARE in s.gateway.cameras)
            await s.until(lambda: s.gateway._aims.get(SQUARE) is not None, seconds=15)
            await camera.turn(clips["gatan"])
            await s.until(lambda: centre.states(SQUARE)[-1:] == ["view-changed"], seconds=15)

    run(told())
