"""What stands in the places: trees, lamp posts, benches, tables, a kiosk, a bus shelter."""

import math
from dataclasses import replace

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from vaka.demo.street.colours import Colour, shaded
from vaka.demo.street.sprites import Limb, Part
from vaka.demo.street.surfaces import Surface, board

IRON: Colour = (34, 36, 38)
WOOD: Colour = (92, 66, 44)
TREE_PIXELS = 900
PER_METRE = 60
Pens = tuple[ImageDraw.ImageDraw, ImageDraw.ImageDraw]


def tree(x: float, z: float, tall: float, seed: int, *, bulbs: int = 0) -> Surface:
    """Return a lime tree late in autumn: fine branches, a few leaves, perhaps with bulbs."""
    random = np.random.default_rng(seed)
    paint = Image.new("RGBA", (TREE_PIXELS, TREE_PIXELS))
    glow = Image.new("RGB", paint.size)
    pens = ImageDraw.Draw(paint), ImageDraw.Draw(glow)
    foot = (TREE_PIXELS / 2, float(TREE_PIXELS))
    tips = _branch(pens, foot, -math.pi / 2, TREE_PIXELS * 0.25, 17.0, random)
    for number in random.permutation(len(tips))[:bulbs]:
        _dot(pens, tips[number], 2.2, (255, 214, 150), (255, 206, 130))
    wide = tall * 0.95
    drawn = board(
        (x - wide / 2, 0, z), (wide, 0, 0), (0, tall, 0), paint, glow=glow, bright=3.0
    )
    return replace(drawn, two_sided=True)


def _branch(
    pens: Pens,
    start: tuple[float, float],
    angle: float,
    long: float,
    thick: float,
    random: np.random.Generator,
) -> list[tuple[float, float]]:
    """Draw a branch and what grows from it; return where its twigs end."""
    end = start[0] + long * math.cos(angle), start[1] + long * math.sin(angle)
    bark = shaded((128, 112, 96), 0.8 + 0.5 * float(random.random()))
    pens[0].line([*start, *end], fill=(*bark, 255), width=max(2, round(thick)))
    if thick < 1.6:
        for _ in range(4):
            leaf = shaded((128, 96, 40), 0.5 + 0.7 * float(random.random()))
            at = end[0] + 12 * random.normal(), end[1] + 12 * random.normal()
            _dot(pens, at, 1.5 + 2.5 * float(random.random()), leaf, None)
        return [end]
    tips: list[tuple[float, float]] = []
    for number in range(3 if thick > 4 else 2):
        turn = (number - (1 if thick > 4 else 0.5)) * 0.55 + 0.25 * float(random.normal())
        shorter = 0.66 + 0.18 * float(random.random())
        tips += _branch(pens, end, angle + turn, long * shorter, thick * 0.64, random)
    return tips


def _dot(
    pens: Pens, at: tuple[float, float], radius: float, paint: Colour, glow: Colour | None
) -> None:
    box = [at[0] - radius, at[1] - radius, at[0] + radius, at[1] + radius]
    pens[0].ellipse(box, fill=(*paint, 255))
    if glow:
        pens[1].ellipse(box, fill=glow)


def lamp_post(x: float, z: float, tall: float = 4.9) -> list[Part]:
    """Return a lamp post with a lantern."""
    post = Limb((x, 0, z), (x, tall - 0.3, z), 0.065, 0.045, IRON)
    foot = Limb((x, 0, z), (x, 0.8, z), 0.11, 0.08, IRON)
    lantern = Limb((x, tall - 0.28, z), (x, tall, z), 0.14, 0.20, (255, 206, 140), glows=True)
    cap = Limb((x, tall + 0.06, z), (x, tall + 0.16, z), 0.27, 0.07, IRON)
    return [foot, post, lantern, cap]


def bench(x: float, z: float) -> list[Part]:
    """Return a bench that faces the camera."""
    legs = [Limb((x + s, 0, z), (x + s, 0.44, z), 0.035, 0.03, IRON) for s in (-0.8, 0.8)]
    backs = [
        Limb((x + s, 0.4, z), (x + s, 0.86, z + 0.18), 0.03, 0.03, IRON) for s in (-0.8, 0.8)
    ]
    rails = [
        Limb((x - 0.95, up, z + d), (x + 0.95, up, z + d), 0.045, 0.045, WOOD)
        for up, d in ((0.84, 0.17), (0.66, 0.12), (0.45, 0.05), (0.45, -0.12), (0.45, -0.3))
    ]
    return [*legs, *backs, *rails]


def bin_(x: float, z: float) -> list[Part]:
    """Return a litter bin."""
    return [
        Limb((x, 0.1, z), (x, 0.85, z), 0.22, 0.24, (30, 54, 46)),
        Limb((x, 0.87, z), (x, 0.95, z), 0.26, 0.2, (20, 22, 22)),
    ]


def bollard(x: float, z: float) -> list[Part]:
    """Return a bollard."""
    return [Limb((x, 0, z), (x, 0.85, z), 0.07, 0.06, IRON)]


def table(x: float, z: float) -> list[Part]:
    """Return an outdoor table with two chairs."""
    parts: list[Part] = [
        Limb((x, 0, z), (x, 0.72, z), 0.04, 0.04, IRON),
        Limb((x - 0.34, 0.74, z), (x + 0.34, 0.74, z), 0.05, 0.05, WOOD),
    ]
    for side in (-0.75, 0.75):
        parts += [
            Limb((x + side, 0, z), (x + side, 0.45, z), 0.03, 0.03, IRON),
            Limb((x + side - 0.2, 0.46, z), (x + side + 0.2, 0.46, z), 0.04, 0.04, WOOD),
            Limb((x + side * 1.25, 0.46, z), (x + side * 1.3, 0.9, z), 0.04, 0.04, WOOD),
        ]
    return parts


def stand(x: float, z: float) -> list[Part]:
    """Return one bow of a bicycle stand, end on."""
    low, high = 0.0, 0.78
    return [
        Limb((x, low, z - 0.4), (x, high, z - 0.35), 0.028, 0.028, (120, 122, 126)),
        Limb((x, high, z - 0.35), (x, high, z + 0.35), 0.028, 0.028, (120, 122, 126)),
        Limb((x, high, z + 0.35), (x, low, z + 0.4), 0.028, 0.028, (120, 122, 126)),
    ]


def kiosk(x: float, z: float, wide: float, deep: float) -> list[Surface]:
    """Return a kiosk whose hatch is open towards the camera, and that shines."""
    tall = 2.7
    front, light = _hatch(wide, tall)
    side = Image.new("RGB", (round(deep * PER_METRE), round(tall * PER_METRE)), (42, 68, 62))
    pen = ImageDraw.Draw(side)
    for line in range(0, side.width, 12):
        pen.line([line, 0, line, side.height], fill=(34, 56, 52))
    roof = Image.new("RGB", (8, 8), (58, 32, 30))
    brim = Image.new("RGB", (8, 8), (120, 40, 36))
    over = 0.55
    return [
        board((x, 0, z), (wide, 0, 0), (0, tall, 0), front, glow=light, bright=1.1),
        board((x + wide, 0, z), (0, 0, deep), (0, tall, 0), side),
        board((x, 0, z), (0, 0, deep), (0, tall, 0), side),
        board(
            (x - over, tall, z - over), (wide + 2 * over, 0, 0), (0, 0, deep + 2 * over), roof
        ),
        board((x - over, tall, z - over), (wide + 2 * over, 0, 0), (0, 0.28, 0), brim),
        board((x + wide + over, tall, z - over), (0, 0, deep + 2 * over), (0, 0.28, 0), brim),
    ]


def _hatch(wide: float, tall: float) -> tuple[Image.Image, Image.Image]:
    size = (round(wide * PER_METRE), round(tall * PER_METRE))
    paint, glow = Image.new("RGB", size, (44, 72, 66)), Image.new("RGB", size)
    pens = ImageDraw.Draw(paint), ImageDraw.Draw(glow)
    w, h = size
    for line in range(0, w, 12):
        pens[0].line([line, 0, line, h], fill=(36, 60, 56))
    pens[1].rectangle([w * 0.10, h * 0.27, w * 0.66, h * 0.60], fill=(255, 216, 158))
    for row in range(2):
        for number in range(16):
            x, y = w * 0.12 + number * w * 0.033, h * (0.36 + 0.10 * row)
            hue = [(150, 60, 40), (190, 150, 60), (70, 90, 120), (120, 130, 60)][number * 7 % 4]
            pens[1].rectangle([x, y, x + w * 0.024, y + h * 0.055], fill=hue)
    # Somebody works there.
    pens[1].ellipse([w * 0.44, h * 0.33, w * 0.49, h * 0.41], fill=(90, 58, 42))
    pens[1].rectangle([w * 0.415, h * 0.41, w * 0.515, h * 0.60], fill=(52, 30, 28))
    pens[0].rectangle([w * 0.08, h * 0.60, w * 0.68, h * 0.64], fill=(140, 130, 112))
    pens[1].rectangle([w * 0.72, h * 0.28, w * 0.94, h * 0.62], fill=(120, 112, 96))
    for line in range(6):
        y = h * (0.32 + 0.045 * line)
        pens[1].line([w * 0.75, y, w * 0.91, y], fill=(24, 20, 18), width=3)
    font = ImageFont.load_default(size=round(h * 0.13))
    text = "KORV & KAFFE"
    place = ((w - font.getlength(text)) / 2, h * 0.05)
    pens[1].text(place, text, fill=(255, 196, 120), font=font)
    return paint, glow


def shelter(x: float, z: float) -> list[Surface]:
    """Return a bus shelter: a roof, posts, glass that mirrors little, a lit poster."""
    wide, deep, tall = 4.6, 1.5, 2.5
    glass = Image.new("RGBA", (92, 50))
    pen = ImageDraw.Draw(glass)
    for column in range(0, 92, 23):
        pen.rectangle([column, 0, column + 1, 49], fill=(70, 74, 78, 255))
    pen.rectangle([0, 20, 91, 21], fill=(150, 154, 158, 255))
    pen.rectangle([0, 46, 91, 49], fill=(70, 74, 78, 255))
    pen.rectangle([8, 36, 60, 38], fill=(96, 78, 58, 255))
    poster, light = _poster()
    roof = Image.new("RGB", (4, 4), (44, 48, 52))
    return [
        board((x, 0, z + deep), (wide, 0, 0), (0, tall, 0), glass),
        board((x, tall, z), (wide, 0, 0), (0, 0, deep), roof),
        board((x, tall, z), (wide, 0, 0), (0, 0.16, 0), roof),
        board(
            (x + wide + 0.1, 0.25, z + 0.2),
            (1.25, 0, 0),
            (0, 1.8, 0),
            poster,
            glow=light,
            bright=2.2,
        ),
    ]


def _poster() -> tuple[Image.Image, Image.Image]:
    """Return a lit poster of a landscape; it sells nothing."""
    paint, glow = Image.new("RGB", (75, 108), (20, 20, 20)), Image.new("RGB", (75, 108))
    pen = ImageDraw.Draw(glow)
    for y in range(3, 105):
        pen.line([3, y, 71, y], fill=shaded((150, 190, 220), 0.6 + 0.4 * y / 108))
    pen.polygon(
        [(3, 70), (26, 40), (44, 62), (56, 50), (71, 72), (71, 104), (3, 104)], (60, 84, 90)
    )
    pen.rectangle([3, 84, 71, 104], fill=(206, 210, 200))
    pen.ellipse([48, 14, 62, 28], fill=(255, 238, 190))
    return paint, glow
