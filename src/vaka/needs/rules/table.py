"""Files from elsewhere, CSV or XLSX: rows with their lines, and rows that cannot be taken."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from vaka.core.errors import BadInput, VakaError
from vaka.needs.rules import workbook

# Far above any real export, far below what would trouble the machine.
MAX_BYTES = 32 * 1024 * 1024


class Fault(StrEnum):
    """Why a row cannot be taken; pages and the command line put it into words."""

    QUOTING = "quoting"
    CELLS = "cells"
    EMPTY = "empty"
    NO_TIME = "no-time"
    SKIPPED_HOUR = "skipped-hour"
    ENDS_EARLY = "ends-early"
    TOO_WIDE = "too-wide"
    IN_THE_FUTURE = "in-the-future"
    UNKNOWN_VALUE = "unknown-value"
    NO_NUMBER = "no-number"
    OUT_OF_RANGE = "out-of-range"
    OUTSIDE_SWEDEN = "outside-sweden"
    TOO_LONG = "too-long"
    CONTROL_CHARACTER = "control-character"
    REPEATED = "repeated"
    NEITHER = "neither"
    NOT_JSON = "not-json"
    NOT_AN_OBJECT = "not-an-object"
    NO_ID = "no-id"


WORDS: Mapping[Fault, str] = {
    Fault.QUOTING: "a quotation mark is not closed",
    Fault.CELLS: "the row has {value} cells",
    Fault.EMPTY: "it is empty",
    Fault.NO_TIME: "{value!r} is no time",
    Fault.SKIPPED_HOUR: "{value!r} does not exist: the clocks were put forward then",
    Fault.ENDS_EARLY: "{value!r} is before the start",
    Fault.TOO_WIDE: "the interval is {value}, which says nothing about when",
    Fault.IN_THE_FUTURE: "{value!r} has not been yet",
    Fault.UNKNOWN_VALUE: "{value!r} is not known",
    Fault.NO_NUMBER: "{value!r} is no number",
    Fault.OUT_OF_RANGE: "{value!r} cannot be",
    Fault.OUTSIDE_SWEDEN: "{value!r} is not in Sweden",
    Fault.TOO_LONG: "it has {value} characters",
    Fault.CONTROL_CHARACTER: "it has characters that are no text",
    Fault.REPEATED: "{value!r} is in the file already, with other content",
    Fault.NEITHER: "there is neither a share nor a score",
    Fault.NOT_JSON: "it is not JSON",
    Fault.NOT_AN_OBJECT: "it is not an object",
    Fault.NO_ID: "{value!r} is no whole number",
}


@dataclass(eq=False)
class RejectedRow(VakaError):
    """A row that cannot be taken: where it is, what is wrong, and what would be right."""

    line: int
    column: str
    fault: Fault
    value: str
    mend: str

    @property
    def problem(self) -> str:
        """Return what is wrong, in English, for the command line and the API."""
        return WORDS[self.fault].format(value=self.value)

    def __str__(self) -> str:
        place = f"line {self.line}" + (f", {self.column}" if self.column else "")
        return f"{place}: {self.problem}. {self.mend}"


@dataclass(frozen=True)
class Columns:
    """Which columns a kind of file must have, and which it may have besides."""

    needed: tuple[str, ...]
    optional: tuple[str, ...]

    @property
    def known(self) -> tuple[str, ...]:
        """Return all of them."""
        return self.needed + self.optional


@dataclass(frozen=True)
class Row:
    """One row of a file: the line it begins on, and its cells by column."""

    line: int
    cells: Mapping[str, str]

    def text(self, column: str, *, longest: int) -> str:
        """Return the cell without outer space; an absent column is an empty cell.

        :raises RejectedRow: when it is longer, or holds what is no text.
        """
        value = self.cells.get(column, "").strip()
        if len(value) > longest:
            mend = f"At most {longest} characters"
            raise RejectedRow(self.line, column, Fault.TOO_LONG, str(len(value)), mend)
        # PostgreSQL takes no NUL, and no other control character is meant.
        if any(ord(mark) < 32 and mark not in "\n\r\t" for mark in value):
            mend = "Remove them"
            raise RejectedRow(self.line, column, Fault.CONTROL_CHARACTER, "", mend)
        return value

    def needed(self, column: str, *, longest: int) -> str:
        """Return the cell, which may not be empty.

        :raises RejectedRow: when it is empty or does not hold as text.
        """
        value = self.text(column, longest=longest)
        if not value:
            raise RejectedRow(self.line, column, Fault.EMPTY, "", "Every row needs it")
        return value

    def number(self, column: str, *, lowest: float, highest: float) -> float | None:
        """Return the number in the cell (decimal point or comma), or none when empty.

        :raises RejectedRow: when it is no number, or outside the two ends.
        """
        value = self.text(column, longest=40)
        if not value:
            return None
        mend = f"A number from {lowest:g} to {highest:g}"
        try:
            number = float(value.replace(",", "."))
        except ValueError:
            raise RejectedRow(self.line, column, Fault.NO_NUMBER, value, mend) from None
        # Written so that NaN, which is neither less nor more, is refused too.
        if not lowest <= number <= highest:
            raise RejectedRow(self.line, column, Fault.OUT_OF_RANGE, value, mend)
        return number

    def whole(self, column: str, *, lowest: int, highest: int) -> int | None:
        """Return the whole number in the cell, or none when empty.

        :raises RejectedRow: when it is no whole number, or outside the two ends.
        """
        number = self.number(column, lowest=lowest, highest=highest)
        if number is not None and not number.is_integer():
            mend = f"A whole number from {lowest} to {highest}"
            raise RejectedRow(
                self.line, column, Fault.NO_NUMBER, self.cells[column].strip(), mend
            )
        return None if number is None else int(number)


@dataclass(frozen=True)
class Table:
    """A file's headings as they are written there, its rows by them, and its sheets' names.

    The cells of a row are by the heading in small letters.
    """

    headings: Sequence[str]
    rows: Iterator[Row | RejectedRow]
    line: int = 1
    sheets: Sequence[str] = ()


def opened(content: bytes, *, name: str, sheet: str = "") -> Table:
    """Return the table in a file, blank rows left out: CSV (UTF-8; comma, semicolon or tab), or
    a sheet of a workbook.

    A row whose quotation marks do not match is rejected alone: reading goes on at the next
    line, so that one forgotten mark does not swallow the rest of the file.

    :raises BadInput: when the file as a whole cannot be read; `name` is what it is called.
    """
    if len(content) > MAX_BYTES:
        raise BadInput(name, "it is larger than 32 MiB", "Send it in parts")
    if content.startswith(workbook.OLE):
        mend = "Save it as XLSX without a password, or as CSV (UTF-8)"
        raise BadInput(name, "it is an old workbook, or has a password", mend)
    if content.startswith(workbook.ZIP):
        return _of_workbook(workbook.read(content, name=name, sheet=sheet), name=name)
    lines = _lines(content, name=name)
    delimiter = max(";,\t", key=lines[0].count)
    headings = [cell.strip() for cell in next(csv.reader(lines, delimiter=delimiter))]
    _check_once(headings, f"{name}:1")
    return Table(headings, _rows(lines, list(map(str.casefold, headings)), delimiter))


def read(content: bytes, columns: Columns, *, name: str) -> Iterator[Row | RejectedRow]:
    """Return the rows of a file that has our columns.

    :raises BadInput: when the file as a whole cannot be read; `name` is what it is called.
    """
    table = opened(content, name=name)
    _check_header(list(map(str.casefold, table.headings)), columns, f"{name}:{table.line}")
    return table.rows


def fits(table: Table, columns: Columns) -> bool:
    """Return whether the table has our columns, and none that we do not know."""
    header = set(map(str.casefold, table.headings))
    return set(columns.needed) <= header <= set(columns.known)


def _of_workbook(book: workbook.Workbook, *, name: str) -> Table:
    """Return the table in a sheet: above its headings may stand a title, alone in its row."""
    start = next((n for n, (_row, cells) in enumerate(book.rows) if _filled(cells) > 1), None)
    if start is None:
        raise BadInput(name, "it has no header", "Begin with a row of column names")
    line, headings = book.rows[start]
    _check_once(headings, f"{name}:{line}")
    header = [heading.casefold() for heading in headings]
    rows = (
        # A row ends at its last filled cell; one beyond the headings belongs to none.
        _row(number, cells + [""] * (len(header) - len(cells)), header)
        for number, cells in book.rows[start + 1 :]
    )
    return Table(headings, rows, line, book.sheets)


def _filled(cells: Sequence[str]) -> int:
    return sum(bool(cell) for cell in cells)


def _lines(content: bytes, *, name: str) -> list[str]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = content[: problem.start].count(b"\n") + 1
        raise BadInput(f"{name}:{line}", "it is not UTF-8", "Save it as UTF-8") from None
    lines = list(io.StringIO(text, newline=""))
    if not lines or not lines[0].strip():
        raise BadInput(name, "it has no header", "Begin with a line of column names")
    return lines


def _check_header(header: Sequence[str], columns: Columns, where: str) -> None:
    known = ", ".join(columns.known)
    if missing := [column for column in columns.needed if column not in header]:
        raise BadInput(where, f"the column {missing[0]} is missing", f"The columns are {known}")
    if unknown := [column for column in header if column not in columns.known]:
        raise BadInput(
            where, f"the column {unknown[0]!r} is not known", f"The columns are {known}"
        )


def _check_once(headings: Sequence[str], where: str) -> None:
    """Let headings through of which none is there twice; those left empty are no columns."""
    named = [heading.casefold() for heading in headings if heading]
    if len(set(named)) < len(named):
        twice = next(each for each in headings if named.count(each.casefold()) > 1)
        raise BadInput(where, f"the column {twice!r} is there twice", "Give each its own name")


def _rows(
    lines: Sequence[str], header: Sequence[str], delimiter: str
) -> Iterator[Row | RejectedRow]:
    start = 1
    while start < len(lines):
        reader = csv.reader(lines[start:], delimiter=delimiter, strict=True)
        begins = start
        try:
            for cells in reader:
                if any(cell.strip() for cell in cells):
                    yield _row(begins + 1, cells, header)
                begins = start + reader.line_num
        except csv.Error:
            mend = 'Write "…", and "" for one inside'
            yield RejectedRow(begins + 1, "", Fault.QUOTING, "", mend)
            begins += 1
        start = begins


def _row(line: int, cells: Sequence[str], header: Sequence[str]) -> Row | RejectedRow:
    if len(cells) != len(header):
        mend = f"The header has {len(header)}"
        return RejectedRow(line, "", Fault.CELLS, str(len(cells)), mend)
    return Row(line, dict(zip(header, cells, strict=True)))
