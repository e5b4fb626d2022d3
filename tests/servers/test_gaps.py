"""What a gateway knows of its own gaps: it tells them with the reason, over the real line."""

import asyncio
import contextlib
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.servers.clips import made
from tests.servers.gateway_story import Centre, networks, run, story, terms_json
from tests.servers.test_masking import UPPER_HALF
from vaka.demo.camera import SimulatedCamera
from vaka.demo.faults import Fault
from vaka.edge.video.recording import gaps

SQUARE = "01JSQUARE00000000000000000"


@pytest.fixture(autouse=True)
def shorter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gaps, "SHORTEST", timedelta(seconds=0.4))


def seconds(gap: dict[str, object]) -> float:
    start, end = (datetime.fromisoformat(str(gap[name])) for name in ("from", "to"))
    return (end - start).total_seconds()


def test_what_was_lost_on_the_way_is_told_with_how_many_packets(tmp_path: Path) -> None:
    """A picture stands alone each four seconds; what leans on a lost one is not kept."""
    file = made(tmp_path / "clip.mp4", pictures=120, group=60)

    async def told() -> None:
        centre = Centre()
        async with (
            SimulatedCamera(file, fault=Fault.LOSES) as camera,
            story(tmp_path / "gateway", centre, networks(camera)) as s,
        ):
            centre.order(SQUARE, camera.url, terms_json(SQUARE))
            await s.until(lambda: centre.said("recording.gap", SQUARE), 30)
            [gap, *_] = centre.said("recording.gap", SQUARE)
            assert gap["why"] == "lost-on-the-way"
            assert gap["packets"] >= 1
            assert 0.4 <= seconds(gap) <= 4.5
            assert set(centre.states(SQUARE)) == {"recording"}

    run(told())


def test_what_it_costs_that_a_later_decision_takes_over_is_told(tmp_path: Path) -> None:
    """The segment of the old terms ends at once; one of the new begins where a picture can."""
    file = made(tmp_path / "clip.mp4", pictures=120, group=60)

    async def told() -> None:
        centre = Centre()
        async with (
            SimulatedCamera(file) as camera,
            story(tmp_path / "gateway", centre, networks(camera)) as s,
        ):
            centre.order(SQUARE, camera.url, terms_json(SQUARE))
            await s.until(lambda: "recording" in centre.states(SQUARE))
            # Now and then the next picture is one that stands alone, and nothing is lost.
            for _ in range(5):
                await asyncio.sleep(1)
                centre.order(SQUARE, camera.url, terms_json(SQUARE))
                with contextlib.suppress(AssertionError):
                    await s.until(lambda: centre.said("recording.gap", SQUARE))
                    break
            [gap] = centre.said("recording.gap", SQUARE)
            assert gap["why"] == "terms-changed"
            assert centre.said("recording.stopped", SQUARE) == []

    run(told())


def test_what_other_masks_cost_is_told(tmp_path: Path) -> None:
    async def told() -> None:
        centre, terms = Centre(), terms_json(SQUARE)
        async with SimulatedCamera() as camera, story(tmp_path, centre, networks(camera)) as s:
            centre.order(SQUARE, camera.url, terms)
            await s.until(lambda: "recording" in centre.states(SQUARE))
            await asyncio.sleep(1)
            masked = {**terms["view"], "masks": [UPPER_HALF]}
            centre.order(SQUARE, camera.url, terms_json(SQUARE, view=masked))
            await s.until(lambda: centre.said("recording.gap", SQUARE), 20)
            [gap] = centre.said("recording.gap", SQUARE)
            assert (gap["why"], gap["packets"]) == ("masks-changed", 0)

    run(told())
