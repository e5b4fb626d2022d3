"""The hash of a final text: any letter shows, and nothing else does."""

from dataclasses import asdict, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaka.balancing.rules.content import Content, Given
from vaka.core.canonical import canonical_bytes

ANSWER = Given("Rån på kvällstid.", ["rapport 7"], "p1", "2026-03-02T12:00:00.000000Z")
CONTENT = Content(
    balancing="b",
    board="tn",
    site="s",
    camera="k",
    version=1,
    template="se-kommun/1",
    answers={"problems": ANSWER, "retention": replace(ANSWER, value=72)},
    advice=[{"stance": "supports", "reasons": "Väl avgränsat.", "reply": ""}],
)


def test_the_order_in_which_rows_come_does_not_matter() -> None:
    turned = dict(reversed(CONTENT.answers.items()))
    assert replace(CONTENT, answers=turned).sha256() == CONTENT.sha256()


@pytest.mark.parametrize(
    "changed",
    [
        {"version": 2},
        {"site": "t"},
        {"template": "se-kommun/2"},
        {"answers": {}},
        {"advice": []},
        {"edition": 1},
        {"routines": [{"routine": "r", "number": 2}]},
        {"comments": [{"question": "place", "text": "Var?"}]},
    ],
)
def test_every_part_is_covered(changed: dict[str, object]) -> None:
    other = replace(CONTENT, **changed)  # type: ignore[arg-type]  # fields as named above
    assert other.sha256() != CONTENT.sha256()


@given(text=st.text())
def test_every_letter_of_an_answer_is_covered(text: str) -> None:
    other = replace(
        CONTENT, answers={**CONTENT.answers, "problems": replace(ANSWER, value=text)}
    )
    assert (other.sha256() == CONTENT.sha256()) == (text == ANSWER.value)


def test_a_text_from_before_there_were_comments_and_routines_has_the_hash_it_had() -> None:
    older = asdict(CONTENT)
    for later in ("edition", "routines", "comments"):
        del older[later]
    assert CONTENT.canonical() == canonical_bytes(older)
