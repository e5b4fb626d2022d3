"""Terms to test with, and a second opinion on hours that shares no code with the product."""

import json
from collections.abc import Iterator
from copy import deepcopy
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import holidays
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from vaka.terms.document import Terms, parse
from vaka.terms.signature import SigningKey

STOCKHOLM = ZoneInfo("Europe/Stockholm")
EVERY_DAY = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
NIGHTS = [{"days": EVERY_DAY, "from": "20:00", "to": "06:00"}]
ALWAYS = [{"days": EVERY_DAY, "from": "00:00", "to": "24:00"}]
ACTS = ["live", "record", "audio", "review", "export", "analyse"]
MINUTE = timedelta(minutes=1)
Json = dict[str, object]


def written(name: str = "uppsala", **changed: object) -> Json:
    """A document of this folder as JSON, with some fields changed."""
    document = json.loads(Path(__file__).with_name(f"{name}.json").read_text("utf-8"))
    return {**deepcopy(document), **changed}


def terms(**changed: object) -> Terms:
    """Terms for the nights of 2026 that allow every act to an operator."""
    defaults: Json = {
        "valid": {"from": "2026-01-01", "until": "2026-12-31", "review_by": "2026-10-01"},
        "hours": NIGHTS,
        "uses": {
            "live": True,
            "record": True,
            "audio": True,
            "movable": False,
            "analytics": ["motion"],
        },
        "access": [{"role": "operator", "acts": ACTS, "requires": []}],
    }
    return parse(written(**{**defaults, **changed}))


def at(text: str, *, fold: int = 0) -> datetime:
    """An instant by the wall clock in Stockholm; fold 1 is the second time it shows that."""
    wall = datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM, fold=fold)
    return wall.astimezone(UTC)


def new_key() -> SigningKey:
    key = Ed25519PrivateKey.generate()
    return SigningKey(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))


@cache
def named_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("SE", years=year))


def oracle_inside(document: Json, instant: datetime) -> bool:
    """Whether the instant is inside the hours: every stretch laid out as naive wall time."""
    local = instant.astimezone(ZoneInfo(str(document["time_zone"]))).replace(tzinfo=None)
    entries = document["hours"]
    assert isinstance(entries, list)
    return any(
        start <= local < end
        for day in (local.date() - timedelta(days=1), local.date())
        for entry in entries
        for start, end in _laid_out(entry, day, entries)
    )


def _laid_out(
    entry: Json, day: date, entries: list[Json]
) -> Iterator[tuple[datetime, datetime]]:
    special = any("holiday" in str(other["days"]) for other in entries)
    kind = EVERY_DAY[day.weekday()]
    if special and day in named_holidays(day.year):
        kind = "holiday"
    if kind not in str(entry["days"]):
        return
    start, end = (_on(day, str(entry[end])) for end in ("from", "to"))
    yield start, end if end > start else end + timedelta(days=1)


def _on(day: date, clock: str) -> datetime:
    hours, minutes = clock.split(":")
    return datetime.combine(day, time()) + timedelta(hours=int(hours), minutes=int(minutes))


def oracle_reason(document: Json, instant: datetime) -> str:
    """The reason for `record`, from the document alone."""
    valid = document["valid"]
    assert isinstance(valid, dict)
    day = instant.astimezone(ZoneInfo(str(document["time_zone"]))).date().isoformat()
    if day < str(valid["from"]):
        return "not-yet-valid"
    if day > str(valid["until"]):
        return "lapsed"
    return "ok" if oracle_inside(document, instant) else "outside-hours"


def minutes_from(start: datetime, count: int) -> Iterator[datetime]:
    first = start.astimezone(UTC).replace(second=0, microsecond=0)
    return (first + n * MINUTE for n in range(count))
