"""What making third persons unrecognisable costs: looked through, and covered.

Seconds of work and CPU seconds for each second of video (15 pictures), on the clips of the
simulated cameras. One JSON object a line.

    .venv/bin/python -m bench.redaction [--rounds 1]
"""

import argparse
import json
import os
import subprocess
import sys
import time

from bench.masks import CLIPS, SECONDS, fragmented
from vaka.edge.video.privacy.redaction.envelope import sent
from vaka.terms.redaction import Plan
from vaka.terms.redaction_file import read_findings, write


def work(module: str, given: bytes) -> tuple[bytes, dict[str, float]]:
    """Return what a process wrote, and what it cost a second of video."""
    words = [sys.executable, "-m", f"vaka.edge.video.privacy.redaction.{module}"]
    began, before = time.monotonic(), os.times()
    made = subprocess.run(words, input=given, capture_output=True, check=True).stdout
    took, after = time.monotonic() - began, os.times()
    cpu = after.children_user + after.children_system
    cpu -= before.children_user + before.children_system
    return made, {"seconds": round(took / SECONDS, 2), "cpu_share": round(cpu / SECONDS, 2)}


def main() -> None:
    """Run the rounds: each clip analysed, then covered by what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=1)
    rounds = parser.parse_args().rounds
    for size, clip in CLIPS.items():
        video = fragmented(clip)
        for _ in range(rounds):
            told, analysis = work("analysis", video)
            found = json.dumps(json.loads(told.splitlines()[-1])["findings"]).encode()
            made, covering = work("rendering", sent(write(Plan(read_findings(found))), video))
            share = round(len(made) / len(video), 2)
            told_of = {"subject": "vaka", "cameras": 1}
            print(json.dumps({"benchmark": f"analysis {size}", **told_of, **analysis}))
            print(
                json.dumps(
                    {"benchmark": f"covering {size}", **told_of, **covering, "size": share}
                )
            )


if __name__ == "__main__":
    main()
