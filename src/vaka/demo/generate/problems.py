"""Invented reports of problems: the square over forty months, the bicycle garage beside it."""

import csv as files
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from random import Random

from vaka.demo.generate import town

SQUARE_SEED, GARAGE_SEED = 626, 2025
FIRST, LAST, LAST_SHOWN = (2023, 7), (2026, 10), (2026, 6)
# The camera is there from this month on.
CAMERA_FROM = (2025, 10)
MONTHLY = 11.6
AFTER = 0.90
# Warm evenings are out of doors: January to December.
SEASON = (0.72, 0.74, 0.86, 0.98, 1.14, 1.22, 1.26, 1.28, 1.16, 1.02, 0.84, 0.78)
# Monday to Sunday: the day on which the evening begins.
EVENINGS = (0.6, 0.6, 0.75, 1.0, 2.5, 2.7, 0.85)
NIGHT = (20, 21, 22, 23, 0, 1, 2, 3, 4, 5)
NIGHT_WEIGHTS = (6, 8, 11, 14, 15, 14, 12, 8, 5, 2)
DAY = (7, 9, 11, 13, 15, 16, 17, 18, 19)
SQUARE, AROUND = "Exempeltorget", "Gatorna intill Exempeltorget"
GARAGE = "Exempelgaraget"
COLUMNS = (
    "id",
    "occurred_from",
    "occurred_to",
    "category",
    "source",
    "flag",
    "longitude",
    "latitude",
    "place",
    "text",
)
# Reports are written by the clock on the wall, as people write them.
WALL: tzinfo | None = None
# Where, in metres from the middle of the square, and how far around to the east and north.
SPOTS = (
    (-13, 2, 5, 5),  # before the kiosk
    (-20, -28, 3, 4),  # towards the alley
    (8, 6, 9, 8),
    (24, 30, 8, 4),  # the eating places in the north
    (20, -12, 6, 6),
    (-18, 30, 3, 4),  # the bus stop
)
STREETS = ((-6, -75, 1, 4), (51, 5, 2, 18), (-31, 0, 1, 18), (-60, 47, 12, 2), (20, -45, 14, 2))


@dataclass(frozen=True)
class Theme:
    """A kind of report: how common, who makes it, how it came to be known, what it says."""

    category: str
    weight: float
    source: str
    flag: str
    texts: tuple[str, ...]
    by_night: float = 0.9
    hours_unsure: int = 0


THEMES = (
    Theme(
        "violence",
        17,
        "polisen",
        "victim_reported",
        (
            "Misshandel efter bråk i krogkö",
            "Slag mot besökare vid busshållplatsen",
            "Hot framfört vid kiosken, patrull på plats",
            "Slagsmål mellan flera, en till sjukhus",
        ),
        by_night=0.96,
    ),
    Theme(
        "robbery",
        8,
        "polisen",
        "victim_reported",
        (
            "Rån av mobiltelefon under hot",
            "Rån, jacka och telefon",
            "Försök till rån i gränden",
        ),
        by_night=0.95,
    ),
    Theme(
        "harassment",
        11,
        "polisen",
        "victim_reported",
        ("Ofredande på väg från hållplatsen", "Förföljd över torget", "Sexuellt ofredande"),
        by_night=0.93,
    ),
    Theme(
        "disorder",
        21,
        "störningsjouren",
        "observed",
        (
            "Grupp på omkring tio stör, skriker och kastar flaskor",
            "Berusat bråk vid sittbänkarna",
            "Högljudd grupp, boende har ringt",
            "Förbipasserande stoppas av en grupp",
        ),
    ),
    Theme(
        "drug-handling",
        10,
        "polisen",
        "detection_driven",
        ("Tillslag vid kiosken", "Överlåtelse iakttagen av patrull", "Beslag vid visitation"),
    ),
    Theme(
        "drug-handling",
        5,
        "störningsjouren",
        "observed",
        ("Misstänkt försäljning bakom kiosken", "Återkommande överlämningar i gränden"),
    ),
    Theme(
        "damage",
        9,
        "gatukontorets felanmälan",
        "observed",
        (
            "Krossad ruta i väderskydd",
            "Klotter på kiosken",
            "Bänk sönderslagen",
            "Lampa sönder",
        ),
        hours_unsure=9,
    ),
    Theme(
        "theft",
        8,
        "polisen",
        "victim_reported",
        ("Ficktjuveri i trängsel", "Väska tagen vid uteservering", "Telefon tagen ur hand"),
        by_night=0.82,
    ),
    Theme(
        "staff-incident",
        4,
        "trygghetscentralen",
        "victim_reported",
        ("Hot mot städpersonal", "Busschaufför hotad vid hållplatsen"),
        by_night=0.95,
    ),
    Theme(
        "littering",
        3,
        "gatukontorets felanmälan",
        "observed",
        ("Glas över hela torget", "Sprutor vid gränden"),
        hours_unsure=9,
    ),
    Theme(
        "felt-insecurity",
        4,
        "medborgarpanelen",
        "observed",
        ("Går omvägar på kvällen", "Vågar inte vänta på bussen här efter mörkret"),
    ),
)
THEFT = Theme(
    "bicycle-theft",
    8,
    "polisen",
    "victim_reported",
    ("Cykel borta, låset avklippt", "Elcykel stulen", "Cykel stulen, stod fastlåst i ställ"),
)
PARTS = Theme(
    "bicycle-theft",
    3,
    "störningsjouren",
    "observed",
    ("Avklippta lås på golvet", "Hjul och batteri borttagna"),
)
BROKEN = Theme(
    "damage",
    3,
    "servicenämndens felanmälan",
    "observed",
    ("Ställ uppbrutet", "Grind sparkad sönder"),
)


@dataclass(frozen=True)
class Report:
    """One report; times are local wall clock."""

    start: datetime
    end: datetime | None
    theme: Theme
    longitude: float
    latitude: float
    place: str
    text: str


def at_the_square() -> list[Report]:
    """Return every report at and around the square, oldest first, to the last month."""
    random = Random(SQUARE_SEED)  # noqa: S311  # an example is drawn, nothing secret
    told = []
    for year, month in months(FIRST, LAST):
        fall = AFTER if (year, month) >= CAMERA_FROM else 1.0
        expected = MONTHLY * SEASON[month - 1] * fall
        count = round(expected + random.gauss(0, expected**0.5 * 0.8))
        told += [_report(year, month, random) for _ in range(max(3, count))]
    return sorted(told, key=lambda report: report.start)


def until_june(told: Sequence[Report]) -> list[Report]:
    """Return the thirty-six months of the register that the example shows."""
    return [each for each in told if (each.start.year, each.start.month) <= LAST_SHOWN]


def at_the_garage() -> list[Report]:
    """Return the bicycles taken at all hours; when is known only between lock and return."""
    random = Random(GARAGE_SEED)  # noqa: S311  # an example is drawn, nothing secret
    told = []
    for year, month in months(FIRST, LAST_SHOWN):
        for _ in range(random.choice((1, 2, 2, 3, 3, 4))):
            theme = random.choices((THEFT, PARTS, BROKEN), weights=(8, 3, 3))[0]
            start = datetime(
                year, month, random.randint(1, 28), random.randint(0, 23), tzinfo=WALL
            )
            long = timedelta(hours=random.choice((2, 4, 9, 10, 14)))
            place = town.degrees(random.uniform(29, 40), random.uniform(-35, -26))
            told.append(_told(start, start + long, theme, place, GARAGE, random))
    return sorted(told, key=lambda report: report.start)


def months(first: tuple[int, int], last: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """Yield (year, month) from the first to the last, both included."""
    year, month = first
    while (year, month) <= last:
        yield year, month
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def _report(year: int, month: int, random: Random) -> Report:
    theme = random.choices(THEMES, weights=[each.weight for each in THEMES])[0]
    start = _time(year, month, theme.by_night, random)
    end = None
    if theme.hours_unsure:
        # Found in the morning: it was at some hour of the night.
        end = (start + timedelta(hours=theme.hours_unsure)).replace(minute=0)
        start = start.replace(minute=0)
    at_square = random.random() < 0.8
    x, y, east, north = random.choice(SPOTS if at_square else STREETS)
    place = town.degrees(x + random.gauss(0, east), y + random.gauss(0, north))
    return _told(start, end, theme, place, SQUARE if at_square else AROUND, random)


def _time(year: int, month: int, by_night: float, random: Random) -> datetime:
    """Return when: most nights begin on a Friday or a Saturday."""
    while True:
        day = datetime(year, month, random.randint(1, 28), tzinfo=WALL)
        if random.random() < EVENINGS[day.weekday()] / max(EVENINGS):
            break
    if random.random() < by_night:
        hour = random.choices(NIGHT, weights=NIGHT_WEIGHTS)[0]
        day += timedelta(days=1) if hour < 12 else timedelta()
    else:
        hour = random.choice(DAY)
    told = day.replace(hour=hour, minute=random.randrange(0, 60, 5))
    # The hour that the clocks skip in March does not exist.
    return told + timedelta(hours=1) if (told.month, told.hour) == (3, 2) else told


def _told(
    start: datetime,
    end: datetime | None,
    theme: Theme,
    place: tuple[float, float],
    name: str,
    random: Random,
) -> Report:
    return Report(start, end, theme, *place, name, random.choice(theme.texts))


def csv(told: Sequence[Report]) -> str:
    """Return the reports as `vaka import problems` reads them; each id says example."""
    out = io.StringIO()
    writer = files.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for number, each in enumerate(told, start=1):
        prefix = "EXEMPEL-G" if each.place == GARAGE else "EXEMPEL-T"
        writer.writerow(
            (
                f"{prefix}{number:04}",
                f"{each.start:%Y-%m-%d %H:%M}",
                f"{each.end:%Y-%m-%d %H:%M}" if each.end else "",
                each.theme.category,
                each.theme.source,
                each.theme.flag,
                f"{each.longitude:.6f}",
                f"{each.latitude:.6f}",
                each.place,
                each.text,
            )
        )
    return out.getvalue()
