"""Reads: balancings, what is answered, what is missing, what the guidance finds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from vaka.balancing.models import Advice, Answer, Balancing
from vaka.balancing.rules import guidance, questions
from vaka.balancing.rules.content import Content, Given
from vaka.balancing.rules.findings import Finding, Known
from vaka.balancing.rules.proposal import hours_of_week
from vaka.balancing.rules.questions import Trace
from vaka.balancing.rules.states import Advised, Stance
from vaka.geometry import buildings
from vaka.geometry.camera import Camera
from vaka.geometry.coverage import Coverage, Surroundings, coverage
from vaka.geometry.sweref import square_metres_beyond
from vaka.law.eu.identification import LEVELS
from vaka.law.se.surveillance import RETENTION_HOURS_UNARGUED
from vaka.law.templates import Question, Template, template
from vaka.measures import queries as measures
from vaka.measures.rules.evidence import Expected, Monitoring
from vaka.municipality.access import find, visible
from vaka.municipality.rules import Actor, Permission
from vaka.needs import queries as needs
from vaka.needs.rules.criteria import Criterion
from vaka.record.rules import instant

INCIDENTS = Criterion.INCIDENTS


def balancings(*, by: Actor, permission: Permission = Permission.SEE) -> QuerySet[Balancing]:
    """Return the balancings of the boards for which the actor has the permission."""
    rows = Balancing.objects.filter(visible(by, permission))
    return rows.select_related("board", "site", "case", "drafted_by", "finalised_by")


def balancing(key: str, *, by: Actor, permission: Permission = Permission.SEE) -> Balancing:
    """Return one balancing.

    :raises Absent: when there is none, or it is a foreign board's.
    """
    return find(balancings(by=by, permission=permission), key)


def last_assessed(camera: str, *, board: str, at: datetime) -> datetime | None:
    """Return when that board last had its assessment of the camera final (KBL 10 § 5)."""
    rows = Balancing.objects.filter(camera=camera, board=board, finalised_at__lte=at)
    newest = rows.order_by("-finalised_at").first()
    return newest.finalised_at if newest else None


def of_case(case: str, *, by: Actor) -> QuerySet[Balancing]:
    """Return the balancings that belong to a case."""
    return balancings(by=by).filter(case=case)


def template_of(balancing: Balancing) -> Template:
    """Return the template in the version that the balancing was begun with."""
    return template(balancing.template)


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


def missing(balancing: Balancing) -> list[Question]:
    """Return the required questions without an answer, in the template's order."""
    return questions.missing(template_of(balancing), values(balancing))


def outcome(balancing: Balancing) -> str:
    """Return what the people who weighed came to, or nothing while they have not said."""
    return questions.outcome(values(balancing))


def exemption(balancing: Balancing) -> str:
    """Return the exemption that is claimed (KBL 11 and 13 §§), `none` when none is."""
    return questions.proposal(values(balancing)).exemption


def authors(balancing: Balancing) -> set[str]:
    """Return the ids of everybody who wrote in it."""
    wrote = set(balancing.answers.values_list("author_id", flat=True))
    return wrote | {balancing.drafted_by_id}


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


def is_revised(balancing: Balancing) -> bool:
    """Return whether a later version has been begun."""
    return Balancing.objects.filter(supersedes=balancing).exists()


def content(balancing: Balancing) -> Content:
    """Return what the hash of the final text covers."""
    given = {
        question: Given(row.value, list(row.evidence), row.author_id, instant(row.at))
        for question, row in answers(balancing).items()
    }
    heard = [
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
    return Content(
        balancing=balancing.id,
        board=balancing.board_id,
        site=balancing.site_id,
        camera=balancing.camera,
        version=balancing.version,
        template=balancing.template,
        answers=given,
        advice=heard,
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


def findings(balancing: Balancing, *, by: Actor, at: datetime) -> list[Finding]:
    """Return what the guidance finds in the answers, held against what is known."""
    proposal = questions.proposal(values(balancing))
    return guidance.findings(proposal, known(balancing, by=by, at=at))


def known(balancing: Balancing, *, by: Actor, at: datetime) -> Known:
    """Return what needs, measures and the law know about the place."""
    site = balancing.site_id
    documented = needs.documented(site, by=by, at=at)
    incidents = (one.found for one in documented.judged if one.criterion == INCIDENTS)
    suggested = needs.suggested_hours(site, by=by)
    expected = measures.expected_at(
        site,
        monitoring=_monitoring(values(balancing).get("live")),
        by=by,
        at=at,
    )
    return Known(
        documented=documented.holds,
        incidents=next(incidents),
        felt=documented.felt,
        documented_hours=hours_of_week(
            {"days": list(band.days), "from": f"{band.start}:00", "to": f"{band.end}:00"}
            for band in (suggested.bands if suggested else ())
        ),
        measures=measures.beside_cameras_at(site, by=by, at=at),
        supported_effect=supported(expected),
        cautions=frozenset(expected.cautions),
        levels=LEVELS,
        retention_hours_unargued=RETENTION_HOURS_UNARGUED,
        site_kind=balancing.site.kind,
        square_metres_outside=_outside(balancing),
    )


def _monitoring(live: object) -> Monitoring | None:
    """Return whether somebody is to look, as answered; None before it is."""
    if live is None:
        return None
    return Monitoring.ACTIVE if live is True else Monitoring.PASSIVE


def _outside(balancing: Balancing) -> float:
    """Return how much of the watched area lies beyond the bounds of its place, in m²."""
    watched = values(balancing).get("watched_area")
    if not isinstance(watched, dict):
        return 0.0
    return square_metres_beyond(watched, balancing.site.outline)


def covered(balancing: Balancing, camera: Camera) -> Coverage:
    """Return what a camera that is tried would see at the place, by level of EN 62676-4."""
    around = balancing.site.surroundings
    houses = buildings.read(around, where="surroundings") if around.get("features") else []
    return coverage(camera, LEVELS, among=Surroundings(houses))


def supported(expected: Expected) -> float:
    """Return the largest reduction, in percent, that some certain row of the evidence shows."""
    certain = [row.change_percent or 0 for row in expected.rows if row.significant]
    return max(0.0, -min(certain, default=0)) if expected.is_certain else 0.0
