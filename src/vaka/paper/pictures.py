"""Pictures on paper, as SVG: bars by month, readings by year, changes with their intervals.

Lengths begin at nought, ratios stand on a log scale, and every axis has its numbers. What a
picture shows is said in words beside it: `blocks.Figure`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log, log10

# A picture's width and height; that of readings by year is lower.
WIDE, HIGH, LOW = 640, 170, 110
# Around the plane: the numbers of the axis to the left, the names of months below.
LEFT, RIGHT, TOP, BELOW = 38, 8, 10, 20
FONT = "Atkinson Hyperlegible Next"
INK, SOFT, LINE, BAR, MARK = "#13202d", "#445566", "#d0d9e1", "#1f5f99", "#b36f00"
NAMED = 8


@dataclass(frozen=True)
class Mark:
    """Something that happened before the month of that place."""

    before: int
    words: str


@dataclass(frozen=True)
class Change:
    """A ratio with the ends of its interval: 1 is no change."""

    label: str
    ratio: float
    low: float
    high: float
    words: str


@dataclass(frozen=True)
class Reading:
    """A figure of one year with the ends of its interval, None where there is none."""

    year: int
    value: float
    low: float | None = None
    high: float | None = None


def months(
    names: Sequence[str], values: Sequence[float | None], marks: Sequence[Mark] = ()
) -> str:
    """Return bars by month from nought, with numbered lines for what happened.

    A month of which nothing is known is None, and has no bar.
    """
    top, step = _axis(max((value or 0 for value in values), default=0))
    share = (WIDE - LEFT - RIGHT) / max(len(names), 1)
    drawn = [_grid(value, top) for value in _steps(top, step)]
    for n, (name, value) in enumerate(zip(names, values, strict=True)):
        x, y = LEFT + share * (n + 0.14), _y(value or 0, top)
        drawn.append(_rect(x, y, share * 0.72, _y(0, top) - y, BAR))
        if n % max(1, ceil(len(names) / NAMED)) == 0:
            drawn.append(_text(LEFT + share * (n + 0.5), HIGH - 6, name, anchor="middle"))
    for number, mark in enumerate(marks, 1):
        drawn += _marked(LEFT + share * mark.before, number)
    legend = [f"{number}. {mark.words}" for number, mark in enumerate(marks, 1)]
    rows = [_text(LEFT, HIGH + 14 + 16 * n, words) for n, words in enumerate(legend)]
    return _svg([*drawn, *rows], HIGH + 16 * len(legend) + (6 if legend else 0))


def changes(rows: Sequence[Change], *, fewer: str, more: str) -> str:
    """Return ratios with intervals on a log scale against the line of no change."""
    ends = [end for row in rows for end in (row.low, row.high) if end > 0]
    far = max((abs(log(end)) for end in ends), default=0.0)
    reach = next((r for r in (2.0, 4.0) if log(r) >= far), 8.0)
    left, right, gap = 190, WIDE - 150, 30
    high = 42 + gap * len(rows)

    def x(ratio: float) -> float:
        held = min(max(ratio, 1 / reach), reach)
        return left + (right - left) * (0.5 + 0.5 * log(held) / log(reach))

    drawn = []
    for mark in (1 / reach, 1.0, reach):
        drawn.append(_line(x(mark), 4, x(mark), high - 36, INK if mark == 1 else LINE))
        drawn.append(_text(x(mark), high - 22, _number(mark), anchor="middle"))
    drawn.append(_text(left, high - 6, fewer))
    drawn.append(_text(right, high - 6, more, anchor="end"))
    for n, row in enumerate(rows):
        y = 18 + gap * n
        drawn.append(_text(0, y + 4, row.label))
        drawn.append(_line(x(row.low), y, x(row.high), y, BAR, width=4))
        drawn.append(f'<circle cx="{x(row.ratio):.1f}" cy="{y}" r="5" fill="{BAR}"/>')
        drawn.append(_text(right + 8, y + 4, row.words))
    return _svg(drawn, high)


def years(readings: Sequence[Reading], *, top: float, rule: float | None = None) -> str:
    """Return one place's readings by year from nought, with a line across where a level is.

    At least one reading.
    """
    first, last = readings[0].year, readings[-1].year
    share = (WIDE - LEFT - RIGHT) / (last - first + 1)

    def x(year: int) -> float:
        return LEFT + share * (year - first + 0.5)

    def y(value: float) -> float:
        return _y(value, top, LOW)

    drawn = [_grid(value, top, LOW) for value in _steps(top, top / 2)]
    if rule is not None:
        drawn.append(_line(LEFT, y(rule), WIDE - RIGHT, y(rule), MARK, width=2))
    points = " ".join(f"{x(each.year):.1f},{y(each.value):.1f}" for each in readings)
    drawn.append(f'<polyline points="{points}" fill="none" stroke="{SOFT}"/>')
    for each in readings:
        at = x(each.year)
        if each.low is not None and each.high is not None:
            drawn.append(_line(at, y(each.low), at, y(each.high), BAR, width=4))
        drawn.append(f'<circle cx="{at:.1f}" cy="{y(each.value):.1f}" r="5" fill="{BAR}"/>')
        drawn.append(_text(at, LOW - 6, str(each.year), anchor="middle"))
    return _svg(drawn, LOW)


def _axis(most: float) -> tuple[float, float]:
    """Return an axis' end and its step: 1, 2 or 5 times a power of ten."""
    if most <= 0:
        return 1.0, 1.0
    rough = most / 4
    power = 10.0 ** floor(log10(rough))
    step = next(power * each for each in (1, 2, 5, 10) if power * each >= rough * (1 - 1e-9))
    return step * ceil(round(most / step, 9)), step


def _steps(top: float, step: float) -> list[float]:
    return [step * n for n in range(round(top / step) + 1)]


def _y(value: float, top: float, high: int = HIGH) -> float:
    plane = high - TOP - BELOW
    return TOP + plane * (1 - min(max(value, 0.0), top) / top)


def _grid(value: float, top: float, high: int = HIGH) -> str:
    y = _y(value, top, high)
    number = _text(LEFT - 6, y + 4, _number(value), anchor="end")
    return _line(LEFT, y, WIDE - RIGHT, y, SOFT if value == 0 else LINE) + number


def _marked(x: float, number: int) -> list[str]:
    label = _text(x + 4, TOP + 8, str(number), colour=MARK)
    return [_line(x, TOP, x, HIGH - BELOW, MARK, width=2), label]


def _number(value: float) -> str:
    return f"{value:g}".replace(".", ",")


def _rect(x: float, y: float, width: float, height: float, colour: str) -> str:
    size = f'width="{width:.1f}" height="{height:.1f}"'
    return f'<rect x="{x:.1f}" y="{y:.1f}" {size} fill="{colour}"/>'


def _line(x1: float, y1: float, x2: float, y2: float, colour: str, *, width: int = 1) -> str:
    ends = f'x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"'
    return f'<line {ends} stroke="{colour}" stroke-width="{width}" stroke-linecap="round"/>'


def _text(x: float, y: float, words: str, *, anchor: str = "start", colour: str = SOFT) -> str:
    at = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}"'
    return f'<text {at} font-size="11" font-family="{FONT}">{escape(words)}</text>'


def _svg(drawn: Sequence[str], high: float) -> str:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {high:g}">'
    return f"{head}{''.join(drawn)}</svg>"
