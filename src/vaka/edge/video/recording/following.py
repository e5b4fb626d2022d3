"""The pictures after a stretch in which the signatures of its last group lie.

A camera signs a group of pictures when the next has begun (ONVIF Media Signing): a copy that
ends with what was asked for would end unsigned. No more is found than until that signature,
nothing that may not be handed out, and nothing at all when it does not come.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from vaka.edge.video.media.source import Sample, Source
from vaka.edge.video.recording.index import Segment
from vaka.signed_video.judge import Judge
from vaka.signed_video.units import Coding, split
from vaka.terms.permits import Reason

# Cameras are to sign after five seconds at most, and not to take long over it.
LONGEST = timedelta(seconds=20)
# Recordings with a longer gap between them do not follow each other.
GAP = timedelta(seconds=2)
NOT_KEPT, OTHER_TERMS, TOO_LATE = "not-kept", "other-terms", "signature-too-late"
CHANGED = "camera-changed"


class Following:
    """Hears what is handed out of a stretch, then finds what is to follow it.

    `permitted` says of an instant whether its pictures may be handed out. `lacking` is why
    nothing follows, when something should.
    """

    def __init__(self, source: Source, permitted: Callable[[datetime], bool]) -> None:
        self._source, self._permitted = source, permitted
        self._judge = Judge(Coding(source.codec))
        self._origin: datetime | None = None
        self._last: datetime | None = None
        self._terms = ""
        self.lacking = ""

    def given(self, segment: Segment, sample: Sample) -> None:
        """Hear of a picture that is handed out."""
        self._terms, self._last = segment.terms, sample.at
        self._hear(sample)

    def found(
        self, later: Iterable[tuple[Segment, Source, Sample]]
    ) -> list[tuple[Segment, Sample]]:
        """Return the pictures to add, of those that come after."""
        added: list[tuple[Segment, Sample]] = []
        lacking = NOT_KEPT
        before = self._last
        for segment, source, sample in later:
            if self._is_judged:
                break
            if no := self._why_not(segment, source, sample.at, before):
                lacking = no
                break
            self._hear(sample)
            added.append((segment, sample))
            before = sample.at
        if self._is_judged:
            return added
        self.lacking = lacking if self._judge.signed else ""
        return []

    @property
    def _is_judged(self) -> bool:
        """Return whether the signatures of all that was handed out have come."""
        waits = self._judge.waits_from
        return waits is None or (self._last is not None and waits > self._seconds(self._last))

    def _hear(self, sample: Sample) -> None:
        self._origin = self._origin or sample.at
        self._judge.take(split(sample.data), self._seconds(sample.at))

    def _seconds(self, at: datetime) -> float:
        assert self._origin is not None
        return (at - self._origin).total_seconds()

    def _why_not(
        self, segment: Segment, source: Source, at: datetime, before: datetime | None
    ) -> str:
        """Return why a picture may not be added, or nothing."""
        if self._last is None or before is None or at - before > GAP:
            return NOT_KEPT
        if segment.terms != self._terms:
            return OTHER_TERMS
        if not self._permitted(at):
            return Reason.OUTSIDE_HOURS
        if not source.describes(self._source):
            return CHANGED
        return TOO_LATE if at - self._last > LONGEST else ""
