"""The simulated camera is a camera to those who know cameras: RTSP over real sockets."""

import asyncio
import contextlib
import hashlib
import itertools
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Coroutine
from itertools import pairwise
from pathlib import Path

import av
import pytest

from tests.servers.noting_camera import NotingCamera
from vaka.demo import clip
from vaka.demo.camera import SimulatedCamera
from vaka.demo.conversation import METHODS
from vaka.demo.faults import Fault

GARAGE = clip.DATA / "garage.mp4"
OPTIONS = {"rtsp_transport": "tcp", "timeout": "3000000"}


def run(told: Coroutine[None, None, None]) -> None:
    asyncio.run(asyncio.wait_for(told, 60))


def watch(url: str, pictures: int) -> list[float]:
    """Return the times of that many decoded pictures, as ffmpeg's libraries see them.

    They give the very first picture no time: without a sender report it is the origin.
    """
    times: list[float] = []
    with av.open(url, options=OPTIONS, timeout=5) as container:
        stream = container.streams.video[0]
        # Whatever cannot be decoded is an error here, not a grey field.
        stream.codec_context.options = {"err_detect": "explode"}
        for frame in container.decode(stream):
            assert frame.time is not None or not times
            times.append(frame.time or 0.0)
            if len(times) == pictures:
                break
    return times


class Client:
    """A client that says exactly what the test says."""

    def __init__(self, camera: SimulatedCamera) -> None:
        self._camera, self._count = camera, 0
        self.url = f"rtsp://127.0.0.1:{camera.port}/stream"

    async def __aenter__(self) -> "Client":
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self._camera.port)
        return self

    async def __aexit__(self, *_: object) -> None:
        self.writer.close()
        with contextlib.suppress(OSError):
            await self.writer.wait_closed()

    async def ask(self, method: str, *headers: str) -> tuple[int, str]:
        """Return status and the whole answer, its body included."""
        self._count += 1
        lines = [f"{method} {self.url} RTSP/1.0", f"CSeq: {self._count}", *headers]
        self.writer.write(("\r\n".join(lines) + "\r\n\r\n").encode())
        while True:
            first = await self.reader.readexactly(1)
            if first == b"$":
                head = await self.reader.readexactly(3)
                await self.reader.readexactly(int.from_bytes(head[1:], "big"))
                continue
            told = (first + await self.reader.readuntil(b"\r\n\r\n")).decode()
            if found := re.search(r"Content-Length: (\d+)", told):
                told += (await self.reader.readexactly(int(found[1]))).decode()
            assert f"CSeq: {self._count}\r\n" in told
            return int(told.split()[1]), told


TCP = "Transport: RTP/AVP/TCP;unicast;interleaved=0-1"


def digest(password: str, nonce: str, url: str) -> str:
    """Return what vaka says who knows the password (RFC 2617 §3.2.2)."""

    def md5(text: str) -> str:
        return hashlib.md5(text.encode()).hexdigest()

    secret = md5(f"vaka:simulated camera:{password}")
    response = md5(f"{secret}:{nonce}:{md5(f'DESCRIBE:{url}')}")
    return (
        f'Authorization: Digest username="vaka", realm="simulated camera", '
        f'nonce="{nonce}", uri="{url}", response="{response}"'
    )


async def until(holds: Callable[[], bool]) -> None:
    for _ in range(500):
        if holds():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it did not come about in ten seconds")


@pytest.mark.parametrize("name", ["square.mp4", "garage.mp4"])
def test_its_pictures_decode_without_error_and_in_real_time(name: str) -> None:
    async def told() -> None:
        async with SimulatedCamera(clip.DATA / name) as camera:
            began = asyncio.get_running_loop().time()
            times = await asyncio.to_thread(watch, camera.url, 45)
            took = asyncio.get_running_loop().time() - began
        assert [round(b - a, 2) for a, b in pairwise(times)] == [0.07] * 44
        # The first pictures are spent on finding out what the stream is.
        assert took > 2.5

    run(told())


def test_the_camera_of_the_benches_notes_when_it_sent_each_picture() -> None:
    def pictures(url: str) -> list[bytes]:
        with av.open(url, options=OPTIONS, timeout=5) as stream:
            return [bytes(each) for each in itertools.islice(stream.demux(video=0), 5)]

    async def told() -> None:
        began = time.perf_counter()
        async with NotingCamera(GARAGE) as camera:
            for picture in await asyncio.to_thread(pictures, camera.url):
                [waited] = camera.waited(picture, began)
                assert 0 < waited < time.perf_counter() - began

    run(told())


def test_time_runs_on_when_the_clip_starts_again(tmp_path: Path) -> None:
    """A clip of one second, watched for more than two rounds."""
    short = tmp_path / "short.mp4"
    with av.open(str(GARAGE)) as source, av.open(str(short), "w") as target:
        stream = target.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(video=0):
            if packet.pts is not None and packet.pts * packet.time_base < 1:
                packet.stream = stream
                target.mux(packet)

    async def told() -> None:
        async with SimulatedCamera(short) as camera:
            times = await asyncio.to_thread(watch, camera.url, 36)
        assert [round(b - a, 2) for a, b in pairwise(times)] == [0.07] * 35

    run(told())


def test_several_may_watch_at_once_and_one_may_leave() -> None:
    async def told() -> None:
        async with SimulatedCamera(GARAGE) as camera:
            watching = [asyncio.to_thread(watch, camera.url, n) for n in (10, 30, 30, 30)]
            seen = await asyncio.gather(*watching)
            assert [len(times) for times in seen] == [10, 30, 30, 30]
            await until(lambda: camera.viewers == 0)

    run(told())


def test_it_says_what_it_can_do_and_describes_its_stream() -> None:
    async def told() -> None:
        async with SimulatedCamera(GARAGE) as camera, Client(camera) as client:
            status, answer = await client.ask("OPTIONS")
            assert status == 200
            assert f"Public: {METHODS}\r\n" in answer
            status, answer = await client.ask("DESCRIBE", "Accept: application/sdp")
            assert status == 200
            assert "a=rtpmap:96 H264/90000\r\n" in answer
            assert re.search(
                r"sprop-parameter-sets=[A-Za-z0-9+/=]+,[A-Za-z0-9+/=]+\r\n", answer
            )

    run(told())


def test_udp_is_refused_and_an_unknown_method_is_not_implemented() -> None:
    async def told() -> None:
        async with SimulatedCamera(GARAGE) as camera, Client(camera) as client:
            udp = "Transport: RTP/AVP;unicast;client_port=5000-5001"
            assert (await client.ask("SETUP", udp))[0] == 461
            assert (await client.ask("RECORD"))[0] == 501

    run(told())


def test_a_client_may_keep_alive_while_pictures_come_and_then_tear_down() -> None:
    async def told() -> None:
        async with SimulatedCamera(GARAGE) as camera, Client(camera) as client:
            assert (await client.ask("SETUP", TCP))[0] == 200
            assert (await client.ask("PLAY"))[0] == 200
            await asyncio.sleep(0.3)
            # A receiver report of the client's, between two requests.
            client.writer.write(b"$\x01\x00\x04\x80\xc9\x00\x01")
            assert (await client.ask("GET_PARAMETER"))[0] == 200
            assert (await client.ask("PLAY"))[0] == 455
            assert camera.viewers == 1
            assert (await client.ask("TEARDOWN"))[0] == 200
            await until(lambda: camera.viewers == 0)

    run(told())


def test_who_has_the_password_sees_and_who_has_not_is_asked() -> None:
    async def told() -> None:
        camera = SimulatedCamera(GARAGE, user="vaka", password="rätt ord")
        async with camera, Client(camera) as client:
            status, answer = await client.ask("DESCRIBE")
            assert status == 401
            nonce = re.search(r'nonce="(\w+)"', answer)
            assert nonce
            wrong = digest("fel ord", nonce[1], client.url)
            assert (await client.ask("DESCRIBE", wrong))[0] == 401
            right = digest("rätt ord", nonce[1], client.url)
            assert (await client.ask("DESCRIBE", right))[0] == 200

    run(told())


def test_a_client_of_others_making_knows_the_password_too() -> None:
    async def told() -> None:
        async with SimulatedCamera(GARAGE, user="vaka", password="kamera") as camera:
            assert len(await asyncio.to_thread(watch, camera.url, 5)) == 5
            nobody = f"rtsp://127.0.0.1:{camera.port}/stream"
            with pytest.raises(av.error.HTTPUnauthorizedError):
                await asyncio.to_thread(watch, nobody, 1)

    run(told())


@pytest.mark.parametrize(
    "rubbish", [b"\x16\x03\x01 hello", b"GET / HTTP/1.1\r\n\r\n", b"a" * 40_000]
)
def test_rubbish_ends_its_own_connection_and_no_other(rubbish: bytes) -> None:
    async def told() -> None:
        async with SimulatedCamera(GARAGE) as camera:
            watching = asyncio.create_task(asyncio.to_thread(watch, camera.url, 20))
            reader, writer = await asyncio.open_connection("127.0.0.1", camera.port)
            writer.write(rubbish)
            writer.write_eof()
            with contextlib.suppress(OSError):
                await reader.read()
            writer.close()
            assert len(await watching) == 20

    run(told())


async def _bytes_after_play(camera: SimulatedCamera, seconds: float) -> bytes:
    """Return what comes in that many seconds; shorter when the camera hangs up."""
    got = b""
    async with Client(camera) as client:
        await client.ask("SETUP", TCP)
        await client.ask("PLAY")
        with contextlib.suppress(TimeoutError, OSError):
            async with asyncio.timeout(seconds):
                while more := await client.reader.read(65_536):
                    got += more
                return got + b"<closed>"
    return got


def _whole_packets(stream: bytes) -> tuple[int, bytes]:
    """Return how many interleaved packets lead the stream, and what follows them."""
    count, place = 0, 0
    while stream[place : place + 2] in (b"$\x00", b"$\x01"):
        length = int.from_bytes(stream[place + 2 : place + 4], "big")
        count, place = count + 1, place + 4 + length
    return count, stream[place:]


def test_a_camera_that_stalls_sends_two_seconds_and_then_nothing_but_stays() -> None:
    async def told() -> None:
        async with SimulatedCamera(GARAGE, fault=Fault.STALLS) as camera:
            got = await _bytes_after_play(camera, 3.5)
        packets, rest = _whole_packets(got)
        assert packets > 30
        assert rest == b""

    run(told())


def test_a_camera_with_garbage_sends_what_is_no_packet() -> None:
    async def told() -> None:
        async with SimulatedCamera(GARAGE, fault=Fault.GARBAGE) as camera:
            packets, rest = _whole_packets(await _bytes_after_play(camera, 3))
        assert packets > 30
        assert len(rest) > 5_000

    run(told())


def test_a_camera_that_vanishes_breaks_the_line() -> None:
    async def told() -> None:
        async with SimulatedCamera(GARAGE, fault=Fault.VANISHES) as camera:
            began = asyncio.get_running_loop().time()
            packets, _ = _whole_packets(await _bytes_after_play(camera, 10))
            assert packets > 30
            assert asyncio.get_running_loop().time() - began < 5
            await until(lambda: camera.viewers == 0)

    run(told())


def test_it_can_be_run_by_itself() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "vaka.demo.camera", "--listen", "127.0.0.1:0", "--clip", GARAGE],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout
        word, url = process.stdout.readline().split()
        assert word == "listening"
        assert len(watch(url, 5)) == 5
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 0
    finally:
        process.kill()
        process.wait(10)
        process.stdout.close()


@pytest.mark.parametrize("wrong", [["--listen", "127.0.0.1"], ["--clip", "nowhere.mp4"]])
def test_a_wrong_option_is_named(wrong: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "vaka.demo.camera", *wrong],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.returncode == 2
    assert "--listen takes HOST:PORT and --clip an existing MP4 file" in done.stderr
