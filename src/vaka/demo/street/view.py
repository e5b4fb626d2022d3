"""Where a camera's pixels look, and where a point is in its picture."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PIL import Image

Array = NDArray[np.float32]


def floats(values: ArrayLike | Image.Image) -> Array:
    """Return the values as an array of the precision that a picture needs."""
    return np.asarray(values, np.float32)


def vector(*numbers: float) -> Array:
    """Return the numbers as an array: a point, a direction, a colour."""
    return np.array(numbers, np.float32)


@dataclass(frozen=True)
class View:
    """A camera without a lens error: pixels, height in metres, angles in degrees."""

    width: int
    height: int
    focal: float
    eye: float
    pitch: float
    yaw: float

    @cached_property
    def axes(self) -> Array:
        """Return what is right, up and forward in the picture, as rows."""
        down, turn = np.radians(self.pitch), np.radians(self.yaw)
        right = (np.cos(turn), 0.0, -np.sin(turn))
        up = (np.sin(turn) * np.sin(down), np.cos(down), np.cos(turn) * np.sin(down))
        ahead = (np.sin(turn) * np.cos(down), -np.sin(down), np.cos(turn) * np.cos(down))
        return np.array([right, up, ahead], np.float32)

    @property
    def origin(self) -> Array:
        """Return where the camera is."""
        return np.array([0, self.eye, 0], np.float32)

    def seen(self, points: ArrayLike) -> tuple[Array, Array]:
        """Return the pixel of each point, and how far ahead it is."""
        inside = (np.asarray(points, np.float32) - self.origin) @ self.axes.T
        ahead = np.maximum(inside[..., 2], 0.05)
        middle = np.array([self.width / 2, self.height / 2], np.float32)
        flat = inside[..., :2] * np.array([1, -1], np.float32)
        return floats(middle + self.focal * flat / ahead[..., None]), floats(ahead)

    def rays(self, fine: int) -> Array:
        """Return the direction of each pixel, `fine` by `fine` of them in one; one ahead."""
        x = (np.arange(self.width * fine) + 0.5) / fine - self.width / 2
        y = self.height / 2 - (np.arange(self.height * fine) + 0.5) / fine
        across, along = np.meshgrid(x / self.focal, y / self.focal)
        inside = np.stack([across, along, np.ones_like(across)], axis=-1)
        return (inside @ self.axes).astype(np.float32)
