"""One camera looked at now and then: a picture that stands alone, left for `glimpses`."""

import time
from collections.abc import Callable
from typing import Protocol

from vaka.edge.video.media.source import Sample, Source
from vaka.edge.video.media.still import packed
from vaka.edge.video.sight.glimpses import Glimpses
from vaka.edge.video.sight.outline import Outline

EVERY_SECONDS = 30.0
# While a view is learnt, or what is seen is not what was believed.
SOON_SECONDS = 10.0


class Judging(Protocol):
    """Who judges what is seen; `is_settled` while nothing new is expected."""

    @property
    def is_settled(self) -> bool:
        """Return whether the next look may wait."""

    def look(self, found: Outline) -> None:
        """Take in what the camera sees now."""


class Watch:
    """Takes a camera's samples as they are read; most of them it lets pass."""

    def __init__(
        self, camera: str, aim: Judging, glimpses: Glimpses, *, tell: Callable[[Outline], None]
    ) -> None:
        """Prepare; the aim and whoever is to be told hear what is seen."""
        self._camera, self._aim, self._glimpses, self._tell = camera, aim, glimpses, tell
        self._looked = float("-inf")

    def take(self, source: Source, sample: Sample) -> None:
        """Leave a picture that stands alone, when it is time for a look."""
        if not sample.key:
            return
        now = time.monotonic()
        wait = EVERY_SECONDS if self._aim.is_settled else SOON_SECONDS
        if now - self._looked < wait:
            return
        self._looked = now
        self._glimpses.offer(self._camera, packed(source, sample), self._seen)

    def _seen(self, found: Outline) -> None:
        self._aim.look(found)
        self._tell(found)
