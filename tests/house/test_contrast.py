"""Words can be read in both lights: WCAG 2.2, 1.4.3 (4.5:1) and 1.4.11 (3:1)."""

import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).resolve().parents[2] / "src/vaka/web/static/vaka/tokens.css"
BACKGROUNDS = ("ground", "surface", "sunk")
WORDS = ("ink", "soft", "link", "accent-text", "refuse", "ok")
TONES = ("ok", "warn", "refuse", "info", "idle")
LIGHTS = ("light", "dark")


def colours(light: str) -> dict[str, str]:
    """Return the colour tokens of one light."""
    text = TOKENS.read_text()
    night = dict(
        re.findall(r"--([\w-]+): (#[0-9a-f]{6})", text[: text.index('[data-theme="light"]')])
    )
    block = re.search(rf'\[data-theme="{light}"\] \{{(.*?)\}}', text, re.DOTALL)
    assert block
    return night | dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block.group(1)))


def brightness(colour: str) -> float:
    """Return the relative luminance (WCAG 2.2)."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (
        p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21."""
    dark, bright = sorted([brightness(one), brightness(other)])
    return (bright + 0.05) / (dark + 0.05)


PAIRS = [
    *[(word, ground) for word in WORDS for ground in BACKGROUNDS],
    *[(tone, f"{tone}-wash") for tone in TONES],
    *[("ink", f"{tone}-wash") for tone in TONES],
    ("act-ink", "act"),
    ("act-ink", "act-hover"),
    ("night-ink", "night"),
    ("night-soft", "night"),
    ("lantern", "night"),
    ("lantern-ink", "lantern"),
]


@pytest.mark.parametrize("light", LIGHTS)
@pytest.mark.parametrize(("word", "ground"), PAIRS)
def test_words_can_be_read(light: str, word: str, ground: str) -> None:
    palette = colours(light)
    assert contrast(palette[word], palette[ground]) >= 4.5


@pytest.mark.parametrize("light", LIGHTS)
@pytest.mark.parametrize("edge", ["edge", "focus", "chart-1", "chart-2"])
@pytest.mark.parametrize("ground", ["surface", "ground"])
def test_edges_and_lines_can_be_seen(light: str, edge: str, ground: str) -> None:
    palette = colours(light)
    assert contrast(palette[edge], palette[ground]) >= 3


def test_device_dark_and_chosen_dark_are_the_same() -> None:
    text = TOKENS.read_text()
    device = re.search(r':root:not\(\[data-theme="light"\]\) \{(.*?)\}', text, re.DOTALL)
    chosen = re.search(r'\[data-theme="dark"\] \{(.*?)\}', text, re.DOTALL)
    assert device
    assert chosen
    assert device.group(1).split() == chosen.group(1).split()
