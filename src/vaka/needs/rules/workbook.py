"""Workbooks (XLSX) from elsewhere, read as text; nothing in them is run, computed or fetched.

Why openpyxl, and what a hostile workbook meets: `docs/adr/0035-workbooks-by-openpyxl.md`.
"""

import io
import warnings
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from vaka.core.errors import BadInput

# Far above any real export; below what would trouble the machine. A part never unpacks to more
# than its entry says, so that the sum over the entries is what it can come to.
MOST_UNPACKED = 128 * 1024 * 1024
MOST_PARTS = 2000
# What the marks of a sheet become in memory is a hundred times what they are on disk.
MOST_MARKS = 4_000_000
MOST_ROWS = 200_000
MOST_COLUMNS = 200
# Also the empty cells that one far to the right makes a row of.
MOST_PLACES = 20_000_000
LAST_ROW = 1_048_576
CHUNK = 1024 * 1024
# The first bytes of a ZIP, and of the container of Excel 97 or of a workbook with a password.
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
AS_CSV = "Save it as CSV (UTF-8)"


@dataclass(frozen=True)
class Workbook:
    """The visible sheets by name, and the rows of one: each with its number, as text."""

    sheets: Sequence[str]
    rows: Sequence[tuple[int, list[str]]]


def read(content: bytes, *, name: str, sheet: str = "") -> Workbook:
    """Return the rows of a sheet, by default the first that shows and holds something.

    A formula is the value that was last computed and kept; without one it is an empty cell.

    :raises BadInput: when it is no workbook that we take; `name` is what it is called.
    """
    try:
        # What openpyxl warns of (drawings, validations) is nothing that we read.
        with warnings.catch_warnings(action="ignore"):
            _check_parts(content, name=name)
            return _read(content, name=name, sheet=sheet)
    except BadInput:
        raise
    # A broken workbook fails as anything from KeyError to zlib.error.
    except Exception as problem:
        raise BadInput(name, "it is damaged, or no workbook", AS_CSV) from problem


def _check_parts(content: bytes, *, name: str) -> None:
    """Look at the container before anything of it is understood.

    :raises BadInput: when there is too much in it, or what we do not take.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        if any(part.flag_bits & 1 for part in parts):
            raise BadInput(name, "it has a password", "Save it without one")
        unpacked = sum(part.file_size for part in parts)
        if unpacked > MOST_UNPACKED or len(parts) > MOST_PARTS:
            raise BadInput(
                name, "it unpacks to more than 128 MiB or 2000 parts", "Send it in parts"
            )
        if any(part.filename.casefold().endswith("vbaproject.bin") for part in parts):
            raise BadInput(name, "it holds macros", "Save it as XLSX without them")
        if sum(_marks(archive, part) for part in parts) > MOST_MARKS:
            raise BadInput(name, "it holds more than a million cells", "Send it in parts")


def _marks(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> int:
    # Whatever it is called: which part is a sheet, the workbook itself says.
    with archive.open(part) as opened:
        return sum(chunk.count(b"<") for chunk in iter(lambda: opened.read(CHUNK), b""))


def _read(content: bytes, *, name: str, sheet: str) -> Workbook:
    # A quarter of a second to import, for those who have a workbook.
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    shown = [each for each in book.worksheets if each.sheet_state == "visible"]
    names = [each.title for each in shown]
    if sheet and sheet not in names:
        raise BadInput(name, f"it has no sheet {sheet!r}", f"The sheets are {', '.join(names)}")
    for each in shown:
        if sheet in ("", each.title):
            # What a file says of its own size is not asked.
            each.reset_dimensions()
            rows = _rows(each.iter_rows(max_row=LAST_ROW), name=name)
            if rows:
                return Workbook(names, rows)
    return Workbook(names, [])


def _rows(rows: Iterable[Sequence[object]], *, name: str) -> list[tuple[int, list[str]]]:
    """Return the rows that hold something, without the empty cells after their last."""
    found: list[tuple[int, list[str]]] = []
    places = 0
    for number, cells in enumerate(rows, start=1):
        places += len(cells)
        if len(found) == MOST_ROWS or places > MOST_PLACES:
            raise BadInput(name, f"it has more than {MOST_ROWS} rows", "Send it in parts")
        told = [_text(cell) for cell in cells[:MOST_COLUMNS]]
        while told and not told[-1]:
            told.pop()
        if told:
            found.append((number, told))
    return found


def _text(cell: object) -> str:
    """Return what a cell says, as a CSV file would."""
    value = getattr(cell, "value", None)
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float():
            return str(int(value)) if value.is_integer() else repr(value)
        case datetime():
            # A day alone is kept as midnight; only how it is shown tells the two apart.
            shows_hours = "h" in getattr(cell, "number_format", "").casefold()
            return value.isoformat(" ") if shows_hours else value.date().isoformat()
        case date() | time():
            return value.isoformat()
    return str(value).strip()
