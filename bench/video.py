"""What a camera costs at the gateway, and how soon its picture reaches a viewer.

The gateway (`vaka gateway`, with signed terms, sealed segments and a centre that it asks) and
its peers record simulated cameras that send 1920 × 1080 pictures, 15 a second, at 2 Mbit/s; one
after the other, round after round. Peers: `ffmpeg -c copy -f segment`, a process for each; its
library in one process with a thread for each (PyAV), both to clear files; and for one camera
Debian's `motion` in pass-through, which decodes. The looks at what a camera sees are taken in a
process beside the gateway's, and told beside its cost. Lost pictures are those missing between
the first and the last that the gateway kept. Latency: from the picture's last RTP packet to its
fragment at the viewer; beside it a reader of the camera's own stream. One JSON object a line.

    .venv/bin/python -m bench.video [--seconds 60] [--rounds 3] [--cameras 1 16 64]
"""

import argparse
import asyncio
import contextlib
import io
import json
import logging
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import av
import numpy as np
from aiohttp import web
from tests.servers.gateway_story import Centre, terms_json
from tests.servers.noting_camera import NotingCamera, media

from vaka.demo.camera import SimulatedCamera
from vaka.demo.clip import DATA
from vaka.edge.video.recording.vault import Vault

CAMERAS = (1, 16, 64)
# Until every camera's view is learnt: from then on it is looked at every half minute.
SETTLE_SECONDS = 32.0
RATE, BITS, WIDTH, HEIGHT, CLIP_SECONDS = 15, 2_000_000, 1920, 1080, 10
LATENCY_SECONDS = 8.0
SEGMENT_SECONDS = 10
TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")
PAGE_MIB = os.sysconf("SC_PAGE_SIZE") / 2**20
READ = {"rtsp_transport": "tcp", "fflags": "nobuffer"}
PATIENCE_SECONDS = 10.0


@dataclass(frozen=True)
class Subject:
    """One recorder and its processes."""

    name: str
    processes: list[int]

    def cpu_seconds(self) -> float:
        """Return what its processes have used of the processors until now."""
        return sum(sum(used_by(process)[:2]) for process in self.processes)

    def looks_seconds(self) -> float:
        """Return what those have used that they began and that have ended, or go on."""
        began = [child for process in self.processes for child in children_of(process)]
        return sum(sum(used_by(process)) for process in began)

    def rss_mib(self) -> float:
        """Return the memory that its processes hold now."""
        statm = [
            Path(f"/proc/{process}/statm").read_text("ascii") for process in self.processes
        ]
        return sum(int(told.split()[1]) for told in statm) * PAGE_MIB


def used_by(process: int) -> list[float]:
    """Return the seconds of a process, its own and the system's; of its ended children."""
    told = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()
    return [int(ticks) / TICKS_PER_SECOND for ticks in told[11:15]]


def children_of(process: int) -> list[int]:
    """Return the processes that one has begun and that go on."""
    every = Path(f"/proc/{process}/task").glob("*/children")
    return [int(child) for told in every for child in told.read_text("ascii").split()]


def report(subject: str, cameras: int, **figures: float) -> None:
    """Print one line."""
    told = {"benchmark": "video", "subject": subject, "cameras": cameras} | figures
    print(json.dumps(told), flush=True)


@contextlib.contextmanager
def ended(process: subprocess.Popen[str]) -> Iterator[subprocess.Popen[str]]:
    """End a process with the block."""
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


@contextlib.asynccontextmanager
async def centre_of(centre: Centre) -> AsyncIterator[str]:
    """Serve a simulated centre, and give its address."""
    runner = web.AppRunner(centre.application(), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


@contextlib.asynccontextmanager
async def gateway(
    folder: Path, centre: Centre, camera: SimulatedCamera
) -> AsyncIterator[tuple[Subject, str]]:
    """Run `vaka gateway`; give the process, and the address of its server."""
    keys = folder / "var" / "keys"
    keys.mkdir(parents=True)
    (keys / "centre.jwk").write_text(json.dumps(centre.key.public_jwk()), "utf-8")
    async with centre_of(centre) as url:
        told = {
            "VAKA_DATA_DIR": str(folder / "var"),
            "VAKA_CONTROL_URL": url,
            "VAKA_EDGE_TOKEN": "edge-token",
            "VAKA_CAMERA_NETWORKS": f"127.0.0.0/8:{camera.port}",
        }
        command = [str(Path(sys.executable).with_name("vaka")), "gateway"]
        process = await asyncio.to_thread(
            subprocess.Popen,
            [*command, "--listen", "127.0.0.1:0"],
            env=os.environ | told,
            cwd=folder,
            stdout=subprocess.PIPE,
            text=True,
        )
        with ended(process):
            assert process.stdout
            line = await asyncio.to_thread(process.stdout.readline)
            yield Subject("vaka", [process.pid]), f"http://{line.strip().rpartition('=')[2]}"


def remux(url: str, file: Path) -> None:
    """Copy a stream to files of ten seconds, no more: what any recorder must do."""
    with av.open(url, options=READ, timeout=PATIENCE_SECONDS) as camera:
        stream, number, out, begun = camera.streams.video[0], 0, None, 0.0
        for packet in camera.demux(stream):
            if packet.dts is None or packet.time_base is None:
                continue
            at = float(packet.dts * packet.time_base)
            if packet.is_keyframe and (out is None or at - begun >= SEGMENT_SECONDS):
                if out is not None:
                    out.close()
                out = av.open(
                    str(file.with_name(f"{file.name}-{number}.mp4")),
                    "w",
                    options={"movflags": "frag_keyframe+empty_moov+default_base_moof"},
                )
                copied, begun, number = out.add_stream_from_template(stream), at, number + 1
            if out is not None:
                packet.stream = copied
                out.mux(packet)


def floor(url: str, cameras: int, folder: Path) -> None:
    """Copy so many streams, each on a thread, until killed."""
    for number in range(cameras):
        told = (url, folder / f"copy-{number}")
        threading.Thread(target=remux, args=told, daemon=True).start()
    threading.Event().wait()


@contextlib.contextmanager
def running(commands: Sequence[Sequence[str]]) -> Iterator[list[int]]:
    """Run commands until the end of the block; give their process ids."""
    quiet = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "text": True}
    with contextlib.ExitStack() as until_then:
        yield [
            until_then.enter_context(ended(subprocess.Popen(command, **quiet))).pid
            for command in commands
        ]


@contextlib.asynccontextmanager
async def vaka(camera: SimulatedCamera, cameras: int, folder: Path) -> AsyncIterator[Subject]:
    """Record with the gateway; at the end report what it has lost."""
    centre = Centre()
    async with gateway(folder, centre, camera) as (ours, _):
        for number in range(cameras):
            centre.order(f"camera-{number}", camera.url, terms_json(f"camera-{number}"))
        yield ours
    lost = [
        missing(folder / "var" / "gateway", f"camera-{number}") for number in range(cameras)
    ]
    report("vaka", cameras, pictures_lost=sum(lost))


def missing(gateway: Path, camera: str) -> int:
    """Return how many pictures lack between those that were kept of a camera."""
    lost = 0
    with contextlib.closing(Vault(gateway)) as kept:
        for segment in kept.kept(camera):
            video = b"".join(kept.read(segment.id, at=segment.starts))
            with av.open(io.BytesIO(video)) as container:
                times = [
                    float(each.pts * each.time_base)
                    for each in container.demux(video=0)
                    if each.size
                ]
            lost += round((times[-1] - times[0]) * RATE) + 1 - len(times)
    return lost


@contextlib.asynccontextmanager
async def pyav(camera: SimulatedCamera, cameras: int, folder: Path) -> AsyncIterator[Subject]:
    """Copy with the same library, no more: what it costs at least to record by it."""
    command = [sys.executable, "-m", "bench.video", "--copy", camera.url, str(cameras)]
    with running([[*command, str(folder)]]) as processes:
        yield Subject("PyAV copy", processes)


@contextlib.asynccontextmanager
async def ffmpeg(camera: SimulatedCamera, cameras: int, folder: Path) -> AsyncIterator[Subject]:
    """Copy with ffmpeg, a process for each camera."""
    ask = ["ffmpeg", "-rtsp_transport", "tcp", "-i", camera.url, "-c", "copy"]
    cut = ["-f", "segment", "-segment_time", str(SEGMENT_SECONDS), "-reset_timestamps", "1"]
    files = [str(folder / f"ff-{number}-%d.mp4") for number in range(cameras)]
    with running([[*ask, *cut, file] for file in files]) as processes:
        yield Subject("ffmpeg -c copy", processes)


@contextlib.asynccontextmanager
async def motion(camera: SimulatedCamera, cameras: int, folder: Path) -> AsyncIterator[Subject]:
    """Record with motion in pass-through; it decodes what it records."""
    told = f"""
        daemon off
        target_dir {folder}
        netcam_url {camera.url}
        movie_passthrough on
        emulate_motion on
        picture_output off
        stream_port 0
        webcontrol_port 0
    """
    (folder / "motion.conf").write_text(told, "utf-8")
    with running([["motion", "-c", str(folder / "motion.conf")]]) as processes:
        yield Subject("motion", processes)


Recorder = Callable[
    [SimulatedCamera, int, Path], contextlib.AbstractAsyncContextManager[Subject]
]


def recorders(cameras: int) -> Iterator[Recorder]:
    """Yield what is installed and can record so many cameras on two cores."""
    yield vaka
    yield pyav
    if shutil.which("ffmpeg"):
        yield ffmpeg
    if cameras == 1 and shutil.which("motion"):
        yield motion


async def costs(clip: Path, cameras: int, seconds: float) -> None:
    """Measure each that records so many cameras, one after the other, and print it."""
    for recorder in recorders(cameras):
        with tempfile.TemporaryDirectory(prefix="vaka-bench-", dir=Path.cwd()) as name:
            async with (
                SimulatedCamera(file=clip) as camera,
                recorder(camera, cameras, Path(name)) as subject,
            ):
                await until(lambda: camera.viewers >= cameras, 60.0)
                await asyncio.sleep(SETTLE_SECONDS)
                before, looks = subject.cpu_seconds(), subject.looks_seconds()
                began = time.perf_counter()
                await asyncio.sleep(seconds)
                part = 1000 / (time.perf_counter() - began) / cameras
                report(
                    subject.name,
                    cameras,
                    cpu_ms_per_camera_second=round((subject.cpu_seconds() - before) * part, 2),
                    looks_ms_per_camera_second=round(
                        (subject.looks_seconds() - looks) * part, 2
                    ),
                    rss_mib=round(subject.rss_mib(), 1),
                )


def street(folder: Path) -> Path:
    """Return the square as a camera of today sends it: larger, noisier, at a constant rate."""
    made, draw = folder / "street.mp4", np.random.default_rng(1)
    with av.open(str(DATA / "square.mp4")) as source, av.open(str(made), "w") as out:
        stream = out.add_stream("libx264", rate=RATE, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        stream.bit_rate, stream.gop_size, stream.max_b_frames = BITS, 2 * RATE, 0
        stream.codec_context.options = {"nal-hrd": "cbr", "bufsize": str(BITS // 2)}
        for number, frame in enumerate(source.decode(video=0)):
            if number == CLIP_SECONDS * RATE:
                break
            whole = frame.reformat(WIDTH, HEIGHT, "yuv420p").to_ndarray()
            noise = draw.integers(0, 9, whole.shape, dtype=np.uint8)
            noisy = whole + np.minimum(noise, 255 - whole)
            made_of = av.VideoFrame.from_ndarray(noisy, format="yuv420p")
            made_of.pts = number
            out.mux(stream.encode(made_of))
        out.mux(stream.encode(None))
    return made


async def until(holds: Callable[[], bool], seconds: float = 20.0) -> None:
    """Wait until something holds.

    :raises TimeoutError: when it does not in time.
    """
    async with asyncio.timeout(seconds):
        while not holds():  # noqa: ASYNC110 asks many things
            await asyncio.sleep(0.05)


async def viewer_waits(camera: NotingCamera, live: str, ticket: str) -> list[float]:
    """Return how long each picture took to a viewer of the gateway."""
    waits: list[float] = []
    held, began = bytearray(), time.perf_counter()
    async with (
        aiohttp.ClientSession() as session,
        session.get(live, params={"ticket": ticket}) as answer,
    ):
        answer.raise_for_status()
        while time.perf_counter() < began + LATENCY_SECONDS:
            taken = await answer.content.readany()
            assert taken, "the view has ended"
            held += taken
            for picture in media(held):
                waits += camera.waited(picture, began)
    return waits


def reader_waits(camera: NotingCamera) -> list[float]:
    """Return how long each picture took to a reader of the camera's own stream."""
    waits: list[float] = []
    with av.open(camera.url, options=READ, timeout=PATIENCE_SECONDS) as stream:
        began = time.perf_counter()
        for packet in stream.demux(video=0):
            if time.perf_counter() > began + LATENCY_SECONDS:
                break
            waits += camera.waited(bytes(packet), began)
    return waits


async def latency() -> None:
    """Measure how long pictures take, and print it."""
    centre, terms = Centre(), terms_json("camera-0")
    with tempfile.TemporaryDirectory(prefix="vaka-bench-", dir=Path.cwd()) as name:
        async with (
            NotingCamera() as camera,
            NotingCamera() as other,
            gateway(Path(name), centre, camera) as (ours, url),
        ):
            centre.order("camera-0", camera.url, terms)
            await until(lambda: "recording" in centre.states("camera-0"))
            await asyncio.sleep(SETTLE_SECONDS)
            waits = await asyncio.gather(
                viewer_waits(camera, f"{url}/live", centre.ticket("camera-0", terms["id"])),
                asyncio.to_thread(reader_waits, other),
            )
    for subject, found in zip((ours.name, "PyAV reader, the floor"), waits, strict=True):
        cuts = statistics.quantiles(found, n=100)
        p50, p99 = round(cuts[49] * 1000, 1), round(cuts[98] * 1000, 1)
        report(subject, 1, picture_to_viewer_p50_ms=p50, picture_to_viewer_p99_ms=p99)


def main() -> None:
    """Measure latency, then costs; or be the floor, in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--cameras", type=int, nargs="+", default=CAMERAS)
    parser.add_argument("--copy", nargs=3, metavar=("URL", "CAMERAS", "FOLDER"))
    told = parser.parse_args()
    if told.copy:
        url, cameras, folder = told.copy
        floor(url, int(cameras), Path(folder))
    # Of cameras whose recorder was ended while they sent.
    logging.getLogger("asyncio").setLevel(logging.ERROR)
    for peer in ("ffmpeg", "motion"):
        if not shutil.which(peer):
            print(json.dumps({"benchmark": "video", "absent": f"{peer} is not installed"}))
    asyncio.run(latency())
    with tempfile.TemporaryDirectory(prefix="vaka-bench-") as name:
        clip = street(Path(name))
        for _ in range(told.rounds):
            for cameras in told.cameras:
                asyncio.run(costs(clip, cameras, told.seconds))


if __name__ == "__main__":
    main()
