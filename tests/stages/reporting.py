"""A square and twenty places like it, each with reports of damage until the day of a plan."""

from datetime import UTC, date, datetime

from tests.stages.counting import FIRST
from vaka.evaluation.rules.trials import months_later
from vaka.municipality import actions as municipality
from vaka.municipality.rules import Actor, SiteKind
from vaka.needs import actions as needs

PLANNED = datetime(2026, 3, 2, 12, tzinfo=UTC)
HEAD = "id,occurred_from,occurred_to,category,source,flag,count,longitude,latitude,within_m\n"
CONTROLS = 20


def spot(number: int) -> tuple[float, float]:
    """Return the middle of a place: the square is number 0, the others lie far apart."""
    return 13.004 + 0.01 * number, 55.6045


def row(key: str, day: str, *, at: tuple[float, float], **told: str) -> str:
    facts = {
        "to": "",
        "category": "damage",
        "flag": "observed",
        "count": "",
        "within": "",
    } | told
    return (
        f"{key},{day},{facts['to']},{facts['category']},Driften,{facts['flag']},"
        f"{facts['count']},{at[0]},{at[1]},{facts['within']}\n"
    )


def monthly(first: date, until: date, *, number: int, count: int) -> str:
    """Return reports of so many problems in each month, a little alive, at one place."""
    lines, month, n = [], first, number
    while month < until:
        many = str(count + n * 7 % 3)
        key = f"{number}-{month:%Y-%m}"
        lines.append(row(key, f"{month:%Y-%m}-12 20:00", at=spot(number), count=many))
        month, n = months_later(month, 1), n + 1
    return "".join(lines)


def places(site, *, board, founder) -> list[str]:
    """The square, and twenty like it."""
    others = []
    for number in range(1, CONTROLS + 1):
        x, y = spot(number)
        ring = [(x - 0.001, y - 0.0005), (x + 0.001, y - 0.0005), (x + 0.001, y + 0.0005)]
        ring += [(x - 0.001, y + 0.0005), ring[0]]
        outline = {"type": "Polygon", "coordinates": [[list(corner) for corner in ring]]}
        made = municipality.add_site(
            board=board.id,
            name=f"Plats {number:02}",
            kind=SiteKind.SQUARE,
            address="Gatan 1",
            longitude=x,
            latitude=y,
            outline=outline,
            example=True,
            by=founder,
            at=PLANNED,
        )
        others.append(made.id)
    return [site.id, *others]


def take(place: str, text: str, *, by: Actor, at: datetime) -> None:
    """Take in reports at a place, every row of them."""
    found = needs.import_problems(
        (HEAD + text).encode(), name="p.csv", site=place, by=by, at=at
    )
    assert not found.reasons


def reported_at(places: list[str], *, by: Actor) -> None:
    """Take in reports at every place, from September 2024 to the day of the plan."""
    for number, place in enumerate(places):
        told = monthly(FIRST, date(2026, 3, 1), number=number, count=38)
        take(place, told, by=by, at=PLANNED)
    newest = row("newest", "2026-03-01 20:00", at=spot(0))
    take(places[0], newest, by=by, at=PLANNED)
