"""Invented monthly counts: the square as its reports have it, and places to hold it against."""

from collections import Counter
from collections.abc import Sequence
from random import Random

from vaka.demo.generate import problems
from vaka.demo.generate.problems import CAMERA_FROM, LAST, SEASON, SQUARE, Report, months

SEED = 76
FIRST = (2022, 7)
CONTROLS = 24
# A month at the square, and in the streets beside it, before its register begins.
AT_THE_SQUARE, BESIDE = 6.6, 1.5
Month = tuple[int, int]
HEADER = """\
# Påhittade månadsantal för exemplet: dokumenterade problem som utsatta anmält eller andra sett.
# Det som polisen själv upptäckt och det som människor känner är inte med.
place,arm,month,count
"""


def csv(told: Sequence[Report]) -> str:
    """Return the counts as the evaluation reads them, area by area."""
    random = Random(SEED)  # noqa: S311  # an example is drawn, nothing secret
    span = list(months(FIRST, LAST))
    areas = [
        (SQUARE, "treated", _known(told, SQUARE, span, AT_THE_SQUARE, random)),
        ("Gatorna intill", "buffer", _known(told, problems.AROUND, span, BESIDE, random)),
        ("Gatorna intill Exempelplats 07", "buffer-control", _drawn(BESIDE, span, random)),
    ]
    for number in range(1, CONTROLS + 1):
        mean = random.uniform(4.0, 9.0)
        areas.append((f"Exempelplats {number:02}", "control", _drawn(mean, span, random)))
    rows = [
        f"{place},{arm},{year}-{month:02},{counts[year, month]}\n"
        for place, arm, counts in areas
        for year, month in span
    ]
    return HEADER + "".join(rows)


def _known(
    told: Sequence[Report], place: str, span: Sequence[Month], mean: float, random: Random
) -> dict[Month, int]:
    """Return what the register counts, and before it began what is drawn around a mean."""
    drawn, counted = _drawn(mean, span, random), _counted(told, place, span)
    return {month: drawn[month] if month < problems.FIRST else counted[month] for month in span}


def _counted(told: Sequence[Report], place: str, span: Sequence[Month]) -> dict[Month, int]:
    """Return what victims reported and others observed there, month by month."""
    found = Counter(
        (each.start.year, each.start.month)
        for each in told
        if each.place == place
        and each.theme.flag != "detection_driven"
        and each.theme.category != "felt-insecurity"
    )
    return {month: found[month] for month in span}


def _drawn(mean: float, span: Sequence[Month], random: Random) -> dict[Month, int]:
    """Return counts around a mean: a season, and the drift that places have of their own."""
    drift = random.gauss(0, 0.16)
    counts = {}
    for year, month in span:
        if (year, month) == CAMERA_FROM:
            drift += random.gauss(-0.02, 0.18)
        expected = mean * SEASON[month - 1] * 2.718281828**drift
        counts[year, month] = max(0, round(random.gauss(expected, expected**0.5)))
    return counts
