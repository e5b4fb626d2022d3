import io
import random
import zipfile
from contextlib import suppress
from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import settings as properties
from hypothesis import strategies as st
from openpyxl import Workbook

from tests.unit.needs.workbooks import SHEET, repacked, saved, sheet, workbook
from vaka.core.errors import BadInput
from vaka.needs.rules import table
from vaka.needs.rules import workbook as workbooks

# As workbooks keep it: on some local clock.
LOCAL = datetime.fromisoformat("2025-03-14")
PLAIN = workbook(["id", "text"], ["1", "klotter"])


def read(content, sheet=""):
    return workbooks.read(content, name="fil.xlsx", sheet=sheet)


def test_cells_are_what_a_csv_file_would_say():
    said = "F-1,7,13.004,55,true,,a,2025-03-14 22:10:00,2025-03-14,22:10:00"
    row = ["F-1", 7, 13.004, 55.0, True, None, " a ", LOCAL.replace(hour=22, minute=10)]
    days = [date(2025, 3, 14), time(22, 10)]
    book = read(workbook([*row, *days]))
    assert book.rows == [(1, said.split(","))]


def test_midnight_that_shows_its_hour_is_an_instant_and_not_the_whole_day():
    book = Workbook()
    book.active.append([LOCAL, LOCAL])
    book.active["A1"].number_format = "yyyy-mm-dd"
    book.active["B1"].number_format = "yyyy-mm-dd hh:mm"
    assert read(saved(book)).rows[0][1] == ["2025-03-14", "2025-03-14 00:00:00"]


def test_the_first_sheet_that_shows_and_holds_something_is_read_or_the_one_asked_for():
    book = Workbook()
    book.active.title = "Tom"
    hidden = book.create_sheet("Dold")
    hidden.append(["a", "b"])
    hidden.sheet_state = "hidden"
    for name in ("V11", "V12"):
        book.create_sheet(name).append([name, "x"])
    content = saved(book)
    assert read(content).sheets == ["Tom", "V11", "V12"]
    assert read(content).rows == [(1, ["V11", "x"])]
    assert read(content, "V12").rows == [(1, ["V12", "x"])]
    assert read(content, "Tom").rows == []
    with pytest.raises(BadInput, match=r"no sheet 'Dold'. The sheets are Tom, V11, V12"):
        read(content, "Dold")


def test_a_formula_is_the_value_that_was_kept_and_never_computed():
    kept = sheet('<row r="1"><c r="A1"><f>1+1</f><v>3</v></c><c r="B1"><f>1+1</f></c></row>')
    assert read(repacked(PLAIN, {SHEET: kept})).rows == [(1, ["3"])]
    call = '<row r="1"><c r="A1" t="str"><f>WEBSERVICE("http://x/")</f><v>y</v></c></row>'
    assert read(repacked(PLAIN, {SHEET: sheet(call)})).rows == [(1, ["y"])]


def test_one_cell_far_away_costs_nothing():
    far = '<row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    far = f'<row r="1"><c r="A1"><v>1</v></c></row>{far}'
    assert read(repacked(PLAIN, {SHEET: sheet(far)})).rows == [(1, ["1"])]


@pytest.mark.parametrize(
    ("parts", "problem"),
    [
        ({"xl/vbaProject.bin": b"x"}, "holds macros"),
        ({"xl/media/a.bin": b"\0" * (workbooks.MOST_UNPACKED + 1)}, "more than 128 MiB"),
        ({f"a/{n}": b"" for n in range(workbooks.MOST_PARTS)}, "more than 128 MiB"),
        ({SHEET: sheet("<x/>" * workbooks.MOST_MARKS)}, "more than a million cells"),
        ({"xl/media/a.bin": b"<x/>" * workbooks.MOST_MARKS}, "more than a million cells"),
        ({SHEET: b"<worksheet><sheetData>"}, "damaged"),
        ({"xl/workbook.xml": b"<x"}, "damaged"),
        ({"[Content_Types].xml": b""}, "damaged"),
    ],
)
def test_what_no_office_would_send_is_refused_before_it_is_read(parts, problem):
    with pytest.raises(BadInput, match=problem):
        read(repacked(PLAIN, parts))


def test_entities_are_refused_and_no_file_is_read_through_one():
    laughs = '<!DOCTYPE x [<!ENTITY a "haha"><!ENTITY b "&a;&a;">]>'
    reach = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    for kind in (laughs, reach):
        cell = '<row r="1"><c r="A1" t="inlineStr"><is><t>&a;</t></is></c></row>'
        with pytest.raises(BadInput, match="damaged"):
            read(repacked(PLAIN, {SHEET: sheet(cell, before=kind)}))


def test_wide_rows_by_the_thousand_are_too_much(monkeypatch):
    monkeypatch.setattr(workbooks, "MOST_PLACES", 100_000)
    wide = "".join(f'<row r="{n}"><c r="XFD{n}"><v>1</v></c></row>' for n in range(1, 9))
    with pytest.raises(BadInput, match="more than"):
        read(repacked(PLAIN, {SHEET: sheet(wide)}))


def test_an_entry_that_says_less_than_it_unpacks_to_is_damaged():
    content = bytearray(repacked(PLAIN, {"xl/media/big.xml": b"<a/>" * 1000}))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        big = archive.getinfo("xl/media/big.xml")
    said = (4000).to_bytes(4, "little")
    while (where := content.find(said)) >= 0:
        content[where : where + 4] = (10).to_bytes(4, "little")
    assert big.file_size == 4000
    with pytest.raises(BadInput, match="damaged"):
        read(bytes(content))


def test_an_old_workbook_and_one_with_a_password_say_how_to_mend_it():
    with pytest.raises(BadInput, match=r"old workbook, or has a password. Save it as XLSX"):
        table.opened(workbooks.OLE + b"\0" * 100, name="fil.xls")
    locked = bytearray(PLAIN)
    # The first bit of an entry's flags says that it is encrypted.
    where = locked.find(b"PK\x01\x02")
    locked[where + 8] |= 1
    with pytest.raises(BadInput, match="has a password"):
        read(bytes(locked))


def test_a_title_above_the_headings_is_not_taken_for_them():
    content = workbook(["Veckorapport v. 11"], [], ["Id", "Text"], ["1", "a"], [None], ["2"])
    told = table.opened(content, name="est.xlsx")
    assert (list(told.headings), told.line) == (["Id", "Text"], 3)
    rows = list(told.rows)
    assert [(row.line, dict(row.cells)) for row in rows] == [
        (4, {"id": "1", "text": "a"}),
        (6, {"id": "2", "text": ""}),
    ]


def test_a_sheet_without_a_heading_is_no_table():
    with pytest.raises(BadInput, match="no header"):
        table.opened(workbook(["ensam"]), name="x.xlsx")


@properties(max_examples=60)
@given(st.randoms(use_true_random=False), st.integers(1, 40))
def test_no_broken_workbook_ends_in_a_traceback(chance: random.Random, changes):
    content = bytearray(PLAIN)
    for _ in range(changes):
        content[chance.randrange(4, len(content))] = chance.randrange(256)
    with suppress(BadInput):
        read(bytes(content))


@properties(max_examples=60)
@given(st.text(alphabet='<>/rcvtsi ="AZ019&;\n', max_size=200))
def test_no_broken_sheet_ends_in_a_traceback(data):
    with suppress(BadInput):
        read(repacked(PLAIN, {SHEET: sheet(data)}))
