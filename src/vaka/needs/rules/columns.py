"""How the files of a source are read: which of its headings are which of our columns."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources
from itertools import islice

from vaka.core.errors import BadInput
from vaka.needs.rules.categories import categories
from vaka.needs.rules.problem_rows import COLUMNS
from vaka.needs.rules.reports import Flag, ImportReport
from vaka.needs.rules.table import RejectedRow, Row, Table

FORMAT = "vaka.columns/1"
# In the words of a source: a kind of row that tells of no problem.
LEAVE_OUT = "leave-out"
# What a file can say of each row, or the source of all of them.
FIXED = ("category", "flag")
# What a file says itself; where it comes from is the source's name.
FROM_FILE = tuple(column for column in COLUMNS.known if column != "source")
SHOWN_VALUES = 3


@dataclass(frozen=True)
class ColumnMap:
    """Which headings of a source's file are our columns, and what its words mean.

    `columns`: our column → its headings, joined by a space when several (a day and a clock).
    `fixed`: what holds for every row (`category`, `flag`). `words`: what the source calls a
    kind, in small letters → our code, or `LEAVE_OUT`. `sheet`: of a workbook; "" is the first.
    """

    source: str
    columns: Mapping[str, Sequence[str]]
    fixed: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    sheet: str = ""

    def document(self) -> dict[str, object]:
        """Return it as it is kept and sent."""
        return {
            "format": FORMAT,
            "source": self.source,
            "columns": {column: list(told) for column, told in sorted(self.columns.items())},
            "fixed": dict(sorted(self.fixed.items())),
            "words": dict(sorted(self.words.items())),
            "sheet": self.sheet,
        }


def read(document: object, *, where: str) -> ColumnMap:
    """Return the map in a document of `vaka.columns/1`.

    :raises BadInput: when it is none; `where` is what it is called.
    """
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise BadInput(where, f"it is no {FORMAT}", "See docs/reference/problems.md")
    if unknown := document.keys() - {"format", "source", "columns", "fixed", "words", "sheet"}:
        raise BadInput(where, f"{min(unknown)!r} is not known", "Leave it out")
    source, sheet = document.get("source"), document.get("sheet", "")
    if not isinstance(source, str) or not isinstance(sheet, str):
        raise BadInput(where, "source or sheet is no text", "Write both as text")
    told = _object(document, "columns", where)
    columns = {column: _headings(column, names, where) for column, names in told.items()}
    made = ColumnMap(
        source.strip(),
        columns,
        _texts(document, "fixed", where),
        {word.casefold(): code for word, code in _texts(document, "words", where).items()},
        sheet,
    )
    check(made, where=where)
    return made


def _object(document: Mapping[str, object], name: str, where: str) -> Mapping[str, object]:
    told = document.get(name, {})
    if not isinstance(told, dict):
        raise BadInput(where, f"{name} is no object", "Write {…}")
    return told


def _texts(document: Mapping[str, object], name: str, where: str) -> dict[str, str]:
    told = _object(document, name, where)
    if not all(isinstance(value, str) for value in told.values()):
        raise BadInput(where, f"{name} holds what is no text", "Write each as text")
    return {key: str(value) for key, value in told.items()}


def _headings(column: str, told: object, where: str) -> list[str]:
    if not isinstance(told, list) or not all(isinstance(each, str) for each in told):
        raise BadInput(where, f"columns.{column} is no list of headings", 'Write ["Datum"]')
    return list(map(str, told))


def check(told: ColumnMap, *, where: str) -> None:
    """Let a map through by which reports can be read.

    :raises BadInput: when it lacks what every report needs, or says what we do not know.
    """
    _check_texts(told, where)
    if unknown := sorted(told.columns.keys() - set(FROM_FILE)):
        raise BadInput(where, f"there is no column {unknown[0]!r}", ", ".join(FROM_FILE))
    if unknown := sorted(told.fixed.keys() - set(FIXED)):
        raise BadInput(where, f"{unknown[0]!r} cannot be fixed", ", ".join(FIXED))
    for column in ("occurred_from", "category", "flag"):
        if not told.columns.get(column) and not told.fixed.get(column):
            raise BadInput(where, f"nothing says {column}", "Choose a heading for it")
    kinds = [*told.words.values(), told.fixed.get("category", "damage")]
    if strange := [kind for kind in kinds if kind not in (*categories(), LEAVE_OUT)]:
        raise BadInput(where, f"there is no kind {strange[0]!r}", ", ".join(categories()))
    if told.fixed.get("flag", Flag.OBSERVED) not in set(Flag):
        raise BadInput(where, "there is no such flag", ", ".join(Flag))


def _check_texts(told: ColumnMap, where: str) -> None:
    said = [told.source, told.sheet, *_named(told), *told.words]
    if any(ord(mark) < 32 for text in said for mark in text):
        raise BadInput(where, "it holds characters that are no text", "Remove them")
    if not 1 <= len(told.source) <= 60:
        raise BadInput(where, "the source has no name", "At most 60 characters")


def rows(
    table: Table, told: ColumnMap, report: ImportReport, *, name: str
) -> Iterator[Row | RejectedRow]:
    """Return the rows of a source's table by our columns; those left out are counted.

    :raises BadInput: when a heading of the map is not there.
    """
    header = {heading.casefold() for heading in table.headings}
    if lacking := sorted(_named(told) - header):
        where, mend = f"{name}:{table.line}", "Map the columns of this file again"
        raise BadInput(where, f"the column {lacking[0]!r} is missing", mend)
    return _rows(table.rows, told, report)


def _rows(
    found: Iterator[Row | RejectedRow], told: ColumnMap, report: ImportReport
) -> Iterator[Row | RejectedRow]:
    for row in found:
        if isinstance(row, RejectedRow):
            yield row
            continue
        cells = {
            column: " ".join(filter(None, (row.cells[name.casefold()] for name in names)))
            for column, names in told.columns.items()
        }
        cells = {"source": told.source, **told.fixed, **cells}
        word = cells["category"].strip()
        cells["category"] = told.words.get(word.casefold(), word)
        if cells["category"] == LEAVE_OUT:
            report.left_out += 1
        else:
            yield Row(row.line, cells)


def in_their_words(row: RejectedRow, told: ColumnMap) -> RejectedRow:
    """Return why a row was not taken, by the heading that the source itself has."""
    names = told.columns.get(row.column)
    return replace(row, column=" + ".join(names)) if names else row


@cache
def _known() -> Mapping[str, str]:
    text = resources.files("vaka.needs").joinpath("headings.toml").read_text("utf-8")
    names = {column: [column, *called] for column, called in tomllib.loads(text).items()}
    return {"flag": "flag"} | {
        each.casefold(): column for column, called in names.items() for each in called
    }


def proposed(headings: Sequence[str]) -> dict[str, str]:
    """Return our column for each heading that is known from other registers."""
    told = {heading: _known().get(heading.strip().casefold(), "") for heading in headings}
    return {heading: column for heading, column in told.items() if column}


def recognised(known: Sequence[ColumnMap], headings: Sequence[str]) -> ColumnMap | None:
    """Return the map all of whose headings are there; of several the one that names most."""
    header = {heading.casefold() for heading in headings}
    fitting = [each for each in known if _named(each) <= header]
    return max(fitting, key=lambda each: len(_named(each)), default=None)


def _named(told: ColumnMap) -> set[str]:
    return {name.casefold() for names in told.columns.values() for name in names}


def first_values(table: Table) -> dict[str, list[str]]:
    """Return what stands under each heading in the first rows; the table is read by it."""
    rows = (row for row in table.rows if isinstance(row, Row))
    first = list(islice(rows, SHOWN_VALUES))
    return {
        heading: [row.cells[heading.casefold()] for row in first] for heading in table.headings
    }
