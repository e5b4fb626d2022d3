"""Verbs: decide on a camera, issue the terms that the machine obeys, revoke them."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.conf import settings

from vaka.balancing import queries as balancing
from vaka.cases import queries as cases
from vaka.core.errors import BadInput, Conflict
from vaka.core.ids import new_id
from vaka.decisions import queries, rules, signer
from vaka.decisions.models import Decision, IssuedTerms, Revocation
from vaka.decisions.rules import Frame, Reason, Resolved, Weighed
from vaka.municipality.access import action, require
from vaka.municipality.rules import Actor, Permission
from vaka.record import actions as record
from vaka.record.rules import Kind
from vaka.terms.document import Terms

if TYPE_CHECKING:
    from vaka.balancing.models import Balancing
    from vaka.cases.models import Resolution


@action
def decide(*, balancing_id: str, resolution: str, by: Actor, at: datetime) -> Decision:
    """Enter the board's decision on the camera of a final balancing.

    :raises Conflict: when the balancing or the resolution does not carry it; says why.
    :raises BadInput: when a limit of the balancing cannot be put into terms.
    """
    weighed = balancing.balancing(balancing_id, by=by)
    require(by, Permission.ISSUE_TERMS, board=weighed.board_id, subject=weighed.id)
    resolved = cases.resolution(resolution, by=by)
    if Decision.objects.filter(balancing=weighed).exists():
        raise Conflict(weighed.id, Reason.DECIDED_ALREADY)
    if reason := rules.why_not_decide(_weighed(weighed), _resolved(resolved)):
        raise Conflict(weighed.id, reason)
    valid = _document(weighed, resolved, terms=new_id(at=at), supersedes=None).valid
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
    if Revocation.objects.filter(terms__decision=row).exists():
        raise Conflict(row.id, Reason.REVOKED_ALREADY)
    valid = rules.days(row.starts_on, row.ends_on)
    if at >= valid.end:
        raise Conflict(row.id, Reason.LAPSED)
    earlier = queries.newest(camera=row.camera)
    terms = _document(
        row.balancing,
        row.resolution,
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
    revocation = Revocation.objects.create(
        terms=row, reason=reason.strip(), revoked_at=at, revoked_by_id=by.id
    )
    record.append(
        Kind.TERMS_REVOKED,
        actor=by.id,
        subject=row.id,
        at=at,
        facts={"camera": row.camera, "decision": row.decision_id},
        personal={"reason": reason.strip()},
    )
    return revocation


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
    )


def _resolved(row: "Resolution") -> Resolved:
    return Resolved(
        board=row.board_id, case=row.case_id, granted=cases.is_granted(row), meeting=row.meeting
    )


def _document(
    weighed: "Balancing", resolved: "Resolution", *, terms: str, supersedes: str | None
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
    )
    return rules.document(balancing.limits(weighed).fields, frame)
