"""A municipality's own questions: what one must have, and where they are asked."""

from dataclasses import replace

import pytest

from vaka.balancing.rules import own
from vaka.balancing.rules.own import Asked
from vaka.core.errors import BadInput
from vaka.law.templates import NEWEST, Kind, template

WHOLE = template(NEWEST)
ASKED = Asked(13, Kind.TEXT, " Vem har nycklar? ", "Säkerhetspolicy 4", required=True)


def test_its_words_are_kept_without_blanks_and_swedish_does_for_english() -> None:
    assert own.checked(ASKED, WHOLE) == replace(
        ASKED, sv="Vem har nycklar?", en="Vem har nycklar?"
    )


@pytest.mark.parametrize(
    ("told", "where"),
    [
        ({"section": 16}, "section"),
        ({"kind": "hours"}, "kind"),
        ({"kind": "poem"}, "kind"),
        ({"sv": "  "}, "sv"),
        ({"source": ""}, "source"),
    ],
)
def test_a_question_without_words_ground_or_place_is_none(told, where: str) -> None:
    with pytest.raises(BadInput) as problem:
        own.checked(replace(ASKED, **told), WHOLE)
    assert problem.value.where == where


def test_own_questions_come_after_the_templates_and_take_none_away() -> None:
    asked = own.question(own.key(3), own.checked(ASKED, WHOLE))
    whole = own.with_own(WHOLE, [(13, asked)])
    section = whole.sections[12]
    assert section.questions == (*WHOLE.sections[12].questions, asked)
    assert [each for each in whole.questions() if each != asked] == list(WHOLE.questions())
    assert asked.id == "own_3"
    assert asked.required
    assert not own.is_of(WHOLE, asked.id)
    assert own.is_of(WHOLE, "necessity")
