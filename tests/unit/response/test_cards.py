"""An action card: what is asked next depends on what was answered."""

import pytest

from vaka.core.errors import BadInput
from vaka.response.rules.cards import (
    Step,
    applying,
    check_answer,
    parse,
    remaining,
    to_json,
)

STEPS = [
    {"key": "look", "text": "Titta", "answers": ["Ja", "Nej"]},
    {"key": "hurt", "text": "Skadad?", "answers": ["Ja", "Nej"], "only_if": ["look", "Ja"]},
    {"key": "ambulance", "text": "Ring 112", "only_if": ["hurt", "Ja"]},
    {"key": "note", "text": "Anteckna", "required": False, "note": "Vem, när"},
]


def keys(checks: dict[str, str]) -> list[str]:
    return [step.key for step in applying(parse(STEPS), checks)]


def test_a_step_applies_when_its_question_was_answered_so() -> None:
    assert keys({}) == ["look", "note"]
    assert keys({"look": "Ja"}) == ["look", "hurt", "note"]
    assert keys({"look": "Ja", "hurt": "Ja"}) == ["look", "hurt", "ambulance", "note"]


def test_a_question_that_falls_away_takes_its_steps_along() -> None:
    assert keys({"look": "Nej", "hurt": "Ja"}) == ["look", "note"]


def test_what_remains_is_required_applies_and_is_unchecked() -> None:
    left = remaining(parse(STEPS), {"look": "Ja"})
    assert [step.key for step in left] == ["hurt"]
    assert not remaining(parse(STEPS), {"look": "Nej"})


def test_a_card_read_back_is_the_same() -> None:
    assert parse(to_json(parse(STEPS))) == parse(STEPS)


def test_a_question_takes_its_answers_and_a_step_none() -> None:
    question, step = Step("q", "?", answers=("Ja", "Nej")), Step("s", ".")
    check_answer(question, "Ja")
    check_answer(step, "")
    for wrong, answer in ((question, ""), (question, "Kanske"), (step, "Ja")):
        with pytest.raises(BadInput):
            check_answer(wrong, answer)


@pytest.mark.parametrize(
    ("steps", "where"),
    [
        ([], "steps"),
        ([{"key": "a", "text": "t", "color": 1}], "steps[1]"),
        ([{"key": "a", "text": "t", "required": "ja"}], "steps[1].required"),
        ([{"key": " ", "text": "t"}], "steps[1].key"),
        ([{"key": "a"}], "steps[1].text"),
        ([{"key": "a", "text": "t", "answers": "Ja"}], "steps[1].answers"),
        ([{"key": "a", "text": "t", "answers": [1]}], "steps[1].answers"),
        ([{"key": "a", "text": "t", "only_if": ["b"]}], "steps[1].only_if"),
        ([{"key": "a", "text": "t", "only_if": ["b", "Ja"]}], "steps[1].only_if"),
        (
            [
                {"key": "a", "text": "t", "answers": ["Ja"]},
                {"key": "b", "text": "t", "only_if": ["a", "Nej"]},
            ],
            "steps[2].only_if",
        ),
        ([{"key": "a", "text": "t"}, {"key": "a", "text": "t"}], "steps[2]"),
    ],
)
def test_an_ill_formed_card_is_refused_by_name(
    steps: list[dict[str, object]], where: str
) -> None:
    with pytest.raises(BadInput) as told:
        parse(steps)
    assert told.value.where == where
