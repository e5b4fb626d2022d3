from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaka.core.errors import BadInput
from vaka.needs.rules.categories import FELT
from vaka.needs.rules.counts import Occurrence
from vaka.needs.rules.crime_figures import crime_figures, from_document
from vaka.needs.rules.crime_picture import (
    MOST_LINES,
    Resolved,
    Written,
    check_years,
    document,
    due_again,
    fingerprint,
    lines,
    picture_due,
)
from vaka.needs.rules.disclosure import THRESHOLD
from vaka.needs.rules.reports import Flag, Status, SurveyFigure

ZONE = ZoneInfo("Europe/Stockholm")
WHOLE = Written(2024, 2025, "omfattning", "konsekvenser", "annat", "analys")
SURVEY = (
    SurveyFigure("Staden", 2025, "problem-index", None, 2.4, None, None, Status.PUBLISHED),
)


def one(when: datetime, **told) -> Occurrence:
    return Occurrence(
        **{
            "occurred_from": when,
            "occurred_to": when,
            "category": "damage",
            "source": "Driften",
            "flag": Flag.OBSERVED,
            "count": 10,
            **told,
        }
    )


# New Year's Eve by the local clock is the year after by UTC, and the other way round.
FIRST = datetime(2024, 1, 1, 12, tzinfo=UTC)
EVE = datetime(2024, 12, 31, 23, 30, tzinfo=UTC)
NIGHT = datetime(2025, 6, 6, 22, 30, tzinfo=UTC)


def test_reports_are_counted_by_local_year_and_part_of_the_day() -> None:
    told = [one(EVE), one(NIGHT), one(NIGHT, category=FELT), one(NIGHT.replace(year=2022))]
    told.append(one(NIGHT, flag=Flag.DETECTION_DRIVEN, category="drug-handling"))
    drawn = crime_figures(told, years=range(2024, 2026), zone=ZONE)
    assert (drawn.reported.kinds, drawn.reported.years) == (["damage"], [2024, 2025])
    assert drawn.reported.counts == [[0, 20], [0, 20]]
    assert drawn.found.sums == [0, 10]
    # 00.30 on Wednesday the first of January, and on Saturday the seventh of June.
    assert drawn.by_time.counts[2][0] == 10
    assert drawn.by_time.counts[5][0] == 10


def test_without_reports_every_table_is_empty() -> None:
    drawn = crime_figures([], years=range(2024, 2026), zone=ZONE)
    assert (drawn.reported.kinds, drawn.found.sums, drawn.by_time.rows) == ([], (), ())


def test_a_year_tells_the_same_whatever_years_stand_beside_it() -> None:
    told = [one(FIRST, count=4), one(FIRST, count=8, category="robbery"), one(NIGHT, count=9)]
    alone = crime_figures(told, years=range(2024, 2025), zone=ZONE).reported
    beside = crime_figures(told, years=range(2024, 2026), zone=ZONE).reported
    # A sum of 13 over both years would tell the hidden 4; the years are not added.
    assert [line[0] for line in beside.counts] == [line[0] for line in alone.counts]
    assert [len(line) for line in beside.counts] == [2] * len(beside.counts)


def test_what_is_hidden_in_one_table_is_not_told_by_the_other() -> None:
    drawn = crime_figures([one(NIGHT, count=3)], years=range(2025, 2026), zone=ZONE)
    assert drawn.reported.sums == [None]
    assert drawn.by_time.rows == ()


@given(
    st.lists(
        st.builds(
            one,
            st.integers(0, 700).map(lambda day: FIRST + timedelta(days=day)),
            category=st.sampled_from(["damage", "robbery", "drug-handling"]),
            count=st.integers(1, 9),
        ),
        max_size=12,
    )
)
def test_no_small_count_of_a_municipality_is_shown_and_what_is_kept_comes_back(told) -> None:
    drawn = crime_figures(told, years=range(2024, 2026), zone=ZONE, survey=SURVEY)
    for table in (drawn.reported, drawn.found, drawn.by_time):
        shown = [count for line in table.counts for count in line if count]
        assert all(count >= THRESHOLD for count in shown)
    kept = from_document(drawn.document())
    assert kept.document() == drawn.document()
    assert kept.survey == SURVEY


def test_a_picture_has_the_parts_of_4_section() -> None:
    assert WHOLE.missing == ()
    assert Written(2024, 2025, "", "x", " ", "x").missing == ("extent", "other")


@pytest.mark.parametrize(
    "told",
    [
        {"first_year": 2026},
        {"first_year": 1999},
        {"extent": "x" * 20_001},
        {"others": ("x",) * (MOST_LINES + 1)},
        {"others": ("x" * 201,)},
    ],
)
def test_what_cannot_be_kept_is_refused(told) -> None:
    with pytest.raises(BadInput):
        Written(**{**vars(WHOLE), **told})


def test_only_whole_years_are_drawn() -> None:
    check_years(WHOLE, today=date(2026, 1, 1))
    with pytest.raises(BadInput, match="last_year"):
        check_years(WHOLE, today=date(2025, 12, 31))


def test_a_picture_changes_its_hash_with_any_letter() -> None:
    before = fingerprint(document(WHOLE, {"reported": 1}))
    assert before == fingerprint(document(WHOLE, {"reported": 1}))
    assert before != fingerprint(document(WHOLE, {"reported": 2}))


def test_a_resolution_names_body_and_item() -> None:
    assert Resolved("Kommunstyrelsen", date(2026, 1, 1), "§ 1").item == "§ 1"
    for told in (("", "§ 1"), ("Kommunstyrelsen", " "), ("x" * 201, "§ 1")):
        with pytest.raises(BadInput):
            Resolved(told[0], date(2026, 1, 1), told[1])


def test_it_is_updated_at_least_every_second_year_2023_196_6() -> None:
    assert due_again(date(2024, 2, 29)) == date(2026, 2, 28)
    assert picture_due(date(2026, 3, 1), led_since=date(2023, 1, 1)) == date(2028, 3, 1)


def test_where_there_is_none_who_leads_gets_time_to_make_it() -> None:
    assert picture_due(None, led_since=date(2026, 1, 1)) == date(2026, 6, 30)


def test_lines_that_say_nothing_are_none() -> None:
    assert lines(" a \n\n b") == ("a", "b")
