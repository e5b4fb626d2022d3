"""Who is who from picture to picture. Plain Python, and in doubt two are not the same.

Where two figures come together both tracks end and one of several begins; where they part, new
ones begin. Who is lost in the middle of the picture has not left it: the last place is held
until somebody is found there, and the first place back in time as well, so that a missed
detection shows nobody.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations, islice, pairwise

from vaka.terms.redaction import Box, Doubt, Track, TrackKind, Uncertain, runs

# For so long a figure that was not found is where it was before and after.
BRIDGE_MS = 1000
# What is seen for less is covered as what moves, and is nobody.
LEAST_MS = 300
# Share of the smaller box by which a figure is the same as in the picture before.
SAME = 0.3
# A figure that is suddenly so many times what it was has somebody else with it.
GROWTH = 1.8
# Pixels between two of whom one may be behind the other.
NEAR = 16
# Two pieces of one figure are above each other: they share so much of the narrower's width.
ABOVE = 0.3


LATELY = 15
# A person looks at so much at a time.
LOOK_MS = 3000


@dataclass(frozen=True)
class Observation:
    """A figure in one picture, and how many persons were surely found in it."""

    box: Box
    people: int = 1


@dataclass
class _Open:
    """A track that goes on."""

    id: int
    kind: TrackKind
    seen: dict[int, Box] = field(default_factory=dict)

    @property
    def first(self) -> int:
        return next(iter(self.seen))

    @property
    def last(self) -> int:
        return next(reversed(self.seen))

    @property
    def box(self) -> Box:
        return self.seen[self.last]

    @property
    def size(self) -> int:
        """The largest that it was of late."""
        return max(box.area for box in islice(reversed(self.seen.values()), LATELY))


class Tracks:
    """Links observations, picture by picture in order; `finish` says what came of it."""

    def __init__(self, width: int, height: int, times: Sequence[int], *, margin: int) -> None:
        """Take the pictures' size and instants (ms); at the margin (pixels) figures leave."""
        self._inner = Box(margin, margin, width - margin, height - margin)
        self._times = times
        self._open: list[_Open] = []
        self._ended: list[_Open] = []
        self._crossings: set[int] = set()
        self._count = 0

    def take(self, frame: int, observed: Sequence[Observation]) -> None:
        """Take what is in a picture."""
        self._forget(frame)
        claims = [
            [track for track in self._open if _same(track.box, each.box)] for each in observed
        ]
        parted = self._parted(observed, claims)
        for each, claimers in zip(observed, claims, strict=True):
            self._link(frame, each, claimers, [track for track in claimers if track in parted])
        if parted:
            self._crossings.add(frame)
            self._end(parted)
        self._end_hidden(frame)

    def finish(self) -> tuple[list[Track], list[Uncertain]]:
        """Return every track, those that are held too, and what is in doubt about them."""
        self._end(list(self._open))
        lasting = [each for each in self._ended if self._lasts(each)]
        tracks = [
            Track(each.id, each.kind, each.first, tuple(_filled(each.seen))) for each in lasting
        ]
        held = [hold for track in tracks for hold in self._holds(track, tracks)]
        numbered = [
            Track(self._count + n, TrackKind.HELD, hold.first, hold.boxes)
            for n, hold in enumerate(held, 1)
        ]
        lost = {n for each in held if self._is_long(each) for n in range(each.first, each.last)}
        doubts = [piece for each in runs(lost, Doubt.TRACK_LOST) for piece in self._cut(each)]
        return [*tracks, *numbered], [*doubts, *runs(self._crossings, Doubt.CROSSING)]

    def _cut(self, doubt: Uncertain) -> Iterator[Uncertain]:
        """Yield what a person can look at in one go."""
        first = doubt.first
        for frame in range(doubt.first, doubt.last + 1):
            if frame == doubt.last or self._times[frame + 1] - self._times[first] > LOOK_MS:
                yield Uncertain(first, frame, doubt.reason)
                first = frame + 1

    def _link(
        self, frame: int, observed: Observation, claimers: list[_Open], parted: list[_Open]
    ) -> None:
        """Go on with the one track that an observation is of, or begin another."""
        going = [each for each in claimers if each not in parted]
        old = [each for each in going if self._age(each, frame) >= LEAST_MS]
        known = old or going[:1]
        several = len(old) > 1 or observed.people > 1
        if len(known) == 1 and not (several or _grew(known[0], observed.box)):
            _go_on(known[0], frame, observed.box)
            # What was seen for a moment beside it was a piece of it.
            self._end([each for each in going if each is not known[0]])
            return
        if len(known) == 1 and known[0].kind == TrackKind.SEVERAL:
            _go_on(known[0], frame, observed.box)
            return
        if going:
            self._crossings.add(frame)
            self._end(going)
        self._begin(
            frame, observed.box, TrackKind.SEVERAL if going or several else TrackKind.ONE
        )

    def _end_hidden(self, frame: int) -> None:
        """End whoever is not found and may be behind somebody who is."""
        here = [track.box for track in self._open if track.last == frame]
        hidden = [
            track
            for track in self._open
            if track.last < frame and any(track.box.grown(NEAR).touches(box) for box in here)
        ]
        self._crossings.update([frame] if hidden else [])
        self._end(hidden)

    def _begin(self, frame: int, box: Box, kind: TrackKind) -> None:
        self._count += 1
        self._open.append(_Open(self._count, kind, {frame: box}))

    def _age(self, track: _Open, frame: int) -> int:
        return self._times[frame] - self._times[track.first]

    def _parted(
        self, observed: Sequence[Observation], claims: Sequence[list[_Open]]
    ) -> list[_Open]:
        """Return the tracks of which there are now two figures beside each other."""
        parted = []
        for track in self._open:
            mine = [o.box for o, by in zip(observed, claims, strict=True) if track in by]
            if any(not _above(one, other) for one, other in combinations(mine, 2)):
                parted.append(track)
        return parted

    def _forget(self, frame: int) -> None:
        """End the tracks of figures that were not found for long."""
        now = self._times[frame]
        self._end([t for t in self._open if now - self._times[t.last] > BRIDGE_MS])

    def _end(self, tracks: list[_Open]) -> None:
        self._ended += [track for track in tracks if track in self._open]
        self._open = [track for track in self._open if track not in tracks]

    def _lasts(self, track: _Open) -> bool:
        """Return whether a track is of somebody; at its ends the stretch may cut it short."""
        cut = track.first == 0 or track.last == len(self._times) - 1
        return cut or self._times[track.last] - self._times[track.first] >= LEAST_MS

    def _is_long(self, hold: Track) -> bool:
        return self._times[hold.last] - self._times[hold.first] > BRIDGE_MS

    def _holds(self, track: Track, tracks: Sequence[Track]) -> Iterator[Track]:
        """Yield where a figure is held that appeared or vanished away from the margin."""
        after = range(track.last + 1, len(self._times))
        before = range(track.first - 1, -1, -1)
        for box, frames in ((track.boxes[-1], after), (track.boxes[0], before)):
            if box.shared(self._inner) == box:
                alone = _until_met(box, frames, [each for each in tracks if each is not track])
                if alone:
                    yield Track(0, TrackKind.HELD, min(alone), (box,) * len(alone))


def _until_met(box: Box, frames: range, others: Sequence[Track]) -> range:
    """Return the pictures, in their order, before one that has somebody else in that place."""
    if not frames:
        return frames
    ends = sorted((frames[0], frames[-1]))
    met = [
        frame
        for other in others
        for frame in range(max(other.first, ends[0]), min(other.last, ends[1]) + 1)
        if _same(box, other.boxes[frame - other.first])
    ]
    first = min(met, key=lambda frame: abs(frame - frames[0]), default=None)
    return frames if first is None else frames[: abs(first - frames[0])]


def _same(one: Box, other: Box) -> bool:
    return one.shared(other).area > SAME * min(one.area, other.area)


def _above(one: Box, other: Box) -> bool:
    """Return whether two boxes are above each other, as head and legs are."""
    shared = min(one.right, other.right) - max(one.left, other.left)
    return shared > ABOVE * min(one.right - one.left, other.right - other.left)


def _grew(track: _Open, box: Box) -> bool:
    return track.kind == TrackKind.ONE and box.area > GROWTH * track.size


def _go_on(track: _Open, frame: int, box: Box) -> None:
    here = track.seen.get(frame)
    track.seen[frame] = here.joined(box) if here else box


def _filled(seen: dict[int, Box]) -> Iterator[Box]:
    """Yield a box for each picture first to last, on the way where none was seen."""
    frames = list(seen)
    for here, there in pairwise(frames):
        for frame in range(here, there):
            part = (frame - here) / (there - here)
            yield Box(
                *(
                    round(start + (end - start) * part)
                    for start, end in zip(seen[here], seen[there], strict=True)
                )
            )
    yield seen[frames[-1]]
