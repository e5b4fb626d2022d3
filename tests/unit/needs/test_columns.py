from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaka.core.errors import BadInput
from vaka.needs.rules import columns, problem_rows, table
from vaka.needs.rules.columns import LEAVE_OUT, ColumnMap
from vaka.needs.rules.reports import Flag, ImportReport
from vaka.needs.rules.table import Fault, RejectedRow

STOCKHOLM = ZoneInfo("Europe/Stockholm")
AT = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
FILE = """Nr;Datum;Klockslag;Feltyp;Adress;Antal
7;2025-03-14;22.10;Klotter på vägg;Torget 1;2
8;2025-03-15;;Trasig lampa;Torget 1;
9;igår;;Klotter på vägg;;
"""
WORKS = ColumnMap(
    source="Driftens felanmälan",
    columns={
        "id": ["Nr"],
        "occurred_from": ["Datum", "Klockslag"],
        "category": ["Feltyp"],
        "place": ["Adress"],
        "count": ["Antal"],
    },
    fixed={"flag": "observed"},
    words={"klotter på vägg": "damage", "trasig lampa": LEAVE_OUT},
)


def read(told=WORKS, content=FILE):
    report = ImportReport()
    opened = table.opened(content.encode(), name="f.csv")
    rows = columns.rows(opened, told, report, name="f.csv")
    return list(problem_rows.reports(rows, zone=STOCKHOLM, at=AT)), report


def test_a_source_is_read_by_its_own_headings_and_words():
    (first, second), report = read()
    line, told = first
    assert (line, told.external_id, told.category, told.count) == (2, "7", "damage", 2)
    assert (told.source, told.flag) == ("Driftens felanmälan", Flag.OBSERVED)
    assert told.occurred_from == told.occurred_to == datetime(2025, 3, 14, 21, 10, tzinfo=UTC)
    assert report.left_out == 1
    assert isinstance(second, RejectedRow)
    theirs = columns.in_their_words(second, WORKS)
    assert (theirs.line, theirs.column, theirs.fault) == (
        4,
        "Datum + Klockslag",
        Fault.NO_TIME,
    )


def test_a_fault_in_what_the_source_does_not_say_keeps_our_name():
    strange = RejectedRow(2, "flag", Fault.EMPTY, "", "")
    assert columns.in_their_words(strange, WORKS) is strange


def test_reports_without_a_number_have_an_id_of_what_they_say():
    told = ColumnMap(
        source="EST",
        columns={"occurred_from": ["Datum"]},
        fixed={"category": "damage", "flag": "observed"},
    )
    week = "Datum\n2025-03-14\n2025-03-14\n2025-03-15\n"
    first, _ = read(told, week)
    ids = [report.external_id for _, report in first]
    assert len(set(ids)) == 3
    again, _ = read(told, "Datum\n2025-03-15\n2025-03-14\n2025-03-14\n2025-03-14\n")
    assert set(ids) < {report.external_id for _, report in again}


def test_a_row_that_is_no_row_is_told_and_the_next_is_read():
    (short, next_), _ = read(content=FILE.replace(";22.10", ""))
    assert (short.line, short.fault) == (2, Fault.CELLS)
    assert (next_.line, next_.fault) == (4, Fault.NO_TIME)


def test_a_heading_that_is_gone_is_named():
    with pytest.raises(BadInput, match=r"the column 'feltyp' is missing. Map the columns"):
        read(content=FILE.replace("Feltyp", "Ärendetyp"))


def test_a_map_is_kept_and_sent_as_it_was_told():
    document = WORKS.document()
    again = columns.read(document, where="karta")
    assert again.document() == document
    assert document["format"] == "vaka.columns/1"


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"format": "vaka.columns/2"}, "no vaka.columns/1"),
        ({"more": 1}, "'more' is not known"),
        ({"source": ""}, "the source has no name"),
        ({"source": "Drift\0en"}, "no text"),
        ({"columns": {"id": ["N\0r"]}}, "no text"),
        ({"source": "x" * 61}, "the source has no name"),
        ({"source": 7}, "is no text"),
        ({"columns": []}, "columns is no object"),
        ({"columns": {"ufo": ["Nr"]}}, "no column 'ufo'"),
        ({"columns": {"source": ["Nr"]}}, "no column 'source'"),
        ({"columns": {"id": "Nr"}}, "columns.id is no list"),
        ({"columns": {"id": ["Nr"]}}, "nothing says occurred_from"),
        ({"fixed": {}}, "nothing says flag"),
        ({"fixed": {"flag": 7}}, "fixed holds what is no text"),
        ({"fixed": {"flag": "rumoured"}}, "no such flag"),
        ({"fixed": {"place": "Torget", "flag": "observed"}}, "'place' cannot be fixed"),
        ({"words": {"x": "ufo"}}, "no kind 'ufo'"),
    ],
)
def test_a_map_by_which_nothing_could_be_read_says_why(changed, problem):
    with pytest.raises(BadInput, match=problem):
        columns.read({**WORKS.document(), **changed}, where="karta")


@pytest.mark.parametrize("document", [None, [], "vaka.columns/1", {}])
def test_what_is_no_map_is_none(document):
    with pytest.raises(BadInput):
        columns.read(document, where="karta")


def test_known_headings_are_proposed_whatever_their_capitals():
    told = columns.proposed(["Ärendenummer", "DATUM", "Händelsetyp", "Väder", "flag"])
    assert told == {
        "Ärendenummer": "id",
        "DATUM": "occurred_from",
        "Händelsetyp": "category",
        "flag": "flag",
    }
    assert set(told.values()) <= set(columns.FROM_FILE)


def test_a_source_is_known_again_by_its_headings():
    wider = ColumnMap("Annan", {**WORKS.columns, "text": ["Fritext"]}, WORKS.fixed)
    headings = ["nr", "DATUM", "Klockslag", "Feltyp", "Adress", "Antal"]
    assert columns.recognised([WORKS, wider], headings) is WORKS
    assert columns.recognised([WORKS, wider], [*headings, "Fritext"]) is wider
    assert columns.recognised([WORKS, wider], ["Nr", "Datum"]) is None
    assert columns.recognised([], headings) is None


def test_the_first_values_stand_under_each_heading():
    opened = table.opened(FILE.encode(), name="f.csv")
    assert columns.first_values(opened)["Datum"] == ["2025-03-14", "2025-03-15", "igår"]


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["format", "columns", "fixed", "words"]), inner)
        ),
        max_leaves=8,
    )
)
def test_no_document_ends_in_a_traceback(document):
    if isinstance(document, dict):
        document["format"] = columns.FORMAT
    with pytest.raises(BadInput):
        columns.read(document, where="karta")
