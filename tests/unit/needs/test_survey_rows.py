import pytest

from vaka.needs.rules.reports import Status, SurveyFigure
from vaka.needs.rules.survey_rows import read
from vaka.needs.rules.table import Fault

HEADER = "area;year;indicator;share;score;answers;sent;status"
GOOD = {
    "area": "Malmö",
    "year": "2024",
    "indicator": "Kvinnor som antastas",
    "share": "9,0",
    "score": "",
    "answers": "3500",
    "sent": "7700",
    "status": "published",
}


def row(**changed):
    return ";".join((GOOD | changed).values())


def read_rows(*rows):
    return list(read("\n".join([HEADER, *rows]).encode(), name="survey.csv"))


def test_a_row_becomes_a_figure():
    ((line, figure),) = read_rows(row())
    assert line == 2
    assert figure == SurveyFigure(
        "Malmö", 2024, "women-accosted", 9.0, None, 3500, 7700, Status.PUBLISHED
    )


def test_an_index_has_a_score_and_may_lack_its_sample():
    ((_, figure),) = read_rows(
        row(indicator="index", share="", score="2.41", answers="", sent="")
    )
    assert (figure.share, figure.score, figure.answers, figure.sent) == (None, 2.41, None, None)


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"share": "120"}, Fault.OUT_OF_RANGE),
        ({"score": "6.1"}, Fault.OUT_OF_RANGE),
        ({"share": ""}, Fault.NEITHER),
        ({"answers": "8000"}, Fault.OUT_OF_RANGE),
        ({"answers": "12.5"}, Fault.NO_NUMBER),
        ({"year": ""}, Fault.EMPTY),
        ({"year": "24"}, Fault.OUT_OF_RANGE),
        ({"area": ""}, Fault.EMPTY),
        ({"status": "secret"}, Fault.UNKNOWN_VALUE),
    ],
)
def test_a_bad_cell_is_named_and_the_next_row_goes_in(changed, fault):
    rejected, good = read_rows(row(**changed), row(year="2022"))
    assert rejected.fault is fault
    assert good[0] == 3


def test_two_figures_for_one_area_year_and_indicator_are_not_both_true():
    first, second, third = read_rows(row(), row(), row(share="10"))
    assert first[1] == second[1]
    assert third.fault is Fault.REPEATED


def test_a_row_that_is_no_row_is_rejected_with_the_others():
    (rejected,) = read_rows("Malmö;2024")
    assert rejected.fault is Fault.CELLS
