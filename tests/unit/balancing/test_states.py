"""How a balancing moves, and what stops it."""

import pytest

from vaka.balancing.rules.states import (
    AFTER,
    Advised,
    CommentState,
    Reason,
    Stance,
    State,
    Step,
    comment_state,
    why_not,
    why_not_answer_comment,
    why_not_finalise,
    why_not_review,
    why_not_settle,
)


def test_a_draft_is_answered_and_submitted_and_nothing_else() -> None:
    moving = {Step.ANSWER, Step.SUBMIT}
    talking = {Step.ANSWER_COMMENT, Step.SETTLE}
    assert {step for state, step in AFTER if state == State.DRAFT} == moving | talking
    assert why_not(State.DRAFT, Step.REVIEW) == Reason.NOT_SUBMITTED
    assert why_not(State.DRAFT, Step.FINALISE) == Reason.NOT_SUBMITTED


def test_what_the_council_reads_does_not_change_under_its_eyes() -> None:
    assert why_not(State.IN_REVIEW, Step.ANSWER) == Reason.SUBMITTED
    assert why_not(State.IN_REVIEW, Step.TAKE_BACK) is None


@pytest.mark.parametrize("step", [step for step in Step if step != Step.REVISE])
def test_what_is_final_never_changes(step: Step) -> None:
    assert why_not(State.FINAL, step) == Reason.FINAL_ALREADY


def test_only_what_is_final_is_revised() -> None:
    assert why_not(State.FINAL, Step.REVISE) is None
    assert why_not(State.DRAFT, Step.REVISE) == Reason.NOT_FINAL
    assert why_not(State.IN_REVIEW, Step.REVISE) == Reason.NOT_FINAL


def test_nobody_judges_a_text_of_his_or_her_own() -> None:
    assert why_not_review(State.IN_REVIEW, reviewer="a", authors={"a", "b"}) == Reason.OWN_WORK
    assert why_not_review(State.IN_REVIEW, reviewer="c", authors={"a", "b"}) is None
    assert why_not_review(State.DRAFT, reviewer="c", authors=()) == Reason.NOT_SUBMITTED


def finalised(*advice: Advised, state: State = State.IN_REVIEW) -> Reason | None:
    return why_not_finalise(state, advice=advice)


def test_nothing_is_final_before_the_council_has_spoken() -> None:
    assert finalised() == Reason.NO_ADVICE
    assert finalised(state=State.DRAFT) == Reason.NOT_SUBMITTED


@pytest.mark.parametrize("stance", [Stance.SUPPORTS, Stance.SUPPORTS_WITH_CHANGES])
def test_support_is_enough(stance: Stance) -> None:
    assert finalised(Advised(stance)) is None


def test_an_objection_stops_nobody_who_answers_it() -> None:
    objection = Advised(Stance.OPPOSES)
    assert finalised(Advised(Stance.SUPPORTS), objection) == Reason.OBJECTION_UNANSWERED
    assert finalised(Advised(Stance.OPPOSES, reply="Dagtid är struken.")) is None


def test_a_comment_is_open_then_answered_then_settled() -> None:
    found = comment_state(answered=False, settled=False)
    assert found == CommentState.OPEN
    assert why_not_settle(found) == Reason.COMMENT_OPEN
    assert why_not_answer_comment(found) is None
    found = comment_state(answered=True, settled=False)
    assert found == CommentState.ANSWERED
    assert why_not_settle(found) is None
    assert why_not_answer_comment(found) == Reason.COMMENT_ANSWERED
    found = comment_state(answered=True, settled=True)
    assert found == CommentState.SETTLED
    assert why_not_settle(found) == Reason.COMMENT_SETTLED


@pytest.mark.parametrize("state", list(CommentState))
def test_a_comment_nobody_answered_stops_what_would_be_final(state: CommentState) -> None:
    heard = [Advised(Stance.SUPPORTS)]
    stopped = why_not_finalise(State.IN_REVIEW, advice=heard, comments=[state])
    assert stopped == (Reason.COMMENT_UNANSWERED if state == CommentState.OPEN else None)
