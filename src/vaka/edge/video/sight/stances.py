"""In which of its presets a movable camera stands, by what it sees.

Each preset has a view of its own, that a technician has confirmed: what cannot be told from
another, or from none, is none.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from vaka.edge.video.sight.aim import Aim
from vaka.edge.video.sight.aims import Aims
from vaka.edge.video.sight.comparison import Polygon
from vaka.edge.video.sight.outline import Outline

NOWHERE = ""


@dataclass(frozen=True)
class Expected:
    """A preset, the name of its confirmation, and what the camera may have masked there."""

    preset: str
    view: str
    masks: tuple[Polygon, ...]


class Stances:
    """The presets of one camera; looks come from one thread, questions from any."""

    def __init__(self, camera: str, aims: Aims) -> None:
        self._camera, self._aims = camera, aims
        # In the order in which they were confirmed.
        self._presets: dict[str, Aim] = {}

    def expect(self, expected: Iterable[Expected]) -> None:
        """Take the presets that have been confirmed; the others are nowhere from now on."""
        known, presets = self._presets, {}
        for each in sorted(expected, key=lambda each: each.view):
            name = f"{self._camera}/{each.preset}"
            presets[each.preset] = known.get(each.preset) or Aim(name, self._aims)
            presets[each.preset].expect(each.view, each.masks)
        self._presets = presets

    def look(self, found: Outline) -> str:
        """Return where the camera stands, as it sees this now.

        What it does not know is taken for the preset last confirmed, until that is learnt.
        """
        presets = self._presets
        seen = [name for name, aim in presets.items() if aim.recognises(found)]
        if len(seen) == 1:
            presets[seen[0]].look(found)
            return seen[0]
        unlearnt = [aim for aim in presets.values() if not aim.is_learnt]
        if not seen and unlearnt:
            unlearnt[-1].look(found)
        return NOWHERE
