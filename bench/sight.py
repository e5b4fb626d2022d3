"""How surely a moved or covered camera is told, and what a look costs.

Every scene of the tests, made of every second of both clips, judged against what was learnt
from the first three; beside it the plain way, the correlation of grey pictures. Then the
processor for each look: decoded in its own process, judged in the gateway. JSON lines.

    .venv/bin/python -m bench.sight [--looks 40]
"""

import argparse
import json
import resource
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import av
import numpy as np
from tests.unit.edge.video.sight.scenes import (
    CLIPS,
    COVERED,
    HARMLESS,
    MOVED,
    Picture,
    framed,
    outline_of,
    pictures,
)

from bench.masks import CLIPS as FILES
from vaka.edge.video.media.fragments import source_of
from vaka.edge.video.media.source import Sample
from vaka.edge.video.media.still import packed
from vaka.edge.video.sight.comparison import Sight, judge, unmasked
from vaka.edge.video.sight.glimpse import apart
from vaka.edge.video.sight.outline import HEIGHT, WIDTH, unpacked

SEEN = unmasked(())
LEARNT = 3
# The plain way: correlated less than this is another view. Where it errs least in sum.
CORRELATED = 0.8
KINDS = {"harmless": HARMLESS, "moved": MOVED, "covered": COVERED}
Judge = Callable[[Picture], bool]


def by_outline(clip: str) -> Judge:
    """Return our judge of whether a picture is another view."""
    learnt = np.mean([outline_of(framed(p)) for p in pictures(clip)[:LEARNT]], axis=0)
    return lambda picture: judge(learnt, learnt, outline_of(picture), SEEN) != Sight.SAME


def by_greys(clip: str) -> Judge:
    """Return the plain judge."""
    learnt = np.mean([_greys(framed(p)) for p in pictures(clip)[:LEARNT]], axis=0)
    return lambda picture: np.corrcoef(learnt, _greys(picture))[0, 1] < CORRELATED


def _greys(picture: Picture) -> np.ndarray:
    return np.asarray(picture.resize((WIDTH, HEIGHT)), np.float64).ravel()


def told(make: Callable[[str], Judge]) -> Iterator[dict[str, object]]:
    """Yield, for each kind of scene, the share that was called another view."""
    judges = {clip: make(clip) for clip in CLIPS}
    for kind, scenes in KINDS.items():
        calls = [
            judges[clip](scene(picture))
            for clip in CLIPS
            for scene in scenes.values()
            for picture in pictures(clip)
        ]
        share = round(sum(calls) / len(calls), 4)
        yield {"benchmark": f"sight, {kind}", "looks": len(calls), "another_view": share}


def first_picture(clip: Path) -> bytes:
    """Return a clip's first picture, as a camera's thread leaves it."""
    with av.open(str(clip)) as container:
        stream = container.streams.video[0]
        first = bytes(next(container.demux(stream)))
        return packed(source_of(stream), Sample(first, 0, 0, True, datetime.now(UTC)))


def cost(clip: Path, looks: int) -> dict[str, object]:
    """Return the processor's milliseconds for a look."""
    video = first_picture(clip)
    found = unpacked(apart(video))
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    own = time.process_time()
    for _ in range(looks):
        apart(video)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    decoded = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    decoded += time.process_time() - own
    own = time.process_time()
    for _ in range(looks):
        judge(found, found, found, SEEN)
    judged = time.process_time() - own
    return {
        "decode_ms": round(decoded / looks * 1000, 1),
        "judge_ms": round(judged / looks * 1000, 1),
    }


def main() -> None:
    """Judge every scene both ways, then measure the looks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--looks", type=int, default=40)
    looks = parser.parse_args().looks
    for subject, make in (("vaka", by_outline), ("grey correlation", by_greys)):
        for line in told(make):
            print(json.dumps({"subject": subject, **line}))
    for size, clip in FILES.items():
        line = {"benchmark": f"look {size}", "subject": "vaka", **cost(clip, looks)}
        print(json.dumps(line))


if __name__ == "__main__":
    main()
