"""Answers that a machine obeys, written by people: one line each, and back to lines.

`fre, lör 20:00–06:00` · `8-1a: Förebygga rån` · `operator: live, review | incident`
"""

import re
from collections.abc import Mapping, Sequence

from vaka.core.errors import BadInput
from vaka.municipality.rules import Role
from vaka.terms.document import HOLIDAY, WEEKDAYS
from vaka.web.words import in_words

HOURS = re.compile(r"(?P<days>.+?)\s+(?P<from>\d\d?[:.]\d\d)\s*[–-]\s*(?P<to>\d\d?[:.]\d\d)")
NAMES = {
    **dict(zip(("mån", "tis", "ons", "tor", "fre", "lör", "sön"), WEEKDAYS, strict=True)),
    **{day: day for day in WEEKDAYS},
    "helgdag": HOLIDAY,
    HOLIDAY: HOLIDAY,
}
EVERY_DAY = ("alla dagar", "varje dag", "every day")
NEVER = ("aldrig", "never")
Entry = dict[str, object]


def hours(text: str) -> list[Entry]:
    """Return the hours as the terms write them; `aldrig` is none.

    :raises BadInput: when a line is not days and two clock times.
    """
    if text.strip().lower() in NEVER:
        return []
    return [_hours(line) for line in _lines(text)]


def _hours(line: str) -> Entry:
    told = HOURS.fullmatch(line)
    if not told:
        raise BadInput("hours", f"{line!r} is no line of hours", "Write fre, lör 20:00–06:00")
    return {"days": _days(told["days"]), "from": _clock(told["from"]), "to": _clock(told["to"])}


def _days(text: str) -> list[str]:
    if text.strip().lower() in EVERY_DAY:
        return list(WEEKDAYS)
    days: list[str] = []
    for part in text.lower().split(","):
        first, _, last = re.sub("[–-]", "|", part).partition("|")
        days += _from(_day(first), _day(last)) if last else [_day(first)]
    return sorted(set(days), key=[*WEEKDAYS, HOLIDAY].index)


def _from(first: str, last: str) -> list[str]:
    """Return the days from the first through the last, over a Sunday if need be."""
    if HOLIDAY in (first, last):
        raise BadInput("hours", "holidays make no span", "Write helgdag on its own")
    start, end = WEEKDAYS.index(first), WEEKDAYS.index(last)
    return [WEEKDAYS[(start + step) % 7] for step in range((end - start) % 7 + 1)]


def _day(name: str) -> str:
    day = NAMES.get(name.strip()[:3]) or NAMES.get(name.strip())
    if day is None:
        known = "mån tis ons tor fre lör sön helgdag"
        raise BadInput("hours", f"{name.strip()!r} is no day", f"Known are {known}")
    return day


def _clock(text: str) -> str:
    return text.replace(".", ":").zfill(5)


def hours_text(entries: Sequence[Mapping[str, object]]) -> str:
    """Return the lines that say those hours."""
    if not entries:
        return NEVER[0]
    return "\n".join(
        f"{_days_text(entry['days'])} {entry['from']}–{entry['to']}" for entry in entries
    )


def _days_text(days: object) -> str:
    assert isinstance(days, list)
    swedish = {code: name for name, code in reversed(NAMES.items()) if name != code}
    return EVERY_DAY[0] if set(days) == set(WEEKDAYS) else ", ".join(swedish[d] for d in days)


def purposes(text: str) -> list[Entry]:
    """Return the purposes, a code and its words each.

    :raises BadInput: when a line has no code, or no words.
    """
    return [_purpose(line) for line in _lines(text)]


def _purpose(line: str) -> Entry:
    code, _, words = (part.strip() for part in line.partition(":"))
    if not code or not words:
        raise BadInput("purposes", f"{line!r} lacks code or words", "Write 8-1a: Förebygga rån")
    return {"code": code, "text": words}


def purposes_text(entries: Sequence[Mapping[str, object]]) -> str:
    """Return the lines that say those purposes."""
    return "\n".join(f"{entry['code']}: {entry['text']}" for entry in entries)


def access(text: str) -> list[Entry]:
    """Return who may do what, and what that requires.

    :raises BadInput: when a line has no role, or no acts.
    """
    return [_access(line) for line in _lines(text)]


def _access(line: str) -> Entry:
    role, _, rest = (part.strip() for part in line.partition(":"))
    acts, _, requires = rest.partition("|")
    if not role or not _words(acts):
        mend = "Write operator: live, review | incident"
        raise BadInput("access", f"{line!r} lacks role or acts", mend)
    named = {in_words(each, "role"): str(each) for each in Role}
    return {
        "role": named.get(role.lower(), role),
        "acts": _words(acts),
        "requires": _words(requires),
    }


def access_text(entries: Sequence[Mapping[str, object]]) -> str:
    """Return the lines that say that access."""
    return "\n".join(_access_line(entry) for entry in entries)


def _access_line(entry: Mapping[str, object]) -> str:
    acts, requires = entry["acts"], entry["requires"]
    assert isinstance(acts, list)
    assert isinstance(requires, list)
    needs = f" | {', '.join(requires)}" if requires else ""
    return f"{entry['role']}: {', '.join(acts)}{needs}"


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
