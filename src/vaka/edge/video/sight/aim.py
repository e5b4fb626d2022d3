"""Where one camera is aimed: the view that was confirmed, and whether it still sees that.

A view is learnt from the first looks after a person confirmed it, and lasts over restarts.
What counts is said several times in a row: who walks by, a lorry or rain is not a new view.
"""

import logging
import threading
from collections.abc import Sequence

import numpy as np

from vaka.edge.video.sight.aims import Aims, Kept
from vaka.edge.video.sight.comparison import (
    FARTHEST,
    Polygon,
    Sight,
    compare,
    has_structure,
    judge,
)
from vaka.edge.video.sight.comparison import unmasked as cells_outside
from vaka.edge.video.sight.outline import Outline

log = logging.getLogger(__name__)
LOOKS_TO_LEARN, LOOKS_TO_BELIEVE = 3, 4
# How much of each look goes into what follows the light: time constant ten looks.
FOLLOWS = 0.1
LOOKS_BETWEEN_KEEPING = 20


class Aim:
    """One camera's view; looks come from one thread, questions from any."""

    def __init__(self, camera: str, aims: Aims) -> None:
        self._camera, self._aims = camera, aims
        self._lock = threading.Lock()
        self._kept = aims.get(camera)
        self._view = self._kept.view if self._kept else ""
        self._learning: list[Outline] = []
        self._seen = cells_outside(())
        self._told: list[Sight] = []
        self._since_kept = 0
        self.sight = self._kept.sight if self._kept else Sight.UNKNOWN

    @property
    def is_settled(self) -> bool:
        """Return whether a view is known, and the last look told what is believed."""
        return self._kept is not None and not self._told

    @property
    def is_learnt(self) -> bool:
        """Return whether a view is known."""
        return self._kept is not None

    def recognises(self, found: Outline) -> bool:
        """Return whether this look by itself is one at the view."""
        with self._lock:
            kept = self._kept
            return (
                kept is not None
                and judge(kept.anchor, kept.recent, found, self._seen) == Sight.SAME
            )

    def expect(self, view: str, masks: Sequence[Polygon]) -> None:
        """Take the name of the confirmed view, and what the camera may have masked.

        Another name means that a person has confirmed what the camera sees from now on.
        """
        with self._lock:
            self._seen = cells_outside(masks)
            if view == self._view:
                return
            self._view = view
            if self._kept is not None:
                self._aims.forget(self._camera)
            self._forget()

    def _forget(self) -> None:
        self._kept, self._learning, self._told = None, [], []
        self.sight = Sight.UNKNOWN

    def look(self, found: Outline) -> None:
        """Take in what the camera sees now."""
        with self._lock:
            if self._kept is None:
                self._learn(found)
            else:
                self._judge(self._kept, found)

    def beside(self, found: Outline) -> Sight:
        """Return what an outline from elsewhere shows, beside the confirmed view."""
        with self._lock:
            if self._kept is None:
                return Sight.UNKNOWN
            return judge(self._kept.anchor, self._kept.recent, found, self._seen)

    def _learn(self, found: Outline) -> None:
        """Learn a view once several looks agree on it."""
        if not has_structure(found, self._seen):
            return
        if self._learning and not self._agrees(found):
            self._learning = []
        self._learning.append(found)
        if len(self._learning) >= LOOKS_TO_LEARN:
            mean = np.asarray(np.mean(self._learning, axis=0), np.complex64)
            self._learning = []
            self._keep(Kept(self._view, mean, mean, Sight.SAME))

    def _agrees(self, found: Outline) -> bool:
        told = compare(self._learning[-1], found, self._seen, farthest=FARTHEST)
        return told.is_same and not told.is_displaced

    def _judge(self, kept: Kept, found: Outline) -> None:
        told = judge(kept.anchor, kept.recent, found, self._seen)
        if told == Sight.SAME:
            recent = np.asarray(kept.recent + (found - kept.recent) * FOLLOWS, np.complex64)
            kept = self._kept = Kept(kept.view, kept.anchor, recent, kept.sight)
        if self._is_no_news(told):
            self._told = []
        else:
            self._told.append(told)
        self._since_kept += 1
        if len(self._told) >= LOOKS_TO_BELIEVE:
            self._believe(kept, told)
        elif self._since_kept >= LOOKS_BETWEEN_KEEPING:
            self._keep(kept)

    def _is_no_news(self, told: Sight) -> bool:
        """Return whether a look changes nothing; dark does not undo that it moved."""
        dark = self.sight == Sight.MOVED and told == Sight.COVERED
        return dark or told in (self.sight, Sight.UNKNOWN)

    def _believe(self, kept: Kept, told: Sight) -> None:
        log.warning("Camera %s: what it sees is %s", self._camera, told)
        self._keep(Kept(kept.view, kept.anchor, kept.recent, told))

    def _keep(self, kept: Kept) -> None:
        self._kept, self.sight = kept, kept.sight
        self._told, self._since_kept = [], 0
        self._aims.put(self._camera, kept)
