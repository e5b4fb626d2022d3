"""A camera that sends what none should: what is kept of it is whole, or there is nothing."""

import asyncio
import io
from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import av
import pytest

from tests.servers.clips import RATE, made
from tests.servers.gateway_story import Centre, Story, networks, now, run, story, terms_json
from tests.servers.listening import Heard, at_url, ingesting, until
from vaka.core.period import Period
from vaka.demo.camera import SimulatedCamera
from vaka.demo.faults import Fault
from vaka.demo.sound import Kind, Sound
from vaka.edge.video.health import State
from vaka.edge.video.ingest.rtsp import pictures
from vaka.edge.video.recording import recorder

GARAGE = "garaget"
CODERS = {"h264": "libx264", "hevc": "libx265"}
CANARY = b"Kanarie-ljud-4d1f"


@pytest.fixture(autouse=True)
def short_segments(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recorder, "SEGMENT", timedelta(seconds=1))


@pytest.fixture(params=["h264", "hevc"])
def clip(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return made(tmp_path / "clip.mp4", coder=CODERS[request.param])


async def listened(camera: SimulatedCamera, holds: Callable[[Heard], object]) -> Heard:
    """Listen to a camera, without a gateway, until something holds."""
    async with camera:
        with ingesting(at_url(camera.url)) as heard:
            await until(lambda: holds(heard))
    return heard


def stretches(s: Story) -> list[bytes]:
    """What is kept, as one video for each stretch that the camera sent alike."""
    found, starts = [], now() - timedelta(hours=1)
    while True:
        footage = s.gateway.footage(GARAGE, Period(starts, now()))
        found.append(b"".join(footage.pieces()))
        if not footage.cut:
            return found
        # Beyond what has been read: half a second into the next stretch at most.
        starts = footage.starts + timedelta(seconds=length(found[-1]))


def length(video: bytes) -> float:
    return decoded(video)[-1].time + 1 / RATE


def decoded(video: bytes) -> list[av.VideoFrame]:
    """The pictures of a video; one that is not whole is an error."""
    with av.open(io.BytesIO(video)) as container:
        stream = container.streams.video[0]
        stream.codec_context.options = {"err_detect": "explode"}
        return list(container.decode(stream))


def test_a_parameter_set_without_end_is_not_waited_for(clip: Path) -> None:
    async def told() -> None:
        camera = SimulatedCamera(clip, fault=Fault.ENDLESS, fault_after=5)
        heard = await listened(camera, lambda heard: heard.told)
        assert heard.told[0] == (State.GARBAGE, "it sends a picture without end")
        assert len(heard.taken) == 5

    run(told())


def test_a_stream_in_which_no_picture_stands_alone_gives_none_and_says_so(
    clip: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "LONGEST_GROUP", timedelta(seconds=1))

    async def told() -> None:
        camera = SimulatedCamera(clip, fault=Fault.KEYLESS, fault_after=0)
        heard = await listened(camera, lambda heard: heard.told)
        assert heard.told[0] == (State.GARBAGE, "none of its pictures stands alone")
        assert heard.taken == []

    run(told())


def test_a_group_without_end_is_left_and_asked_for_anew(
    clip: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would be one segment, kept for longer than its first picture may be."""
    monkeypatch.setattr(pictures, "LONGEST_GROUP", timedelta(seconds=2))

    async def told() -> None:
        camera = SimulatedCamera(clip, fault=Fault.KEYLESS, fault_after=20)
        heard = await listened(camera, lambda heard: sum(s.key for s in heard.taken) >= 4)
        assert heard.told[0] == (State.GARBAGE, "none of its pictures stands alone")
        for group_ends in [n for n, s in enumerate(heard.taken) if s.key][1:]:
            assert heard.taken[group_ends - 1].at - heard.taken[0].at < timedelta(seconds=15)

    run(told())


def test_time_stamps_that_jump_leave_the_pictures_where_they_came(clip: Path) -> None:
    async def told() -> None:
        camera = SimulatedCamera(clip, fault=Fault.JUMPS)
        heard = await listened(camera, lambda heard: len(heard.taken) >= 100)
        assert heard.told == []
        taken = heard.taken
        assert all(a.dts < b.dts for a, b in pairwise(taken))
        shown = (taken[-1].pts - taken[0].pts) / 90_000
        assert shown == pytest.approx((taken[-1].at - taken[0].at).total_seconds(), abs=1)

    run(told())


def test_what_is_lost_is_a_gap_and_never_a_broken_picture(tmp_path: Path, clip: Path) -> None:
    async def told() -> None:
        centre, terms = Centre(), terms_json(GARAGE)
        async with (
            SimulatedCamera(clip, fault=Fault.LOSES, fault_after=0) as camera,
            story(tmp_path, centre, networks(camera)) as s,
        ):
            centre.order(GARAGE, camera.url, terms)
            await s.until(lambda: len(centre.said("segment.kept")) >= 3, seconds=25)
            (video,) = stretches(s)
        seen = decoded(video)
        assert seen
        assert not any(frame.is_corrupt for frame in seen)

    run(told())


def test_a_stream_that_changes_its_size_is_kept_as_two(tmp_path: Path) -> None:
    first = made(tmp_path / "a.mp4")
    other = made(tmp_path / "b.mp4", size=(320, 180))

    async def told() -> None:
        centre, terms = Centre(), terms_json(GARAGE)
        async with (
            SimulatedCamera(first) as camera,
            story(tmp_path, centre, networks(camera)) as s,
        ):
            centre.order(GARAGE, camera.url, terms)
            await s.until(lambda: len(centre.said("segment.kept")) >= 2, seconds=20)
            look = {"ticket": centre.ticket(GARAGE, terms["id"], id="0" * 26)}
            async with s.session.get(f"{s.url}/live", params=look) as answer:
                await camera.turn(other)
                await asyncio.wait_for(answer.content.read(), 20)
            assert await s.view_reason("0" * 26) == "camera-lost"
            before = len(centre.said("segment.kept"))
            await s.until(lambda: len(centre.said("segment.kept")) >= before + 3, seconds=20)
            sizes = [{(f.width, f.height) for f in decoded(video)} for video in stretches(s)]
        assert sizes == [{(640, 360)}, {(320, 180)}]

    run(told())


@pytest.mark.parametrize(("before", "after"), [("h264", "hevc"), ("hevc", "h264")])
def test_a_stream_that_changes_its_coding_without_a_word_is_left_and_described_anew(
    tmp_path: Path, before: str, after: str
) -> None:
    first = made(tmp_path / "a.mp4", coder=CODERS[before])
    other = made(tmp_path / "b.mp4", coder=CODERS[after])

    async def told() -> None:
        centre, terms = Centre(), terms_json(GARAGE)
        async with (
            SimulatedCamera(first) as camera,
            story(tmp_path, centre, networks(camera)) as s,
        ):
            centre.order(GARAGE, camera.url, terms)
            await s.until(lambda: len(centre.said("segment.kept")) >= 2, seconds=20)
            await camera.turn(other)
            await s.until(lambda: "garbage" in centre.states(GARAGE), seconds=15)
            before_it = len(centre.said("segment.kept"))
            await s.until(lambda: len(centre.said("segment.kept")) >= before_it + 3, seconds=20)
            videos = stretches(s)
        assert [CODINGS[before], CODINGS[after]] == [
            next(name for name in CODINGS.values() if name in video) for video in videos
        ]
        assert all(decoded(video) for video in videos)

    run(told())


CODINGS = {"h264": b"avcC", "hevc": b"hvcC"}


@pytest.mark.parametrize("fault", [Fault.NONE, Fault.SPEAKS])
def test_sound_is_nowhere_also_when_nobody_asked_for_it(tmp_path: Path, fault: Fault) -> None:
    clip = made(tmp_path / "clip.mp4")
    folder = tmp_path / "gateway"

    async def told() -> None:
        centre, terms = Centre(), terms_json(GARAGE)
        camera_with_sound = SimulatedCamera(
            clip, sound=Sound(Kind.AAC, (CANARY,)), fault=fault, fault_after=0
        )
        async with (
            camera_with_sound as camera,
            story(folder, centre, networks(camera)) as s,
        ):
            centre.order(GARAGE, camera.url, terms)
            await s.until(lambda: len(centre.said("segment.kept")) >= 2, seconds=20)
            look = {"ticket": centre.ticket(GARAGE, terms["id"])}
            async with s.session.get(f"{s.url}/live", params=look) as answer:
                shown = await answer.content.readexactly(100_000)
            (kept,) = stretches(s)
            with av.open(io.BytesIO(kept)) as container:
                assert [stream.type for stream in container.streams] == ["video"]
            assert decoded(kept)
        stored = b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())
        assert CANARY not in kept + shown + stored

    run(told())
