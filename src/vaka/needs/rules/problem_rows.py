"""A row of problems.csv, understood. The columns are explained in `docs/handbook/behov.md`."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from vaka.needs.rules import table
from vaka.needs.rules.categories import categories, category_code
from vaka.needs.rules.reports import Flag, Report
from vaka.needs.rules.table import Columns, Fault, RejectedRow, Row

COLUMNS = Columns(
    needed=("id", "occurred_from", "category", "source", "flag"),
    optional=("occurred_to", "longitude", "latitude", "place", "text"),
)
SWEDEN = {"longitude": (10.0, 25.0), "latitude": (55.0, 70.0)}
# A longer interval cannot say at which hour, and hardly in which month.
WIDEST = timedelta(days=31)
TIME_MEND = "Write 2025-03-14 22:10, local time, or 2025-03-14T22:10+01:00"


def read(
    content: bytes, *, name: str, zone: ZoneInfo, at: datetime
) -> Iterator[tuple[int, Report] | RejectedRow]:
    """Return each report with its line, or why the row cannot be taken.

    The same report twice is one; the same id with other content is rejected, since one of the
    two must be wrong.

    :raises BadInput: when the file as a whole cannot be read.
    """
    seen: dict[tuple[str, str], Report] = {}
    for row in table.read(content, COLUMNS, name=name):
        try:
            if isinstance(row, RejectedRow):
                raise row
            report = understand(row, zone=zone, at=at)
            key = (report.source, report.external_id)
            if seen.setdefault(key, report) != report:
                mend = "Give each report its own id, or remove the one that is wrong"
                raise RejectedRow(row.line, "id", Fault.REPEATED, report.external_id, mend)
        except RejectedRow as rejected:
            yield rejected
        else:
            yield row.line, report


def understand(row: Row, *, zone: ZoneInfo, at: datetime) -> Report:
    """Return the report in a row; a time without offset is local.

    :raises RejectedRow: when a cell cannot be taken.
    """
    start = _time(row, "occurred_from", zone)
    end = _time(row, "occurred_to", zone) if row.text("occurred_to", longest=40) else start
    _check_interval(row, start, end, at)
    longitude, latitude = _position(row)
    return Report(
        external_id=row.needed("id", longest=100),
        occurred_from=start,
        occurred_to=end,
        category=_category(row),
        source=row.needed("source", longest=60),
        flag=_flag(row),
        longitude=longitude,
        latitude=latitude,
        place=row.text("place", longest=200),
        text=row.text("text", longest=2000),
    )


def _time(row: Row, column: str, zone: ZoneInfo) -> datetime:
    """Return the instant, UTC: only there is a difference the time that passed."""
    value = row.needed(column, longest=40)
    try:
        told = datetime.fromisoformat(value)
    except ValueError:
        raise RejectedRow(row.line, column, Fault.NO_TIME, value, TIME_MEND) from None
    if told.tzinfo is not None:
        return told.astimezone(UTC)
    local = told.replace(tzinfo=zone)
    there_and_back = datetime.fromtimestamp(local.timestamp(), zone).replace(tzinfo=None)
    if there_and_back != told:
        mend = "Write an hour later, or the offset"
        raise RejectedRow(row.line, column, Fault.SKIPPED_HOUR, value, mend)
    return local.astimezone(UTC)


def _check_interval(row: Row, start: datetime, end: datetime, at: datetime) -> None:
    if end < start:
        value = row.cells["occurred_to"].strip()
        mend = "Swap them, or leave occurred_to empty"
        raise RejectedRow(row.line, "occurred_to", Fault.ENDS_EARLY, value, mend)
    if end - start > WIDEST:
        value = f"{(end - start).days} days"
        mend = f"At most {WIDEST.days} days"
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
