from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from vaka.needs.rules.problem_rows import read
from vaka.needs.rules.reports import Flag, Report
from vaka.needs.rules.table import Fault, RejectedRow

STOCKHOLM = ZoneInfo("Europe/Stockholm")
AT = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
HEADER = "id,occurred_from,occurred_to,category,source,longitude,latitude,place,flag,text"
GOOD = {
    "id": "F-1",
    "occurred_from": "2025-03-14 22:10",
    "occurred_to": "2025-03-15 06:00",
    "category": "damage",
    "source": "Driften",
    "longitude": "13.004",
    "latitude": "55.6045",
    "place": "Exempeltorget",
    "flag": "observed",
    "text": "Klotter på en bänk",
}


def row(**changed):
    return ",".join((GOOD | changed).values())


def read_rows(*rows):
    content = "\n".join([HEADER, *rows]).encode()
    return list(read(content, name="problem.csv", zone=STOCKHOLM, at=AT))


def test_a_row_becomes_a_report_in_local_time():
    ((line, report),) = read_rows(row())
    assert line == 2
    assert report == Report(
        external_id="F-1",
        occurred_from=datetime(2025, 3, 14, 21, 10, tzinfo=UTC),
        occurred_to=datetime(2025, 3, 15, 5, 0, tzinfo=UTC),
        category="damage",
        source="Driften",
        flag=Flag.OBSERVED,
        longitude=13.004,
        latitude=55.6045,
        place="Exempeltorget",
        text="Klotter på en bänk",
    )


def test_without_an_end_and_a_position_it_happened_then_somewhere_at_the_site():
    ((_, report),) = read_rows(row(occurred_to="", longitude="", latitude=""))
    assert report.occurred_to == report.occurred_from
    assert (report.longitude, report.latitude) == (None, None)


def test_an_offset_is_believed():
    ((_, report),) = read_rows(row(occurred_from="2025-03-14T22:10Z"))
    assert report.occurred_from == datetime(2025, 3, 14, 22, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("column", "value", "fault"),
    [
        ("id", "", Fault.EMPTY),
        ("occurred_from", "25:10", Fault.NO_TIME),
        ("occurred_from", "2025-03-30 02:30", Fault.SKIPPED_HOUR),
        ("occurred_from", "2026-03-02 13:01", Fault.ENDS_EARLY),
        ("occurred_to", "2025-03-14 22:09", Fault.ENDS_EARLY),
        ("occurred_to", "2025-04-30 22:10", Fault.TOO_WIDE),
        ("category", "ufo", Fault.UNKNOWN_VALUE),
        ("flag", "rumoured", Fault.UNKNOWN_VALUE),
        ("longitude", "", Fault.EMPTY),
        ("latitude", "", Fault.EMPTY),
        ("longitude", "55.6", Fault.OUTSIDE_SWEDEN),
        ("latitude", "13", Fault.OUTSIDE_SWEDEN),
        ("latitude", "norr", Fault.NO_NUMBER),
    ],
)
def test_a_bad_cell_is_named_and_the_next_row_goes_in(column, value, fault):
    rejected, good = read_rows(row(**{column: value}), row(id="F-2"))
    assert isinstance(rejected, RejectedRow)
    assert (rejected.line, rejected.fault) == (2, fault)
    assert rejected.problem
    assert rejected.mend
    assert good[0] == 3


def test_what_has_not_been_yet_is_no_report():
    (rejected,) = read_rows(row(occurred_from="2026-03-02 13:01", occurred_to=""))
    assert rejected.fault is Fault.IN_THE_FUTURE
    assert str(rejected) == (
        "line 2, occurred_from: '2026-03-02 13:01' has not been yet. "
        "A report is of what has been"
    )


def test_how_many_and_how_near_are_whole_numbers_or_nothing():
    header = f"{HEADER},count,within_m"
    told = [row() + end for end in (",3,40", ",,", ",2.5,", ",0,", ",1001,", ",,5001")]
    content = "\n".join([header, *told]).encode()
    first, second, *bad = read(content, name="problem.csv", zone=STOCKHOLM, at=AT)
    assert (first[1].count, first[1].within_m) == (3, 40)
    assert second.fault is Fault.REPEATED
    assert [each.fault for each in bad] == [Fault.NO_NUMBER, *[Fault.OUT_OF_RANGE] * 3]


def test_a_day_a_week_and_a_month_are_taken_whole():
    hours = [
        (report.occurred_to - report.occurred_from) / timedelta(hours=1)
        for n, when in enumerate(["2025-03-14", "2025-W11", "2025-10"])
        for _line, report in read_rows(row(id=str(n), occurred_from=when, occurred_to=""))
    ]
    assert hours == [24, 168, 745]


def test_the_same_report_twice_is_fine_and_two_with_one_id_are_not():
    first, second, third = read_rows(row(), row(), row(text="Något annat"))
    assert first[1] == second[1]
    assert third.fault is Fault.REPEATED


def test_the_same_id_from_another_source_is_another_report():
    assert len(read_rows(row(), row(source="Väktare"))) == 2


def test_a_row_that_is_no_row_is_rejected_with_the_others():
    (rejected,) = read_rows("F-1,2025")
    assert rejected.fault is Fault.CELLS
