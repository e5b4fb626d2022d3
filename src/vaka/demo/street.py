"""Draw the simulated cameras' clips: `python -m vaka.demo.street`. Needs the development tools.

An invented square at night, seen from five metres up, in one-point perspective: ground points
(x, z) in metres in front of the camera become pixels. People walk loops that close after the
clip's length, so that it plays round and round without a jump.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from vaka.demo.clip import DATA

WIDTH, HEIGHT = 1280, 720
RATE, SECONDS = 15, 20
HORIZON = 235
FOCAL = 760.0
CAMERA_HEIGHT = 5.2
GOP = 15

Colour = tuple[int, int, int]
Point = tuple[float, float]
SKY, DUSK = (13, 18, 34), (46, 44, 66)
LAMPLIGHT = (255, 206, 130)


def ground(x: float, z: float, up: float = 0.0) -> Point:
    """Return the pixel of a point x metres right, z metres ahead, `up` metres above ground."""
    scale = FOCAL / z
    return WIDTH / 2 + x * scale, HORIZON + (CAMERA_HEIGHT - up) * scale


def mix(one: Colour, other: Colour, part: float) -> Colour:
    """Return the colour that far on the way from one to the other."""
    r, g, b = (round(a + (c - a) * part) for a, c in zip(one, other, strict=True))
    return r, g, b


def background() -> Image.Image:
    """Return all that stands still, before the lamps light it."""
    picture = Image.new("RGB", (WIDTH, HEIGHT))
    draw = ImageDraw.Draw(picture)
    for y in range(HORIZON + 30):
        draw.line([(0, y), (WIDTH, y)], fill=mix(SKY, DUSK, y / HORIZON / 1.15))
    draw.rectangle([0, HORIZON + 4, WIDTH, HEIGHT], fill=(58, 56, 60))
    _paving(draw)
    _street(draw)
    _facades(draw)
    return picture


def _paving(draw: ImageDraw.ImageDraw) -> None:
    """Draw slabs, with every other course a little darker."""
    for row in range(60):
        near, far = 5.2 + row * 0.62, 5.2 + (row + 1) * 0.62
        if near > 30:
            break
        for column in range(-34, 34):
            x = column * 0.62 + (0.31 if row % 2 else 0)
            shade = 62 + (column * 7 + row * 13) % 9 - min(18, row // 3)
            corners = [ground(x, near), ground(x + 0.6, near), ground(x + 0.6, far - 0.02)]
            draw.polygon([*corners, ground(x, far - 0.02)], fill=(shade + 3, shade, shade))


def _street(draw: ImageDraw.ImageDraw) -> None:
    """Draw the street behind the square, its kerb and a crossing."""
    left, right = -60.0, 60.0
    strips = [
        (30.0, 30.6, (92, 90, 88)),
        (30.6, 39.0, (37, 38, 42)),
        (39.0, 41.5, (70, 68, 68)),
    ]
    for near, far, colour in strips:
        corners = [ground(left, near), ground(right, near), ground(right, far)]
        draw.polygon([*corners, ground(left, far)], fill=colour)
    for stripe in range(7):
        z = 31.0 + stripe * 1.1
        corners = [ground(5.5, z), ground(9.5, z), ground(9.5, z + 0.55), ground(5.5, z + 0.55)]
        draw.polygon(corners, fill=(120, 119, 114))


FACADES = [
    # left x, right x, height m, wall, floors, columns, shop on the ground floor
    (-46.0, -31.0, 15.0, (74, 52, 46), 4, 6, False),
    (-31.0, -17.0, 17.5, (88, 74, 58), 5, 6, True),
    (-17.0, -4.5, 14.0, (60, 62, 70), 4, 5, True),
    (-4.5, 8.0, 18.0, (82, 58, 50), 5, 5, False),
    (8.0, 21.0, 15.5, (76, 72, 66), 4, 5, True),
    (21.0, 46.0, 17.0, (58, 50, 54), 5, 9, False),
]
FACADE_Z = 41.5


def _facades(draw: ImageDraw.ImageDraw) -> None:
    """Draw the block across the street: roofs, cornices, windows, some of them lit."""
    for number, (left, right, height, wall, floors, columns, shop) in enumerate(FACADES):
        upper, lower = ground(left, FACADE_Z, height), ground(right, FACADE_Z)
        draw.polygon(
            [
                ground(left - 0.3, FACADE_Z, height),
                ground(left + 1.2, FACADE_Z, height + 3.2),
                ground(right - 1.2, FACADE_Z, height + 3.2),
                ground(right + 0.3, FACADE_Z, height),
            ],
            fill=mix((34, 26, 28), wall, 0.15),
        )
        draw.rectangle([*upper, *lower], fill=mix(wall, (0, 0, 0), 0.32))
        cornice = ground(right, FACADE_Z, height - 0.5)
        draw.rectangle([*upper, *cornice], fill=mix(wall, (255, 255, 255), 0.06))
        _windows(draw, number, left, right, height, floors, columns, shop)


def _windows(
    draw: ImageDraw.ImageDraw,
    number: int,
    left: float,
    right: float,
    height: float,
    floors: int,
    columns: int,
    shop: bool,
) -> None:
    storey = (height - 1.2) / floors
    bay = (right - left) / columns
    for floor in range(floors):
        for column in range(columns):
            x, base = left + column * bay, floor * storey + 0.9
            if floor == 0 and shop:
                box = [*ground(x + 0.25, FACADE_Z, 3.0), *ground(x + bay - 0.25, FACADE_Z, 0.5)]
                glow = (column + number) % 3 != 0
                draw.rectangle(box, fill=(236, 196, 128) if glow else (40, 46, 56))
                awning = [*ground(x, FACADE_Z, 3.5), *ground(x + bay, FACADE_Z, 3.05)]
                draw.rectangle(awning, fill=[(96, 40, 42), (36, 66, 74)][number % 2])
                continue
            lit = (column * 31 + floor * 17 + number * 7) % 10 < 4
            warm = (233, 184, 104) if (column + floor) % 3 else (206, 200, 170)
            fill = warm if lit else (26, 32, 46)
            width = bay * 0.42
            middle = x + bay / 2
            upper, lower = base + storey * 0.62, base + storey * 0.12
            box = [
                *ground(middle - width / 2, FACADE_Z, upper),
                *ground(middle + width / 2, FACADE_Z, lower),
            ]
            draw.rectangle(box, fill=fill, outline=(20, 20, 24))
            centre = (box[0] + box[2]) / 2
            draw.line([centre, box[1], centre, box[3]], fill=(30, 28, 30))
            third = box[1] + (box[3] - box[1]) / 3
            draw.line([box[0], third, box[2], third], fill=(30, 28, 30))


LAMPS = [(-9.5, 13.0), (8.8, 12.0), (-14.5, 24.0), (0.5, 23.0), (14.5, 25.0), (-24.0, 30.3)]


def light() -> Image.Image:
    """Return how much light falls where: pools under the lamps, glow along the shops."""
    pool = Image.new("L", (WIDTH, HEIGHT), 46)
    draw = ImageDraw.Draw(pool)
    for x, z in LAMPS:
        for step in range(16):
            radius = 6.4 * (1 - step / 16)
            left, _ = ground(x - radius, z)
            right, _ = ground(x + radius, z)
            _, far = ground(x, z + radius)
            _, near = ground(x, max(3.0, z - radius))
            draw.ellipse([left, far, right, near], fill=52 + step * 13)
    draw.rectangle([0, 0, WIDTH, HORIZON + 100], fill=168)
    return pool.filter(ImageFilter.GaussianBlur(20))


def _furniture(draw: ImageDraw.ImageDraw) -> None:
    """Draw trees, a kiosk, a bicycle stand and the lamp posts."""
    for x, z in [(-12.0, 20.0), (11.5, 19.0), (-19.5, 27.0), (19.5, 28.0), (5.0, 28.5)]:
        _tree(draw, x, z)
    corners = [ground(-6.4, 26, 3), ground(-2.6, 26, 3), ground(-2.6, 26), ground(-6.4, 26)]
    draw.polygon(corners, fill=(38, 60, 58))
    hatch = [*ground(-6.0, 26, 2.3), *ground(-3.0, 26, 1.1)]
    draw.rectangle(hatch, fill=(246, 214, 150))
    roof = [*ground(-6.9, 26, 3.4), *ground(-2.1, 26, 2.95)]
    draw.rectangle(roof, fill=(120, 52, 44))
    for number in range(7):
        _bicycle(draw, 4.2 + number * 0.75, 14.5, (70 + number * 9, 74, 84))
    for x, z in LAMPS:
        foot, top = ground(x, z), ground(x, z, 4.6)
        width = max(2, round(FOCAL / z * 0.09))
        draw.line([foot, top], fill=(24, 26, 30), width=width)
        draw.ellipse(_disc(*ground(x, z, 4.75), FOCAL / z * 0.30), fill=(255, 236, 190))


def _disc(x: float, y: float, radius: float) -> list[float]:
    return [x - radius, y - radius, x + radius, y + radius]


def _tree(draw: ImageDraw.ImageDraw, x: float, z: float) -> None:
    scale = FOCAL / z
    draw.line(
        [ground(x, z), ground(x, z, 2.4)], fill=(34, 28, 26), width=max(2, round(0.22 * scale))
    )
    for number in range(16):
        angle = number * 2.4
        away = 0.35 + 1.25 * ((number * 37) % 10) / 10
        centre = ground(x + away * math.cos(angle), z, 3.7 + 0.9 * away * math.sin(angle))
        shade = 30 + (number * 11) % 22
        draw.ellipse(_disc(*centre, 0.75 * scale), fill=(shade - 6, shade + 14, shade))


def _bicycle(draw: ImageDraw.ImageDraw, x: float, z: float, colour: Colour) -> None:
    scale = FOCAL / z
    width = max(1, round(scale * 0.035))
    for wheel in (0.0, 0.34):
        draw.ellipse(
            _disc(*ground(x + wheel, z + wheel, 0.33), 0.30 * scale),
            outline=colour,
            width=width,
        )
    draw.line(
        [ground(x, z, 0.33), ground(x + 0.14, z, 0.85), ground(x + 0.34, z, 0.33)],
        fill=colour,
        width=width,
    )
    draw.line([ground(x + 0.30, z, 0.95), ground(x + 0.42, z, 0.95)], fill=colour, width=width)


@dataclass(frozen=True)
class Walker:
    """Somebody who is at `place(part of the clip)`, in metres, dressed in one colour."""

    place: Callable[[float], Point]
    coat: Colour
    height: float = 1.75
    stride: float = 11.0


def across(z: float, start: float, end: float, offset: float) -> Callable[[float], Point]:
    """Return a walk at that depth from one side out of the picture to the other."""

    def place(part: float) -> Point:
        along = (part + offset) % 1.0
        return start + (end - start) * along, z + 0.5 * math.sin(along * 9)

    return place


def around(x: float, z: float, radius: float, offset: float) -> Callable[[float], Point]:
    """Return a slow turn on one spot, as somebody who waits."""

    def place(part: float) -> Point:
        angle = 2 * math.pi * (part + offset)
        return x + radius * math.cos(angle), z + radius * 0.6 * math.sin(angle)

    return place


WALKERS = [
    Walker(across(11.0, -13, 13, 0.10), (38, 52, 84)),
    Walker(across(11.9, -13, 13, 0.125), (112, 46, 48), 1.66),
    Walker(across(17.5, 19, -19, 0.55), (70, 64, 50), 1.8),
    Walker(across(22.0, -24, 24, 0.75), (40, 44, 46), 1.72),
    Walker(across(28.0, 30, -30, 0.30), (92, 84, 96), 1.7),
    Walker(around(-3.9, 24.4, 0.5, 0.0), (60, 40, 44), 1.76, 2.0),
    Walker(around(-5.0, 24.2, 0.4, 0.4), (44, 58, 52), 1.69, 2.0),
    Walker(around(6.6, 16.2, 0.7, 0.2), (58, 58, 74), 1.82, 3.0),
]


def _walker(draw: ImageDraw.ImageDraw, walker: Walker, part: float) -> None:
    """Draw a person with shadow, legs in stride, arms, body and head."""
    x, z = walker.place(part)
    scale, tall = FOCAL / z, walker.height
    swing = 0.24 * math.sin(2 * math.pi * part * walker.stride * 2)
    shadow_x, shadow_y = ground(x + 0.35, z)
    draw.ellipse(
        [
            shadow_x - 0.6 * scale,
            shadow_y - 0.10 * scale,
            shadow_x + 0.6 * scale,
            shadow_y + 0.10 * scale,
        ],
        fill=(26, 25, 28),
    )
    limb = max(2, round(0.15 * scale))
    trousers = mix(walker.coat, (12, 12, 16), 0.7)
    hip, shoulder = 0.50 * tall, 0.82 * tall
    for side in (1, -1):
        draw.line(
            [
                ground(x, z, hip),
                ground(x + side * swing * 0.5, z, hip / 2),
                ground(x + side * swing, z, 0.03),
            ],
            fill=trousers,
            width=limb,
            joint="curve",
        )
    body = [
        ground(x - 0.21, z, shoulder),
        ground(x + 0.21, z, shoulder),
        ground(x + 0.17, z, hip - 0.12),
        ground(x - 0.17, z, hip - 0.12),
    ]
    draw.polygon(body, fill=walker.coat)
    for side in (1, -1):
        draw.line(
            [
                ground(x + side * 0.2, z, shoulder - 0.05),
                ground(x + side * 0.22 - side * swing * 0.8, z, hip),
            ],
            fill=mix(walker.coat, (0, 0, 0), 0.2),
            width=max(2, round(0.10 * scale)),
        )
    draw.ellipse(_disc(*ground(x, z, 0.92 * tall), 0.125 * scale), fill=(150, 118, 100))
    draw.pieslice(_disc(*ground(x, z, 0.94 * tall), 0.135 * scale), 180, 360, fill=(40, 32, 28))


def _traffic(draw: ImageDraw.ImageDraw, part: float) -> None:
    """Draw a bus and a car that pass along the street once each in the clip."""
    bus = -70 + 140 * ((part * 1.0 + 0.35) % 1.0)
    left, right, z = bus, bus + 12, 36.0
    draw.rectangle([*ground(left, z, 3.1), *ground(right, z, 0.35)], fill=(48, 104, 78))
    draw.rectangle(
        [*ground(left + 0.4, z, 2.6), *ground(right - 0.4, z, 1.5)], fill=(222, 212, 170)
    )
    for wheel in (2.0, 9.6):
        draw.ellipse(_disc(*ground(left + wheel, z, 0.48), 0.5 * FOCAL / z), fill=(16, 16, 18))
    car = 60 - 120 * ((part * 2.0 + 0.1) % 1.0)
    z = 33.0
    draw.rectangle([*ground(car, z, 0.95), *ground(car + 4.3, z, 0.3)], fill=(90, 30, 34))
    draw.polygon(
        [
            ground(car + 0.8, z, 0.95),
            ground(car + 1.4, z, 1.45),
            ground(car + 3.2, z, 1.45),
            ground(car + 3.8, z, 0.95),
        ],
        fill=(34, 40, 50),
    )
    draw.ellipse(_disc(*ground(car + 0.1, z, 0.65), 0.22 * FOCAL / z), fill=(255, 244, 206))
    for wheel in (0.9, 3.4):
        draw.ellipse(_disc(*ground(car + wheel, z, 0.33), 0.33 * FOCAL / z), fill=(14, 14, 16))


def glow() -> Image.Image:
    """Return the halo of each lamp, to be added to the picture."""
    halo = Image.new("RGB", (WIDTH, HEIGHT))
    draw = ImageDraw.Draw(halo)
    for x, z in LAMPS:
        draw.ellipse(_disc(*ground(x, z, 4.75), FOCAL / z * 0.9), fill=(120, 92, 52))
    return halo.filter(ImageFilter.GaussianBlur(22))


def frames() -> list[Image.Image]:
    """Return the pictures of the clip."""
    still, halo = background(), glow()
    lamps = Image.merge("RGB", [light().point(_scaled(c)) for c in LAMPLIGHT])
    edge = _vignette()
    made = []
    for number in range(RATE * SECONDS):
        part = number / (RATE * SECONDS)
        picture = still.copy()
        draw = ImageDraw.Draw(picture)
        _traffic(draw, part)
        _furniture(draw)
        for walker in sorted(WALKERS, key=lambda w: -w.place(part)[1]):
            _walker(draw, walker, part)
        lit = ImageChops.add(
            ImageChops.multiply(picture, lamps), picture.point(lambda v: v // 3)
        )
        lit = ImageChops.add(ImageChops.add(lit, lit.point(lambda v: v // 3)), halo)
        made.append(ImageChops.multiply(lit.filter(ImageFilter.GaussianBlur(0.6)), edge))
    return made


def _scaled(channel: int) -> Callable[[int], float]:
    return lambda value: value * channel / 255


def _vignette() -> Image.Image:
    y, x = np.mgrid[-1 : 1 : HEIGHT * 1j, -1 : 1 : WIDTH * 1j]
    shade = np.clip(1.08 - 0.28 * (x**2 + y**2), 0, 1) * 255
    return Image.merge("RGB", [Image.fromarray(shade.astype(np.uint8))] * 3)


def write(path: Path, pictures: list[Image.Image], *, width: int, rate_factor: int) -> None:
    """Encode the pictures as H.264 with a picture that stands alone every second."""
    height = round(width * HEIGHT / WIDTH / 2) * 2
    with av.open(str(path), "w", options={"movflags": "faststart"}) as container:
        stream = container.add_stream("libx264", rate=RATE)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.gop_size = GOP
        stream.options = {
            "crf": str(rate_factor),
            "preset": "veryslow",
            "profile": "main",
            "bf": "0",
            "sc_threshold": "0",
        }
        for picture in pictures:
            frame = av.VideoFrame.from_ndarray(
                np.asarray(picture.resize((width, height))), "rgb24"
            )
            container.mux(stream.encode(frame))
        container.mux(stream.encode())


def main() -> None:
    """Draw both clips: the square, and the corner of it with the bicycles."""
    DATA.mkdir(exist_ok=True)
    pictures = frames()
    write(DATA / "square.mp4", pictures, width=1280, rate_factor=27)
    corner = [p.crop((560, 250, 1200, 610)) for p in pictures]
    write(DATA / "garage.mp4", corner, width=640, rate_factor=27)


if __name__ == "__main__":
    main()
