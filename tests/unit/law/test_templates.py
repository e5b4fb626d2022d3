"""The assessment template as data: whole, in two languages, every limit once."""

import pytest

from vaka.core.errors import Absent
from vaka.law.eu.identification import LEVELS
from vaka.law.templates import (
    FILES,
    NEWEST,
    PLACES,
    Kind,
    places,
    template,
    template_for,
)
from vaka.municipality.rules import SiteKind

TEMPLATE = template("se-kommun/1")


def test_there_are_fifteen_sections_in_order() -> None:
    assert [section.number for section in TEMPLATE.sections] == list(range(1, 16))
    assert all(section.questions for section in TEMPLATE.sections)


def test_every_question_is_asked_once_in_both_languages() -> None:
    asked = list(TEMPLATE.questions())
    assert len({question.id for question in asked}) == len(asked)
    for question in asked:
        assert question.text.sv, question.id
        assert question.text.en, question.id
        assert bool(question.help.sv) == bool(question.help.en), question.id


def test_choices_have_options_and_nothing_else_has() -> None:
    for question in TEMPLATE.questions():
        chosen = question.kind in (Kind.CHOICE, Kind.CHOICES)
        assert bool(question.options) == chosen, question.id


def test_each_field_of_the_terms_comes_from_one_question() -> None:
    fields = [question.terms for question in TEMPLATE.questions() if question.terms]
    assert len(set(fields)) == len(fields)
    assert {field.partition(".")[0] for field in fields} == {
        "purposes",
        "legal_basis",
        "valid",
        "hours",
        "uses",
        "view",
        "retention_hours",
        "access",
        "offline_hours",
        "sign",
    }


def test_levels_are_those_of_the_standard() -> None:
    codes = [option.code for option in TEMPLATE.question("purpose_level").options]
    assert codes == list(LEVELS)
    assert list(LEVELS.values()) == [12.5, 25, 62.5, 125, 250]


def test_what_does_not_exist_is_absent() -> None:
    with pytest.raises(Absent):
        template("se-kommun/0")
    with pytest.raises(Absent):
        TEMPLATE.question("favourite_colour")


def test_exemptions_are_asked_about_first_and_waive_only_the_weighing() -> None:
    first, *others = TEMPLATE.questions()
    assert first.id == "exemption"
    offered = {option.code for option in first.options} - {"none"}
    waived = {question.id: set(question.waived) for question in others if question.waived}
    assert waived == dict.fromkeys(("argument_for", "argument_against", "tips"), offered)


EXTENDED = [template(f"se-kommun/1+{place}") for place in sorted(places("se-kommun/1"))]


@pytest.mark.parametrize("extended", EXTENDED, ids=lambda each: each.id)
def test_a_kind_of_place_adds_questions_and_takes_none_away(extended) -> None:
    base, asked = list(TEMPLATE.questions()), list(extended.questions())
    added = [each for each in asked if each not in base]
    assert [each for each in asked if each in base] == base
    assert len({each.id for each in asked}) == len(asked)
    assert added
    for each in added:
        assert each.source, each.id
        assert each.help.sv, each.id
        assert each.help.en, each.id


def test_more_is_asked_at_the_places_that_there_are_and_required_where_nobody_can_avoid_it():
    assert set(PLACES) == set(FILES)
    assert places("se-kommun/1") == {
        *("school", "square", "car-park", "bicycle-garage", "housing", "care", "transport"),
    }
    assert places("se-kommun/1") <= set(SiteKind)
    demanding = {
        extended.id.partition("+")[2]
        for extended in EXTENDED
        if any(each.required for each in extended.questions() if each not in base_questions())
    }
    assert demanding == {"school", "housing", "care", "transport"}


def base_questions():
    return list(TEMPLATE.questions())


def test_where_nothing_more_is_asked_the_template_is_the_plain_one() -> None:
    assert template_for("se-kommun/1", "street") is TEMPLATE
    assert template_for("se-kommun/1", "school").id == "se-kommun/1+school"
    for unknown in ("se-kommun/1+street", "se-kommun/1+", "se-kommun/0+school"):
        with pytest.raises(Absent):
            template(unknown)


def test_a_later_version_takes_no_question_away_and_requires_none_that_was_free() -> None:
    first, second = template("se-kommun/1"), template(NEWEST)
    before = {each.id: each for each in first.questions()}
    after = {each.id: each for each in second.questions()}
    assert set(before) < set(after)
    for key, was in before.items():
        now = after[key]
        kept = (was.kind, was.terms, was.required, was.options, was.waived)
        assert (now.kind, now.terms, now.required, now.options, now.waived) == kept
    assert not any(after[key].required for key in set(after) - set(before))


def test_a_place_keeps_its_questions_in_a_later_version() -> None:
    school = template_for(NEWEST, "school")
    assert school.id == "se-kommun/2+school"
    assert {"school_hours", "large_scale"} <= {each.id for each in school.questions()}
