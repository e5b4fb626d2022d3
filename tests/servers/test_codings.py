"""A camera may send H.264 or H.265, over TCP: what is kept and shown is what it sent."""

import io
from datetime import timedelta
from pathlib import Path

import av
import pytest

from tests.servers.clips import made
from tests.servers.gateway_story import Centre, Story, networks, now, run, story, terms_json
from vaka.core.period import Period
from vaka.demo.camera import SimulatedCamera
from vaka.edge.video import recorder

GARAGE = "garaget"
CODERS = {"h264": "libx264", "hevc": "libx265"}


@pytest.fixture(autouse=True)
def short_segments(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recorder, "SEGMENT", timedelta(seconds=1))


def kept(s: Story) -> bytes:
    span = Period(now() - timedelta(hours=1), now())
    return b"".join(s.gateway.footage(GARAGE, span).pieces())


def decoded(video: bytes) -> tuple[str, int]:
    """The coding of a video, and its pictures; one that is not whole is an error."""
    with av.open(io.BytesIO(video)) as container:
        stream = container.streams.video[0]
        stream.codec_context.options = {"err_detect": "explode"}
        return stream.codec_context.name, sum(1 for _ in container.decode(stream))


@pytest.mark.parametrize("codec", ["h264", "hevc"])
def test_either_coding_is_kept_shown_and_seen_at_a_glance(tmp_path: Path, codec: str) -> None:
    clip = made(tmp_path / "clip.mp4", coder=CODERS[codec])

    async def told() -> None:
        centre, terms = Centre(), terms_json(GARAGE)
        async with (
            SimulatedCamera(clip) as camera,
            story(tmp_path, centre, networks(camera)) as s,
        ):
            centre.order(GARAGE, camera.url, terms)
            await s.until(lambda: len(centre.said("segment.kept")) >= 2, seconds=20)
            look = {"ticket": centre.ticket(GARAGE, terms["id"])}
            async with s.session.get(f"{s.url}/live", params=look) as answer:
                assert answer.status == 200
                shown = await answer.content.readexactly(20_000)
            look = {"ticket": centre.ticket(GARAGE, terms["id"])}
            async with s.session.get(f"{s.url}/snapshot", params=look) as answer:
                assert (answer.status, answer.content_type) == (200, "image/jpeg")
                assert (await answer.read())[:2] == b"\xff\xd8"
            name, pictures = decoded(kept(s))
        assert name == codec
        assert pictures >= 30
        assert {"h264": b"avcC", "hevc": b"hvcC"}[codec] in shown
        assert centre.states(GARAGE)[-1] == "recording"

    run(told())
