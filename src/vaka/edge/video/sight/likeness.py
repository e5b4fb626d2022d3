"""Whether a camera's small stream shows what its first stream was confirmed to show."""

from vaka.edge.video.sight.aim import Aim
from vaka.edge.video.sight.comparison import Sight
from vaka.edge.video.sight.outline import Outline


class Likeness:
    """One connection's looks, each against the view of the first stream; the last one counts.

    Nobody waits for more looks before it ends, since the first stream can be shown instead.
    """

    def __init__(self, aim: Aim) -> None:
        self._aim = aim
        self.sight = Sight.UNKNOWN

    @property
    def is_settled(self) -> bool:
        """Return whether both streams show the confirmed view, or neither shows anything."""
        return self.sight != Sight.MOVED and self.sight == self._aim.sight != Sight.UNKNOWN

    def look(self, found: Outline) -> None:
        """Take in what the small stream shows now."""
        self.sight = self._aim.beside(found)
