"""The figures in one picture: what moves together, and the persons the detectors found."""

from collections.abc import Iterator, Sequence

import cv2
import numpy as np

from vaka.edge.video.privacy.redaction.detectors import Seen, same
from vaka.edge.video.privacy.redaction.motion import Differing
from vaka.edge.video.privacy.redaction.tracks import Observation
from vaka.terms.redaction import Box

# Smaller than so many pixels in half size is covered, and no figure to follow.
LEAST_PIXELS = 60
# Gaps of so many pixels in half size are within one figure.
GAPS = np.ones((5, 5), np.uint8)


def together(differing: Differing) -> list[Box]:
    """Return a box, in the picture's pixels, around each lot of pixels that move together."""
    closed = cv2.morphologyEx(differing.astype(np.uint8), cv2.MORPH_CLOSE, GAPS)
    count, _labels, stats, _middles = cv2.connectedComponentsWithStats(closed, connectivity=8)
    return [
        Box(left * 2, top * 2, (left + wide) * 2, (top + high) * 2)
        for left, top, wide, high, size in stats[1:count].tolist()
        if size >= LEAST_PIXELS
    ]


def figures(boxes: Sequence[Box], people: Sequence[Seen]) -> list[Observation]:
    """Return what moves and who was found, each figure once."""
    found = [
        _with_people(box, [each for each in people if same(box, each.box)]) for box in boxes
    ]
    still = [each for each in people if not any(same(box, each.box) for box in boxes)]
    return [*found, *_still(still)]


def bodiless(boxes: Sequence[Box], people: Sequence[Seen]) -> bool:
    """Return whether a face was found where neither a body was nor anything moves."""
    bodies = [*boxes, *(each.box for each in people if not each.face)]
    faces = [each.box for each in people if each.face]
    return any(not any(same(face, body) for body in bodies) for face in faces)


def _with_people(box: Box, people: Sequence[Seen]) -> Observation:
    """Return what moves, grown by the persons in it: as many as were found sure and apart."""
    for each in people:
        box = box.joined(each.box)
    faces = sum(each.sure and each.face for each in people)
    bodies = sum(each.sure and not each.face for each in people)
    return Observation(box, max(faces, bodies, 1))


def _still(people: Sequence[Seen]) -> Iterator[Observation]:
    """Yield those who stand still; a face in a body's box is that body's."""
    bodies = [each.box for each in people if not each.face]
    for body in bodies:
        yield Observation(body)
    for each in people:
        if each.face and not any(same(each.box, body) for body in bodies):
            yield Observation(each.box)
