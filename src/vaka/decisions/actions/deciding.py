"""Verbs: decide on a camera, issue the terms that the machine obeys, revoke them."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.conf import settings

from vaka.balancing import queries as balancing
from vaka.cases import queries as cases
from vaka.cases.access import require_unbiased
from vaka.core.errors import Absent, BadInput, Conflict
from vaka.core.ids import new_id
from vaka.decisions import queries, rules, signer
from vaka.decisions.models import Appeal, Decision, IssuedTerms, Revocation
from vaka.decisions.rules import Frame, Party, Reason, Resolved, Ruling, Weighed
from vaka.municipality import queries as municipality
from vaka.municipality.access import action, require
from vaka.municipality.rules import Actor, Permission
from vaka.record import actions as record
from vaka.record.rules import Kind
from vaka.terms.document import Terms

if TYPE_CHECKING:
    from vaka.balancing.models import Balancing
    from vaka.cases.models import Resolution
    from vaka.municipality.models import Board


@action
def decide(
    *,
    balancing_id: str,
    resolution: str,
    joint_with: Sequence[str] = (),
    arrangement: str = "",
    by: Actor,
    at: datetime,
) -> Decision:
    """Enter the board's decision on the camera of a final balancing.

    `joint_with` names other boards that answer for it together (GDPR art. 26); `arrangement` is
    what they have agreed.

    :raises Conflict: when the balancing or the resolution does not carry it; says why.
    :raises BadInput: when a limit of the balancing cannot be put into terms, or boards answer
        together without an arrangement.
    """
    weighed = balancing.balancing(balancing_id, by=by)
    require(by, Permission.ISSUE_TERMS, board=weighed.board_id, subject=weighed.id)
    resolved = cases.resolution(resolution, by=by)
    require_unbiased(by, Permission.ISSUE_TERMS, case=resolved.case_id, subject=weighed.id)
    if Decision.objects.filter(balancing=weighed).exists():
        raise Conflict(weighed.id, Reason.DECIDED_ALREADY)
    if reason := rules.why_not_decide(_weighed(weighed), _resolved(resolved)):
        raise Conflict(weighed.id, reason)
    joint = _joint(joint_with, arrangement, weighed)
    valid = _document(weighed, resolved, joint, terms=new_id(at=at), supersedes=None).valid
    exemption = balancing.exemption(weighed)
    if reason := rules.why_not_so_long(exemption, first=valid.first, last=valid.last):
        raise Conflict(weighed.id, reason)
    decision = Decision.objects.create(
        id=new_id(at=at),
        camera=weighed.camera,
        board_id=weighed.board_id,
        case_id=resolved.case_id,
        resolution=resolved,
        balancing=weighed,
        joint_with=[asdict(party) for party in joint],
        arrangement=arrangement.strip(),
        starts_on=valid.first,
        ends_on=valid.last,
        review_by=valid.review_by,
        made_at=at,
        made_by_id=by.id,
    )
    record.append(
        Kind.DECISION_MADE,
        actor=by.id,
        subject=decision.id,
        at=at,
        facts={
            "camera": decision.camera,
            "balancing": weighed.id,
            "content": weighed.content_sha256,
            "resolution": resolved.id,
            "joint_with": [party.id for party in joint],
        },
    )
    return decision


@action
def issue_terms(*, decision: str, by: Actor, at: datetime) -> IssuedTerms:
    """Sign the terms of a decision; they supersede what the camera had, from their first day.

    :raises Conflict: when the decision has lapsed, or its terms were revoked.
    """
    row = queries.decision(decision, by=by)
    require(by, Permission.ISSUE_TERMS, board=row.board_id, subject=row.id)
    require_unbiased(by, Permission.ISSUE_TERMS, case=row.case_id, subject=row.id)
    if queries.stands_revoked(row):
        raise Conflict(row.id, Reason.REVOKED_ALREADY)
    valid = rules.days(row.starts_on, row.ends_on)
    if at >= valid.end:
        raise Conflict(row.id, Reason.LAPSED)
    earlier = queries.newest(camera=row.camera)
    terms = _document(
        row.balancing,
        row.resolution,
        queries.joint_with(row),
        terms=new_id(at=at),
        supersedes=earlier.id if earlier else None,
    )
    issued = IssuedTerms.objects.create(
        id=terms.id,
        decision=row,
        camera=row.camera,
        text=signer.signed(terms),
        issued_at=at,
        starts_at=valid.start,
        ends_at=valid.end,
        sound=terms.uses.audio,
        number=earlier.number + 1 if earlier else 1,
    )
    record.append(
        Kind.TERMS_ISSUED,
        actor=by.id,
        subject=issued.id,
        at=at,
        facts={
            "camera": row.camera,
            "decision": row.id,
            "supersedes": terms.supersedes or "",
            "key": signer.key().id,
        },
    )
    return issued


@action
def revoke(*, terms: str, reason: str, by: Actor, at: datetime) -> Revocation:
    """End issued terms now; the camera stops within a second of hearing it.

    :raises BadInput: when no reason is given.
    :raises Conflict: when they are revoked already, or have lapsed.
    """
    row = queries.issued_terms(terms, by=by, permission=Permission.SEE)
    board = row.decision.board_id
    require(by, Permission.REVOKE_TERMS, board=board, subject=row.id)
    if not reason.strip():
        raise BadInput("reason", "it is empty", "Say why the surveillance must stop")
    if at >= row.ends_at:
        raise Conflict(row.id, Reason.LAPSED)
    if Revocation.objects.filter(terms=row).exists():
        raise Conflict(row.id, Reason.REVOKED_ALREADY)
    return _stop(row, reason.strip(), None, by, at)


@action
def enter_appeal(
    *, decision: str, court_case: str, filed_on: date, by: Actor, at: datetime
) -> Appeal:
    """Enter that a decision was appealed; by itself that stops nothing.

    :raises BadInput: when the court's case has no number.
    :raises Conflict: when that appeal is entered already, or came before the decision.
    """
    row = queries.decision(decision, by=by)
    require(by, Permission.REVOKE_TERMS, board=row.board_id, subject=row.id)
    number = court_case.strip()
    if not number:
        raise BadInput("court_case", "it is empty", "Give the court's case number")
    if filed_on < row.resolution.meeting:
        raise Conflict(row.id, Reason.APPEALED_BEFORE_DECISION)
    if row.appeals.filter(court_case=number).exists():
        raise Conflict(row.id, Reason.APPEALED_ALREADY)
    appeal = Appeal.objects.create(
        id=new_id(at=at), decision=row, court_case=number, filed_on=filed_on
    )
    record.append(
        Kind.DECISION_APPEALED,
        actor=by.id,
        subject=row.id,
        at=at,
        facts={"appeal": appeal.id, "court_case": number, "filed": str(filed_on)},
    )
    return appeal


@action
def enter_ruling(
    *, appeal: str, ruling: Ruling, ruled_on: date, by: Actor, at: datetime
) -> Appeal:
    """Enter what the court said; a stay or an annulment stops the camera at once.

    :raises Conflict: when the court has spoken its last, or would have before the appeal.
    """
    seen = queries.appeal(appeal, by=by)
    board = seen.decision.board_id
    require(by, Permission.REVOKE_TERMS, board=board, subject=seen.decision_id)
    row = Appeal.objects.select_for_update().get(pk=seen.pk)
    said = Ruling(row.ruling) if row.ruling else None
    if reason := rules.why_not_rule(said, filed_on=row.filed_on, ruled_on=ruled_on):
        raise Conflict(row.id, reason)
    row.ruling, row.ruled_on = ruling, ruled_on
    row.save(update_fields=["ruling", "ruled_on"])
    record.append(
        Kind.APPEAL_RULED,
        actor=by.id,
        subject=row.decision_id,
        at=at,
        facts={"appeal": row.id, "ruling": ruling, "ruled": str(ruled_on)},
    )
    if ruling in rules.STOPPING:
        for terms in queries.running(seen.decision, at=at):
            _stop(terms, f"{row.court_case}: {ruling}", row, by, at)
    return row


def _stop(
    terms: IssuedTerms, reason: str, appeal: Appeal | None, by: Actor, at: datetime
) -> Revocation:
    """Revoke terms, and say so on the record."""
    revocation = Revocation.objects.create(
        terms=terms, reason=reason, appeal=appeal, revoked_at=at, revoked_by_id=by.id
    )
    record.append(
        Kind.TERMS_REVOKED,
        actor=by.id,
        subject=terms.id,
        at=at,
        facts={"camera": terms.camera, "decision": terms.decision_id},
        personal={"reason": reason},
    )
    return revocation


def _joint(names: Sequence[str], arrangement: str, weighed: "Balancing") -> tuple[Party, ...]:
    """Return the boards that answer together with the one that weighed.

    :raises BadInput: when there is no board of a name, or they have agreed on nothing.
    """
    boards = [_board(name.strip()) for name in names]
    if any(board.id == weighed.board_id for board in boards):
        raise Conflict(weighed.id, Reason.JOINT_WITH_ITSELF)
    if boards and not arrangement.strip():
        mend = "Say who does what (GDPR art. 26)"
        raise BadInput("arrangement", "it is empty", mend)
    return tuple(Party(board.id, board.name) for board in boards)


def _weighed(row: "Balancing") -> Weighed:
    return Weighed(
        board=row.board_id,
        case=row.case_id,
        final=row.finalised_at is not None,
        intact=row.finalised_at is not None and balancing.is_intact(row),
        revised=balancing.is_revised(row),
        outcome=balancing.outcome(row),
        finalised_on=row.finalised_at.astimezone(rules.LOCAL).date()
        if row.finalised_at
        else date.max,
        impact_unadvised=balancing.impact_is_lacking(row),
        employees_unheard=balancing.employees_are_unheard(row),
    )


def _resolved(row: "Resolution") -> Resolved:
    return Resolved(
        board=row.board_id, case=row.case_id, granted=cases.is_granted(row), meeting=row.meeting
    )


def _board(name: str) -> "Board":
    try:
        return municipality.board_by_name(name)
    except Absent:
        mend = "Write its name as it is in the organisation"
        raise BadInput("joint_with", f"{name!r} is no board", mend) from None


def _document(
    weighed: "Balancing",
    resolved: "Resolution",
    joint: tuple[Party, ...],
    *,
    terms: str,
    supersedes: str | None,
) -> Terms:
    """Return the terms: the limits of the final balancing, as the board resolved on them."""
    frame = Frame(
        terms=terms,
        camera=weighed.camera,
        controller=weighed.board_id,
        controller_name=weighed.board.name,
        case=resolved.case.reference,
        item=resolved.item,
        meeting=resolved.meeting,
        url=f"{settings.VAKA.public_url}/register/{weighed.camera}",
        supersedes=supersedes,
        joint_with=joint,
    )
    return rules.document(balancing.limits(weighed).fields, frame)
