from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaka.core.errors import BadInput
from vaka.measures.rules.action_plans import (
    Looked,
    Point,
    Progress,
    document,
    followed_up,
    plan_due,
)
from vaka.measures.rules.strategic import Attended, Report, Session, attended

POINT = Point("Stölder", "Ny belysning", "Servicenämnden", date(2027, 1, 1))
DECIDED = date(2026, 3, 1)
NOBODY = Looked(None, None)
SESSION = Session(
    date(2026, 2, 27), "Kommundirektören", (Attended("Polisen", "chef"),), "Läget.", "Enades."
)


def on(day: int, progress: Progress = Progress.UNDER_WAY) -> Looked:
    return Looked(progress, date(2027, 5, day))


def test_a_plan_is_followed_up_when_the_last_of_its_points_is_2023_196_6() -> None:
    assert followed_up(DECIDED, [on(1), NOBODY]) == DECIDED
    assert followed_up(DECIDED, [on(1), on(9)]) == date(2027, 5, 1)


def test_what_is_done_or_dropped_is_not_looked_at_again() -> None:
    done, dropped = on(1, Progress.DONE), on(2, Progress.DROPPED)
    assert followed_up(DECIDED, [done, dropped, on(9)]) == date(2027, 5, 9)
    assert followed_up(DECIDED, [done, dropped]) == date(2027, 5, 2)
    assert followed_up(DECIDED, []) == DECIDED


@given(st.lists(st.sampled_from([NOBODY, on(1), on(9), on(3, Progress.DONE)]), max_size=6))
def test_a_plan_is_never_followed_up_before_it_was_decided(looked) -> None:
    assert followed_up(DECIDED, looked) >= DECIDED


def test_a_plan_has_half_a_year_from_its_picture() -> None:
    assert plan_due(DECIDED) == date(2026, 8, 28)


def test_a_point_says_what_by_whom_and_against_what() -> None:
    for empty in ({"problem": ""}, {"text": " "}, {"responsible": "x" * 201}):
        with pytest.raises(BadInput):
            replace(POINT, **empty)
    assert document("bild", {2: POINT, 1: POINT})["points"][0]["due"] == "2027-01-01"


def test_who_was_there_is_told_by_actor_and_function() -> None:
    told = attended("Polisen: lokalpolisområdeschef\nBostadsbolaget: vd")
    assert told[1] == Attended("Bostadsbolaget", "vd")
    with pytest.raises(BadInput, match="attended"):
        attended("Polisen")


@pytest.mark.parametrize(
    "told",
    [
        {"led_by": ""},
        {"attended": ()},
        {"attended": (Attended("Polisen", ""),)},
        {"attended": (Attended("", "chef"),)},
        {"dealt_with": ""},
        {"minutes": " "},
    ],
)
def test_a_meeting_says_who_led_it_who_came_and_what_came_of_it(told) -> None:
    with pytest.raises(BadInput):
        replace(SESSION, **told)


def test_a_report_says_something_and_a_year_that_is_one() -> None:
    for told in ((" ", None), ("Året.", 20255)):
        with pytest.raises(BadInput):
            Report(date(2026, 1, 1), told[0], told[1])
    assert Report(date(2026, 1, 1), "Året.").year is None
