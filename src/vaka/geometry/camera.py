"""A camera as geometry: where it stands, where it looks, and how far each level reaches."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from shapely import Polygon

from vaka.core.errors import BadInput
from vaka.geometry import sweref
from vaka.geometry.detail import metres_across


@dataclass(frozen=True)
class Camera:
    """Position (WGS 84), height over ground (m), bearing (degrees from true north), lens.

    `angle` is the lens's horizontal angle of view in degrees, `pixels` the width of its
    picture.

    :raises BadInput: when a value cannot be.
    """

    longitude: float
    latitude: float
    height: float
    bearing: float
    angle: float
    pixels: int

    def __post_init__(self) -> None:
        metres_across(self.angle, 1.0)
        if self.pixels <= 0 or self.height < 0:
            raise BadInput("camera", "pixels or height is negative", "Give what stands there")

    def pixels_per_metre(self, distance: float) -> float:
        """Return the pixels that a metre across the picture gets, at a distance in metres."""
        across = metres_across(self.angle, distance)
        return self.pixels / across if across else math.inf

    def reach(self, pixels_per_metre: float) -> float:
        """Return how far along the ground, in metres, a metre still gets that many pixels.

        Nothing when the camera hangs higher than that distance.
        """
        slant = self.pixels_per_metre(1.0) / pixels_per_metre
        return math.sqrt(max(slant**2 - self.height**2, 0.0))

    def fan(self, pixels_per_metre: float) -> Polygon:
        """Return the ground (SWEREF 99 TM) seen at that level or better, nothing in the way.

        A triangle: in a straight-line projection the level is the same across the picture, as
        EN 62676-4 counts it.
        """
        eye = sweref.point(self.longitude, self.latitude)
        ahead = self.reach(pixels_per_metre)
        aside = ahead * math.tan(math.radians(self.angle / 2))
        north = math.radians(
            sweref.grid_bearing(self.bearing, longitude=self.longitude, latitude=self.latitude)
        )
        along, across = (
            (math.sin(north), math.cos(north)),
            (math.cos(north), -math.sin(north)),
        )
        corners = [
            (
                eye.x + ahead * along[0] + side * across[0],
                eye.y + ahead * along[1] + side * across[1],
            )
            for side in (-aside, aside)
        ]
        return Polygon([(eye.x, eye.y), *corners])


def level_at(camera: Camera, distance: float, levels: Mapping[str, float]) -> str:
    """Return the best level (name → pixels per metre) that is met at the distance, or empty."""
    got = camera.pixels_per_metre(math.hypot(distance, camera.height))
    met = [(needed, name) for name, needed in levels.items() if needed <= got]
    return max(met)[1] if met else ""
