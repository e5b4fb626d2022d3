"""A bus and cars, as faces in space; they stand with their side to the camera."""

from vaka.demo.street.colours import Colour, shaded
from vaka.demo.street.sprites import Face, Limb, Part

TYRE: Colour = (14, 14, 15)
GLASS: Colour = (16, 20, 26)
INSIDE: Colour = (88, 84, 68)


def _side(
    x: float, wide: float, low: float, high: float, z: float, colour: Colour, *, glows: bool
) -> Face:
    points = ((x, low, z), (x + wide, low, z), (x + wide, high, z), (x, high, z))
    return Face(points, colour, glows=glows)


def _end(x: float, z: float, deep: float, low: float, high: float, colour: Colour) -> Face:
    return Face(((x, low, z), (x, low, z + deep), (x, high, z + deep), (x, high, z)), colour)


def bus(x: float, z: float, *, rightward: bool) -> list[Part]:
    """Return a city bus whose rear left corner is there, lit inside, with passengers."""
    long, deep, tall = 12.0, 2.5, 3.1
    body: Colour = (44, 104, 70)
    visible = x if x > 0 else x + long
    parts: list[Part] = [
        Face(
            (
                (x, tall, z),
                (x + long, tall, z),
                (x + long, tall, z + deep),
                (x, tall, z + deep),
            ),
            shaded(body, 0.7),
        ),
        _end(visible, z, deep, 0.35, tall, shaded(body, 0.8)),
        _end(visible, z + 0.15, deep - 0.3, 1.25, 2.7, (70, 72, 66)),
        _side(x, long, 0.32, tall, z, body, glows=False),
        _side(x, long, 0.32, 0.95, z, shaded(body, 0.55), glows=False),
        _side(x + 0.2, long - 0.4, 1.25, 2.62, z, GLASS, glows=False),
    ]
    for number in range(8):
        left = x + 0.3 + number * 1.44
        parts.append(_side(left, 1.32, 1.3, 2.56, z, shaded(INSIDE, 0.95), glows=True))
        if (number * 5) % 8 < 4:
            middle = left + 0.4 + 0.1 * (number % 3)
            parts.append(Limb((middle, 1.3, z), (middle, 1.62, z), 0.22, 0.2, (40, 40, 46)))
            parts.append(Limb((middle, 1.84, z), (middle, 1.88, z), 0.12, 0.12, (60, 48, 42)))
    for door in (1.0, 6.2):
        at = x + (long - door - 1.2 if rightward else door)
        parts.append(_side(at, 1.2, 0.4, 2.58, z, shaded(INSIDE, 0.8), glows=True))
        parts.append(Limb((at + 0.6, 0.4, z), (at + 0.6, 2.58, z), 0.035, 0.035, GLASS))
    sign = x + (long - 3.2 if rightward else 1.0)
    parts.append(_side(sign, 2.2, 2.7, 2.98, z, (92, 56, 8), glows=True))
    for wheel in (2.4, 9.2):
        parts += _wheel(x + wheel, 0.48, z)
    return parts + _lights(x, long, z, 0.72, rightward=rightward)


def car(x: float, z: float, colour: Colour, *, rightward: bool) -> list[Part]:
    """Return a car."""
    long, deep = 4.4, 1.75

    def at(forward: float) -> float:
        return x + (forward if rightward else long - forward)

    outline = ((0.0, 0.35), (0.0, 0.82), (0.5, 0.92), (1.2, 1.43), (2.7, 1.46), (3.4, 0.98))
    points = tuple((at(f), up, z) for f, up in (*outline, (4.3, 0.82), (4.4, 0.35)))
    far = tuple((at(f), up, z + deep) for f, up in (*outline, (4.3, 0.82), (4.4, 0.35)))
    parts: list[Part] = [Face(far, shaded(colour, 0.5))]
    parts += [
        Face((points[n], points[n + 1], far[n + 1], far[n]), shaded(colour, 0.75))
        for n in range(len(points) - 1)
    ]
    parts.append(Face(points, colour))
    for window in (
        ((0.75, 0.95), (1.3, 1.36), (1.95, 1.38), (1.95, 0.95)),
        ((2.05, 0.95), (2.05, 1.38), (2.62, 1.38), (3.2, 0.97)),
    ):
        parts.append(Face(tuple((at(f), up, z) for f, up in window), GLASS))
    for wheel in (0.85, 3.5):
        parts += _wheel(at(wheel), 0.31, z)
    return parts + _lights(x, long, z, 0.66, rightward=rightward)


def _wheel(x: float, radius: float, z: float) -> list[Part]:
    middle = (x, radius, z)
    rim: Colour = (62, 62, 66)
    return [
        Limb(middle, middle, radius, radius, TYRE),
        Limb(middle, middle, radius * 0.55, radius * 0.55, rim),
    ]


def _lights(x: float, long: float, z: float, up: float, *, rightward: bool) -> list[Part]:
    front, rear = (x + long, x) if rightward else (x, x + long)
    head, tail = (front, up, z + 0.15), (rear, up + 0.05, z + 0.15)
    return [
        Limb(head, head, 0.13, 0.13, (255, 250, 226), glows=True),
        Limb(tail, tail, 0.10, 0.10, (230, 20, 14), glows=True),
    ]
