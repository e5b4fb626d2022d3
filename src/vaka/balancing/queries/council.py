"""Reads: what the council advised and asked, and what awaits it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from vaka.balancing.models import Advice, Balancing, Comment
from vaka.balancing.rules import states
from vaka.balancing.rules.states import Advised, CommentState, Stance, State
from vaka.municipality.access import find, visible
from vaka.municipality.rules import Actor, Permission
from vaka.record import queries as record
from vaka.record.rules import Kind, instant


def advice(balancing: Balancing) -> QuerySet[Advice]:
    """Return the council's advice on every submission, oldest first."""
    return balancing.advice.select_related("reviewer", "replied_by")


def one_advice(balancing: Balancing, key: str) -> Advice:
    """Return one advice on the balancing.

    :raises Absent: when there is none.
    """
    return find(advice(balancing), key)


def advised(balancing: Balancing) -> list[Advised]:
    """Return the stances on the text as it was last submitted."""
    rows = balancing.advice.filter(submission=balancing.submission)
    return [Advised(Stance(row.stance), row.reply) for row in rows]


def advice_told(balancing: Balancing) -> list[Mapping[str, object]]:
    """Return the advice as the hash of the final text covers it."""
    return [
        {
            "submission": row.submission,
            "stance": row.stance,
            "reasons": row.reasons,
            "checklist": row.checklist,
            "reviewer": row.reviewer_id,
            "at": instant(row.at),
            "reply": row.reply,
        }
        for row in balancing.advice.order_by("at", "id")
    ]


def comments(balancing: Balancing) -> QuerySet[Comment]:
    """Return what the council asked of the answers, oldest first."""
    return balancing.comments.select_related("author", "answered_by", "settled_by")


def one_comment(balancing: Balancing, key: str) -> Comment:
    """Return one comment on the balancing.

    :raises Absent: when there is none.
    """
    return find(comments(balancing), key)


def comment_state(comment: Comment) -> CommentState:
    """Return how far a comment has come."""
    return states.comment_state(
        answered=comment.answer != "", settled=comment.settled_at is not None
    )


def comments_told(balancing: Balancing) -> list[Mapping[str, object]]:
    """Return the comments as the hash of the final text covers them."""
    return [
        {
            "question": row.question,
            "text": row.text,
            "author": row.author_id,
            "at": instant(row.at),
            "answer": row.answer,
            "settled": instant(row.settled_at) if row.settled_at else "",
        }
        for row in balancing.comments.order_by("at", "id")
    ]


@dataclass(frozen=True)
class Awaiting:
    """A text that awaits the council: since when, what is open, and whether one has advised."""

    balancing: Balancing
    waited: timedelta
    open_comments: int
    advised: int
    by_you: bool


def queue(*, by: Actor, at: datetime) -> list[Awaiting]:
    """Return what awaits the council, the longest first."""
    rows = Balancing.objects.filter(
        visible(by, Permission.REVIEW_ASSESSMENT), state=State.IN_REVIEW
    )
    found = [_awaiting(row, by, at) for row in rows.select_related("board", "site")]
    return sorted(found, key=lambda each: each.waited, reverse=True)


def _awaiting(row: Balancing, by: Actor, at: datetime) -> Awaiting:
    sent = record.entries(subject=row.id).filter(kind=Kind.ASSESSMENT_SUBMITTED).last()
    advised = row.advice.filter(submission=row.submission)
    return Awaiting(
        balancing=row,
        waited=at - sent.at if sent else timedelta(),
        open_comments=row.comments.filter(settled_at=None).count(),
        advised=advised.count(),
        by_you=advised.filter(reviewer=by.id).exists(),
    )
