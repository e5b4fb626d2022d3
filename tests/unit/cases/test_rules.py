"""How a case moves, and what it refuses."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaka.cases import rules
from vaka.cases.rules import Awaited, Outcome, Reason, State, Step
from vaka.core.errors import BadInput

OPENED, MEETING = date(2026, 1, 7), date(2026, 3, 2)


def why_not_resolve(
    state: State = State.OPEN, meeting: date = MEETING, awaited: tuple[Awaited, ...] = ()
) -> Reason | None:
    return rules.why_not_resolve(state, opened=OPENED, meeting=meeting, awaited=awaited)


def test_an_open_case_can_be_referred_or_resolved() -> None:
    assert rules.why_not(State.OPEN, Step.REFER) is None
    assert why_not_resolve() is None


def test_nobody_gives_an_opinion_that_nobody_asked_for() -> None:
    assert rules.why_not(State.OPEN, Step.GIVE_OPINION) == Reason.NOT_REFERRED


@pytest.mark.parametrize("step", Step)
def test_nothing_more_happens_in_a_resolved_case(step: Step) -> None:
    assert rules.why_not(State.RESOLVED, step) == Reason.RESOLVED_ALREADY


def test_a_resolved_case_is_not_resolved_again() -> None:
    assert why_not_resolve(State.RESOLVED) == Reason.RESOLVED_ALREADY


def test_a_meeting_before_the_case_was_opened_resolves_nothing() -> None:
    assert why_not_resolve(meeting=OPENED - timedelta(1)) == Reason.MEETING_BEFORE_OPENING
    assert why_not_resolve(meeting=OPENED) is None


@given(days=st.integers(-40, 40))
def test_a_consulted_body_is_heard_through_its_last_day(days: int) -> None:
    awaited = (Awaited("servicenämnden", MEETING + timedelta(days)),)
    expected = Reason.OPINIONS_AWAITED if days >= 0 else None
    assert why_not_resolve(State.REFERRED, awaited=awaited) == expected


def test_a_case_remitted_back_is_open_again_and_others_are_resolved() -> None:
    assert rules.state_after(Outcome.REMITTED) == State.OPEN
    for outcome in (Outcome.GRANTED, Outcome.REJECTED, Outcome.ANSWERED):
        assert rules.state_after(outcome) == State.RESOLVED


@pytest.mark.parametrize("written", ["TN-2026-114", " stk-2025-626 ", "ÄN-2026-1"])
def test_a_reference_number_is_taken_as_boards_write_it(written: str) -> None:
    assert rules.checked_reference(written) == written.strip().upper()


@pytest.mark.parametrize("written", ["", "114", "TN-26-1", "TN-2026-0", "TN-2026-114; DROP"])
def test_another_form_is_refused_with_an_example(written: str) -> None:
    with pytest.raises(BadInput, match="TN-2026-114"):
        rules.checked_reference(written)


def test_an_empty_text_is_refused_by_name() -> None:
    assert rules.checked_text("title", " Kamera ") == "Kamera"
    with pytest.raises(BadInput, match="title"):
        rules.checked_text("title", "  ")


def test_the_day_of_an_act_is_the_day_on_the_wall() -> None:
    assert rules.day_of(datetime(2026, 6, 30, 22, 30, tzinfo=UTC)) == date(2026, 7, 1)
