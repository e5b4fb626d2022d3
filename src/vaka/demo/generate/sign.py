"""Draw the photo of a sign on a lamp post: `python -m vaka.demo.generate.sign`."""

from importlib import resources
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageFont

WIDE, TALL = 960, 1280
WALL, MORTAR, IRON = (151, 92, 74), (171, 152, 138), (46, 49, 52)
YELLOW, INK, PAPER = (246, 196, 28), (18, 20, 22), (250, 250, 246)
LINES = (
    "Exempelstad",
    "Ändamål: förebygga brott",
    "Ljud tas inte upp",
    "Mer information: exempel.invalid",
)
TARGET = Path(__file__).resolve().parent.parent / "data" / "sign.jpg"


def draw() -> Image.Image:
    """Return the photo: a brick wall out of focus, a post, and the sign on it."""
    picture = _wall().filter(ImageFilter.GaussianBlur(5))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((WIDE * 0.46, 0, WIDE * 0.54, TALL), fill=IRON)
    pen.rectangle((WIDE * 0.47, 0, WIDE * 0.485, TALL), fill=(92, 96, 99))
    _sign(pen, (170, 250, 790, 920))
    return picture.filter(ImageFilter.GaussianBlur(0.7))


def _wall() -> Image.Image:
    wall = Image.new("RGB", (WIDE, TALL), MORTAR)
    pen = ImageDraw.Draw(wall)
    for row, top in enumerate(range(0, TALL, 44)):
        for left in range(-60 * (row % 2), WIDE, 120):
            shade = (row * 7 + left // 9) % 22 - 11
            brick = tuple(part + shade for part in WALL)
            pen.rectangle((left + 3, top + 3, left + 117, top + 41), fill=brick)
    return wall


def _sign(pen: ImageDraw.ImageDraw, box: tuple[int, int, int, int]) -> None:
    left, top, right, bottom = box
    pen.rounded_rectangle((left + 8, top + 10, right + 8, bottom + 10), 18, fill=(60, 45, 40))
    pen.rounded_rectangle(box, 18, fill=PAPER, outline=INK, width=3)
    pen.rounded_rectangle((left, top, right, top + 330), 18, fill=YELLOW, outline=INK, width=3)
    _camera(pen, (left + right) // 2, top + 125)
    middle = (left + right) // 2
    pen.text((middle, top + 265), "Kamerabevakning", INK, _font(700, 68), anchor="mm")
    for number, line in enumerate(LINES):
        weight = 700 if number == 0 else 400
        pen.text((left + 40, top + 370 + number * 66), line, INK, _font(weight, 38))


def _camera(pen: ImageDraw.ImageDraw, x: int, y: int) -> None:
    pen.rounded_rectangle((x - 95, y - 45, x + 60, y + 45), 12, fill=INK)
    pen.polygon([(x + 60, y - 22), (x + 110, y - 42), (x + 110, y + 42), (x + 60, y + 22)], INK)
    pen.ellipse((x - 72, y - 22, x - 28, y + 22), fill=YELLOW)


def _font(weight: int, size: int) -> ImageFont.FreeTypeFont:
    name = f"AtkinsonHyperlegibleNext-{weight}.ttf"
    with resources.as_file(resources.files("vaka.paper").joinpath("fonts", name)) as path:
        return ImageFont.truetype(path, size)


if __name__ == "__main__":
    draw().save(TARGET, quality=82)
