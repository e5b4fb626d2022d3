"""Gaps in what is kept of a camera, where the gateway knows the reason itself."""

import threading
from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from vaka.core.period import Period
from vaka.edge.video.media.source import Source

# Recordings that are nearer to each other are one to a person.
SHORTEST = timedelta(seconds=2)
# While nothing is kept none of them is asked for.
MOST_LOSSES = 1000


class Why(StrEnum):
    """Why nothing was kept for a moment, while it was permitted and the camera was there."""

    LOST = "lost-on-the-way"
    TERMS_CHANGED = "terms-changed"
    MASKS_CHANGED = "masks-changed"
    CAMERA_CHANGED = "camera-changed"


@dataclass(frozen=True)
class Gap:
    """From the last picture kept to the next one, why, and how many packets were lost."""

    span: Period
    why: Why
    packets: int

    def facts(self) -> dict[str, object]:
        """Return it as the centre is told it."""
        return {
            "from": self.span.start.isoformat(),
            "to": self.span.end.isoformat(),
            "why": self.why,
            "packets": self.packets,
        }


class Gaps:
    """Looks at each picture that is kept; told of on another thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._source: Source | None = None
        self._last: datetime | None = None
        self._why: Why | None = None
        self._lost = 0
        # The first picture after each loss, by when it was taken, and how many packets it was.
        self._losses = deque[tuple[datetime, int]](maxlen=MOST_LOSSES)
        self._found: list[Gap] = []

    def because(self, why: Why) -> None:
        """Know why the next picture that is kept may be long in coming."""
        with self._lock:
            self._why = why

    def came(self, at: datetime, *, lost: int) -> None:
        """Take that a picture came; so many packets were lost on its connection before it."""
        if lost != self._lost:
            with self._lock:
                if lost > self._lost:
                    self._losses.append((at, lost - self._lost))
                self._lost = lost

    def kept(self, source: Source, at: datetime, *, since: datetime) -> None:
        """Take that a picture is kept, perhaps long after it came; `since` then all are."""
        with self._lock:
            if self._last and at - self._last >= SHORTEST and since <= self._last:
                self._note(Period(self._last, at), source)
            while self._losses and self._losses[0][0] <= at:
                self._losses.popleft()
            self._source, self._last, self._why = source, at, None

    def _note(self, span: Period, source: Source) -> None:
        """Note a gap, if there is a reason that we know."""
        packets = sum(count for at, count in self._losses if at <= span.end)
        why = Why.LOST if packets else self._why
        if why is None and self._source and not source.describes(self._source):
            why = Why.CAMERA_CHANGED
        if why:
            self._found.append(Gap(span, why, packets))

    def tell(self) -> list[Gap]:
        """Return what was found since this was last asked."""
        with self._lock:
            found, self._found = self._found, []
        return found
