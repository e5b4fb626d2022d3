"""Cameras of either coding and any login: what is kept and shown is what they sent."""

import io
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import av
import pytest

from tests.servers.clips import made
from tests.servers.gateway_story import Centre, Story, networks, now, run, story, terms_json
from tests.servers.listening import at_url, ingesting, until
from vaka.core.period import Period
from vaka.demo.camera import SimulatedCamera
from vaka.demo.logins import Scheme
from vaka.edge.video.health import State
from vaka.edge.video.recording import recorder

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


def test_a_masked_camera_comes_out_as_h264(tmp_path: Path) -> None:
    clip = made(tmp_path / "clip.mp4", coder=CODERS["hevc"])
    terms = terms_json(GARAGE)
    corner = [[0.0, 0.0], [0.5, 0.0], [0.5, 0.5], [0.0, 0.5]]
    terms["view"] = {**terms["view"], "masks": [corner]}

    async def told() -> None:
        centre = Centre()
        async with (
            SimulatedCamera(clip) as camera,
            story(tmp_path, centre, networks(camera)) as s,
        ):
            centre.order(GARAGE, camera.url, terms)
            await s.until(lambda: len(centre.said("segment.kept")) >= 2, seconds=25)
            name, pictures = decoded(kept(s))
        assert name == "h264"
        assert pictures >= 15

    run(told())


@pytest.mark.parametrize("scheme", list(Scheme))
def test_a_login_is_proved_in_the_way_that_the_camera_asks_for(
    tmp_path: Path, scheme: Scheme
) -> None:
    clip = made(tmp_path / "clip.mp4")

    async def told() -> None:
        camera = SimulatedCamera(clip, user="vaka", password="rätt ord/:@", scheme=scheme)
        async with camera:
            with ingesting(at_url(addressed(camera, "rätt ord/:@"))) as heard:
                await until(lambda: len(heard.taken) >= 5)
            with ingesting(at_url(addressed(camera, "fel ord"))) as refused:
                await until(lambda: refused.told)
        assert refused.told[0] == (State.UNREACHABLE, "it refuses our login")
        assert refused.taken == []

    run(told())


def addressed(camera: SimulatedCamera, password: str) -> str:
    return f"rtsp://vaka:{quote(password, safe='')}@127.0.0.1:{camera.port}/stream"
