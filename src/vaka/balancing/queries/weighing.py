"""Reads: balancings, what is answered, what is missing, and what the final text covers."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Q, QuerySet

from vaka.balancing.models import Answer, Balancing
from vaka.balancing.queries.council import advice_told, comments_told
from vaka.balancing.queries.routines import followed_told
from vaka.balancing.queries.template import template_of
from vaka.balancing.rules import questions
from vaka.balancing.rules.content import Content, Given
from vaka.balancing.rules.questions import Trace
from vaka.core.errors import BadInput
from vaka.law.templates import Question, Template
from vaka.municipality.access import find, visible
from vaka.municipality.rules import Actor, Permission
from vaka.record.rules import instant


def balancings(*, by: Actor, permission: Permission = Permission.SEE) -> QuerySet[Balancing]:
    """Return the balancings of the boards for which the actor has the permission."""
    rows = Balancing.objects.filter(visible(by, permission))
    return rows.select_related("board", "site", "case", "drafted_by", "finalised_by")


def balancing(key: str, *, by: Actor, permission: Permission = Permission.SEE) -> Balancing:
    """Return one balancing.

    :raises Absent: when there is none, or it is a foreign board's.
    """
    return find(balancings(by=by, permission=permission), key)


def boards_of(subjects: Collection[str]) -> dict[str, str]:
    """Return the board's id of each of those ids that is a balancing's."""
    return dict(Balancing.objects.filter(pk__in=subjects).values_list("pk", "board_id"))


def drafts(camera: str, *, board: str) -> list[Balancing]:
    """Return the texts on a camera that a board began and never made final."""
    rows = Balancing.objects.filter(camera=camera, board=board, finalised_at=None)
    return list(rows.order_by("version"))


def last_written(camera: str) -> datetime:
    """Return when somebody last wrote in a weighing of a camera that was weighed."""
    rows = Balancing.objects.filter(camera=camera)
    last = rows.aggregate(begun=Max("drafted_at"), final=Max("finalised_at"))
    answered = Answer.objects.filter(balancing__in=rows).aggregate(at=Max("at"))["at"]
    times: list[datetime | None] = [last["begun"], last["final"], answered]
    return max(at for at in times if at is not None)


def ids_of(camera: str, *, board: str) -> list[str]:
    """Return the ids of a board's balancings of a camera, drafts too."""
    rows = Balancing.objects.filter(camera=camera, board=board)
    return list(rows.values_list("id", flat=True))


def last_assessed(camera: str, *, board: str, at: datetime) -> datetime | None:
    """Return when that board last had its assessment of the camera final (KBL 10 § 5)."""
    rows = Balancing.objects.filter(camera=camera, board=board, finalised_at__lte=at)
    newest = rows.order_by("-finalised_at").first()
    return newest.finalised_at if newest else None


def of_case(case: str, *, by: Actor) -> QuerySet[Balancing]:
    """Return the balancings that belong to a case."""
    return balancings(by=by).filter(case=case)


def answers(balancing: Balancing) -> dict[str, Answer]:
    """Return the newest answer to each question."""
    rows = balancing.answers.select_related("author").order_by("number")
    return {row.question: row for row in rows}


def values(balancing: Balancing) -> dict[str, object]:
    """Return the value that counts for each answered question."""
    return {question: answer.value for question, answer in answers(balancing).items()}


def history(balancing: Balancing, question: str) -> QuerySet[Answer]:
    """Return every answer ever given to a question, the newest first."""
    rows = balancing.answers.filter(question=question)
    return rows.select_related("author").order_by("-number")


def said_before(balancing: Balancing) -> dict[str, Answer]:
    """Return what the newest other weighings of the board say that holds here too, by question.

    What describes a place is of that place; how pictures are guarded is of the whole board.
    """
    others = Answer.objects.filter(balancing__board=balancing.board_id).exclude(
        balancing=balancing
    )
    of_the_place = Q(question__in=questions.OF_THE_PLACE, balancing__site=balancing.site_id)
    rows = others.filter(of_the_place | Q(question__in=questions.OF_THE_BOARD))
    return {
        row.question: row for row in still_answers(balancing, rows.order_by("at", "number"))
    }


def still_answers(balancing: Balancing, given: Iterable[Answer]) -> list[Answer]:
    """Return those answers of another version that answer what this one is asked."""
    asked = template_of(balancing)
    return [each for each in given if _answers(asked, each)]


def _answers(asked: Template, given: Answer) -> bool:
    try:
        questions.read(asked, given.question, given.value)
    except BadInput:
        return False
    return True


def missing(balancing: Balancing) -> list[Question]:
    """Return the required questions without an answer, in the template's order."""
    return questions.missing(template_of(balancing), values(balancing))


def outcome(balancing: Balancing) -> str:
    """Return what the people who weighed came to, or nothing while they have not said."""
    return questions.outcome(values(balancing))


def exemption(balancing: Balancing) -> str:
    """Return the exemption that is claimed (KBL 11 and 13 §§), `none` when none is."""
    return questions.proposal(values(balancing)).exemption


def is_registered(balancing: Balancing) -> bool:
    """Return whether it stands in the register of KBL 10 §: what is exempt, by choice."""
    return questions.proposal(values(balancing)).is_registered


def authors(balancing: Balancing) -> set[str]:
    """Return the ids of everybody who wrote in it."""
    wrote = set(balancing.answers.values_list("author_id", flat=True))
    return wrote | {balancing.drafted_by_id}


def is_revised(balancing: Balancing) -> bool:
    """Return whether a later version has been begun."""
    return Balancing.objects.filter(supersedes=balancing).exists()


def content(balancing: Balancing) -> Content:
    """Return what the hash of the final text covers."""
    given = {
        question: Given(row.value, list(row.evidence), row.author_id, instant(row.at))
        for question, row in answers(balancing).items()
    }
    return Content(
        balancing=balancing.id,
        board=balancing.board_id,
        site=balancing.site_id,
        camera=balancing.camera,
        version=balancing.version,
        template=balancing.template,
        answers=given,
        advice=advice_told(balancing),
        edition=balancing.edition,
        routines=followed_told(balancing),
        comments=comments_told(balancing),
    )


def is_intact(balancing: Balancing) -> bool:
    """Return whether a final balancing still is, to the letter, what was made final."""
    return content(balancing).sha256() == balancing.content_sha256


@dataclass(frozen=True)
class Limits:
    """The limits of a balancing as fields of the terms, and where each comes from."""

    fields: Mapping[str, object]
    traces: tuple[Trace, ...]


def limits(balancing: Balancing) -> Limits:
    """Return what the answers limit, ready for the terms."""
    asked = template_of(balancing)
    fields, traces = questions.limits(asked, values(balancing))
    return Limits(fields, traces)
