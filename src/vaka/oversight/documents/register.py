"""The register of KBL 10 § as a table: a line each, in Swedish, as a spreadsheet opens it."""

import csv
import io
from collections.abc import Iterable

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
    """Return the entries as CSV, UTF-8 with the mark by which spreadsheets know it."""
    out = io.StringIO()
    table = csv.writer(out, delimiter=";", lineterminator="\r\n")
    table.writerow(HEADINGS)
    table.writerows(_line(each) for each in entries)
    return out.getvalue().encode("utf-8-sig")


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
