"""What masks cost: a stream decoded, masked and encoded, beside the same without a mask.

CPU seconds for each second of video (15 pictures) and peak memory, of one camera, on the clips
of the simulated cameras. One JSON object a line.

    .venv/bin/python -m bench.masks [--rounds 3]
"""

import argparse
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import av

from vaka.demo.clip import DATA

UPPER_THIRD = [[[0, 0], [1, 0], [1, 0.36], [0, 0.36]]]
CLIPS = {"640x360": DATA / "garage.mp4", "1280x720": DATA / "square.mp4"}
SECONDS = 20.0


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


def cost(video: bytes, masks: list[list[list[float]]]) -> tuple[float, float]:
    """Return CPU seconds for a second of video, and the peak in MiB, of one run."""
    words = [sys.executable, "-m", "vaka.edge.video.privacy.burning", json.dumps(masks), "4096"]
    process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    assert process.stdin is not None
    process.stdin.write(video)
    process.stdin.close()
    _pid, status, used = os.wait4(process.pid, 0)
    assert status == 0
    return (used.ru_utime + used.ru_stime) / SECONDS, used.ru_maxrss / 1024


def main() -> None:
    """Run the rounds, each beside its peer."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    for size, clip in CLIPS.items():
        video = fragmented(clip)
        for _ in range(rounds):
            for subject, masks in (("vaka", UPPER_THIRD), ("no mask", [])):
                cpu, peak = cost(video, masks)
                told = {"benchmark": f"masks {size}", "subject": subject, "cameras": 1}
                print(json.dumps({**told, "cpu_share": round(cpu, 4), "peak_mib": peak}))


if __name__ == "__main__":
    main()
