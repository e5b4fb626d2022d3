"""What the answers mean: kinds, what is missing, the outcome, the limits, the proposal."""

from datetime import date

import pytest

from vaka.balancing.rules import questions
from vaka.core.errors import BadInput
from vaka.law.templates import NEWEST, Kind, template
from vaka.terms.document import WEEKDAYS

TEMPLATE = template("se-kommun/1")
RING = [[13.0, 55.6], [13.1, 55.6], [13.1, 55.7], [13.0, 55.6]]
NIGHT = {"days": ["fri"], "from": "20:00", "to": "06:00"}
PRESET = {
    "name": "torget",
    "area": {"type": "Polygon", "coordinates": [RING]},
    "masks": [[[0, 0], [1, 0], [1, 1]]],
}
RIGHT: dict[str, object] = {
    "place": "Torget",
    "legal_basis": "GDPR art. 6.1 e",
    "public_access": True,
    "outcome": "no",
    "who_is_there": ["children"],
    "pixels_per_metre": 62.5,
    "retention_hours": 0,
    "valid_from": "2026-04-01",
    "hours": [NIGHT],
    "purposes": [{"code": "8-1a", "text": "Rån"}],
    "access": [{"role": "operator", "acts": ["live"], "requires": []}],
    "watched_area": {"type": "Polygon", "coordinates": [RING]},
    "masks": [[[0, 0], [1, 0], [1, 1]]],
    "presets": [PRESET],
}
WRONG: dict[str, list[object]] = {
    "place": ["", 7, None],
    "legal_basis": ["  "],
    "public_access": ["ja", 1],
    "outcome": ["kanske", ["yes"]],
    "who_is_there": ["children", ["hundar"]],
    "pixels_per_metre": [0, "62", True],
    "retention_hours": [-1, 1.5],
    "valid_from": ["1 april", "2026-4-1"],
    "hours": [
        [{**NIGHT, "from": "25:00"}],
        [{**NIGHT, "from": "24:00"}],
        [{**NIGHT, "why": "natt"}],
        [{**NIGHT, "days": []}],
    ],
    "purposes": [[], [{"code": "8-1a"}]],
    "access": [[], [{"role": "operator", "acts": ["peek"], "requires": []}]],
    "watched_area": [{"type": "Point", "coordinates": [13, 55]}, {"type": "Polygon"}],
    "masks": [[[[0, 0], [2, 0], [1, 1]]]],
    "presets": [[{**PRESET, "name": ""}], [{**PRESET, "zoom": 3}]],
}


def test_every_kind_is_tried_here() -> None:
    assert {TEMPLATE.question(key).kind for key in RIGHT} == set(Kind)


@pytest.mark.parametrize("key", sorted(RIGHT))
def test_an_answer_of_its_kind_is_taken_as_it_is(key: str) -> None:
    assert questions.read(TEMPLATE, key, RIGHT[key]) == RIGHT[key]


@pytest.mark.parametrize(
    ("key", "value"), [(key, value) for key, values in WRONG.items() for value in values]
)
def test_another_is_refused_by_the_questions_name(key: str, value: object) -> None:
    with pytest.raises(BadInput) as told:
        questions.read(TEMPLATE, key, value)
    assert told.value.where == key
    assert told.value.mend


def test_a_question_that_nobody_asked_is_refused() -> None:
    with pytest.raises(BadInput, match="favourite_colour"):
        questions.read(TEMPLATE, "favourite_colour", "blue")


def test_what_is_required_and_unanswered_is_missing_in_order() -> None:
    lacking = [question.id for question in questions.missing(TEMPLATE, RIGHT)]
    assert lacking[:2] == ["exemption", "problems"]
    assert "place" not in lacking
    assert "survey" not in lacking


def test_the_outcome_is_what_people_said_and_never_computed() -> None:
    assert questions.outcome(RIGHT) == "no"
    assert questions.outcome({}) == ""


def test_limits_lie_where_the_terms_have_them() -> None:
    fields, traces = questions.limits(TEMPLATE, RIGHT)
    assert fields["retention_hours"] == 0
    assert fields["view"] == {
        "area": RIGHT["watched_area"],
        "max_pixels_per_metre": 62.5,
        "masks": RIGHT["masks"],
        "presets": RIGHT["presets"],
    }
    assert fields["uses"] == {"analytics": []}
    assert {trace.field: trace.question.id for trace in traces}["valid.from"] == "valid_from"


def test_each_limit_is_argued_in_sentences_that_the_template_asks_for() -> None:
    """Every limit is traceable to a sentence in section 7 or 8, or where it is argued."""
    asked = {question.id for question in TEMPLATE.questions()}
    fields = {question.terms for question in TEMPLATE.questions() if question.terms}
    assert set(questions.ARGUED_BY) <= fields
    for field in fields:
        assert set(questions.ARGUED_BY.get(field, questions.WEIGHING)) <= asked
    _, traces = questions.limits(TEMPLATE, {**RIGHT, "tips": "Kvällarna.", "problems": "Rån."})
    hours = next(trace for trace in traces if trace.field == "hours")
    assert [question.id for question in hours.argued] == ["problems", "tips"]


def test_nothing_answered_proposes_nothing() -> None:
    proposal = questions.proposal({})
    assert proposal.hours == frozenset()
    assert proposal.retention_hours is None
    assert not proposal.audio


def test_what_is_answered_is_proposed() -> None:
    proposal = questions.proposal({**RIGHT, "audio": True, "homes_in_view": True})
    friday = WEEKDAYS.index("fri") * 24
    assert proposal.hours == set(range(friday + 20, friday + 30))
    assert proposal.audio
    assert proposal.homes_in_view
    assert proposal.masks


def test_every_finding_points_at_a_question_of_the_template() -> None:
    known = {question.id for question in template(NEWEST).questions()}
    assert set(questions.WHERE.values()) <= known
    assert set(questions.EMPTY) <= {question.terms for question in TEMPLATE.questions()}


def test_what_an_exemption_waives_need_not_be_answered() -> None:
    weighing = {"argument_for", "argument_against", "tips"}

    def lacking(**values: object) -> set[str]:
        return {each.id for each in questions.missing(TEMPLATE, values)}

    assert weighing <= lacking(exemption="none")
    for exemption in ("11-5", "11-7", "13"):
        assert not weighing & lacking(exemption=exemption)
        assert {"necessity", "sign", "outcome"} <= lacking(exemption=exemption)


def test_who_may_look_back_with_nothing_required_is_told() -> None:
    access = [
        {"role": "operator", "acts": ["live"], "requires": []},
        {"role": "operator", "acts": ["review"], "requires": ["incident"]},
        {"role": "dpo", "acts": ["export"], "requires": []},
    ]
    assert questions.proposal({"access": access}).unguarded == {"dpo"}


def test_days_are_days_and_what_is_not_answered_is_nothing() -> None:
    told = questions.proposal({"valid_from": "2026-04-01", "retention_hours": 0})
    assert (told.valid_from, told.valid_until) == (date(2026, 4, 1), None)
    assert (told.retention_hours, questions.proposal({}).retention_hours) == (0, None)
    assert questions.proposal({}).exemption == "none"
