"""A place as light: what stands still, worked out once, and what moves, picture by picture."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from vaka.demo.street import light, sprites
from vaka.demo.street.light import NIGHT_SKY, Lamp
from vaka.demo.street.sprites import Part, Sprite
from vaka.demo.street.surfaces import FAR, Ground, Hits, Sky, Surface, trace
from vaka.demo.street.view import Array, View, floats, vector

FINE = 2
SHADOWS = 2


@dataclass(frozen=True)
class Beam:
    """Light that moves over the ground: its middle, its reach to each side, its colour."""

    x: float
    z: float
    reach_x: float
    reach_z: float
    colour: tuple[float, float, float]


@dataclass(frozen=True)
class Place:
    """All that stands still, and how a picture of it is exposed."""

    view: View
    surfaces: Sequence[Surface]
    lamps: Sequence[Lamp]
    ground: Ground
    sky: Sky
    # How wet the ground is at each place, 0 to 1, and how its stones lean.
    wet: Ground
    lean: Ground
    furniture: Sequence[Sequence[Part]] = ()
    ambient: float = 1.0
    exposure: float = 1.0


@dataclass
class Moment:
    """What is in one picture beside what stands still."""

    figures: list[list[Part]] = field(default_factory=list)
    beams: list[Beam] = field(default_factory=list)


class Stage:
    """A place that has been lit, and takes whoever comes into it."""

    def __init__(self, place: Place) -> None:
        self._place, self._view = place, place.view
        hits = trace(
            self._view.origin,
            self._view.rays(FINE),
            place.surfaces,
            place.ground,
            place.sky,
        )
        self._far = hits.far.copy()
        falling = [light.falling(lamp, hits, place.surfaces) for lamp in place.lamps]
        mirror = self._mirrored(hits)
        self._still = _smaller(self._lit(hits, falling) + mirror)
        self._mirror = _smaller(mirror)
        self._gloss = _smaller(self._mirrors(hits))
        self._hits = Hits(*(_smaller(part) for part in vars(hits).values()))
        ground = self._hits.normal[..., 1:2] > 0.9
        self._ground = (ground & (self._hits.place[..., 1:2] < 0.05)).astype(np.float32)
        self._falling = [_smaller(part) for part in falling]
        for parts in sorted(place.furniture, key=self._ahead, reverse=True):
            self._add_figure(self._still, list(parts), stays=True)
        self._bloom = light.bloom(self._still)
        self._shade = light.vignette(self._view.width, self._view.height)
        self._shade += light.sensor(self._view.width, self._view.height)

    def picture(self, moment: Moment) -> NDArray[np.uint8]:
        """Return the picture of a moment."""
        shown = self._still.copy()
        for beam in moment.beams:
            self._add_beam(shown, beam)
        for parts in sorted(moment.figures, key=self._ahead, reverse=True):
            self._add_figure(shown, parts, stays=False)
        return light.film((shown + self._bloom) * self._place.exposure, self._shade)

    def _ahead(self, parts: Sequence[Part]) -> float:
        points = [p.points[0] if isinstance(p, sprites.Face) else p.start for p in parts]
        return float(self._view.seen(points)[1].mean())

    def _lit(self, hits: Hits, falling: Sequence[Array]) -> Array:
        sky = NIGHT_SKY * self._place.ambient * (0.7 + 0.3 * hits.normal[..., 1:2])
        total = np.broadcast_to(sky, hits.place.shape).copy()
        for lamp, part in zip(self._place.lamps, falling, strict=True):
            total += part[..., None] * vector(*lamp.colour)
        return floats(hits.paint * total + hits.glow)

    def _mirrored(self, hits: Hits) -> Array:
        """Return what the wet ground mirrors: the same place, seen from below."""
        rays = self._view.rays(FINE)
        ground = (hits.normal[..., 1] > 0.9) & (hits.place[..., 1] < 0.05) & (hits.far < FAR)
        upward = rays * vector(1, -1, 1)
        upward[ground] += self._place.lean(hits.place[ground])
        below = self._view.origin * vector(1, -1, 1)
        seen = trace(below, upward, self._place.surfaces, self._place.ground, self._place.sky)
        falling = [lamp.at(seen.place, seen.normal) for lamp in self._place.lamps]
        mirror = np.minimum(self._lit(seen, falling), 9.0)
        for size in (5, 9):
            mirror = light.box_blur(light.box_blur(mirror, size, 0), max(3, size // 3), 1)
        return mirror * self._mirrors(hits)

    def _mirrors(self, hits: Hits) -> Array:
        """Return which share of the light the ground mirrors: more when wet and seen flat."""
        rays = self._view.rays(FINE)
        ground = (hits.normal[..., 1] > 0.9) & (hits.place[..., 1] < 0.05) & (hits.far < FAR)
        steep = -rays[..., 1] / np.linalg.norm(rays, axis=-1)
        share = 0.03 + 0.9 * np.clip(1 - steep, 0, 1) ** 4.2
        share[ground] *= self._place.wet(hits.place[ground])[..., 0]
        return np.where(ground, share, 0)[..., None].astype(np.float32)

    def _add_beam(self, shown: Array, beam: Beam) -> None:
        place = self._hits.place
        away = ((place[..., 0] - beam.x) / beam.reach_x) ** 2
        away += ((place[..., 2] - beam.z) / beam.reach_z) ** 2
        near = (away < 6) & (self._ground[..., 0] > 0.5)
        strength = np.exp(-away[near])[..., None] * vector(*beam.colour)
        shown[near] += (self._hits.paint[near] + 0.03) * strength

    def _add_figure(self, shown: Array, parts: list[Part], *, stays: bool) -> None:
        """Add a figure with its shadows, its mirror image in the wet, and its light."""
        foot = _foot(parts)
        self._add_shadows(shown, parts, foot)
        mirror = sprites.draw(self._view, sprites.mirrored(parts))
        if mirror:
            self._add_mirror(shown, self._shone_on(mirror, foot))
        sprite = sprites.draw(self._view, parts)
        if sprite:
            self._lay(shown, self._shone_on(sprite, foot))
            if stays:
                self._stand(sprite)

    def _add_shadows(self, shown: Array, parts: list[Part], foot: Array) -> None:
        up = vector(0, 1, 0)
        strength = [float(lamp.at(foot, up)) if lamp.casts else 0 for lamp in self._place.lamps]
        for number in np.argsort(strength)[::-1][:SHADOWS]:
            lamp = self._place.lamps[number]
            beside = np.hypot(foot[0] - lamp.place[0], foot[2] - lamp.place[2])
            if strength[number] < 0.02 or beside < 0.3:
                continue
            laid = sprites.draw(self._view, sprites.shadow(parts, lamp.place))
            if laid is None:
                continue
            box = _box(laid)
            cover = self._soft(laid) * self._ground[box]
            taken = self._falling[number][box][..., None] * vector(*lamp.colour)
            shown[box] -= 0.92 * cover * taken * self._hits.paint[box]

    def _soft(self, sprite: Sprite) -> Array:
        picture = Image.fromarray((sprite.cover[..., 0] * 255).astype(np.uint8))
        soft = picture.filter(
            ImageFilter.GaussianBlur(0.02 * self._view.focal / sprite.ahead * 2)
        )
        return floats(soft)[..., None] / np.float32(255)

    def _shone_on(self, sprite: Sprite, foot: Array) -> Sprite:
        """Return the sprite as the lamps light it, more on the side that faces them."""
        right, _, ahead = self._view.axes
        body = foot + vector(0, 1.1, 0)
        total = np.zeros((1, sprite.cover.shape[1], 3), np.float32)
        across = np.linspace(0, 1, sprite.cover.shape[1], dtype=np.float32)[None, :, None]
        for lamp in self._place.lamps:
            sides = [
                float(lamp.at(body, normal)) * weight
                for normal, weight in (
                    (-right, 0.8),
                    (right, 0.8),
                    (-ahead, 0.8),
                    (ahead, 0.25),
                )
            ]
            colour = vector(*lamp.colour)
            edge = sides[0] * (1 - across) + sides[1] * across
            total = floats(total + colour * (edge + sides[2] + sides[3]))
        total = total + NIGHT_SKY * self._place.ambient * 1.4
        lit = sprite.paint * total + sprite.glow
        return Sprite(sprite.left, sprite.top, lit, sprite.glow, sprite.cover, sprite.ahead)

    def _lay(self, shown: Array, sprite: Sprite) -> None:
        box, free = _box(sprite), self._in_front(sprite)[..., None]
        shown[box] = shown[box] * (1 - sprite.cover * free) + sprite.paint * free

    def _add_mirror(self, shown: Array, sprite: Sprite) -> None:
        """Add a mirror image, drawn out by the unevenness of the stones."""
        box = _box(sprite)
        long = max(3, min(sprite.cover.shape[0] // 2, 45)) | 1
        paint, cover = (
            light.box_blur(light.box_blur(light.box_blur(part, long, 0), long, 0), 5, 1)
            for part in (sprite.paint, sprite.cover)
        )
        # What stands there hides what the ground mirrored before.
        hidden = cover * self._mirror[box]
        shown[box] += self._ground[box] * (self._gloss[box] * np.minimum(paint, 1.5) - hidden)

    def _in_front(self, sprite: Sprite) -> Array:
        """Return which part of each pixel the sprite is nearer in than what stands there."""
        rows, columns = (part * FINE for part in sprite.cover.shape[:2])
        top, left = sprite.top * FINE, sprite.left * FINE
        far = self._far[top : top + rows, left : left + columns]
        return _smaller((far > sprite.ahead - 0.05).astype(np.float32))

    def _stand(self, sprite: Sprite) -> None:
        """Let the sprite hide what comes behind it, and the ground."""
        self._ground[_box(sprite)] *= 1 - sprite.cover
        top, left = sprite.top * FINE, sprite.left * FINE
        cover = np.repeat(np.repeat(sprite.cover[..., 0] > 0.5, FINE, 0), FINE, 1)
        far = self._far[top : top + cover.shape[0], left : left + cover.shape[1]]
        far[cover & (far > sprite.ahead)] = sprite.ahead


def _foot(parts: Sequence[Part]) -> Array:
    points = np.array(
        [p.points[0] if isinstance(p, sprites.Face) else p.start for p in parts], np.float32
    )
    middle = points.mean(0)
    return np.array([middle[0], 0.02, middle[2]], np.float32)


def _box(sprite: Sprite) -> tuple[slice, slice]:
    rows, columns = sprite.cover.shape[:2]
    return slice(sprite.top, sprite.top + rows), slice(sprite.left, sprite.left + columns)


def _smaller(picture: Array) -> Array:
    """Return the mean of each FINE by FINE pixels."""
    rows, columns = picture.shape[0] // FINE, picture.shape[1] // FINE
    blocks = picture.reshape(rows, FINE, columns, FINE, *picture.shape[2:])
    return floats(blocks.mean((1, 3), dtype=np.float32))
