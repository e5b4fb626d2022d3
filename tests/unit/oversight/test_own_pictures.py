"""When somebody who asks for their own pictures is answered (GDPR art. 12.3), and by what."""

from datetime import date

import pytest

from vaka.oversight.rules.own_pictures import (
    Answer,
    answer_due,
    why_not_answer,
    why_not_extend,
)


@pytest.mark.parametrize(
    ("received", "first", "extended"),
    [
        (date(2026, 3, 2), date(2026, 4, 2), date(2026, 6, 2)),
        # A month that lacks the day: the day before, never after.
        (date(2026, 1, 31), date(2026, 2, 28), date(2026, 4, 30)),
        (date(2026, 11, 30), date(2026, 12, 30), date(2027, 2, 28)),
    ],
)
def test_an_answer_is_due_in_a_month_or_in_three(
    received: date, first: date, extended: date
) -> None:
    assert answer_due(received, extended=False) == first
    assert answer_due(received, extended=True) == extended


def test_it_is_extended_once_with_reasons_and_within_the_first_month() -> None:
    received, reasons = date(2026, 3, 2), "Många kameror"

    def why(*, extended: bool = False, said: str = reasons, on: date = date(2026, 4, 2)) -> str:
        return why_not_extend(received, extended=extended, reasons=said, today=on)

    assert why() == ""
    assert why(on=date(2026, 4, 3)) == "too-late-to-extend"
    assert why(said=" ") == "reasons-missing"
    assert why(extended=True) == "extended-already"


@pytest.mark.parametrize(
    ("answer", "identified", "words", "copies", "why"),
    [
        (Answer.NOTHING_FOUND, True, "Ingen syns.", 0, ""),
        (Answer.NOTHING_FOUND, True, "Ingen syns.", 1, "copies-are-taken"),
        (Answer.NOTHING_FOUND, True, "", 0, "reasons-missing"),
        (Answer.NOTHING_FOUND, False, "Ingen syns.", 0, "identity-not-checked"),
        (Answer.HANDED_OUT, True, "Se bifogat.", 1, ""),
        (Answer.HANDED_OUT, True, "Se bifogat.", 0, "no-copy-taken"),
        (Answer.HANDED_OUT, False, "Se bifogat.", 1, "identity-not-checked"),
        (Answer.REFUSED, False, "Vem det är kunde inte klarläggas.", 0, ""),
        (Answer.REFUSED, True, "Skäl.", 1, "copies-are-taken"),
    ],
)
def test_nobody_is_told_anything_but_no_before_it_is_known_who_they_are(
    answer: Answer, identified: bool, words: str, copies: int, why: str
) -> None:
    assert why_not_answer(answer, identified=identified, words=words, copies=copies) == why
