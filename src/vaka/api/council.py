"""The council over the API: comments, precedents, routines, the template."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from ninja.security import django_auth

from vaka.api.acting import actor, now
from vaka.api.balancing import BalancingOut
from vaka.balancing import actions, queries
from vaka.balancing.queries import Precedent
from vaka.balancing.rules.own import Asked
from vaka.balancing.rules.precedents import Limit, Sought

if TYPE_CHECKING:
    from vaka.balancing.models import (
        Balancing,
        Comment,
        Followed,
        OwnQuestion,
        Routine,
    )

router = Router(auth=django_auth, tags=["council"])


class AwaitingOut(Schema):
    """A text that awaits the council."""

    balancing: str
    waited: timedelta
    open_comments: int
    advised: int
    by_you: bool


class CommentIn(Schema):
    """What is asked, and of which question's answer."""

    question: str
    text: str


class CommentAnswerIn(Schema):
    """The author's answer to a comment."""

    text: str


class CommentOut(Schema):
    """A comment of the council, and how far it has come."""

    id: str
    question: str
    text: str
    author_id: str
    at: datetime
    answer: str
    answered_at: datetime | None
    settled_at: datetime | None


class SearchIn(Schema):
    """What is searched for; what is left out is not asked about."""

    text: str = ""
    kind: str = ""
    purpose: str = ""
    limit: list[Limit] = []


class PrecedentOut(Schema):
    """A published decision or a final text, as far as it can be held against another."""

    key: str
    published: bool
    outcome: str
    kind: str
    purposes: list[str]
    hours_a_week: int
    uses: list[str]
    masked: bool | None
    pixels_per_metre: float | None
    retention_hours: int | None


class SimilarOut(PrecedentOut):
    """A precedent with why it resembles a text, and where the text parts from it."""

    likenesses: list[str]
    differences: list[str]


class PartingOut(Schema):
    """Two final texts of the same kind of place, and in what they part."""

    kind: str
    uneven: str
    stricter: str
    wider: str


class RoutineIn(Schema):
    """A routine; `series` is that of the routine whose next version it is."""

    title: str
    text: str
    series: str = ""


class RoutineOut(Schema):
    """A routine in its newest version."""

    id: str
    series: str
    number: int
    title: str
    text: str
    published_at: datetime


class FollowIn(Schema):
    """The routine whose newest version a draft is to go by."""

    series: str


class FollowedOut(Schema):
    """The version of a routine that a text goes by."""

    routine_id: str
    at: datetime


class OwnQuestionIn(Schema):
    """A question of the municipality's own."""

    section: int
    kind: str
    sv: str
    source: str
    required: bool
    en: str = ""


class OwnQuestionOut(Schema):
    """An own question, and the editions between which it is asked."""

    question: str
    section: int
    kind: str
    sv: str
    en: str
    source: str
    required: bool
    added_id: int
    ended_id: int | None


class EndIn(Schema):
    """The own question that is asked no more, and why."""

    question: str
    reason: str


class ChangeOut(Schema):
    """A question that the newest template asks otherwise than a text was asked."""

    question: str
    change: str
    section: int
    aspects: list[str]


@router.get("/council/queue", response=list[AwaitingOut])
def queue(request: HttpRequest) -> list[dict[str, object]]:
    """Return what awaits the council, the longest first."""
    return [
        {
            "balancing": each.balancing.id,
            "waited": each.waited,
            "open_comments": each.open_comments,
            "advised": each.advised,
            "by_you": each.by_you,
        }
        for each in queries.queue(by=actor(request), at=now())
    ]


@router.get("/balancings/{key}/comments", response=list[CommentOut])
def list_comments(request: HttpRequest, key: str) -> "list[Comment]":
    """Return what the council asked of the answers, oldest first."""
    return list(queries.comments(queries.balancing(key, by=actor(request))))


@router.post("/balancings/{key}/comments", response={201: CommentOut})
def comment(request: HttpRequest, key: str, comment: CommentIn) -> "Status[Comment]":
    """Ask something of one answer."""
    made = actions.comment(
        balancing=key,
        question=comment.question,
        text=comment.text,
        by=actor(request),
        at=now(),
    )
    return Status(201, made)


@router.post("/balancings/comments/{key}/answer", response=CommentOut)
def answer_comment(request: HttpRequest, key: str, answer: CommentAnswerIn) -> "Comment":
    """Answer a comment."""
    return actions.answer_comment(comment=key, text=answer.text, by=actor(request), at=now())


@router.post("/balancings/comments/{key}/settlement", response=CommentOut)
def settle_comment(request: HttpRequest, key: str) -> "Comment":
    """Hold the answer to a comment to be enough."""
    return actions.settle_comment(comment=key, by=actor(request), at=now())


@router.get("/precedents", response=list[PrecedentOut])
def search(request: HttpRequest, sought: Query[SearchIn]) -> list[dict[str, object]]:
    """Return the precedents that are what is sought; none is a draft."""
    asked = Sought(sought.text, sought.kind, sought.purpose, frozenset(sought.limit))
    return [_precedent(each) for each in queries.search(asked, by=actor(request))]


@router.get("/precedents/partings", response=list[PartingOut])
def partings(request: HttpRequest) -> object:
    """Return where final texts of like places part."""
    return queries.partings(queries.precedents(by=actor(request)))


@router.get("/balancings/{key}/similar", response=list[SimilarOut])
def similar(request: HttpRequest, key: str) -> list[dict[str, object]]:
    """Return the precedents that resemble a text, the closest first."""
    by = actor(request)
    found = queries.similar(queries.balancing(key, by=by), by=by)
    return [
        {
            **_precedent(each.precedent),
            "likenesses": each.compared.likenesses,
            "differences": each.compared.differences,
        }
        for each in found
    ]


def _precedent(told: Precedent) -> dict[str, object]:
    profile = told.profile
    return {
        "key": told.key,
        "published": told.published is not None,
        "outcome": told.outcome,
        "kind": profile.kind,
        "purposes": sorted(profile.purposes),
        "hours_a_week": len(profile.hours),
        "uses": sorted(profile.uses),
        "masked": profile.masked,
        "pixels_per_metre": profile.pixels_per_metre,
        "retention_hours": profile.retention_hours,
    }


@router.get("/routines", response=list[RoutineOut])
def list_routines(request: HttpRequest) -> "list[Routine]":
    """Return the city-wide routines, each in its newest version."""
    return list(queries.routines())


@router.post("/routines", response={201: RoutineOut})
def publish_routine(request: HttpRequest, routine: RoutineIn) -> "Status[Routine]":
    """Publish a routine, new or as the next version."""
    made = actions.publish_routine(
        title=routine.title,
        text=routine.text,
        series=routine.series,
        by=actor(request),
        at=now(),
    )
    return Status(201, made)


@router.post("/balancings/{key}/routines", response={201: FollowedOut})
def follow_routine(request: HttpRequest, key: str, routine: FollowIn) -> "Status[Followed]":
    """Have a draft go by the newest version of a routine."""
    made = actions.follow_routine(
        balancing=key, series=routine.series, by=actor(request), at=now()
    )
    return Status(201, made)


@router.get("/own-questions", response=list[OwnQuestionOut])
def list_own_questions(request: HttpRequest) -> "list[OwnQuestion]":
    """Return every question of the municipality's own, those no more asked too."""
    return list(queries.own_questions())


@router.post("/own-questions", response={201: OwnQuestionOut})
def add_question(request: HttpRequest, question: OwnQuestionIn) -> "Status[OwnQuestion]":
    """Ask something more in what is begun from now on."""
    asked = Asked(**question.dict())
    return Status(201, actions.add_question(asked, by=actor(request), at=now()))


@router.post("/own-questions/ended", response=OwnQuestionOut)
def end_question(request: HttpRequest, end: EndIn) -> "OwnQuestion":
    """Ask an own question no more; one of the template's own is never taken away."""
    return actions.end_question(
        question=end.question, reason=end.reason, by=actor(request), at=now()
    )


@router.get("/balancings/{key}/template-changes", response=list[ChangeOut])
def template_changes(request: HttpRequest, key: str) -> list[dict[str, object]]:
    """Return what the newest template asks otherwise than a text was asked."""
    row = queries.balancing(key, by=actor(request))
    return [
        {
            "question": each.question.id,
            "change": each.change,
            "section": each.section,
            "aspects": each.aspects,
        }
        for each in queries.since(row)
    ]


@router.post("/balancings/{key}/template", response=BalancingOut)
def renew(request: HttpRequest, key: str) -> "Balancing":
    """Move a draft to what is asked now."""
    return actions.renew(balancing=key, by=actor(request), at=now())
