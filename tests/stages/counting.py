"""A plan for the square, and the counts by which it is made and judged."""

from datetime import date

from vaka.evaluation.rules.plans import Draft
from vaka.evaluation.rules.trials import months_later
from vaka.measures.rules.evidence import Crime, Monitoring

STARTS, REVIEW = date(2026, 4, 1), date(2027, 5, 1)
MONTHS = 12
FIRST = date(2024, 9, 1)
HEADER = "place,arm,month,count\n"


def draft(site: str, *, camera: str = "01KAMERA", outcome: str = "Rån per månad") -> Draft:
    return Draft(
        site=site,
        camera=camera,
        outcome=outcome,
        detection_driven=False,
        crime=Crime.VIOLENT,
        monitoring=Monitoring.ACTIVE,
        measure_starts=STARTS,
        months_before=MONTHS,
        months_after=MONTHS,
        review_on=REVIEW,
    )


def rows(place: str, arm: str, first: date, last: date, *, count: int) -> str:
    """Return lines for an area from one month to before another, the counts a little alive."""
    lines, month, n = [], first, 0
    while month < last:
        lines.append(f"{place},{arm},{month:%Y-%m},{count + n * 7 % 3}")
        month, n = months_later(month, 1), n + 1
    return "".join(f"{line}\n" for line in lines)


def history(*, controls: int = 20, until: date = date(2026, 3, 1)) -> str:
    """Return what was counted until the plan: the square, next to it, and similar places."""
    told = HEADER + rows("Torget", "treated", FIRST, until, count=40)
    told += rows("Intill", "buffer", FIRST, until, count=5)
    for number in range(controls):
        told += rows(f"Plats {number:02}", "control", FIRST, until, count=38 + number % 5)
    return told


def afterwards(*, after: int = 5, controls: int = 20, months: int = MONTHS) -> str:
    """Return the month before and those after, in which the square fell to `after`."""
    last = months_later(STARTS, months)
    before = months_later(STARTS, -1)
    told = HEADER + rows("Torget", "treated", before, STARTS, count=40)
    told += rows("Torget", "treated", STARTS, last, count=after)
    told += rows("Intill", "buffer", before, last, count=5)
    for number in range(controls):
        told += rows(f"Plats {number:02}", "control", before, last, count=38 + number % 5)
    return told
