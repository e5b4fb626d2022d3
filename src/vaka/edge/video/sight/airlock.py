"""Where the pictures of a movable camera wait until it is seen where it stood meanwhile.

A group of pictures is let through when the camera stood in one and the same preset in the
picture that it begins with and in the one that the next begins with. The price is that what is
shown is as late as a group is long.
"""

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

from vaka.edge.video.media.source import Sample, Source
from vaka.edge.video.media.still import packed
from vaka.edge.video.sight.glimpses import Glimpses
from vaka.edge.video.sight.outline import Outline
from vaka.edge.video.sight.stances import NOWHERE, Stances

# In a longer group a camera has time to turn away and come back.
LONGEST = timedelta(seconds=4)
# So many wait to be looked at; an older one is shut in for good.
MOST_GROUPS = 4


@dataclass(eq=False)
class _Group:
    source: Source
    samples: list[Sample] = field(default_factory=list)
    stands: str = NOWHERE


class Airlock:
    """One camera's pictures: in on the thread that reads, out on the one that looks."""

    def __init__(
        self,
        camera: str,
        stances: Stances,
        glimpses: Glimpses,
        *,
        let_through: Callable[[str, Source, Sample], None],
    ) -> None:
        self._camera, self._stances, self._glimpses = camera, stances, glimpses
        self._let_through = let_through
        self._lock = threading.Lock()
        self._groups: deque[_Group] = deque(maxlen=MOST_GROUPS)
        self.stands = NOWHERE

    def clear(self) -> None:
        """Shut in what waits, as when the terms or the presets are others."""
        with self._lock:
            self._groups.clear()
            self.stands = NOWHERE

    def take(self, source: Source, sample: Sample) -> None:
        """Take a picture in; one that stands alone begins a group, and is looked at."""
        if sample.key:
            self._begin(_Group(source), sample)
        with self._lock:
            if self._groups:
                self._groups[-1].samples.append(sample)

    def _begin(self, group: _Group, sample: Sample) -> None:
        with self._lock:
            self._groups.append(group)
        still = packed(group.source, sample)
        self._glimpses.offer(self._camera, still, partial(self._seen, group))

    def _seen(self, group: _Group, found: Outline) -> None:
        """Hear what was seen as a group began, and let the one before it through."""
        stands = self._stances.look(found)
        with self._lock:
            if group not in self._groups:
                return
            before = None
            while self._groups[0] is not group:
                before = self._groups.popleft()
            self.stands = group.stands = stands
        if before is not None and stands != NOWHERE and _is_vouched_for(before, group):
            for sample in before.samples:
                self._let_through(stands, before.source, sample)


def _is_vouched_for(group: _Group, following: _Group) -> bool:
    """Return whether a camera stood still from one group to the next."""
    took = following.samples[0].at - group.samples[0].at
    same = group.stands == following.stands and group.source is following.source
    return same and took <= LONGEST
