"""Sound is fetched, kept and handed out only while the terms allow it, and in time."""

import asyncio
import io
from datetime import datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest

from tests.servers.clips import RATE
from tests.servers.gateway_story import Centre, Story, networks, now, run, story, terms_json
from vaka.core.ids import new_id
from vaka.core.period import Period
from vaka.demo.camera import SimulatedCamera
from vaka.demo.faults import Fault
from vaka.demo.lines import Transport
from vaka.demo.sound import Kind, beeps
from vaka.edge.video.media.sound import Tracks
from vaka.edge.video.recording import recorder
from vaka.terms.document import Act

GARAGE = "garaget"
USES = {"live": True, "record": True, "audio": True, "movable": False, "analytics": []}
ALL_ACTS = ["live", "review", "export", "audio"]
ACCESS = [
    {"role": "operator", "acts": ALL_ACTS, "requires": []},
    {"role": "technician", "acts": ["live", "review", "export"], "requires": []},
]
# A picture or two.
NEARLY = 2.0 / RATE
# A flash is seen also when the upper half of it is masked.
WHITE, LOUD = 100, 0.1


@pytest.fixture(autouse=True)
def short_segments(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recorder, "SEGMENT", timedelta(seconds=1))


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two seconds of dark, and a flash at each, where the camera's sound has its beep."""
    file = tmp_path_factory.mktemp("clip") / "flashing.mp4"
    with av.open(str(file), "w") as target:
        options = {"preset": "ultrafast", "tune": "zerolatency", "g": "5", "bf": "0"}
        stream = target.add_stream("libx264", rate=RATE, options=options)
        stream.width, stream.height, stream.pix_fmt = 320, 180, "yuv420p"
        for number in range(2 * RATE):
            grey = np.full((270, 320), 30 if number % RATE else 235, dtype=np.uint8)
            frame = av.VideoFrame.from_ndarray(grey, format="yuv420p")
            frame.pts, frame.time_base = number, Fraction(1, RATE)
            target.mux(stream.encode(frame))
        target.mux(stream.encode(None))
    return file


def terms(**changed: object) -> dict[str, object]:
    return terms_json(GARAGE, **{"uses": USES, "access": ACCESS, **changed})


def kinds(video: bytes) -> list[str]:
    with av.open(io.BytesIO(video)) as container:
        return [stream.codec_context.name for stream in container.streams]


def flashes(video: bytes) -> list[float]:
    """When a flash begins, in seconds of the stream."""
    with av.open(io.BytesIO(video)) as container:
        shown = [
            (float(frame.time), frame.to_ndarray(format="gray").mean())
            for frame in container.decode(video=0)
        ]
    return begins([(at, light > WHITE) for at, light in shown])


def beeps_in(video: bytes) -> list[float]:
    """When a beep begins, in seconds of the stream."""
    heard = []
    with av.open(io.BytesIO(video)) as container:
        resampler = av.AudioResampler("flt", "mono", 8000)
        for frame in container.decode(audio=0):
            for part in resampler.resample(frame):
                samples = part.to_ndarray()[0]
                for place in range(0, len(samples) - 79, 80):
                    loud = abs(samples[place : place + 80]).max() > LOUD
                    heard.append((float(frame.time) + place / 8000, bool(loud)))
    return begins(heard)


def begins(told: list[tuple[float, bool]]) -> list[float]:
    """When something begins that is so for a while; what is so from the start began before."""
    return [at for (_, before), (at, is_so) in pairwise(told) if is_so > before]


def recordings(s: Story, tracks: Tracks = Tracks.ALL) -> bytes:
    span = Period(now() - timedelta(hours=1), now())
    return b"".join(s.gateway.footage(GARAGE, span, tracks).pieces())


async def recorded(s: Story, centre: Centre, camera: SimulatedCamera, told: dict) -> None:
    centre.order(GARAGE, camera.url, told)
    before = len(centre.said("segment.kept"))
    await s.until(lambda: len(centre.said("segment.kept")) >= before + 4, seconds=20)


@pytest.mark.parametrize("transport", list(Transport))
@pytest.mark.parametrize("kind", list(Kind))
def test_permitted_sound_is_kept_in_time_with_its_pictures(
    tmp_path: Path, clip: Path, transport: Transport, kind: Kind
) -> None:
    async def told() -> None:
        centre = Centre()
        hearing = SimulatedCamera(clip, sound=beeps(kind), transports=(transport,))
        async with hearing as camera, story(tmp_path, centre, networks(camera)) as s:
            await recorded(s, centre, camera, terms())
            assert centre.said("camera.health")[-1]["reason"] == ""
            video = recordings(s)
        shown, heard = flashes(video), beeps_in(video)
        assert len(shown) >= 3
        for flash in shown:
            assert min(abs(flash - beep) for beep in heard) < NEARLY, (shown, heard)

    run(told())


async def opened(s: Story, path: str, ticket: str) -> bytes:
    """What a ticket opens; of live pictures the beginning."""
    async with s.session.get(f"{s.url}/{path}", params={"ticket": ticket}) as answer:
        assert answer.status == 200, await answer.text()
        if path == "live":
            return await answer.content.readexactly(3_000)
        return await answer.read()


def ticket(centre: Centre, told: dict, act: Act = Act.LIVE, **changed: object) -> str:
    span = None if act is Act.LIVE else Period(now() - timedelta(hours=1), now())
    return centre.ticket(GARAGE, told["id"], act=act, footage=span, **changed)


@pytest.mark.parametrize(
    ("kind", "played", "copied"), [(Kind.AAC, "aac", "aac"), (Kind.PCMA, None, "pcm_alaw")]
)
def test_only_who_may_hear_hears_and_the_others_get_pictures_alone(
    tmp_path: Path, clip: Path, kind: Kind, played: str | None, copied: str
) -> None:
    """What browsers do not play is in copies alone."""
    looks = [("live", Act.LIVE), ("footage", Act.REVIEW), ("footage", Act.EXPORT)]

    async def told() -> None:
        centre, held = Centre(), terms()
        hearing = SimulatedCamera(clip, sound=beeps(kind))
        async with hearing as camera, story(tmp_path, centre, networks(camera)) as s:
            await recorded(s, centre, camera, held)
            for path, act in looks:
                silent = await opened(s, path, ticket(centre, held, act))
                assert kinds(silent) == ["h264"]
                heard = await opened(s, path, ticket(centre, held, act, sound=True))
                there = copied if act is Act.EXPORT else played
                assert kinds(heard) == ["h264", *([there] if there else [])]
                claimed = ticket(centre, held, act, sound=True, role="technician")
                where = f"{s.url}/{path}"
                async with s.session.get(where, params={"ticket": claimed}) as answer:
                    assert await answer.json() == {"reason": "role-not-allowed"}

    run(told())


def last_heard(s: Story) -> datetime:
    """When the last sound that is kept began."""
    found = datetime.min.replace(tzinfo=now().tzinfo)
    for segment in s.gateway._vault.kept(GARAGE):
        video = b"".join(s.gateway._vault.read(segment.id, at=now()))
        with av.open(io.BytesIO(video)) as container:
            for packet in container.demux():
                if packet.stream.type == "audio" and packet.pts is not None:
                    began = timedelta(seconds=float(packet.pts * packet.time_base))
                    found = max(found, segment.starts + began)
    return found


@pytest.mark.parametrize("transport", list(Transport))
def test_sound_ends_and_begins_with_its_permission_while_pictures_go_on(
    tmp_path: Path, clip: Path, transport: Transport
) -> None:
    async def told() -> None:
        centre, with_sound = Centre(), terms()
        hearing = SimulatedCamera(clip, sound=beeps(Kind.AAC), transports=(transport,))
        async with hearing as camera, story(tmp_path, centre, networks(camera)) as s:
            await recorded(s, centre, camera, with_sound)
            view = new_id(at=now())
            look = ticket(centre, with_sound, sound=True, id=view)
            async with s.session.get(f"{s.url}/live", params={"ticket": look}) as answer:
                await answer.content.readexactly(3_000)
                without = terms(uses={**USES, "audio": False}, supersedes=with_sound["id"])
                changed = now()
                centre.order(GARAGE, camera.url, without)
                await asyncio.wait_for(answer.content.read(), 3)
            assert await s.view_reason(view) == "use-not-allowed"
            await recorded(s, centre, camera, without)
            heard = last_heard(s)
            assert changed - timedelta(seconds=5) < heard < changed + timedelta(seconds=1)
            look = ticket(centre, without, sound=True)
            async with s.session.get(f"{s.url}/live", params={"ticket": look}) as answer:
                assert await answer.json() == {"reason": "use-not-allowed"}
            await recorded(s, centre, camera, terms(supersedes=without["id"]))
            assert last_heard(s) > changed + timedelta(seconds=2)

    run(told())


def test_when_a_microphone_dies_the_view_ends_and_the_next_has_pictures_alone(
    tmp_path: Path, clip: Path
) -> None:
    async def told() -> None:
        centre, held, view = Centre(), terms(), new_id(at=now())
        dying = SimulatedCamera(
            clip, sound=beeps(Kind.AAC), fault=Fault.MUTE, fault_after=12 * RATE
        )
        async with dying as camera, story(tmp_path, centre, networks(camera)) as s:
            await recorded(s, centre, camera, held)
            look = ticket(centre, held, sound=True, id=view)
            async with s.session.get(f"{s.url}/live", params={"ticket": look}) as answer:
                seen = await asyncio.wait_for(answer.content.read(), 20)
            assert kinds(seen) == ["h264", "aac"]
            assert await s.view_reason(view) == "sound-lost"
            await s.until(lambda: "sound-not-sent" in reasons(centre))
            assert kinds(await opened(s, "live", ticket(centre, held, sound=True))) == ["h264"]

    run(told())


def reasons(centre: Centre) -> list[object]:
    return [facts["reason"] for facts in centre.said("camera.health", GARAGE)]


def test_a_masked_camera_is_heard_in_time(tmp_path: Path, clip: Path) -> None:
    half = [[0.0, 0.0], [1.0, 0.0], [1.0, 0.5], [0.0, 0.5]]
    masked = terms()
    masked["view"] = {**masked["view"], "masks": [half]}

    async def told() -> None:
        centre = Centre()
        hearing = SimulatedCamera(clip, sound=beeps(Kind.AAC))
        async with hearing as camera, story(tmp_path, centre, networks(camera)) as s:
            await recorded(s, centre, camera, masked)
            video = recordings(s)
        shown, heard = flashes(video), beeps_in(video)
        assert len(shown) >= 3
        for flash in shown:
            assert min(abs(flash - beep) for beep in heard) < NEARLY, (shown, heard)

    run(told())


def test_a_camera_without_sound_is_said_to_have_none_and_recorded(
    tmp_path: Path, clip: Path
) -> None:
    async def told() -> None:
        centre = Centre()
        async with (
            SimulatedCamera(clip) as camera,
            story(tmp_path, centre, networks(camera)) as s,
        ):
            await recorded(s, centre, camera, terms())
            told = centre.said("camera.health")[-1]
            assert (told["state"], told["reason"]) == ("recording", "sound-not-sent")
            assert kinds(recordings(s)) == ["h264"]

    run(told())
