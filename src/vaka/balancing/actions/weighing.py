"""Verbs: draft, answer, submit, take back, finalise, revise and renew a balancing."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from vaka.balancing import queries
from vaka.balancing.actions.held import held
from vaka.balancing.models import Answer, Balancing, Followed
from vaka.balancing.rules import questions, states
from vaka.balancing.rules.states import Reason, State, Step
from vaka.cases import queries as cases
from vaka.cases.access import require_unbiased
from vaka.core.errors import BadInput, Conflict
from vaka.core.ids import new_id
from vaka.law.templates import NEWEST, template_for
from vaka.municipality import queries as municipality
from vaka.municipality.access import action, find, require
from vaka.municipality.rules import Actor, Permission
from vaka.needs import actions as needs
from vaka.record import actions as record
from vaka.record.rules import Kind

if TYPE_CHECKING:
    from vaka.cases.models import Case
    from vaka.municipality.models import Site


@action
def draft(*, site: str, case: str | None = None, by: Actor, at: datetime) -> Balancing:
    """Begin to weigh a camera at a site; the camera gets its id here.

    :raises Absent: when there is no such site or case for this person.
    """
    place = municipality.site(site, by=by)
    require(by, Permission.DRAFT_ASSESSMENT, board=place.board_id, subject=place.id)
    require_unbiased(by, Permission.DRAFT_ASSESSMENT, case=case, subject=place.id)
    balancing = Balancing.objects.create(
        id=new_id(at=at),
        board_id=place.board_id,
        site=place,
        case=_case(case, place.board_id, by),
        camera=new_id(at=at),
        version=1,
        template=template_for(NEWEST, place.kind).id,
        edition=queries.edition(),
        drafted_at=at,
        drafted_by_id=by.id,
    )
    record.append(
        Kind.ASSESSMENT_DRAFTED,
        actor=by.id,
        subject=balancing.id,
        at=at,
        facts={
            "site": place.id,
            "camera": balancing.camera,
            "version": 1,
            "template": balancing.template,
            "edition": balancing.edition,
            "routines": _follow_routines(balancing, by, at),
        },
    )
    return balancing


@action
def answer(
    *,
    balancing: str,
    answers: Mapping[str, object],
    evidence: Mapping[str, Sequence[str]] | None = None,
    by: Actor,
    at: datetime,
) -> list[Answer]:
    """Answer questions by their ids; what is unchanged is left as it was given before.

    :raises BadInput: when a question does not exist, or its answer is not of its kind; nothing
        is then kept, and `where` names the question.
    :raises Conflict: when the balancing is with the council, or final.
    """
    row = held(balancing, Permission.DRAFT_ASSESSMENT, Step.ANSWER, by)
    asked = queries.template_of(row)
    read = {key: questions.read(asked, key, value) for key, value in answers.items()}
    before = queries.answers(row)
    cited = {key: list((evidence or {}).get(key, [])) for key in read}
    given = [
        Answer.objects.create(
            id=new_id(at=at),
            balancing=row,
            question=key,
            number=before[key].number + 1 if key in before else 1,
            value=value,
            evidence=cited[key],
            author_id=by.id,
            at=at,
        )
        for key, value in read.items()
        if key not in before or (before[key].value, before[key].evidence) != (value, cited[key])
    ]
    needs.cite((each for told in cited.values() for each in told), assessment=row.id, by=by)
    if given:
        record.append(
            Kind.ASSESSMENT_ANSWERED,
            actor=by.id,
            subject=row.id,
            at=at,
            facts={"questions": [each.question for each in given]},
        )
    return given


@action
def submit(*, balancing: str, by: Actor, at: datetime) -> Balancing:
    """Send the draft to the camera council.

    :raises BadInput: when required answers are missing; lists their questions.
    :raises Conflict: when it is not a draft.
    """
    row = held(balancing, Permission.DRAFT_ASSESSMENT, Step.SUBMIT, by)
    if lacking := queries.missing(row):
        names = ", ".join(question.id for question in lacking)
        raise BadInput("answers", f"missing: {names}", "Answer every required question")
    row.state = State.IN_REVIEW
    row.submission += 1
    row.save(update_fields=["state", "submission"])
    record.append(
        Kind.ASSESSMENT_SUBMITTED,
        actor=by.id,
        subject=row.id,
        at=at,
        facts={"submission": row.submission, "content": queries.content(row).sha256()},
    )
    return row


@action
def take_back(*, balancing: str, by: Actor, at: datetime) -> Balancing:
    """Take the text back from the council, to change it; it must then be advised anew.

    :raises Conflict: when it is not with the council.
    """
    row = held(balancing, Permission.DRAFT_ASSESSMENT, Step.TAKE_BACK, by)
    row.state = State.DRAFT
    row.save(update_fields=["state"])
    record.append(Kind.ASSESSMENT_TAKEN_BACK, actor=by.id, subject=row.id, at=at)
    return row


@action
def finalise(*, balancing: str, by: Actor, at: datetime) -> Balancing:
    """Make the text final; its hash goes on the record, and nobody changes it again.

    :raises Conflict: when the council has not spoken on this text, or an objection is
        unanswered.
    """
    row = held(balancing, Permission.FINALISE_ASSESSMENT, Step.FINALISE, by)
    heard = queries.advised(row)
    told = [queries.comment_state(each) for each in queries.comments(row)]
    if reason := states.why_not_finalise(State(row.state), advice=heard, comments=told):
        raise Conflict(row.id, reason)
    row.state = State.FINAL
    row.finalised_at = at
    row.finalised_by_id = by.id
    row.content_sha256 = queries.content(row).sha256()
    row.save(update_fields=["state", "finalised_at", "finalised_by", "content_sha256"])
    record.append(
        Kind.ASSESSMENT_FINALISED,
        actor=by.id,
        subject=row.id,
        at=at,
        facts={
            "content": row.content_sha256,
            "camera": row.camera,
            "version": row.version,
            "outcome": queries.outcome(row),
        },
    )
    return row


@action
def revise(
    *,
    balancing: str,
    evidence: Mapping[str, Sequence[str]] | None = None,
    by: Actor,
    at: datetime,
) -> Balancing:
    """Begin a new version from a final one, with its answers; the old one stays as it is.

    `evidence` is what has come to be known since, by the question that it bears on: an
    extension is weighed anew with the report on the old effect at hand (KBL 9 §). The new
    version is asked what is asked now; what is no answer to that any more is left behind.

    :raises Conflict: when it is not final, or has been revised already.
    """
    old = held(balancing, Permission.DRAFT_ASSESSMENT, Step.REVISE, by)
    if queries.is_revised(old):
        raise Conflict(old.id, Reason.REVISED_ALREADY)
    return _version_after(
        old, site=old.site, given=queries.answers(old), evidence=evidence or {}, by=by, at=at
    )


def draft_after(old: Balancing, *, site: "Site", by: Actor, at: datetime) -> Balancing:
    """Begin the weighing of a camera that goes to another board, at a site of that board.

    What describes the place comes along. What the old board weighed does not: the new one
    weighs for itself. The caller's transaction carries it.

    :raises Conflict: when it is not final, or has been revised already.
    """
    if reason := states.why_not(State(old.state), Step.REVISE):
        raise Conflict(old.id, reason)
    if queries.is_revised(old):
        raise Conflict(old.id, Reason.REVISED_ALREADY)
    kept = {
        question: row
        for question, row in queries.answers(old).items()
        if question not in questions.WEIGHED
    }
    return _version_after(old, site=site, given=kept, evidence={}, by=by, at=at)


def _version_after(
    old: Balancing,
    *,
    site: "Site",
    given: Mapping[str, Answer],
    evidence: Mapping[str, Sequence[str]],
    by: Actor,
    at: datetime,
) -> Balancing:
    """Make the version after a final one, with these of its answers."""
    new = Balancing.objects.create(
        id=new_id(at=at),
        board_id=site.board_id,
        site=site,
        camera=old.camera,
        version=old.version + 1,
        supersedes=old,
        template=template_for(NEWEST, site.kind).id,
        edition=queries.edition(),
        drafted_at=at,
        drafted_by_id=by.id,
    )
    for row in queries.still_answers(new, given.values()):
        Answer.objects.create(
            id=new_id(at=at),
            balancing=new,
            question=row.question,
            number=1,
            value=row.value,
            evidence=[*row.evidence, *evidence.get(row.question, ())],
            author_id=row.author_id,
            at=row.at,
        )
    record.append(
        Kind.ASSESSMENT_DRAFTED,
        actor=by.id,
        subject=new.id,
        at=at,
        facts={
            "site": new.site_id,
            "camera": new.camera,
            "version": new.version,
            "template": new.template,
            "edition": new.edition,
            "routines": _follow_routines(new, by, at),
            "supersedes": old.id,
        },
    )
    return new


@action
def renew(*, balancing: str, by: Actor, at: datetime) -> Balancing:
    """Ask a draft what the newest template asks; what was answered before stays answered.

    :raises Conflict: when it is no draft, or is asked the newest already.
    """
    row = held(balancing, Permission.DRAFT_ASSESSMENT, Step.ANSWER, by)
    newest = template_for(NEWEST, row.site.kind).id, queries.edition()
    if (row.template, row.edition) == newest:
        raise Conflict(row.id, Reason.NEWEST_ALREADY)
    before = {"template_before": row.template, "edition_before": row.edition}
    row.template, row.edition = newest
    row.save(update_fields=["template", "edition"])
    record.append(
        Kind.ASSESSMENT_RENEWED,
        actor=by.id,
        subject=row.id,
        at=at,
        facts={"template": row.template, "edition": row.edition, **before},
    )
    return row


def _follow_routines(balancing: Balancing, by: Actor, at: datetime) -> list[str]:
    """Have a new balancing go by every routine as it is now; return their ids."""
    rows = [
        Followed(id=new_id(at=at), balancing=balancing, routine=routine, at=at, by_id=by.id)
        for routine in queries.routines()
    ]
    return [row.routine_id for row in Followed.objects.bulk_create(rows)]


def _case(key: str | None, board: str, by: Actor) -> "Case | None":
    """Return the case that the balancing belongs to, if it belongs to one yet.

    :raises Absent: when it is no case of that board.
    """
    return find(cases.cases(by=by).filter(board=board), key) if key else None
