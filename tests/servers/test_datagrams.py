"""A camera that offers UDP only: in order, from nobody else, and not after we have left."""

import asyncio
import io
import socket
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import av
import pytest

from tests.servers.certificates import own_certificate
from tests.servers.clips import made
from tests.servers.gateway_story import Centre, networks, now, run, story, terms_json
from tests.servers.listening import at_url, ingesting, until
from vaka.core.period import Period
from vaka.demo.camera import SimulatedCamera
from vaka.demo.faults import Fault
from vaka.demo.lines import Transport
from vaka.demo.sound import Kind, Sound
from vaka.edge.video.health import State
from vaka.edge.video.ingest.rtsp.datagrams import Datagrams
from vaka.edge.video.ingest.rtsp.errors import NotServed
from vaka.edge.video.recording import recorder

GARAGE = "garaget"
UDP = (Transport.UDP,)
HERE = "127.0.0.1"
CANARY = Sound(Kind.AAC, (b"Kanarie-ljud",))


@pytest.fixture(params=["libx264", "libx265"], ids=["h264", "hevc"])
def clip(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return made(tmp_path / "clip.mp4", coder=request.param)


@pytest.mark.parametrize("fault", [Fault.NONE, Fault.SWAPS, Fault.LOSES, Fault.SPEAKS])
def test_what_comes_as_datagrams_is_kept_whole(
    tmp_path: Path, clip: Path, fault: Fault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recorder, "SEGMENT", timedelta(seconds=1))

    async def told() -> None:
        centre, terms = Centre(), terms_json(GARAGE)
        shuffling = SimulatedCamera(
            clip, transports=UDP, fault=fault, fault_after=0, sound=CANARY
        )
        async with shuffling as camera, story(tmp_path / "g", centre, networks(camera)) as s:
            centre.order(GARAGE, camera.url, terms)
            await s.until(lambda: len(centre.said("segment.kept")) >= 3, seconds=25)
            span = Period(now() - timedelta(hours=1), now())
            video = b"".join(s.gateway.footage(GARAGE, span).pieces())
        with av.open(io.BytesIO(video)) as container:
            stream = container.streams.video[0]
            stream.codec_context.options = {"err_detect": "explode"}
            seen = list(container.decode(stream))
        assert seen
        assert not any(frame.is_corrupt for frame in seen)
        assert b"Kanarie-ljud" not in video

    run(told())


def test_datagrams_that_are_shuffled_cost_no_picture(clip: Path) -> None:
    async def told() -> None:
        camera = SimulatedCamera(clip, transports=UDP, fault=Fault.SWAPS, fault_after=0)
        async with camera:
            with ingesting(at_url(camera.url)) as heard:
                await until(lambda: len(heard.taken) >= 60)
        assert {b.pts - a.pts for a, b in pairwise(heard.taken)} == {6000}

    run(told())


@pytest.mark.parametrize("transports", [UDP, (Transport.TCP,)], ids=["udp", "tcp"])
def test_what_was_lost_and_how_far_its_clock_is_off_can_be_asked(
    tmp_path: Path, clip: Path, transports: tuple[Transport, ...]
) -> None:
    def figure(text: str, name: str) -> float:
        return float(text.partition(f'{name}{{camera="{GARAGE}"}} ')[2].partition("\n")[0] or 0)

    async def told() -> None:
        centre, late = Centre(), timedelta(minutes=-3)
        losing = SimulatedCamera(
            clip, transports=transports, ahead=late, fault=Fault.LOSES, fault_after=0
        )
        async with losing as camera, story(tmp_path / "g", centre, networks(camera)) as s:
            centre.order(GARAGE, camera.url, terms_json(GARAGE))
            lost = 0.0
            while not lost:
                await asyncio.sleep(0.3)
                async with s.session.get(f"{s.url}/metrics") as answer:
                    text = await answer.text()
                lost = figure(text, "vaka_camera_packets_lost")
        assert figure(text, "vaka_camera_clock_ahead_seconds") == pytest.approx(-180, abs=3)

    run(told())


def test_a_camera_that_is_left_sends_no_more(clip: Path) -> None:
    """Its datagrams would go on in clear, to whoever takes the port next."""

    async def told() -> None:
        async with SimulatedCamera(clip, transports=UDP) as camera:
            with ingesting(at_url(camera.url)) as heard:
                await until(lambda: len(heard.taken) >= 10)
                assert camera.viewers == 1
            await until(lambda: camera.viewers == 0)
            assert camera.farewells == 1

    run(told())


def test_a_camera_under_tls_is_not_let_send_in_clear(tmp_path: Path, clip: Path) -> None:
    own = own_certificate(tmp_path)

    async def told() -> None:
        camera = SimulatedCamera(clip, transports=UDP, sealed=own.context)
        async with camera:
            url = f"{camera.url}#sha256={own.fingerprint.hex()}"
            with ingesting(at_url(url)) as heard:
                await until(lambda: heard.told)
        reason = "it sends datagrams only, which its TLS does not cover"
        assert heard.told[0] == (State.GARBAGE, reason)
        assert heard.taken == []

    run(told())


def pair() -> tuple[socket.socket, socket.socket]:
    """A line between us and a camera."""
    with socket.create_server((HERE, 0)) as door:
        near = socket.create_connection(door.getsockname())
        far, _ = door.accept()
    return near, far


def test_what_comes_from_another_port_or_number_is_nobodys() -> None:
    near, far = pair()
    with (
        near,
        far,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as camera,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stranger,
    ):
        camera.bind((HERE, 0))
        stranger.bind(("127.0.0.2", 0))
        ours = Datagrams.beside(near)
        to = ours.media.getsockname()
        stranger.sendto(b"before", to)
        port = camera.getsockname()[1]
        ours.expect(HERE, f"RTP/AVP;unicast;server_port={port}-{port}")
        stranger.sendto(b"after", to)
        camera.sendto(b"picture", to)
        assert [told for _, told in ours.received()] == [b"picture"]
        ours.close()


@pytest.mark.parametrize(
    "told",
    ["RTP/AVP;unicast", "server_port=22-23", "server_port=70000-70001"],
)
def test_a_camera_that_names_no_ports_of_its_own_is_not_listened_to(told: str) -> None:
    near, far = pair()
    with near, far:
        ours = Datagrams.beside(near)
        with pytest.raises(NotServed, match="where its datagrams come from"):
            ours.expect(HERE, told)
        ours.close()
