"""How a case moves, and what it refuses."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaka.cases.rules import states
from vaka.cases.rules.states import (
    MIXED,
    POSTPONING,
    SETTLING,
    Awaited,
    Outcome,
    Reason,
    Ruling,
    State,
    Step,
)

OPENED, MEETING = date(2026, 1, 7), date(2026, 3, 2)
GRANTED = Ruling(MEETING, Outcome.GRANTED)
UNRESOLVED = [state for state in State if state != State.RESOLVED]


def why_not_resolve(
    state: State = State.OPEN,
    ruling: Ruling = GRANTED,
    awaited: tuple[Awaited, ...] = (),
    unsettled: tuple[int, ...] = (),
) -> Reason | None:
    return states.why_not_resolve(
        state, ruling, opened=OPENED, awaited=awaited, unsettled=unsettled
    )


def test_an_open_case_can_be_prepared_referred_stated_or_resolved() -> None:
    for step in (Step.PREPARE, Step.REFER, Step.SIGN):
        assert states.why_not(State.OPEN, step) is None
    assert why_not_resolve() is None


def test_nobody_gives_an_opinion_that_nobody_asked_for() -> None:
    assert states.why_not(State.OPEN, Step.GIVE_OPINION) == Reason.NOT_REFERRED


@pytest.mark.parametrize("state", [State.IN_PREPARATION, State.REFERRED, State.STATED])
def test_a_case_is_given_to_one_department_at_a_time(state: State) -> None:
    assert states.why_not(state, Step.PREPARE) == Reason.PREPARED_ALREADY


@pytest.mark.parametrize("step", Step)
def test_nothing_more_happens_in_a_resolved_case(step: Step) -> None:
    assert states.why_not(State.RESOLVED, step) == Reason.RESOLVED_ALREADY


@given(st.sampled_from(UNRESOLVED), st.lists(st.sampled_from(Step)))
def test_only_a_resolution_ends_a_case_whatever_came_before(state: State, steps: list[Step]):
    for step in steps:
        if state == State.RESOLVED:
            assert states.why_not(state, step) == Reason.RESOLVED_ALREADY
        elif states.why_not(state, step) is None:
            state = states.AFTER[state, step]
            assert (state == State.RESOLVED) == (step == Step.RESOLVE)


def test_a_statement_is_no_longer_the_last_word_when_the_case_goes_out_anew() -> None:
    assert states.AFTER[State.STATED, Step.REFER] == State.REFERRED


def test_an_initiative_is_entered_once_and_before_anybody_is_consulted_on_it() -> None:
    for state in (State.OPEN, State.IN_PREPARATION):
        assert states.why_no_initiative(state, entered=False) is None
        assert states.why_no_initiative(state, entered=True) == (
            Reason.INITIATIVE_ENTERED_ALREADY
        )
    for state in (State.REFERRED, State.STATED):
        assert states.why_no_initiative(state, entered=False) == (
            Reason.INITIATIVE_AFTER_REFERRAL
        )
    assert states.why_no_initiative(State.RESOLVED, entered=False) == Reason.RESOLVED_ALREADY


def why_not_sign(
    state: State = State.REFERRED,
    awaited: tuple[Awaited, ...] = (),
    demands: tuple[int, ...] = (1, 2),
    proposed: tuple[int, ...] = (1, 2),
) -> Reason | None:
    return states.why_not_sign(
        state, today=MEETING, awaited=awaited, demands=demands, proposed=proposed
    )


def test_a_statement_waits_for_who_was_asked_and_answers_every_demand() -> None:
    assert why_not_sign() is None
    assert why_not_sign(State.RESOLVED) == Reason.RESOLVED_ALREADY
    asked = (Awaited("servicenämnden", MEETING),)
    assert why_not_sign(awaited=asked) == Reason.OPINIONS_AWAITED
    silent = (Awaited("servicenämnden", MEETING - timedelta(1)),)
    assert why_not_sign(awaited=silent) is None
    assert why_not_sign(proposed=(2,)) == Reason.DEMANDS_WITHOUT_PROPOSAL


def test_a_resolved_case_is_not_resolved_again() -> None:
    assert why_not_resolve(State.RESOLVED) == Reason.RESOLVED_ALREADY


def test_a_meeting_before_the_case_was_opened_resolves_nothing() -> None:
    before = Ruling(OPENED - timedelta(1), Outcome.GRANTED)
    assert why_not_resolve(ruling=before) == Reason.MEETING_BEFORE_OPENING
    assert why_not_resolve(ruling=Ruling(OPENED, Outcome.GRANTED)) is None


@given(days=st.integers(-40, 40))
def test_a_consulted_body_is_heard_through_its_last_day(days: int) -> None:
    awaited = (Awaited("servicenämnden", MEETING + timedelta(days)),)
    expected = Reason.OPINIONS_AWAITED if days >= 0 else None
    assert why_not_resolve(State.REFERRED, awaited=awaited) == expected


@pytest.mark.parametrize("outcome", sorted(POSTPONING))
def test_what_is_put_off_needs_nobodys_opinion_and_no_statement(outcome: Outcome) -> None:
    awaited = (Awaited("servicenämnden", MEETING),)
    put_off = Ruling(MEETING, outcome, {1: outcome})
    assert why_not_resolve(State.REFERRED, put_off, awaited, (1,)) is None


def test_an_initiative_is_prepared_before_it_is_resolved() -> None:
    ruling = Ruling(MEETING, demands={1: Outcome.REJECTED})
    assert why_not_resolve(State.REFERRED, ruling, unsettled=(1,)) == Reason.NOT_STATED
    assert why_not_resolve(State.STATED, ruling, unsettled=(1,)) is None


def test_every_demand_gets_an_answer() -> None:
    for ruling in (GRANTED, Ruling(MEETING, demands={1: Outcome.GRANTED})):
        reason = why_not_resolve(State.STATED, ruling, unsettled=(1, 2))
        assert reason == Reason.DEMANDS_UNRESOLVED


def test_a_resolution_is_told_in_one_word_and_mixed_when_demands_part() -> None:
    rejected = {1: Outcome.REJECTED, 2: Outcome.REJECTED}
    assert Ruling(MEETING, demands=rejected).in_one == Outcome.REJECTED
    assert Ruling(MEETING, demands={**rejected, 3: Outcome.ANSWERED}).in_one == MIXED
    assert GRANTED.in_one == Outcome.GRANTED


@pytest.mark.parametrize("state", UNRESOLVED)
def test_remitted_back_a_case_is_open_again_and_tabled_it_stays_where_it_was(
    state: State,
) -> None:
    for outcome in SETTLING:
        assert states.state_after(state, Ruling(MEETING, outcome)) == State.RESOLVED
    assert states.state_after(state, Ruling(MEETING, Outcome.TABLED)) == state
    assert states.state_after(state, Ruling(MEETING, Outcome.REMITTED)) == State.OPEN
    partly = Ruling(MEETING, demands={1: Outcome.GRANTED, 2: Outcome.TABLED})
    assert states.state_after(state, partly) == state


def test_minutes_are_approved_after_a_meeting_that_resolved_something() -> None:
    asked = {"meeting": MEETING, "resolved": True}
    assert states.why_not_approve(approved_on=MEETING, **asked) is None
    early = states.why_not_approve(approved_on=MEETING - timedelta(1), **asked)
    assert early == Reason.APPROVED_BEFORE_MEETING
    empty = states.why_not_approve(meeting=MEETING, approved_on=MEETING, resolved=False)
    assert empty == Reason.NOTHING_RESOLVED


def test_what_members_put_to_their_board_no_delegate_decides() -> None:
    def why_not(state=State.OPEN, *, initiative=False, in_force=True) -> Reason | None:
        return states.why_not_delegated(state, initiative=initiative, in_force=in_force)

    assert why_not() is None
    assert why_not(initiative=True) == Reason.INITIATIVE_NOT_DELEGATED
    assert why_not(in_force=False) == Reason.DELEGATION_NOT_IN_FORCE
    assert why_not(State.RESOLVED) == Reason.RESOLVED_ALREADY
