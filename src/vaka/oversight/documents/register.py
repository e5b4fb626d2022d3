"""The register of KBL 10 § as a table: a line each, in Swedish, as a spreadsheet opens it."""

import csv
import io
from collections.abc import Iterable, Sequence

from vaka.oversight.rules.account import RegisterEntry

# The law's five points by their numbers, and which surveillance it is.
HEADINGS = (
    "Kamera",
    "Personuppgiftsansvarig",
    "1. Adress",
    "2. Slag av plats",
    "3. Ändamål",
    "4. Ljud eller annan särskild teknik",
    "5. Senaste bedömningen",
    "Undantag",
    "Började",
    "Upphörde",
    "Bevaras till",
)


def register_csv(entries: Iterable[RegisterEntry]) -> bytes:
    """Return the entries as CSV, as `table_csv` has it."""
    return table_csv(HEADINGS, (_line(each) for each in entries))


def table_csv(headings: Sequence[str], lines: Iterable[Sequence[str]]) -> bytes:
    """Return a table as CSV, UTF-8 with the mark by which spreadsheets know it.

    A cell that a spreadsheet would take for a formula is told as text (OWASP, CSV injection).
    """
    out = io.StringIO()
    table = csv.writer(out, delimiter=";", lineterminator="\r\n")
    table.writerow(headings)
    table.writerows([_as_text(cell) for cell in line] for line in lines)
    return out.getvalue().encode("utf-8-sig")


def _as_text(cell: str) -> str:
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def _line(entry: RegisterEntry) -> list[str]:
    return [
        entry.camera,
        entry.controller,
        entry.address,
        entry.place.sv,
        " | ".join(entry.purposes),
        ", ".join(each.sv for each in entry.techniques) or "ingen",
        entry.assessed_on.isoformat(),
        entry.exempt.source if entry.exempt else "",
        entry.began_on.isoformat(),
        entry.ended_on.isoformat() if entry.ended_on else "",
        entry.kept_until.isoformat() if entry.kept_until else "",
    ]
