"""Whether the impact must be assessed, and what the assessment is drawn from."""

import pytest

from vaka.balancing.rules import impact
from vaka.balancing.rules.hearing import employees_must_be_heard
from vaka.balancing.rules.impact import Need
from vaka.law.se.impact import CRITERIA, ENOUGH, PARTS
from vaka.law.templates import NEWEST, places, template

TEMPLATE = template(NEWEST)


def criteria(**values: object) -> list[str]:
    return [each.criterion.code for each in impact.met(values)]


def test_the_list_has_nine_criteria_and_two_are_enough() -> None:
    assert [each.number for each in CRITERIA] == list(range(1, 10))
    assert ENOUGH == 2


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"public_access": True}, ["systematic"]),
        ({"public_access": False}, []),
        ({"who_is_there": ["patients"]}, ["sensitive", "vulnerable"]),
        ({"who_is_there": ["worshippers"]}, ["sensitive"]),
        ({"who_is_there": ["children"]}, ["vulnerable"]),
        ({"who_is_there": ["employees", "guests"]}, ["vulnerable"]),
        ({"homes_in_view": True}, ["sensitive"]),
        ({"large_scale": True}, ["large-scale"]),
        ({"new_technique": True}, ["new-technique"]),
        ({"analytics": ["people-count"]}, ["new-technique"]),
        ({"analytics": []}, []),
    ],
)
def test_each_criterion_follows_from_an_answer(answers, expected: list[str]) -> None:
    assert criteria(**answers) == expected


def test_a_masked_home_is_a_home_since_risk_is_judged_without_the_safeguards() -> None:
    masked = {"homes_in_view": True, "masks": [[[0, 0], [1, 0], [1, 1]]]}
    assert criteria(**masked) == ["sensitive"]


def test_every_criterion_names_the_question_that_shows_it() -> None:
    asked = {each.id for each in TEMPLATE.questions()}
    shown = impact.met(
        {
            "public_access": True,
            "who_is_there": ["patients"],
            "large_scale": True,
            "new_technique": True,
        }
    )
    assert len(shown) == 5
    assert {each.question for each in shown} <= asked


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, Need.NO_SIGN),
        ({"public_access": True}, Need.TO_ARGUE),
        ({"public_access": True, "homes_in_view": True}, Need.LIKELY),
        ({"public_access": True, "large_scale": True}, Need.REQUIRED),
        ({"public_access": False, "large_scale": True}, Need.TO_ARGUE),
    ],
)
def test_the_need_follows_from_the_criteria(answers, expected: Need) -> None:
    assert impact.need(answers) == expected


def test_it_must_be_there_by_the_answer_or_by_the_article() -> None:
    assert impact.must_be_assessed({"dpia_needed": True})
    assert impact.must_be_assessed(
        {"dpia_needed": False, "public_access": True, "large_scale": True}
    )
    likely = {"dpia_needed": False, "public_access": True, "homes_in_view": True}
    assert not impact.must_be_assessed(likely)


def test_a_watched_workplace_has_its_employees_heard() -> None:
    assert employees_must_be_heard({"workplace_in_view": True})
    assert not employees_must_be_heard({"workplace_in_view": False})
    assert not employees_must_be_heard({})


def test_the_parts_are_those_of_the_article_and_ask_nothing_twice() -> None:
    sources = [part.source for part in PARTS]
    for letter in "abcd":
        assert f"GDPR art. 35.7 {letter}" in sources
    drawn = [question for part in PARTS for question in part.questions]
    assert len(set(drawn)) == len(drawn)
    asked = {
        question.id
        for place in ("", *(f"+{each}" for each in places(NEWEST)))
        for question in template(f"{NEWEST}{place}").questions()
    }
    assert set(drawn) <= asked


def test_only_what_is_answered_is_drawn() -> None:
    parts = impact.drawn(TEMPLATE, {"necessity": "Ja.", "security": "Nyckel.", "okänd": 1})
    found = {each.part.source: [q.id for q in each.answered] for each in parts}
    assert found["GDPR art. 35.7 b"] == ["necessity"]
    assert found["GDPR art. 35.7 d"] == ["security"]
    assert found["GDPR art. 35.7 a"] == []
