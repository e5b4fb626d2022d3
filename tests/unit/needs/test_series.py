import pytest

from vaka.needs.rules.reports import Status, SurveyFigure
from vaka.needs.rules.series import PROBLEM_INDEX, series


def figure(year, share=None, score=None, answers=3500, **changed):
    told = {
        "area": "Malmö",
        "year": year,
        "indicator": "safe-at-night",
        "share": share,
        "score": score,
        "answers": answers,
        "sent": None,
        "status": Status.PUBLISHED,
    }
    return SurveyFigure(**(told | changed))


def test_figures_of_one_area_and_indicator_are_one_series_the_oldest_first():
    found = series([figure(2024, 59), figure(2020, 52), figure(2024, 60, area="Innerstaden")])
    assert [(one.area, len(one.figures)) for one in found] == [("Malmö", 2), ("Innerstaden", 1)]
    malmo, centre = found
    assert (malmo.first.year, malmo.last.year) == (2020, 2024)
    assert malmo.change.told_from_chance
    assert malmo.change.difference == pytest.approx(0.07)
    assert malmo.interval.low < 0.59 < malmo.interval.high
    assert centre.change is None


def test_without_the_number_of_answers_nothing_is_told():
    (found,) = series([figure(2020, 52), figure(2024, 59, answers=None)])
    assert found.change is None
    assert found.interval is None


def test_an_index_has_a_level_and_no_interval():
    (found,) = series([figure(2024, score=2.41, indicator=PROBLEM_INDEX)])
    assert found.level.code == "high"
    assert found.interval is None
    (share,) = series([figure(2024, 59)])
    assert share.level is None
    (without,) = series([figure(2024, 59, indicator=PROBLEM_INDEX)])
    assert without.level is None


def test_one_made_up_figure_makes_the_series_an_example():
    (found,) = series([figure(2020, 52), figure(2024, 59, status=Status.EXAMPLE)])
    assert found.is_example
    (published,) = series([figure(2020, 52)])
    assert not published.is_example
