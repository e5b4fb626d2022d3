"""One camera's stream as its terms let it be seen: masked, and no more detailed than allowed.

A stream without masks that is coarse enough passes as it is. So does one that the camera masks
itself: it is shown while the camera is trusted with that, and kept once the camera has proved
it. Otherwise it is decoded and encoded in a process of its own (`burning`), which has no
secrets and falls alone. When it falls nothing passes: pictures without their masks are not an
alternative. Sound waits for the picture that it came with.
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from vaka.edge.video.health import BURNT_IN, BY_CAMERA, NOT_YET, SCALED, MaskedBy
from vaka.edge.video.ingest.connection import Take
from vaka.edge.video.media.source import Sample, Source
from vaka.edge.video.onvif.trust import Trust
from vaka.edge.video.privacy.held import Held
from vaka.edge.video.privacy.line import Line

Masks = Sequence[Sequence[tuple[float, float]]]
# Of one camera: more than half a minute of the largest stream that cameras send.
LARGEST_HELD = 64 * 1024 * 1024
ALWAYS = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Outlets:
    """Where pictures go, to be kept and to be shown; who hears that nothing more is to be kept
    of a stream, and that what was shown last is to be shown no more.
    """

    keep: Take
    show: Take
    rest: Callable[[], None]
    hide: Callable[[], None]


class Masking:
    """Takes samples as they come from a camera; hands them on masked, on threads of its own."""

    def __init__(
        self,
        camera: str,
        masks: Masks,
        widest: int,
        *,
        out: Outlets,
        trust: Callable[[], Trust],
    ) -> None:
        """Prepare; a picture may be `widest` pixels across."""
        self._camera, self._masks, self._widest = camera, masks, widest
        self._out, self._trust = out, trust
        self._lock = threading.Lock()
        self._source: Source | None = None
        self._line: Line | None = None
        # What nothing more comes to, and what it has is still coming out of.
        self._last: Line | None = None
        self._held: Held | None = None
        # From when it is trusted, and the trust under which more came than can be held.
        self._since: datetime | None = None
        self._too_much: datetime | None = None
        self._shows_from = ALWAYS

    def masked_by(self, why: str) -> MaskedBy | None:
        """Return who makes the masks now, and why not the camera, if nothing else is why."""
        if not self._masks:
            return None
        if self._held is not None and not why:
            return MaskedBy(BY_CAMERA, "")
        scaled = self._source is not None and not self._is_narrow(self._source)
        return MaskedBy(BURNT_IN, SCALED if scaled else why or NOT_YET)

    def put(self, source: Source, sample: Sample) -> None:
        """Take a sample; a new stream begins anew, at a picture that stands alone."""
        with self._lock:
            self._take(source, sample)

    def _take(self, source: Source, sample: Sample) -> None:
        if source is not self._source:
            self._end()
            self._source = source
        if self._is_narrow(source) and not self._masks:
            self._out.keep(source, sample)
            self._out.show(source, sample)
            return
        trust = self._trust()
        self._choose(source, sample, trust)
        if self._held is None:
            self._burn(source, sample)
        else:
            self._held.put(sample)
            self._out.show(source, sample)
            assert trust.through is not None
            for proved in self._held.proved(trust.through):
                self._out.keep(source, proved)

    def _is_narrow(self, source: Source) -> bool:
        return 0 < source.width <= self._widest

    def _choose(self, source: Source, sample: Sample, trust: Trust) -> None:
        """Go over to pictures as they come, at one that stands alone, or back at once."""
        trusted = self._is_narrow(source) and trust.covers(sample.at)
        if self._held is None:
            if trusted and sample.key and trust.since != self._too_much:
                self._finish()
                self._held, self._since = Held(), trust.since
            return
        if self._held.bytes > LARGEST_HELD:
            self._too_much = self._since
        if not trusted or trust.since != self._since or trust.since == self._too_much:
            self._burn_held(source)

    def _burn_held(self, source: Source) -> None:
        """Burn into what was not proved; of that only the newest group is shown, anew."""
        if self._held is None:
            return
        held, self._held = self._held, None
        self._out.hide()
        self._shows_from = held.newest
        for sample in held.rest():
            self._burn(source, sample)

    def _burn(self, source: Source, sample: Sample) -> None:
        if self._line is not None and self._line.fallen:
            self._line.stop()
            self._line = None
        if self._line is None:
            if not sample.key:
                return
            self._line = Line(
                self._camera,
                source,
                self._masks,
                self._widest,
                take=self._burnt,
                rest=self._out.rest,
                after=self._last,
            )
        self._line.put(sample)

    def _burnt(self, line: Line, source: Source, sample: Sample) -> None:
        self._out.keep(source, sample)
        if line is self._line and sample.at >= self._shows_from:
            self._out.show(source, sample)

    def end(self) -> None:
        """Take in that the stream has ended; what came of it is still kept."""
        with self._lock:
            self._end()

    def _end(self) -> None:
        if self._source is not None:
            self._burn_held(self._source)
        self._finish()
        self._source = None

    def _finish(self) -> None:
        if self._line is not None:
            self._last, self._line = self._line, None
            self._last.finish()
        self._shows_from = ALWAYS

    def stop(self) -> None:
        """Hand nothing more on."""
        with self._lock:
            self._held = self._source = None
            for line in (self._line, self._last):
                if line is not None:
                    line.stop()
            self._line = self._last = None
