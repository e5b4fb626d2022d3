"""Find who is to be unrecognisable in a stretch of recordings, in a process of its own.

`python -m vaka.edge.video.privacy.redaction.analysis` reads an MP4 from standard input and
writes lines of JSON: `{"progress": 0.4}` as it goes, `{"findings": …}` last.
"""

import io
import json
import sys
from collections.abc import Iterator
from hashlib import sha256

import av
import numpy as np

from vaka.edge.video.privacy.redaction.cells import Grid, held, pack, spread
from vaka.edge.video.privacy.redaction.detectors import Detectors, Seen
from vaka.edge.video.privacy.redaction.figures import bodiless, figures, together
from vaka.edge.video.privacy.redaction.limits import limited
from vaka.edge.video.privacy.redaction.motion import (
    MOST_SAMPLES,
    SHORTLY_SECONDS,
    Motion,
    Picture,
    small,
)
from vaka.edge.video.privacy.redaction.tracks import Tracks
from vaka.terms.redaction import CELL_PIXELS, Box, Doubt, Findings, Uncertain, runs
from vaka.terms.redaction_file import findings_to_json

# Twice a second people are looked for; between, they are followed by what moves.
LOOK_EVERY_MS = 500
# What moves is covered for so long before and after, and a cell about it.
HOLD_SECONDS = 0.5
# When more of the picture moves, it is the light or the camera.
MUCH = 0.5
TELL_EVERY = 15


def pictures(video: bytes) -> Iterator[tuple[int, Picture]]:
    """Yield each picture (blue, green, red) and its instant, milliseconds from the first."""
    with av.open(io.BytesIO(video), "r", format="mp4") as container:
        origin: float | None = None
        for frame in container.decode(video=0):
            assert frame.time is not None
            origin = frame.time if origin is None else origin
            told = np.asarray(frame.to_ndarray(format="bgr24"), np.uint8)
            yield round((frame.time - origin) * 1000), told


class Analysis:
    """One stretch of recordings, looked through twice: for the background, and for people."""

    def __init__(self, video: bytes) -> None:
        self._video = video
        self._times, self.size = _instants(video)
        self._grid = Grid(*self.size)
        self._looked = -LOOK_EVERY_MS
        self._bodiless: set[int] = set()
        self._much: set[int] = set()
        self._detectors = Detectors()

    def run(self) -> Iterator[float]:
        """Look it through; yields the part that is done."""
        pace = self._pace()
        motion = Motion(self._samples(), self._grid, shortly=round(SHORTLY_SECONDS * pace))
        wide, high = self.size
        tracks = Tracks(wide, high, self._times, margin=CELL_PIXELS)
        for number, (at, picture) in enumerate(pictures(self._video)):
            differing = motion.take(small(picture, self._grid))
            self._look(number, at, picture, tracks, together(differing))
            if differing.mean() > MUCH:
                self._much.add(number)
            if number % TELL_EVERY == 0:
                yield number / len(self._times)
        self.findings = self._found(motion, tracks, round(HOLD_SECONDS * pace))

    def _look(
        self, number: int, at: int, picture: Picture, tracks: Tracks, boxes: list[Box]
    ) -> None:
        """Take one picture to the tracks, with whom the detectors find now and then."""
        people: list[Seen] = []
        if at - self._looked >= LOOK_EVERY_MS:
            people, self._looked = self._detectors.people(picture), at
            if bodiless(boxes, people):
                self._bodiless.add(number)
        tracks.take(number, figures(boxes, people))

    def _found(self, motion: Motion, tracks: Tracks, hold: int) -> Findings:
        wide, high = self.size
        near = np.stack([spread(cells) for cells in motion.moving])
        linked, doubts = tracks.finish()
        return Findings(
            width=wide,
            height=high,
            times=tuple(self._times),
            moving=pack(held(near, hold)),
            tracks=tuple(linked),
            uncertain=tuple(sorted([*doubts, *self._doubts()])),
            original=sha256(self._video).hexdigest(),
            detectors=Detectors.named(),
        )

    def _doubts(self) -> Iterator[Uncertain]:
        yield from runs(self._bodiless, Doubt.FACE_WITHOUT_BODY)
        yield from runs(self._much, Doubt.MUCH_MOVES)

    def _samples(self) -> list[Picture]:
        """Return pictures from the whole stretch, evenly."""
        step = -(-len(self._times) // MOST_SAMPLES)
        found = enumerate(pictures(self._video))
        return [small(picture, self._grid) for n, (_, picture) in found if n % step == 0]

    def _pace(self) -> float:
        """Return the pictures in a second."""
        seconds = (self._times[-1] - self._times[0]) / 1000
        return (len(self._times) - 1) / seconds if seconds else 1.0


def _instants(video: bytes) -> tuple[list[int], tuple[int, int]]:
    """Return the instants (ms) of the pictures, and their size."""
    times, size = [], (0, 0)
    for at, picture in pictures(video):
        times.append(at)
        size = picture.shape[1], picture.shape[0]
    return times, size


def main() -> None:
    """Turn standard input into standard output, within limits."""
    limited()
    analysis = Analysis(sys.stdin.buffer.read())
    for part in analysis.run():
        _say({"progress": round(part, 3)})
    _say({"findings": findings_to_json(analysis.findings)})


def _say(told: object) -> None:
    sys.stdout.write(f"{json.dumps(told)}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
