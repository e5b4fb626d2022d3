import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaka.core.errors import BadInput
from vaka.needs.rules import table
from vaka.needs.rules.table import Columns, Fault, RejectedRow, Row

COLUMNS = Columns(needed=("id", "text"), optional=("place",))


def read(text, columns=COLUMNS):
    return list(table.read(text.encode(), columns, name="fil.csv"))


def test_commas_semicolons_and_tabs_are_all_read():
    for mark in ",;\t":
        assert read(f"id{mark}text\n1{mark}klotter\n") == [
            Row(2, {"id": "1", "text": "klotter"})
        ]


def test_a_byte_order_mark_and_capitals_in_the_header_do_no_harm():
    assert read("\ufeffID; Text \r\n1;a\r\n") == [Row(2, {"id": "1", "text": "a"})]


def test_a_table_fits_when_it_has_our_columns_and_none_besides():
    for header, fitting in [("id,text", True), ("Text,ID,place", True), ("id", False)]:
        assert table.fits(table.opened(header.encode(), name="x"), COLUMNS) is fitting
    assert not table.fits(table.opened(b"id,text,who", name="x"), COLUMNS)


def test_blank_rows_are_no_rows_and_lines_are_those_of_the_file():
    rows = read('id,text\n\n1,"två\nrader"\n,\n2,b\n')
    assert [row.line for row in rows] == [3, 6]


def test_an_unclosed_quotation_mark_costs_its_own_row_only():
    first, second, third = read('id,text\n1,"öppen\n2,"hel"\n3,c\n')
    assert isinstance(first, RejectedRow)
    assert (first.line, first.fault) == (2, Fault.QUOTING)
    assert isinstance(second, Row)
    assert (second.line, second.cells["text"]) == (3, "hel")
    assert isinstance(third, Row)
    assert third.line == 4


def test_a_mark_never_closed_at_the_end_of_the_file_costs_its_own_row_only():
    rows = read('id,text\n1,"öppen\n2,b\n3,c\n')
    assert [type(row) for row in rows] == [RejectedRow, Row, Row]


def test_a_row_with_too_many_cells_is_rejected():
    (row,) = read("id,text\n1,a,b\n")
    assert isinstance(row, RejectedRow)
    assert str(row) == "line 2: the row has 3 cells. The header has 2"


@pytest.mark.parametrize(
    ("content", "where", "problem"),
    [
        (b"", "fil.csv", "no header"),
        (b"  \nid\n", "fil.csv", "no header"),
        ("id,text\n1,räka\n".encode("latin-1"), "fil.csv:2", "not UTF-8"),
        (b"id\n1\n", "fil.csv:1", "the column text is missing"),
        (b"id,text,when\n", "fil.csv:1", "the column 'when' is not known"),
        (b"id,text,id\n", "fil.csv:1", "is there twice"),
        (b"x" * (table.MAX_BYTES + 1), "fil.csv", "larger than 32 MiB"),
    ],
)
def test_a_file_that_cannot_be_read_says_where_and_why(content, where, problem):
    with pytest.raises(BadInput, match=problem) as caught:
        list(table.read(content, COLUMNS, name="fil.csv"))
    assert caught.value.where == where


def test_a_cell_is_text_without_outer_space():
    row = Row(7, {"text": " a\tb "})
    assert row.text("text", longest=5) == "a\tb"
    assert row.text("place", longest=5) == ""


def test_a_cell_too_long_or_with_control_characters_is_rejected():
    with pytest.raises(RejectedRow) as caught:
        Row(7, {"text": "abcdef"}).text("text", longest=5)
    assert str(caught.value) == "line 7, text: it has 6 characters. At most 5 characters"
    with pytest.raises(RejectedRow) as caught:
        Row(7, {"text": "a\0b"}).text("text", longest=5)
    assert caught.value.fault is Fault.CONTROL_CHARACTER


def test_a_needed_cell_may_not_be_empty():
    with pytest.raises(RejectedRow) as caught:
        Row(7, {"text": " "}).needed("text", longest=5)
    assert caught.value.fault is Fault.EMPTY


@pytest.mark.parametrize("text", ["59,4", "59.4"])
def test_numbers_have_a_decimal_point_or_comma(text):
    assert Row(7, {"share": text}).number("share", lowest=0, highest=100) == 59.4


@pytest.mark.parametrize(
    ("text", "fault"),
    [("mycket", Fault.NO_NUMBER), ("101", Fault.OUT_OF_RANGE), ("nan", Fault.OUT_OF_RANGE)],
)
def test_what_is_no_number_or_outside_is_rejected(text, fault):
    with pytest.raises(RejectedRow) as caught:
        Row(7, {"share": text}).number("share", lowest=0, highest=100)
    assert caught.value.fault is fault


def test_an_empty_number_is_none():
    assert Row(7, {"share": ""}).number("share", lowest=0, highest=100) is None


@given(st.text(max_size=300))
def test_any_text_is_read_without_falling(text):
    for row in table.read(f"id,text\n{text}".encode("utf-8", "ignore"), COLUMNS, name="x"):
        assert row.line >= 2
