"""A row of problems.csv, understood. The columns are explained in `docs/handbook/behov.md`."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import astuple, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from vaka.core.canonical import canonical_bytes
from vaka.needs.rules import table, times
from vaka.needs.rules.categories import categories, category_code
from vaka.needs.rules.reports import Flag, Report
from vaka.needs.rules.table import Columns, Fault, RejectedRow, Row

COLUMNS = Columns(
    needed=("id", "occurred_from", "category", "source", "flag"),
    optional=(
        "occurred_to",
        "count",
        "longitude",
        "latitude",
        "within_m",
        "place",
        "text",
    ),
)
SWEDEN = {"longitude": (10.0, 25.0), "latitude": (55.0, 70.0)}
# A longer interval hardly says in which month; October has an hour more than its 31 days.
WIDEST = timedelta(days=31, hours=1)
MOST_AT_ONCE = 1000
WIDEST_M = 5_000
TIME_MEND = "Write 2025-03-14 22:10, local time, or 2025-03-14T22:10+01:00"


def read(
    content: bytes, *, name: str, zone: ZoneInfo, at: datetime
) -> Iterator[tuple[int, Report] | RejectedRow]:
    """Return each report of a file with our columns, as `reports` does.

    :raises BadInput: when the file as a whole cannot be read.
    """
    return reports(table.read(content, COLUMNS, name=name), zone=zone, at=at)


def reports(
    rows: Iterable[Row | RejectedRow], *, zone: ZoneInfo, at: datetime
) -> Iterator[tuple[int, Report] | RejectedRow]:
    """Return each report with its line, or why the row cannot be taken.

    The same report twice is one; the same id with other content is rejected, since one of the
    two must be wrong. Where a source gives its reports no id, one is made of what they say.
    """
    seen: dict[tuple[str, str], Report] = {}
    alike: Counter[Report] = Counter()
    for row in rows:
        try:
            if isinstance(row, RejectedRow):
                raise row
            report = understand(row, zone=zone, at=at)
            if not report.external_id:
                alike[report] += 1
                report = replace(report, external_id=_id_of(report, alike[report]))
            key = (report.source, report.external_id)
            if seen.setdefault(key, report) != report:
                mend = "Give each report its own id, or remove the one that is wrong"
                raise RejectedRow(row.line, "id", Fault.REPEATED, report.external_id, mend)
        except RejectedRow as rejected:
            yield rejected
        else:
            yield row.line, report


def _id_of(report: Report, occasion: int) -> str:
    """Return an id that the same row has in every file; alike rows in one file are several."""
    told = canonical_bytes([*map(str, astuple(report)), occasion])
    return f"row-{hashlib.sha256(told).hexdigest()[:32]}"


def understand(row: Row, *, zone: ZoneInfo, at: datetime) -> Report:
    """Return the report in a row; a time without offset is local, a day alone all of it.

    :raises RejectedRow: when a cell cannot be taken.
    """
    start, end = _span(row, "occurred_from", zone)
    if row.text("occurred_to", longest=40):
        _, end = _span(row, "occurred_to", zone)
    _check_interval(row, start, end, at)
    longitude, latitude = _position(row)
    return Report(
        external_id=row.needed("id", longest=100) if "id" in row.cells else "",
        occurred_from=start,
        occurred_to=end,
        category=_category(row),
        source=row.needed("source", longest=60),
        flag=_flag(row),
        longitude=longitude,
        latitude=latitude,
        place=row.text("place", longest=200),
        text=row.text("text", longest=2000),
        count=row.whole("count", lowest=1, highest=MOST_AT_ONCE) or 1,
        within_m=row.whole("within_m", lowest=1, highest=WIDEST_M),
    )


def _span(row: Row, column: str, zone: ZoneInfo) -> times.Span:
    value = row.needed(column, longest=40)
    try:
        return times.span(value, zone)
    except times.SkippedHour:
        mend = "Write an hour later, or the offset"
        raise RejectedRow(row.line, column, Fault.SKIPPED_HOUR, value, mend) from None
    except ValueError:
        raise RejectedRow(row.line, column, Fault.NO_TIME, value, TIME_MEND) from None


def _check_interval(row: Row, start: datetime, end: datetime, at: datetime) -> None:
    if end < start:
        value = row.cells["occurred_to"].strip()
        mend = "Swap them, or leave occurred_to empty"
        raise RejectedRow(row.line, "occurred_to", Fault.ENDS_EARLY, value, mend)
    if end - start > WIDEST:
        value = f"{(end - start).days} days"
        mend = f"At most {WIDEST.days} days: a month"
        raise RejectedRow(row.line, "occurred_to", Fault.TOO_WIDE, value, mend)
    if start > at:
        value = row.cells["occurred_from"].strip()
        mend = "A report is of what has been"
        raise RejectedRow(row.line, "occurred_from", Fault.IN_THE_FUTURE, value, mend)


def _category(row: Row) -> str:
    value = row.needed("category", longest=100)
    code = category_code(value)
    if code is None:
        mend = "Use one of " + ", ".join(categories())
        raise RejectedRow(row.line, "category", Fault.UNKNOWN_VALUE, value, mend)
    return code


def _flag(row: Row) -> Flag:
    value = row.needed("flag", longest=40).casefold().replace("-", "_")
    if value not in set(Flag):
        mend = "Use one of " + ", ".join(Flag)
        raise RejectedRow(row.line, "flag", Fault.UNKNOWN_VALUE, value, mend)
    return Flag(value)


def _position(row: Row) -> tuple[float | None, float | None]:
    longitude = _degrees(row, "longitude")
    latitude = _degrees(row, "latitude")
    if (longitude is None) != (latitude is None):
        column = "longitude" if longitude is None else "latitude"
        mend = "Give both, or neither"
        raise RejectedRow(row.line, column, Fault.EMPTY, "", mend)
    return longitude, latitude


def _degrees(row: Row, column: str) -> float | None:
    degrees = row.number(column, lowest=-180, highest=180)
    lowest, highest = SWEDEN[column]
    if degrees is not None and not lowest <= degrees <= highest:
        mend = f"WGS 84, {column} {lowest:g}–{highest:g}; are the two columns swapped?"
        raise RejectedRow(row.line, column, Fault.OUTSIDE_SWEDEN, f"{degrees:g}", mend)
    return degrees
