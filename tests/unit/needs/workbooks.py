"""Workbooks as offices make them, and as somebody who means harm does."""

import io
import zipfile
from collections.abc import Mapping, Sequence

from openpyxl import Workbook

SHEET = "xl/worksheets/sheet1.xml"


def workbook(*rows: Sequence[object], **others: Sequence[Sequence[object]]) -> bytes:
    """Return a workbook with these rows in its first sheet, and further sheets by name."""
    book = Workbook()
    first = book.active
    first.title = "Blad1"
    for row in rows:
        first.append(row)
    for name, told in others.items():
        sheet = book.create_sheet(name)
        for row in told:
            sheet.append(row)
    return saved(book)


def saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def repacked(content: bytes, parts: Mapping[str, bytes]) -> bytes:
    """Return the workbook with these parts added, or in the place of its own."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, told in parts.items():
            new.writestr(name, told)
    return file.getvalue()


def sheet(data: str, before: str = "") -> bytes:
    """Return a sheet's XML with these rows."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return (
        f'<?xml version="1.0"?>{before}<worksheet xmlns="{space}"><sheetData>{data}'
        f"</sheetData></worksheet>"
    ).encode()
