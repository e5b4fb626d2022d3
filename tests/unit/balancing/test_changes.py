"""What changed between two templates and between two texts."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from vaka.balancing.rules import changes
from vaka.balancing.rules.changes import Aspect, Change
from vaka.law.templates import Words, template

ONE, TWO = template("se-kommun/1"), template("se-kommun/2")
ADDED = {"passing", "large_scale", "new_technique", "in_register"}
TEXTS = st.lists(st.sampled_from(["Larm.", "Skylt.", "Logg.", "Mast."]), max_size=6)


def test_nothing_changed_between_a_template_and_itself() -> None:
    assert changes.of_templates(ONE, ONE) == []


def test_the_second_version_adds_questions_and_says_four_anew() -> None:
    found = {each.question.id: each for each in changes.of_templates(ONE, TWO)}
    added = {key for key, each in found.items() if each.change == Change.ADDED}
    assert added == ADDED
    assert found["dpia"].aspects == (Aspect.TEXT, Aspect.HELP, Aspect.SOURCE)
    assert found["negotiated"].aspects == (Aspect.TEXT, Aspect.HELP)
    assert found["large_scale"].section == 10
    assert found["hours"].aspects == found["access"].aspects == (Aspect.HELP,)
    assert set(found) == added | {"dpia", "negotiated", "hours", "access"}


def test_what_is_taken_away_is_told_too() -> None:
    back = [each for each in changes.of_templates(TWO, ONE) if each.change == Change.REMOVED]
    assert {each.question.id for each in back} == ADDED
    assert all(each.after is None for each in back)


def test_each_aspect_of_a_question_is_told() -> None:
    first, *rest = ONE.sections
    changed = replace(first.questions[0], required=False, text=Words("Ny?", "New?"))
    anew = replace(first, questions=(changed, *first.questions[1:]))
    [found] = changes.of_templates(ONE, replace(ONE, sections=(anew, *rest)))
    assert found.aspects == (Aspect.TEXT, Aspect.REQUIRED)
    assert found.before == first.questions[0]


@given(before=TEXTS, after=TEXTS)
def test_either_text_can_be_read_out_of_what_changed(
    before: list[str], after: list[str]
) -> None:
    found = changes.of_texts("\n\n".join(before), "\n".join(after))
    assert [each.text for each in found if each.change != Change.REMOVED] == after
    assert [each.text for each in found if each.change != Change.ADDED] == before
