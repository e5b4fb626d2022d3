"""How a balancing moves from draft to final, and what stops it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How far a balancing has come; what is final never changes."""

    DRAFT = "draft"
    IN_REVIEW = "in-review"
    FINAL = "final"


class Step(StrEnum):
    """What moves a balancing."""

    ANSWER = "answer"
    SUBMIT = "submit"
    REVIEW = "review"
    TAKE_BACK = "take-back"
    FINALISE = "finalise"
    REVISE = "revise"
    COMMENT = "comment"
    ANSWER_COMMENT = "answer-comment"
    SETTLE = "settle"


class Outcome(StrEnum):
    """What the people who weighed came to (section 8); no rule ever computes it."""

    YES = "yes"
    YES_WITH_LIMITS = "yes-with-limits"
    NO = "no"


class Stance(StrEnum):
    """What the camera council advises."""

    SUPPORTS = "supports"
    SUPPORTS_WITH_CHANGES = "supports-with-changes"
    OPPOSES = "opposes"


class Reason(StrEnum):
    """Why a step is not open."""

    FINAL_ALREADY = "final-already"
    NOT_SUBMITTED = "not-submitted"
    SUBMITTED = "submitted"
    NOT_FINAL = "not-final"
    OWN_WORK = "own-work"
    ADVISED_ALREADY = "advised-already"
    REPLIED_ALREADY = "replied-already"
    NO_ADVICE = "no-advice"
    OBJECTION_UNANSWERED = "objection-unanswered"
    REVISED_ALREADY = "revised-already"
    COMMENT_UNANSWERED = "comment-unanswered"
    COMMENT_OPEN = "comment-open"
    COMMENT_ANSWERED = "comment-answered"
    COMMENT_SETTLED = "comment-settled"
    FOLLOWED_ALREADY = "followed-already"
    NEWEST_ALREADY = "newest-already"
    CHANGED_MEANWHILE = "changed-meanwhile"
    IMPACT_ADVISED = "impact-advised"
    HEARD_ALREADY = "heard-already"
    REQUIRED_STAYS = "required-stays"
    QUESTION_ENDED = "question-ended"


# What is left out is refused.
AFTER: Mapping[tuple[State, Step], State] = {
    (State.DRAFT, Step.ANSWER): State.DRAFT,
    (State.DRAFT, Step.SUBMIT): State.IN_REVIEW,
    (State.IN_REVIEW, Step.REVIEW): State.IN_REVIEW,
    (State.IN_REVIEW, Step.TAKE_BACK): State.DRAFT,
    (State.IN_REVIEW, Step.FINALISE): State.FINAL,
    (State.FINAL, Step.REVISE): State.FINAL,
    (State.IN_REVIEW, Step.COMMENT): State.IN_REVIEW,
    (State.IN_REVIEW, Step.ANSWER_COMMENT): State.IN_REVIEW,
    (State.IN_REVIEW, Step.SETTLE): State.IN_REVIEW,
    # A question may lead to a change, and is answered by it.
    (State.DRAFT, Step.ANSWER_COMMENT): State.DRAFT,
    (State.DRAFT, Step.SETTLE): State.DRAFT,
}


def why_not(state: State, step: Step) -> Reason | None:
    """Return why the step is not open in that state, or nothing when it is."""
    if (state, step) in AFTER:
        return None
    if step == Step.REVISE:
        return Reason.NOT_FINAL
    return {
        State.DRAFT: Reason.NOT_SUBMITTED,
        State.IN_REVIEW: Reason.SUBMITTED,
        State.FINAL: Reason.FINAL_ALREADY,
    }[state]


def why_not_review(state: State, *, reviewer: str, authors: Collection[str]) -> Reason | None:
    """Return why that person cannot advise: nobody judges a text that he or she wrote."""
    return why_not(state, Step.REVIEW) or (Reason.OWN_WORK if reviewer in authors else None)


@dataclass(frozen=True)
class Advised:
    """A stance of the council, and what the author answered to it."""

    stance: Stance
    reply: str = ""


class CommentState(StrEnum):
    """How far a comment has come."""

    OPEN = "open"
    ANSWERED = "answered"
    SETTLED = "settled"


def comment_state(*, answered: bool, settled: bool) -> CommentState:
    """Return how far a comment has come."""
    if settled:
        return CommentState.SETTLED
    return CommentState.ANSWERED if answered else CommentState.OPEN


def why_not_answer_comment(state: CommentState) -> Reason | None:
    """Return why a comment takes no answer: it has one."""
    return None if state == CommentState.OPEN else Reason.COMMENT_ANSWERED


def why_not_settle(state: CommentState) -> Reason | None:
    """Return why a comment cannot be settled: nobody has answered it, or it is settled."""
    return {
        CommentState.OPEN: Reason.COMMENT_OPEN,
        CommentState.ANSWERED: None,
        CommentState.SETTLED: Reason.COMMENT_SETTLED,
    }[state]


def why_not_finalise(
    state: State, *, advice: Iterable[Advised], comments: Iterable[CommentState] = ()
) -> Reason | None:
    """Return why the balancing cannot be made final, or nothing when it can.

    The council advises and the board weighs for itself (the source memo: the balancing test is
    applied "självständigt av Malmö stads nämnder"), so an objection does not stop the board.
    But it must be answered in writing: the balancing is documented (KBL 9 §), and a file with
    an objection and no reply does not show what tipped it. A comment nobody has answered is the
    same; whether the council holds it settled is the council's.
    """
    if reason := why_not(state, Step.FINALISE):
        return reason
    heard = list(advice)
    if not heard:
        return Reason.NO_ADVICE
    if any(each.stance == Stance.OPPOSES and not each.reply for each in heard):
        return Reason.OBJECTION_UNANSWERED
    return Reason.COMMENT_UNANSWERED if CommentState.OPEN in comments else None
