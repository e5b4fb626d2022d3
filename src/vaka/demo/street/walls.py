"""Fronts of houses as pictures: stone and plaster, windows in which somebody lives, shops."""

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from vaka.demo.street.colours import Colour, shaded
from vaka.demo.street.light import noise

PER_METRE = 28
WARM: tuple[Colour, ...] = ((255, 206, 132), (255, 190, 104), (250, 222, 168), (240, 214, 180))
DARK: Colour = (20, 26, 36)


@dataclass(frozen=True)
class Front:
    """A house's front: metres, floors above the ground floor, its walls and its shop."""

    width: float
    height: float
    floors: int
    bays: int
    wall: Colour
    brick: bool = False
    shop: str = ""
    sign: Colour = (255, 214, 150)
    seed: int = 0


def px(metres: float) -> int:
    """Return pixels of a front's picture."""
    return round(metres * PER_METRE)


def draw_front(front: Front) -> tuple[Image.Image, Image.Image]:
    """Return a front's paint and its own light."""
    size = (px(front.width), px(front.height))
    paint, glow = Image.new("RGB", size, front.wall), Image.new("RGB", size)
    random = np.random.default_rng(front.seed)
    if front.brick:
        _bricks(paint, front.wall, random)
    grey = noise(size[1], size[0], px(0.9), front.seed)[..., None] * 0.24 + 0.86
    paint = Image.fromarray((np.asarray(paint) * grey).clip(0, 255).astype(np.uint8))
    ground_floor = 4.1 if front.shop else 3.2
    _mouldings(ImageDraw.Draw(paint), front, ground_floor)
    storey = (front.height - ground_floor - 0.7) / front.floors
    bay = front.width / front.bays
    for floor in range(front.floors):
        for column in range(front.bays):
            middle = (column + 0.5) * bay
            sill = ground_floor + floor * storey + storey * 0.26
            _window(paint, glow, front, middle, sill, storey * 0.58, random)
    if front.shop:
        _shops(paint, glow, front, random)
    else:
        _ground_floor(paint, glow, front, random)
    return paint, glow


def _bricks(paint: Image.Image, wall: Colour, random: np.random.Generator) -> None:
    draw = ImageDraw.Draw(paint)
    high, wide = 3, 7
    for row in range(0, paint.height, high):
        for x in range(-(row // high % 2) * wide // 2, paint.width, wide):
            colour = shaded(wall, 0.86 + 0.26 * random.random())
            draw.rectangle([x, row, x + wide - 2, row + high - 2], fill=colour)


def _mouldings(draw: ImageDraw.ImageDraw, front: Front, ground_floor: float) -> None:
    """Draw cornice, a course above the ground floor, a plinth, and a drainpipe."""
    top, wide = px(front.height), px(front.width)
    light, dark = shaded(front.wall, 1.25), shaded(front.wall, 0.5)
    for up, thick, colour in (
        (front.height, 0.14, dark),
        (front.height - 0.14, 0.28, light),
        (front.height - 0.42, 0.10, dark),
        (ground_floor + 0.16, 0.20, light),
        (ground_floor - 0.04, 0.05, dark),
        (0.7, 0.7, shaded(front.wall, 0.62)),
    ):
        y = top - px(up)
        draw.rectangle([0, y, wide, y + px(thick)], fill=colour)
    for end, part in ((0.0, 0.45), (front.width - 0.12, 0.45)):
        draw.rectangle([px(end), 0, px(end + 0.1), top], fill=shaded(front.wall, part))


def _window(
    paint: Image.Image,
    glow: Image.Image,
    front: Front,
    middle: float,
    sill: float,
    high: float,
    random: np.random.Generator,
) -> None:
    """Draw a window with its frame; behind some of them it is light."""
    draw = ImageDraw.Draw(paint)
    wide = min(1.25, front.width / front.bays * 0.5)
    left, right = px(middle - wide / 2), px(middle + wide / 2)
    lower = px(front.height) - px(sill)
    upper = lower - px(high)
    frame = (216, 210, 198) if sum(front.wall) < 420 else (120, 104, 88)
    edge = [left - 2, upper - 2, right + 2, lower + 2]
    draw.rectangle(edge, fill=shaded(front.wall, 0.55))
    draw.rectangle([left - 4, lower + 2, right + 4, lower + 5], fill=shaded(frame, 0.8))
    room = _room(right - left, lower - upper, random)
    glow.paste(room, (left, upper))
    draw.rectangle([left, upper, right, lower], fill=DARK)
    centre, bar = (left + right) // 2, upper + (lower - upper) // 3
    for picture, colour in ((paint, frame), (glow, (0, 0, 0))):
        pen = ImageDraw.Draw(picture)
        pen.rectangle([left, upper, right, lower], outline=colour, width=2)
        pen.line([centre, upper, centre, lower], fill=colour, width=2)
        pen.line([left, bar, right, bar], fill=colour, width=2)


def _room(wide: int, high: int, random: np.random.Generator) -> Image.Image:
    """Return what shines out of a window: mostly dark, else curtains, a lamp, or candles."""
    room = Image.new("RGB", (wide, high))
    draw = ImageDraw.Draw(room)
    drawn = random.random()
    if drawn < 0.50:
        if drawn < 0.07:
            _candlestick(draw, wide, high)
        return room
    colour = WARM[int(random.integers(len(WARM)))] if drawn < 0.95 else (120, 160, 230)
    strength = 0.35 + 0.5 * random.random()
    for y in range(high):
        draw.line([0, y, wide, y], fill=shaded(colour, strength * (1.0 - 0.45 * y / high)))
    curtain = round(wide * (0.14 + 0.2 * random.random()))
    for x in (0, wide - curtain):
        draw.rectangle([x, 0, x + curtain, high], fill=shaded(colour, strength * 0.55))
    if random.random() < 0.4:
        draw.ellipse([wide * 0.3, high * 0.1, wide * 0.7, high * 0.34], fill=colour)
    if random.random() < 0.5:
        for leaf in range(5):
            edge = wide * (0.25 + 0.12 * leaf)
            draw.ellipse([edge, high * 0.76, edge + wide * 0.16, high], fill=(22, 26, 14))
    return room.filter(ImageFilter.GaussianBlur(1.2))


def _candlestick(draw: ImageDraw.ImageDraw, wide: int, high: int) -> None:
    """Draw the seven lights that stand in Swedish windows in December."""
    for number in range(7):
        x = wide * (0.2 + 0.1 * number)
        y = high * (0.62 + 0.07 * abs(number - 3))
        draw.ellipse([x - 1.2, y - 1.7, x + 1.2, y + 1.2], fill=(255, 206, 120))


def _shops(
    paint: Image.Image, glow: Image.Image, front: Front, random: np.random.Generator
) -> None:
    """Draw shop windows with goods, a door, the awnings and the sign."""
    bottom = px(front.height)
    count = max(2, round(front.width / 3.6))
    each = front.width / count
    pens = ImageDraw.Draw(paint), ImageDraw.Draw(glow)
    for number in range(count):
        left, right = px(number * each + 0.22), px((number + 1) * each - 0.22)
        upper, lower = bottom - px(3.05), bottom - px(0.5)
        inside = shaded(front.sign, 0.62 + 0.3 * random.random())
        closed = random.random() < 0.2
        pens[0].rectangle([left, upper, right, lower], fill=(24, 24, 26))
        for y in range(upper, lower):
            part = 0.10 if closed else 1.0 - 0.5 * (y - upper) / (lower - upper)
            pens[1].line([left, y, right, y], fill=shaded(inside, part))
        for x in range(left + 6, right - 6, 9):
            tall = round((0.3 + 0.9 * random.random()) * PER_METRE * 0.8)
            hue = shaded(inside, 0.15 + 0.5 * random.random())
            pens[1].rectangle([x, lower - tall, x + 6, lower], fill=hue)
        for pen, colour in zip(pens, ((46, 40, 36), (0, 0, 0)), strict=True):
            pen.rectangle([left, upper, right, lower], outline=colour, width=3)
            middle = (left + right) // 2
            pen.line([middle, upper, middle, lower], fill=colour, width=3)
    _sign(paint, glow, front)


def _sign(paint: Image.Image, glow: Image.Image, front: Front) -> None:
    bottom, font = px(front.height), ImageFont.load_default(size=px(0.62))
    y = bottom - px(3.9)
    box = [px(0.2), y, px(front.width - 0.2), y + px(0.75)]
    ImageDraw.Draw(paint).rectangle(box, fill=(30, 27, 26))
    ImageDraw.Draw(glow).rectangle(box, fill=(0, 0, 0))
    wide = font.getlength(front.shop)
    place = ((px(front.width) - wide) / 2, y + px(0.02))
    ImageDraw.Draw(glow).text(place, front.shop, fill=front.sign, font=font)


def _ground_floor(
    paint: Image.Image, glow: Image.Image, front: Front, random: np.random.Generator
) -> None:
    """Draw the ground floor of a house to live in: windows and a door with a lamp over it."""
    bay, door = front.width / front.bays, front.bays // 2
    for column in range(front.bays):
        middle = (column + 0.5) * bay
        if column != door:
            _window(paint, glow, front, middle, 1.1, 1.5, random)
            continue
        bottom = px(front.height)
        box = [px(middle - 0.7), bottom - px(2.5), px(middle + 0.7), bottom]
        ImageDraw.Draw(paint).rectangle(
            box, fill=(58, 38, 26), outline=(140, 124, 104), width=3
        )
        lamp = [px(middle - 0.6), bottom - px(2.45), px(middle + 0.6), bottom - px(2.05)]
        ImageDraw.Draw(glow).rectangle(lamp, fill=(255, 216, 150))


def draw_roof(wide: float, deep: float, colour: Colour, seed: int) -> tuple[Image.Image, ...]:
    """Return a roof's paint and light: tiles, with a row of dormers."""
    size = (px(wide), px(deep))
    grain = noise(size[1], size[0], 14, seed)[..., None] * 0.5 + 0.7
    rows = (np.arange(size[1]) % 8 < 2)[:, None, None] * -0.25 + 1
    tiles = np.array(colour, np.float32) * grain * rows
    paint = Image.fromarray(tiles.clip(0, 255).astype(np.uint8))
    glow = Image.new("RGB", size)
    random = np.random.default_rng(seed)
    for number in range(int(wide / 4.4)):
        x, y = px(1.6 + number * 4.4), round(size[1] * 0.42)
        box = [x, y, x + px(1.3), y + px(1.5)]
        ImageDraw.Draw(paint).rectangle([x - 6, y - 8, box[2] + 6, box[3]], fill=(52, 46, 44))
        ImageDraw.Draw(paint).rectangle(box, fill=DARK, outline=(150, 144, 134), width=2)
        if random.random() < 0.35:
            ImageDraw.Draw(glow).rectangle([box[0] + 2, *box[1:]], fill=shaded(WARM[0], 0.6))
    return paint, glow
