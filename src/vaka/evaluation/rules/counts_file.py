"""A file of monthly counts: place, arm, month, count (`docs/reference/effects.md`)."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from vaka.core.errors import BadInput
from vaka.evaluation.rules.trials import Area, Arm

COLUMNS = ("place", "arm", "month", "count")
LONGEST_PLACE, MOST = 100, 10**9
MEND = "Write a place, a known arm, YYYY-MM, a number"


def areas(text: str, *, name: str) -> list[Area]:
    """Return each area's months; `name` is what the file is called.

    :raises BadInput: for the first bad line, a month that is there twice among them.
    """
    found: dict[tuple[str, Arm], dict[date, int]] = {}
    for where, (place, arm, month, count) in _rows(text, name):
        months = found.setdefault((place, arm), {})
        if months.setdefault(month, count) != count:
            raise BadInput(where, f"{place} has {month:%Y-%m} already", "One count a month")
    return [Area(place, arm, months) for (place, arm), months in found.items()]


def text_of(counted: Iterable[Area]) -> str:
    """Return areas as the file that holds the same counts."""
    lines = io.StringIO()
    rows = csv.writer(lines, lineterminator="\n")
    rows.writerow(COLUMNS)
    for area in counted:
        for month, count in area.months.items():
            rows.writerow((area.place, area.arm.value, f"{month:%Y-%m}", count))
    return lines.getvalue()


def _rows(text: str, name: str) -> Iterator[tuple[str, tuple[str, Arm, date, int]]]:
    lines = list(told_lines(text))
    reader = csv.DictReader(line for _, line in lines)
    require_columns(reader.fieldnames, COLUMNS, name=name)
    for cells in reader:
        where = f"{name}, line {lines[reader.line_num - 1][0]}"
        try:
            yield where, _row(cells)
        except ValueError as problem:
            raise BadInput(where, str(problem), MEND) from None


def told_lines(text: str) -> Iterator[tuple[int, str]]:
    """Return the lines of a file with their numbers, comments left out."""
    for number, line in enumerate(io.StringIO(text), 1):
        if not line.startswith("#"):
            yield number, line


def require_columns(header: Sequence[str] | None, columns: Sequence[str], *, name: str) -> None:
    """Let a header pass that has every column.

    :raises BadInput: when one is missing.
    """
    if missing := [column for column in columns if column not in (header or [])]:
        mend = f"The columns are {', '.join(columns)}"
        raise BadInput(f"{name}, line 1", f"the column {missing[0]} is missing", mend)


def _row(cells: Mapping[str, str | None]) -> tuple[str, Arm, date, int]:
    """Return one line; what the table would drop without a word is a ValueError here."""
    place, arm, month, number = (cells[name] for name in COLUMNS)
    if not place or len(place) > LONGEST_PLACE:
        raise ValueError(f"a place has 1 to {LONGEST_PLACE} characters")
    if arm is None or month is None or number is None:
        raise ValueError("a cell is missing")
    count = int(number)
    if not 0 <= count <= MOST:
        raise ValueError(f"{count} is not from 0 to {MOST}")
    return place, Arm(arm), date.fromisoformat(f"{month}-01"), count
