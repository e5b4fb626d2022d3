"""What masks cost: made by the camera and looked for there, burnt in, and none at all.

Processor seconds for each second of video (15 pictures) and memory beside the gateway's own, of
one camera, on the clips of the simulated cameras, through the gateway's own `Masking`. With
masks in the camera: the pictures of ten seconds held, and a visit each ten seconds to a
simulated device over a real socket. One JSON object a line.

    .venv/bin/python -m bench.masks [--rounds 3]
"""

import argparse
import contextlib
import io
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import av
from tests.servers import clips

from vaka.demo.clip import DATA
from vaka.edge.video.ingest.addresses import parse_networks
from vaka.edge.video.media.fragments import source_of
from vaka.edge.video.media.source import Sample, Source
from vaka.edge.video.onvif.conversation import Conversation, Errand, Surroundings
from vaka.edge.video.onvif.tokens import Tokens
from vaka.edge.video.onvif.trust import Trust
from vaka.edge.video.onvif.visiting import TRUSTED_SECONDS
from vaka.edge.video.privacy.masking import Masking, Masks, Outlets

UPPER_THIRD = [[[0, 0], [1, 0], [1, 0.36], [0, 0.36]]]
CLIPS = {"640x360": DATA / "garage.mp4", "1280x720": DATA / "square.mp4"}
LARGE = (1920, 1080)
SECONDS, RATE = 20.0, 15
VISITS = 50
START = datetime(2026, 11, 26, 12, tzinfo=UTC)
WIDEST = 4096
IN_CAMERA, BURNT, NONE = "vaka", "burnt in", "no mask"


def fragmented(clip: Path) -> bytes:
    """Return a clip as the gateway sends it: a fragment for each picture."""
    made = io.BytesIO()
    options = {"movflags": "empty_moov+default_base_moof+frag_every_frame"}
    with av.open(str(clip)) as source, av.open(made, "w", "mp4", options) as out:
        stream = source.streams.video[0]
        copied = out.add_stream_from_template(stream)
        for packet in source.demux(stream):
            if packet.dts is not None:
                packet.stream = copied
                out.mux(packet)
    return made.getvalue()


def stream(clip: Path) -> tuple[Source, list[Sample]]:
    """Return a clip as it is read from a camera."""
    with av.open(str(clip)) as container:
        video = container.streams.video[0]
        packets = [packet for packet in container.demux(video) if packet.pts is not None]
        tick = 90_000 // RATE
        return source_of(video), [
            Sample(bytes(each), n * tick, n * tick, each.is_keyframe, after(n / RATE))
            for n, each in enumerate(packets)
        ]


def after(seconds: float) -> datetime:
    """Return an instant of the video."""
    return START + timedelta(seconds=seconds)


class Camera:
    """A camera that proves its masks every ten seconds of its video, or never."""

    def __init__(self, masks: Masks, *, every: float) -> None:
        self.kept = self.held_bytes = 0
        self._every = every
        self._trust = Trust()
        out = Outlets(
            keep=self._keep,
            show=lambda _source, _sample: None,
            rest=lambda: None,
            hide=lambda: None,
        )
        self.masking = Masking("bench", masks, WIDEST, out=out, trust=lambda: self._trust)

    def _keep(self, source: Source, sample: Sample) -> None:
        self.kept += 1

    def send(self, source: Source, samples: list[Sample]) -> None:
        """Send a whole clip, faster than it was."""
        held = 0
        for sample in samples:
            if self._every and (sample.at - START).total_seconds() % self._every == 0:
                self._trust = Trust(since=START, through=sample.at)
                held = 0
            held += len(sample.data)
            self.held_bytes = max(self.held_bytes, held)
            self.masking.put(source, sample)
        if self._every:
            self.masking.stop()
        else:
            self.masking.end()


def processor() -> float:
    """Return the processor seconds of this process and of its children that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + used.ru_utime + used.ru_stime


def largest_child() -> float:
    """Return the most memory, in MiB, that a child of this process has had."""
    peaks = [0.0]
    for child in Path(f"/proc/self/task/{os.getpid()}/children").read_text("ascii").split():
        with contextlib.suppress(OSError):
            status = Path(f"/proc/{child}/status").read_text("ascii")
            peaks += [
                int(line.split()[1]) / 1024 for line in status.splitlines() if "VmHWM" in line
            ]
    return max(peaks)


def cost(subject: str, source: Source, samples: list[Sample]) -> tuple[float, float]:
    """Return processor seconds for a second of video, and MiB, of one run."""
    masks = [] if subject == NONE else UPPER_THIRD
    camera = Camera(masks, every=TRUSTED_SECONDS if subject == IN_CAMERA else 0.0)
    before = processor()
    camera.send(source, samples)
    peak = camera.held_bytes / 2**20 if subject == IN_CAMERA else 0.0
    if subject == BURNT:
        # The process ends by itself once the last picture has come out.
        while camera.kept < len(samples):
            peak = max(peak, largest_child())
            time.sleep(0.05)
        camera.masking.stop()
    seconds = len(samples) / RATE
    return (processor() - before) / seconds, peak


@contextlib.contextmanager
def device() -> Iterator[str]:
    """Run a simulated device; yield its address."""
    words = [sys.executable, "-m", "vaka.demo.onvif.device", "--listen", "127.0.0.1:0"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield process.stdout.readline().split()[-1]
        process.terminate()


def visit() -> float:
    """Return the processor seconds of a visit to a camera that has its masks."""
    with device() as address, tempfile.TemporaryDirectory() as folder:
        port = address.split(":")[2].split("/")[0]
        tokens = Tokens(Path(folder))
        allowed = parse_networks(f"127.0.0.0/8:{port},127.0.0.0/8:8554")
        around = Surroundings(allowed, None, tokens, lambda: datetime.now(UTC))
        told = Errand("bench", address, "rtsp://127.0.0.1:8554/stream", UPPER_THIRD, "")
        conversation = Conversation(told, around)
        conversation.visit()
        before = time.process_time()
        for _ in range(VISITS):
            assert conversation.visit()
        spent = time.process_time() - before
        conversation.close()
        tokens.close()
    return spent / VISITS


def main() -> None:
    """Run the rounds, each beside its peers."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        large = clips.made(Path(folder) / "1.mp4", size=LARGE, pictures=int(SECONDS * RATE))
        streams = {size: stream(file) for size, file in (*CLIPS.items(), ("1920x1080", large))}
    for _ in range(rounds):
        visiting = visit() / TRUSTED_SECONDS
        for size, told in streams.items():
            for subject in (IN_CAMERA, BURNT, NONE):
                cpu, peak = cost(subject, *told)
                cpu += visiting if subject == IN_CAMERA else 0.0
                line = {"benchmark": f"masks {size}", "subject": subject, "cameras": 1}
                print(json.dumps({**line, "cpu_share": round(cpu, 5), "peak_mib": peak}))
                sys.stdout.flush()


if __name__ == "__main__":
    main()
