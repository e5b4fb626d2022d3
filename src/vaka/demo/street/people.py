"""People who walk, wait, sit and cycle, as limbs in space."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from vaka.demo.street.colours import Colour, shaded
from vaka.demo.street.sprites import Limb, Part, Point, ring

SKIN: Colour = (150, 112, 92)
Way = tuple[float, float]


@dataclass(frozen=True)
class Person:
    """How somebody looks."""

    height: float = 1.74
    coat: Colour = (52, 60, 78)
    trousers: Colour = (34, 36, 44)
    hat: Colour = (40, 34, 30)
    bag: Colour | None = None


def walking(person: Person, place: Way, heading: float, travelled: float) -> list[Part]:
    """Return a person after so many metres of a walk; the feet stand where they are put."""
    phase = 2 * math.pi * travelled / (0.82 * person.height)
    legs = [_leg_angles(phase), _leg_angles(phase + math.pi)]
    arms = [0.42 * math.cos(phase + math.pi), 0.42 * math.cos(phase)]
    return _figure(person, place, heading, legs, arms, elbow=0.35)


def waiting(person: Person, place: Way, heading: float, turn: float) -> list[Part]:
    """Return a person who stands, shifts a little, and looks at a telephone."""
    sway = 0.03 * math.sin(2 * math.pi * turn)
    legs = [(0.05 + sway, 0.06), (-0.06 + sway, 0.03)]
    return _figure(person, place, heading, legs, [0.25, 0.55], elbow=1.4)


def _leg_angles(phase: float) -> tuple[float, float]:
    """Return hip and knee of a walking leg; heel strike at phase 0, swing late in the cycle."""

    def bump(at: float, wide: float) -> float:
        away = (phase - at + math.pi) % (2 * math.pi) - math.pi
        return math.exp(-((away / wide) ** 2))

    return 0.06 + 0.40 * math.cos(phase), 0.08 + 0.22 * bump(0.9, 0.6) + 0.98 * bump(4.55, 0.8)


@dataclass(frozen=True)
class _Frame:
    """Forward and sideways of a body that stands somewhere."""

    place: Way
    heading: float

    def point(self, forward: float, up: float, side: float) -> Point:
        c, s = math.cos(self.heading), math.sin(self.heading)
        x, z = self.place
        return x + forward * c + side * s, up, z + forward * s - side * c


def _figure(
    person: Person,
    place: Way,
    heading: float,
    legs: Sequence[tuple[float, float]],
    arms: Sequence[float],
    *,
    elbow: float,
) -> list[Part]:
    """Return the limbs in the order in which they hide each other."""
    frame, tall = _Frame(place, heading), person.height
    joints = [_leg(tall, hip, knee) for hip, knee in legs]
    hip_height = max(-ankle[1] for _, ankle in joints) + 0.05 * tall
    sides = (-1, 1) if _nearer(frame, 1) else (1, -1)
    parts: list[Part] = []
    parts += _arm(person, frame, arms[0 if sides[0] < 0 else 1], sides[0], hip_height, elbow)
    for side in sides:
        parts += _drawn_leg(person, frame, joints[0 if side < 0 else 1], side, hip_height)
    parts += _body(person, frame, hip_height)
    parts += _arm(person, frame, arms[0 if sides[1] < 0 else 1], sides[1], hip_height, elbow)
    return parts


def _nearer(frame: _Frame, side: int) -> bool:
    x, _, z = frame.point(0, 0, side)
    other_x, _, other_z = frame.point(0, 0, -side)
    return math.hypot(x, z) < math.hypot(other_x, other_z)


def _leg(tall: float, hip: float, knee: float) -> tuple[Way, Way]:
    """Return knee and ankle, forward and up from the hip."""
    long = 0.245 * tall
    at_knee = long * math.sin(hip), -long * math.cos(hip)
    shin = hip - knee
    return at_knee, (at_knee[0] + long * math.sin(shin), at_knee[1] - long * math.cos(shin))


def _drawn_leg(
    person: Person, frame: _Frame, joints: tuple[Way, Way], side: int, hip: float
) -> list[Part]:
    knee, ankle = joints
    wide, colour = side * 0.085, person.trousers
    top = frame.point(0, hip, wide)
    middle = frame.point(knee[0], hip + knee[1], wide)
    low = frame.point(ankle[0], hip + ankle[1], wide)
    toe = frame.point(ankle[0] + 0.17, max(0.03, hip + ankle[1] - 0.055), wide)
    heel = frame.point(ankle[0] - 0.04, max(0.04, hip + ankle[1] - 0.05), wide)
    return [
        Limb(top, middle, 0.092, 0.066, colour),
        Limb(middle, low, 0.064, 0.048, colour),
        Limb(heel, toe, 0.045, 0.036, (22, 20, 20)),
    ]


def _body(person: Person, frame: _Frame, hip: float) -> list[Part]:
    tall, coat = person.height, person.coat
    shoulder = hip + 0.29 * tall
    dark = shaded(coat, 0.72)
    left, right = frame.point(0, shoulder, -0.155), frame.point(0, shoulder, 0.155)
    parts: list[Part] = [
        Limb(frame.point(0, hip - 0.16, 0), frame.point(0, hip + 0.1, 0), 0.20, 0.17, dark),
        Limb(frame.point(0, hip, 0), frame.point(0.01, shoulder - 0.06, 0), 0.17, 0.19, coat),
        Limb(left, right, 0.075, 0.075, coat),
        Limb(
            frame.point(0.01, shoulder, 0),
            frame.point(0.03, shoulder + 0.1, 0),
            0.06,
            0.055,
            person.hat,
        ),
        Limb(
            frame.point(0.05, shoulder + 0.165, 0),
            frame.point(0.045, shoulder + 0.2, 0),
            0.098,
            0.100,
            SKIN,
        ),
        Limb(
            frame.point(0.02, shoulder + 0.23, 0),
            frame.point(0.0, shoulder + 0.21, 0),
            0.108,
            0.105,
            person.hat,
        ),
    ]
    if person.bag:
        low, high = hip + 0.08, shoulder - 0.06
        bag = Limb(
            frame.point(-0.2, low, 0), frame.point(-0.18, high, 0), 0.15, 0.13, person.bag
        )
        parts.insert(0, bag)
    return parts


def _arm(
    person: Person, frame: _Frame, swing: float, side: int, hip: float, elbow: float
) -> list[Part]:
    tall = person.height
    shoulder, long = hip + 0.275 * tall, 0.165 * tall
    wide = side * 0.215
    bend = swing + elbow
    at_elbow = long * math.sin(swing), shoulder - long * math.cos(swing)
    hand = at_elbow[0] + long * math.sin(bend), at_elbow[1] - long * math.cos(bend)
    start, middle = frame.point(0, shoulder, wide), frame.point(*at_elbow, wide * 1.08)
    end = frame.point(*hand, wide * 0.95)
    dark = shaded(person.coat, 0.85)
    return [
        Limb(start, middle, 0.066, 0.055, dark),
        Limb(middle, end, 0.055, 0.042, dark),
        Limb(end, end, 0.042, 0.042, SKIN),
    ]


def bicycle(place: Way, heading: float, colour: Colour, *, lit: bool = False) -> list[Part]:
    """Return a bicycle on its wheels; its lamps shine when it is lit."""
    frame = _Frame(place, heading)
    along = (math.cos(heading), 0.0, math.sin(heading))
    back, front = frame.point(-0.52, 0.34, 0), frame.point(0.54, 0.34, 0)
    crank, seat = frame.point(-0.05, 0.30, 0), frame.point(-0.2, 0.92, 0)
    head, bar = frame.point(0.38, 0.86, 0), frame.point(0.36, 1.04, 0)
    dark: Colour = (30, 30, 32)
    tubes = [(back, crank), (crank, head), (crank, seat), (seat, back), (head, front)]
    parts: list[Part] = [*ring(back, 0.335, along, dark), *ring(front, 0.335, along, dark)]
    parts += [Limb(a, b, 0.024, 0.024, colour) for a, b in [*tubes, (head, bar)]]
    parts.append(
        Limb(frame.point(-0.34, 0.95, 0), frame.point(-0.1, 0.96, 0), 0.05, 0.03, dark)
    )
    left, right = frame.point(0.32, 1.06, -0.29), frame.point(0.32, 1.06, 0.29)
    parts.append(Limb(left, right, 0.018, 0.018, dark))
    parts.append(Limb(back, frame.point(-0.6, 0.74, 0), 0.03, 0.03, dark))
    if lit:
        lamp, rear = frame.point(0.5, 0.86, 0), frame.point(-0.66, 0.72, 0)
        parts.append(Limb(lamp, lamp, 0.045, 0.045, (255, 250, 230), glows=True))
        parts.append(Limb(rear, rear, 0.03, 0.03, (255, 20, 16), glows=True))
    return parts


def cycling(person: Person, place: Way, heading: float, travelled: float) -> list[Part]:
    """Return somebody on a bicycle, after so many metres."""
    frame, tall = _Frame(place, heading), person.height
    parts = bicycle(place, heading, (96, 30, 32), lit=True)
    turn = -2 * math.pi * travelled / 4.4
    shoulder = frame.point(0.16, 1.44, 0)
    hip = frame.point(-0.2, 1.0, 0)
    for side, at in ((-1, turn), (1, turn + math.pi)):
        foot_forward, foot_up = -0.05 + 0.17 * math.cos(at), 0.30 + 0.17 * math.sin(at)
        foot = frame.point(foot_forward, foot_up, side * 0.1)
        knee = frame.point(0.2 + 0.06 * math.cos(at), 0.70 + 0.10 * math.sin(at), side * 0.12)
        parts += [
            Limb(frame.point(-0.2, 0.98, side * 0.09), knee, 0.095, 0.07, person.trousers),
            Limb(knee, foot, 0.066, 0.045, person.trousers),
        ]
    for side in (-1, 1):
        hand = frame.point(0.33, 1.08, side * 0.27)
        parts.append(Limb(frame.point(0.14, 1.4, side * 0.18), hand, 0.062, 0.045, person.coat))
    head, crown = frame.point(0.25, 0.92 * tall, 0), frame.point(0.23, 0.96 * tall, 0)
    parts += [
        Limb(hip, shoulder, 0.17, 0.19, person.coat),
        Limb(head, head, 0.1, 0.1, SKIN),
        Limb(crown, frame.point(0.2, 0.95 * tall, 0), 0.115, 0.11, person.hat),
    ]
    return parts
