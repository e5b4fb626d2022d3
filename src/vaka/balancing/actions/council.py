"""Verbs of the camera council: advise, ask of an answer, and settle what was asked."""

from collections.abc import Collection
from datetime import datetime

from vaka.balancing import queries
from vaka.balancing.actions.held import held, kept
from vaka.balancing.models import Advice, Comment
from vaka.balancing.rules import states
from vaka.balancing.rules.checklist import checked
from vaka.balancing.rules.states import Reason, Stance, State, Step
from vaka.core.errors import Conflict
from vaka.core.ids import new_id
from vaka.municipality.access import action, find, visible
from vaka.municipality.rules import Actor, Permission
from vaka.record import actions as record
from vaka.record.rules import Kind


@action
def review(
    *,
    balancing: str,
    stance: Stance,
    reasons: str,
    checklist: Collection[str] = (),
    by: Actor,
    at: datetime,
) -> Advice:
    """Advise, as a member of the camera council who has not written in it.

    :raises BadInput: when no reasons are given.
    :raises Conflict: when it is not with the council, is one's own work, or one has advised.
    """
    row = held(balancing, Permission.REVIEW_ASSESSMENT, Step.REVIEW, by)
    if reason := states.why_not_review(
        State(row.state), reviewer=by.id, authors=queries.authors(row)
    ):
        raise Conflict(row.id, reason)
    if row.advice.filter(submission=row.submission, reviewer=by.id).exists():
        raise Conflict(row.id, Reason.ADVISED_ALREADY)
    advice = Advice.objects.create(
        id=new_id(at=at),
        balancing=row,
        submission=row.submission,
        stance=stance,
        reasons=kept("reasons", reasons),
        checklist=checked(checklist),
        reviewer_id=by.id,
        at=at,
    )
    record.append(
        Kind.ASSESSMENT_REVIEWED,
        actor=by.id,
        subject=row.id,
        at=at,
        facts={"advice": advice.id, "stance": stance, "submission": row.submission},
    )
    return advice


@action
def reply(*, advice: str, text: str, by: Actor, at: datetime) -> Advice:
    """Answer the council's advice; an objection must be answered before the text is final.

    :raises BadInput: when the reply is empty.
    :raises Conflict: when it has been answered, or the balancing is not with the council.
    """
    rows = Advice.objects.filter(visible(by, Permission.SEE, board="balancing__board"))
    given = find(rows, advice)
    row = held(given.balancing_id, Permission.DRAFT_ASSESSMENT, Step.FINALISE, by)
    told = kept("reply", text)
    if not Advice.objects.filter(pk=given.pk, reply="").update(
        reply=told, replied_by=by.id, replied_at=at
    ):
        raise Conflict(given.id, Reason.REPLIED_ALREADY)
    record.append(
        Kind.ADVICE_ANSWERED, actor=by.id, subject=row.id, at=at, facts={"advice": given.id}
    )
    given.refresh_from_db()
    return given


@action
def comment(*, balancing: str, question: str, text: str, by: Actor, at: datetime) -> Comment:
    """Ask something of one answer, as a member of the council who has not written in the text.

    :raises BadInput: when there is no text.
    :raises Absent: when the template has no such question.
    :raises Conflict: when it is not with the council, or is one's own work.
    """
    row = held(balancing, Permission.REVIEW_ASSESSMENT, Step.COMMENT, by)
    if by.id in queries.authors(row):
        raise Conflict(row.id, Reason.OWN_WORK)
    made = Comment.objects.create(
        id=new_id(at=at),
        balancing=row,
        question=queries.template_of(row).question(question).id,
        text=kept("text", text),
        author_id=by.id,
        at=at,
    )
    facts = {"comment": made.id, "question": made.question}
    record.append(Kind.COMMENT_MADE, actor=by.id, subject=row.id, at=at, facts=facts)
    return made


@action
def answer_comment(*, comment: str, text: str, by: Actor, at: datetime) -> Comment:
    """Answer what the council asked, with or without a change of the text.

    :raises BadInput: when the answer is empty.
    :raises Conflict: when it has an answer, or the balancing is final.
    """
    row = _comment(comment, Permission.DRAFT_ASSESSMENT, Step.ANSWER_COMMENT, by)
    if reason := states.why_not_answer_comment(queries.comment_state(row)):
        raise Conflict(row.id, reason)
    row.answer, row.answered_by_id, row.answered_at = kept("text", text), by.id, at
    row.save(update_fields=["answer", "answered_by", "answered_at"])
    _told(Kind.COMMENT_ANSWERED, row, by, at)
    return row


@action
def settle_comment(*, comment: str, by: Actor, at: datetime) -> Comment:
    """Say, as the council, that the answer is enough.

    :raises Conflict: when nobody has answered, it is settled, or the balancing is final.
    """
    row = _comment(comment, Permission.REVIEW_ASSESSMENT, Step.SETTLE, by)
    if reason := states.why_not_settle(queries.comment_state(row)):
        raise Conflict(row.id, reason)
    row.settled_by_id, row.settled_at = by.id, at
    row.save(update_fields=["settled_by", "settled_at"])
    _told(Kind.COMMENT_SETTLED, row, by, at)
    return row


def _comment(key: str, permission: Permission, step: Step, by: Actor) -> Comment:
    """Return the comment, with its balancing held, when the step is open to the actor."""
    rows = Comment.objects.filter(visible(by, Permission.SEE, board="balancing__board"))
    held(find(rows, key).balancing_id, permission, step, by)
    return Comment.objects.select_for_update().get(pk=key)


def _told(kind: Kind, row: Comment, by: Actor, at: datetime) -> None:
    facts = {"comment": row.id, "question": row.question}
    record.append(kind, actor=by.id, subject=row.balancing_id, at=at, facts=facts)
