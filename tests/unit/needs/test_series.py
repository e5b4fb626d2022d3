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
    assert malmo.since_first.change.told_from_chance
    assert malmo.since_first.difference == pytest.approx(7)
    assert malmo.interval.low < 0.59 < malmo.interval.high
    assert centre.since_first is None


def test_without_the_number_of_answers_nothing_is_told():
    (found,) = series([figure(2020, 52), figure(2024, 59, answers=None)])
    assert found.since_first.difference == 7
    assert found.since_first.change is found.since_first.visible is None
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


def test_a_change_is_told_from_the_survey_before_and_around_a_year():
    (found,) = series([figure(y, share) for y, share in ((2020, 52), (2022, 55), (2024, 59))])
    assert (found.since_first.difference, found.since_before.difference) == (7, 4)
    around = found.around(2022)
    # What was asked in the very year tells of both before and after.
    assert (around.before.year, around.after.year) == (2020, 2024)
    assert found.around(2020) is None
    assert found.around(2024) is None


def test_an_index_goes_by_points_and_a_score_is_not_held_against_a_share():
    (index,) = series([figure(2021, score=2.27), figure(2022, score=2.41)])
    assert index.since_first.difference == pytest.approx(0.14)
    assert index.since_first.change is None
    (mixed,) = series([figure(2021, score=2.27), figure(2022, 41)])
    assert mixed.since_first is None
    assert index.is_scored
    assert not mixed.is_scored
