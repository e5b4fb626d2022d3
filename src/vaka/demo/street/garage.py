"""The roofed bicycle garage at the corner of the square, the same night."""

import math

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from vaka.demo.street import people
from vaka.demo.street.colours import Colour, shaded
from vaka.demo.street.light import Lamp, noise
from vaka.demo.street.people import Person
from vaka.demo.street.sprites import Limb, Part
from vaka.demo.street.square import sky, straight
from vaka.demo.street.stage import Moment, Place
from vaka.demo.street.surfaces import Surface, board
from vaka.demo.street.view import Array, View, vector
from vaka.demo.street.walls import Front, draw_front

VIEW = View(width=640, height=360, focal=343.0, eye=3.45, pitch=15.0, yaw=5.0)
LEFT_X, RIGHT_X, END_Z, ROOF = -6.6, 7.4, 25.0, 4.1
TUBES = tuple((x, z) for z in (4.5, 9.0, 13.5, 18.0, 22.5) for x in (-2.4, 3.2))
STEEL: Colour = (112, 116, 120)
PAINTS: tuple[Colour, ...] = (
    (126, 36, 30),
    (34, 62, 96),
    (150, 146, 134),
    (30, 34, 36),
    (56, 92, 70),
    (168, 128, 40),
    (92, 94, 100),
)
PER_METRE = 40


def place() -> Place:
    """Return the garage as it stands."""
    return Place(
        VIEW, surfaces(), lamps(), ground, sky, wetness, leaning, furniture(), 1.6, 1.3
    )


def surfaces() -> list[Surface]:
    """Return walls, roof and tubes, and the street seen through the open end."""
    inside = Image.new("RGB", (round(END_Z * PER_METRE), round(ROOF * PER_METRE)))
    _paint_inside(inside)
    opposite, glow = draw_front(
        Front(15.0, 15.0, 3, 6, (150, 132, 104), shop="CYKELVERKSTAD", seed=32)
    )
    beside, beside_glow = draw_front(
        Front(16.0, 16.0, 3, 6, (122, 84, 72), brick=True, seed=33)
    )
    roof = Image.new("RGB", (60, 120), (92, 92, 92))
    for line in range(0, 120, 6):
        ImageDraw.Draw(roof).line([0, line, 60, line], fill=(60, 60, 62))
    beam, wide = Image.new("RGB", (4, 4), (52, 56, 58)), RIGHT_X - LEFT_X
    return [
        board((LEFT_X, 0, 0), (0, 0, END_Z), (0, ROOF, 0), inside),
        board((RIGHT_X, 0, 0), (0, 0, END_Z), (0, ROOF, 0), _mesh()),
        board((LEFT_X, ROOF, 0), (wide, 0, 0), (0, 0, END_Z), roof),
        board((LEFT_X, ROOF - 0.5, END_Z), (wide, 0, 0), (0, 0.5, 0), beam),
        board((-13.5, 0, 40), (15, 0, 0), (0, 15, 0), opposite, glow=glow, bright=0.9),
        board((1.5, 0, 40), (16, 0, 0), (0, 16, 0), beside, glow=beside_glow, bright=0.9),
        *(_tube(x, z) for x, z in TUBES),
    ]


def _paint_inside(wall: Image.Image) -> None:
    """Paint the inside wall: white above, grey below, a band, the letter of each row."""
    pen, font = ImageDraw.Draw(wall), ImageFont.load_default(size=54)
    wide, tall = wall.size
    pen.rectangle([0, 0, wide, tall * 0.62], fill=(170, 166, 156))
    pen.rectangle([0, tall * 0.62, wide, tall], fill=(104, 106, 104))
    pen.rectangle([0, tall * 0.62, wide, tall * 0.68], fill=(40, 84, 96))
    for number, letter in enumerate("ABCDE"):
        x = wide * (0.18 + 0.17 * number)
        pen.rectangle([x - 14, tall * 0.24, x + 44, tall * 0.56], fill=(40, 84, 96))
        pen.text((x, tall * 0.25), letter, fill=(236, 232, 220), font=font)


def _mesh() -> Image.Image:
    """Return a fence of steel mesh; one sees through it."""
    picture = Image.new("RGBA", (round(END_Z * PER_METRE), round(ROOF * PER_METRE)))
    pen = ImageDraw.Draw(picture)
    for x in range(0, picture.width, 9):
        pen.line([x, 0, x, picture.height], fill=(96, 100, 104, 255), width=2)
    for y in range(0, picture.height, 27):
        pen.line([0, y, picture.width, y], fill=(96, 100, 104, 255), width=2)
    for x in range(0, picture.width, 4 * PER_METRE):
        pen.rectangle([x, 0, x + 8, picture.height], fill=(70, 74, 78, 255))
    return picture


def _tube(x: float, z: float) -> Surface:
    glow = Image.new("RGB", (4, 4), (244, 250, 255))
    dark = Image.new("RGB", (4, 4), (200, 200, 200))
    return board(
        (x - 0.09, ROOF - 0.06, z - 0.7), (0.18, 0, 0), (0, 0, 1.4), dark, glow=glow, bright=3.4
    )


def lamps() -> list[Lamp]:
    """Return the tubes, and the street outside."""
    tubes = [Lamp((x, ROOF - 0.2, z), (0.92, 0.98, 1.0), 4.6, downward=False) for x, z in TUBES]
    outside = [
        Lamp((x, 6.5, 33.0), (1.0, 0.72, 0.42), 30.0, casts=False) for x in (-9.0, 3.0, 15.0)
    ]
    shop = Lamp((-6.0, 1.8, 38.6), (1.0, 0.8, 0.5), 6.0, casts=False, downward=False)
    # What the floor throws back, from below it: it lights the roof and no floor.
    floor = [
        Lamp((0.4, -2.5, z), (0.92, 0.97, 1.0), 9.0, casts=False, downward=False)
        for z in (6.0, 13.0, 20.0)
    ]
    return [*tubes, *outside, *floor, shop]


def furniture() -> list[list[Part]]:
    """Return the columns, the racks, and the bicycles that stand in them."""
    random = np.random.default_rng(34)
    things: list[list[Part]] = [
        [Limb((x, 0, z), (x, ROOF, z), 0.075, 0.075, (60, 92, 100))]
        for z in (7.0, 13.0, 19.0, 24.8)
        for x in (-1.75, 2.5)
    ]
    for first, heading in ((-5.6, 0.0), (6.3, math.pi), (-2.9, math.pi), (3.7, 0.0)):
        for number in range(30):
            z = 4.4 + number * 0.68
            things.append(_rack(first, z, heading))
            if random.random() < 0.74:
                lean = 0.10 * float(random.normal())
                colour = PAINTS[int(random.integers(len(PAINTS)))]
                where = first + 0.25 * float(random.random()), z + 0.12
                tone = shaded(colour, 0.8 + 0.5 * float(random.random()))
                things.append(people.bicycle(where, heading + lean, tone))
    return things


def _rack(x: float, z: float, heading: float) -> list[Part]:
    front = x + 0.72 * math.cos(heading)
    return [
        Limb((front, 0.02, z), (front, 0.62, z), 0.03, 0.03, STEEL),
        Limb((front, 0.62, z), (front - 0.4 * math.cos(heading), 0.3, z), 0.025, 0.025, STEEL),
    ]


def ground(at: Array) -> Array:
    """Return the floor: concrete with lanes and a stain or two, asphalt and setts outside."""
    x, z = at[..., 0], at[..., 2]
    row = (z * 14).astype(int).clip(0, 699)
    column = ((x + 20) * 14).astype(int).clip(0, 699)
    tone = 0.20 * (0.78 + 0.3 * CONCRETE[row, column] + 0.08 * STAINS[row, column])
    joint = (np.abs(z % 5.0) < 0.02) | (np.abs((x + 1.0) % 5.0) < 0.02)
    tone = np.where(joint, tone * 0.6, tone)
    inside = z < END_Z
    lane = inside & ((np.abs(x + 1.35) < 0.05) | (np.abs(x - 2.1) < 0.05))
    outside = np.where(z > 29.5, 0.055, 0.12) * (0.8 + 0.4 * CONCRETE[row, column])
    paint = np.where(inside, tone, outside)[..., None] * vector(1.0, 0.99, 0.96)
    paint = np.where(lane[..., None], vector(0.55, 0.48, 0.16), paint)
    return paint.astype(np.float32)


CONCRETE, STAINS = noise(700, 700, 5, 41), noise(700, 700, 60, 42)


def wetness(at: Array) -> Array:
    """Return how wet it is: wheels have carried the rain in along the aisle."""
    x, z = at[..., 0], at[..., 2]
    aisle = np.exp(-(((x - 0.4) / 1.3) ** 2)) * np.clip(z / 22, 0.25, 1)
    row, column = (z * 14).astype(int).clip(0, 699), ((x + 20) * 14).astype(int).clip(0, 699)
    patches = 0.5 + STAINS[row, column]
    return np.where(z > END_Z, 1.0, (0.3 + 0.8 * aisle) * patches)[..., None].astype(np.float32)


def leaning(at: Array) -> Array:
    """Return how unevenly the floor mirrors: hardly."""
    return np.zeros_like(at)


def moment(seconds: float) -> Moment:
    """Return who is in the garage: one fetches a bicycle, others pass outside."""
    now = Moment()
    fetching = straight((0.9, 31.0), (0.1, 6.0), 1.35, 0.5)
    if there := fetching(seconds):
        person = Person(1.76, (46, 58, 84), hat=(160, 60, 44), bag=(40, 42, 40))
        place_, heading, gone = there
        now.figures.append(people.walking(person, place_, heading, gone))
        beside = place_[0] + 0.55, place_[1] - 0.1
        now.figures.append(people.bicycle(beside, heading, (150, 40, 34)))
    for person, way in (
        (Person(1.72, (88, 70, 56)), straight((-0.4, 5.0), (0.6, 30.5), 1.3, 0.2)),
        (Person(1.80, (36, 40, 46)), straight((-12, 28.4), (12, 28.2), 1.45, 3.0)),
        (
            Person(1.66, (120, 90, 60), hat=(60, 50, 46)),
            straight((13, 37.6), (-12, 37.8), 1.3, 8.0),
        ),
    ):
        if there := way(seconds):
            now.figures.append(people.walking(person, *there))
    cyclist = straight((-22, 32.4), (22, 32.0), 4.4, 6.0)
    if there := cyclist(seconds):
        now.figures.append(people.cycling(Person(1.74, (70, 60, 44)), *there))
    return now
