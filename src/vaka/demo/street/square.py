"""The square on a wet November night, seen from five metres up."""

import math
from collections.abc import Callable

import numpy as np

from vaka.demo.street import people, things, traffic
from vaka.demo.street.colours import Colour
from vaka.demo.street.light import Lamp, noise
from vaka.demo.street.people import Person
from vaka.demo.street.sprites import Part
from vaka.demo.street.stage import Beam, Moment, Place
from vaka.demo.street.surfaces import Surface, board
from vaka.demo.street.view import Array, View, floats, vector
from vaka.demo.street.walls import Front, draw_front, draw_roof

SECONDS = 20.0
VIEW = View(width=1280, height=720, focal=763.0, eye=5.2, pitch=9.0, yaw=-4.0)
STREET = (35.6, 43.6)
WALL_Z, LEFT_X = 46.5, -20.0
SIDE_STREET = (25.0, 32.0)
POSTS = ((-12.5, 14.0), (7.5, 13.0), (-13.5, 28.0), (2.5, 26.5), (16.5, 30.0), (19.0, 17.0))
ACROSS = (
    Front(12.0, 15.0, 3, 5, (150, 132, 104), seed=1),
    Front(11.0, 17.5, 4, 5, (122, 82, 70), brick=True, shop="BOKHANDEL", seed=2),
    Front(10.0, 14.5, 3, 4, (170, 158, 136), shop="KONDITORI", sign=(255, 190, 120), seed=3),
    Front(13.0, 18.0, 4, 6, (132, 92, 76), brick=True, seed=4),
    Front(10.5, 15.5, 3, 4, (104, 116, 108), shop="APOTEK", sign=(150, 230, 170), seed=5),
    Front(9.5, 17.0, 4, 4, (166, 138, 104), shop="OPTIKER", sign=(190, 210, 255), seed=6),
)
BEYOND = (
    Front(12.0, 16.0, 3, 5, (126, 88, 74), brick=True, shop="BLOMMOR", seed=7),
    Front(14.0, 18.0, 4, 6, (146, 136, 120), seed=8),
)
LEFT = (
    Front(11.0, 15.0, 3, 4, (170, 150, 112), shop="RESTAURANG", sign=(255, 176, 96), seed=9),
    Front(
        12.0,
        17.0,
        4,
        5,
        (118, 78, 66),
        brick=True,
        shop="VINBAR",
        sign=(255, 150, 130),
        seed=10,
    ),
)
ROOFS = ((86, 44, 36), (48, 50, 54), (92, 50, 40), (54, 52, 52))


def place() -> Place:
    """Return the square as it stands."""
    return Place(
        VIEW, surfaces(), lamps(), ground, sky, wetness, leaning, furniture(), 1.0, 1.15
    )


def surfaces() -> list[Surface]:
    """Return the houses, the trees, the kiosk and the shelter."""
    walls: list[Surface] = []
    x = -41.0
    for number, front in enumerate(ACROSS):
        walls += _house(front, (x, 0, WALL_Z), (1, 0, 0), ROOFS[number % 4])
        x += front.width
    x = SIDE_STREET[1]
    for number, front in enumerate(BEYOND):
        walls += _house(front, (x, 0, WALL_Z), (1, 0, 0), ROOFS[number + 1])
        x += front.width
    z = 11.5
    for number, front in enumerate(LEFT):
        walls += _house(front, (LEFT_X, 0, z), (0, 0, 1), ROOFS[number])
        z += front.width
    # At the end of the side street, and the flank that one sees into it.
    walls += _house(
        Front(20.0, 15.0, 3, 8, (90, 70, 58), seed=11), (22, 0, 95), (1, 0, 0), ROOFS[1]
    )
    flank = Front(30.0, 16.0, 3, 12, (96, 72, 62), seed=12)
    walls += _house(flank, (SIDE_STREET[1], 0, WALL_Z), (0, 0, 1), ROOFS[2])[:1]
    trees = [
        things.tree(11.5, 23.0, 8.2, 21, bulbs=150),
        things.tree(17.8, 22.5, 7.6, 22, bulbs=130),
        things.tree(-8.5, 32.5, 8.6, 23),
        things.tree(23.5, 33.0, 8.2, 24),
        things.tree(8.8, 33.5, 7.8, 25),
    ]
    return [*walls, *trees, *things.kiosk(-8.6, 24.0, 4.2, 3.0), *things.shelter(12.4, 33.2)]


def _house(
    front: Front,
    corner: tuple[float, float, float],
    along: tuple[float, float, float],
    roof: Colour,
) -> list[Surface]:
    paint, glow = draw_front(front)
    side = np.array(along, float) * front.width
    back = np.array([-along[2], 0, along[0]])
    slope, shine = draw_roof(front.width, 5.0, roof, front.seed)
    eave = vector(*corner) + vector(0, front.height, 0)
    return [
        board(corner, side, (0, front.height, 0), paint, glow=glow, bright=0.95),
        board(eave, side, back * 3.2 + [0, 3.6, 0], slope, glow=shine, bright=0.7),
    ]


def lamps() -> list[Lamp]:
    """Return the street lamps, and what shines out of shops, kiosk and shelter."""
    posts = [Lamp((x, 4.75, z), (1.0, 0.74, 0.45), 21.0) for x, z in POSTS]
    street = [
        Lamp((x, 7.5, 40.0), (1.0, 0.80, 0.56), 32.0, casts=False) for x in (-30, -6, 18, 42)
    ]
    shops = [
        Lamp((x, 1.9, 44.6), colour, 5.0, casts=False, downward=False)
        for x, colour in (
            (-24, (1.0, 0.8, 0.5)),
            (-13, (1.0, 0.7, 0.4)),
            (10, (0.75, 1.0, 0.8)),
            (20, (0.75, 0.85, 1.0)),
        )
    ]
    left = [
        Lamp((LEFT_X + 1.6, 2.0, z), (1.0, 0.62, 0.34), 6.0, casts=False, downward=False)
        for z in (15.0, 20.0, 26.0, 31.0)
    ]
    return [
        *posts,
        *street,
        *shops,
        *left,
        Lamp((-7.0, 1.6, 23.8), (1.0, 0.80, 0.52), 7.0, casts=False, downward=False),
        Lamp((17.7, 1.3, 32.6), (0.75, 0.9, 1.0), 3.5, casts=False, downward=False),
        Lamp((28.5, 6.0, 62.0), (1.0, 0.72, 0.42), 22.0, casts=False),
    ]


def furniture() -> list[list[Part]]:
    """Return the posts, benches, bins, tables, bollards, and the bicycle stand."""
    stand = [things.stand(5.0 + 0.85 * n, 17.0) for n in range(8)]
    colours = ((60, 66, 74), (112, 34, 30), (40, 70, 96), (150, 146, 132), (34, 40, 38))
    cycles = [
        people.bicycle((5.2 + 0.85 * n, 17.0), math.pi / 2 + 0.06 * (n % 3), colours[n % 5])
        for n in (0, 1, 3, 4, 6, 7)
    ]
    return [
        *(things.lamp_post(x, z) for x, z in POSTS),
        *(things.bench(x, z) for x, z in ((-1.5, 21.0), (1.4, 21.0), (14.6, 24.5))),
        *(things.bin_(x, z) for x, z in ((3.4, 21.0), (-3.2, 23.6), (11.6, 33.4))),
        *(things.table(LEFT_X + dx, z) for z in (17.5, 20.5, 27.0) for dx in (2.6, 5.0)),
        *(things.bollard(x, 35.0) for x in (-17, -14, -11, -5, -2, 1)),
        *stand,
        *cycles,
    ]


def ground(at: Array) -> Array:
    """Return the paint of the ground: slabs, bands of setts, kerbs, asphalt, a crossing."""
    x, z = at[..., 0], at[..., 2]
    paint = _slabs(x, z)
    asphalt = (0.055 + 0.03 * _speckle(x * 9, z * 9))[..., None] * vector(1, 1, 1.04)
    street = (z > STREET[0]) & (z < STREET[1])
    side = (x > SIDE_STREET[0]) & (x < SIDE_STREET[1]) & (z > STREET[0])
    paint = np.where((street | side)[..., None], asphalt, paint)
    middle = 0.5 * (STREET[0] + STREET[1])
    dash = (np.abs(z - middle) < 0.07) & (x % 4 < 2) & street
    crossing = street & (x > -1.0) & (x < 3.4) & (((z - STREET[0]) % 1.15) < 0.55)
    paint = np.where((dash | crossing)[..., None], vector(0.44, 0.44, 0.42), paint)
    kerb = (np.abs(z - STREET[0]) < 0.16) | (np.abs(z - STREET[1]) < 0.16)
    return np.where((kerb & ~side)[..., None], vector(0.26, 0.25, 0.24), paint)


def _slabs(x: Array, z: Array) -> Array:
    """Return slabs in running bond, with a band of dark setts every sixth metre."""
    row = np.floor(z / 0.7)
    shifted = x + np.where(row % 2 > 0, 0.52, 0.0)
    column = np.floor(shifted / 1.05)
    grain = 0.85 + 0.30 * _speckle(column, row) + 0.10 * _speckle(x * 30, z * 30)
    tone = 0.165 * grain
    joint = np.minimum(shifted % 1.05, z % 0.7) < 0.025 + 0.0012 * z
    tone = np.where(joint, tone * (0.55 + 0.012 * np.minimum(z, 36)), tone)
    band = (x + 2.6) % 6.4 < 0.62
    setts = 0.075 * (0.7 + 0.7 * _speckle(np.floor(x / 0.155), np.floor(z / 0.155)))
    tone = np.where(band, setts, tone)
    return (tone[..., None] * vector(1.0, 0.96, 0.92)).astype(np.float32)


def _speckle(x: Array, z: Array) -> Array:
    """Return a number from 0 to 1 for each whole x and z, the same each time."""
    mixed = np.floor(x) * 12.9898 + np.floor(z) * 78.233
    return ((np.sin(mixed) * 43758.5453) % 1).astype(np.float32)


PUDDLES = noise(400, 700, 34, 5)


def wetness(at: Array) -> Array:
    """Return how wet it is: puddles where the paving has sunk."""
    row = (at[..., 2] * 8).astype(int).clip(0, 399)
    column = ((at[..., 0] + 35) * 10).astype(int).clip(0, 699)
    deep = np.clip((PUDDLES[row, column] - 0.44) * 5, 0, 1)
    return floats((0.75 + 1.5 * deep)[..., None])


def leaning(at: Array) -> Array:
    """Return how each stone tilts what it mirrors."""
    row, column = np.floor(at[..., 2] / 0.7), np.floor(at[..., 0] / 1.05)
    tilt = np.stack(
        [_speckle(column, row) - 0.5, _speckle(row, column + 7) - 0.5, np.zeros_like(row)], -1
    )
    return (tilt * vector(0.012, 0.035, 0)).astype(np.float32)


def sky(rays: Array) -> Array:
    """Return the night above the roofs: the town's glow low, thin cloud."""
    up = np.clip(rays[..., 1] / np.linalg.norm(rays, axis=-1), 0, 1)
    rows, columns = rays.shape[:2] if rays.ndim == 3 else (1, rays.shape[0])
    cloud = noise(rows, columns, max(40, columns // 16), 3) if rays.ndim == 3 else 0.5
    low = np.exp(-up * 5.5)[..., None]
    colour = vector(0.020, 0.030, 0.062) * (1 - low) + vector(0.115, 0.082, 0.075) * low
    return floats(colour * (0.75 + 0.5 * np.asarray(cloud)[..., None]))


Way = Callable[[float], tuple[tuple[float, float], float, float] | None]


def straight(
    start: tuple[float, float], end: tuple[float, float], speed: float, begins: float
) -> Way:
    """Return a way on foot: where, heading and metres gone at a time, None before and after."""
    long, heading = math.dist(start, end), math.atan2(end[1] - start[1], end[0] - start[0])
    assert long / speed <= SECONDS, "a way ends before it begins again"

    def at(seconds: float) -> tuple[tuple[float, float], float, float] | None:
        gone = ((seconds - begins) % SECONDS) * speed
        if gone > long:
            return None
        part = gone / long
        x, z = (a + (b - a) * part for a, b in zip(start, end, strict=True))
        return (x, z), heading, gone

    return at


WALKERS: tuple[tuple[Person, Way], ...] = (
    (Person(1.80, (40, 52, 84), hat=(30, 30, 34)), straight((-13, 9.6), (11, 12.8), 1.42, 0.5)),
    (
        Person(1.68, (112, 58, 54), hat=(120, 100, 80), bag=(60, 46, 34)),
        straight((-13, 10.7), (11, 13.9), 1.42, 0.6),
    ),
    (
        Person(1.77, (88, 78, 58), bag=(30, 34, 30)),
        straight((20, 20.0), (-6.0, 18.4), 1.5, 9.0),
    ),
    (
        Person(1.70, (46, 50, 48), hat=(150, 130, 60)),
        straight((-17.5, 24.5), (3, 35.5), 1.3, 6.0),
    ),
    (Person(1.83, (32, 34, 40)), straight((3.2, 45.2), (1.0, 24.0), 1.25, 2.0)),
    (
        Person(1.66, (112, 106, 100), hat=(90, 60, 44)),
        straight((-24, 45.0), (-1.5, 45.0), 1.3, 1.0),
    ),
    (Person(1.75, (40, 44, 60)), straight((24, 44.8), (0, 44.9), 1.4, 8.0)),
)
WAITING = (
    (Person(1.76, (66, 40, 46)), (-7.2, 22.5), 1.3, 0.0),
    (Person(1.71, (44, 60, 54), hat=(170, 150, 120)), (-6.3, 22.2), 1.9, 0.4),
    (Person(1.81, (50, 52, 66)), (13.9, 33.6), -1.2, 0.2),
)


def moment(seconds: float) -> Moment:
    """Return who and what is on the square at a time of the clip."""
    now = Moment()
    for person, way in WALKERS:
        if there := way(seconds):
            now.figures.append(people.walking(person, *there))
    for person, at, heading, turn in WAITING:
        now.figures.append(people.waiting(person, at, heading, turn + seconds / 10))
    cyclist = straight((26.0, 29.8), (-22.0, 30.6), 4.6, 12.5)
    if there := cyclist(seconds):
        now.figures.append(people.cycling(Person(1.78, (52, 70, 64)), *there))
        ahead = there[0][0] - 3.5, there[0][1]
        now.beams.append(Beam(*ahead, 1.8, 0.8, (0.9, 0.86, 0.72)))
    _drive(now, seconds)
    return now


def _drive(now: Moment, seconds: float) -> None:
    bus = straight((-62, 37.4), (62, 37.4), 8.4, 3.0)
    if there := bus(seconds):
        x = there[0][0]
        now.figures.append(traffic.bus(x, 37.4, rightward=True))
        now.beams.append(Beam(x + 17, 38.4, 4.5, 1.5, (1.0, 0.95, 0.78)))
        now.beams.append(Beam(x + 6, 36.6, 6.5, 1.0, (0.5, 0.46, 0.36)))
    for colour, begins in (((96, 24, 26), 9.0), ((120, 122, 126), 18.5)):
        car = straight((62, 41.2), (-62, 41.2), 11.5, begins)
        if there := car(seconds):
            x = there[0][0]
            now.figures.append(traffic.car(x, 41.2, colour, rightward=False))
            now.beams.append(Beam(x - 6, 42.0, 4.5, 1.3, (1.5, 1.4, 1.15)))
