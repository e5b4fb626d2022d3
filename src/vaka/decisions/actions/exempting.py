"""Verbs: enter what the authority has exempted from being told, and that it ended."""

from collections.abc import Collection
from datetime import date, datetime

from vaka.core.errors import BadInput, Conflict
from vaka.core.ids import new_id
from vaka.decisions import queries, rules
from vaka.decisions.models import InformationExemption
from vaka.decisions.rules import Reason
from vaka.municipality.access import action, require
from vaka.municipality.rules import Actor, Permission
from vaka.record import actions as record
from vaka.record.rules import Kind


@action
def enter_exemption(
    *,
    decision: str,
    authority: str,
    case_number: str,
    decided_on: date,
    exempts: Collection[str],
    conditions: str,
    starts_on: date,
    ends_on: date | None,
    by: Actor,
    at: datetime,
) -> InformationExemption:
    """Enter that people need not be told of a surveillance, by the authority (KBL 17, 20 §§).

    It stands in for the sign while it lasts, and to break its conditions costs what a missing
    sign does (25 § 4, 27 §).

    :raises BadInput: when the decision or its conditions are not named.
    :raises Conflict: when it exempts from nothing, its days are out of order, or another lasts.
    """
    row = queries.decision(decision, by=by)
    require(by, Permission.ISSUE_TERMS, board=row.board_id, subject=row.id)
    said = _said(authority=authority, case_number=case_number, conditions=conditions)
    if reason := rules.why_not_exempt(
        exempts, decided_on=decided_on, starts_on=starts_on, ends_on=ends_on
    ):
        raise Conflict(row.id, reason)
    asked = rules.lasts(starts_on, ends_on, ended_at=None)
    assert asked is not None  # its days are in order
    others = [queries.lasting(other) for other in queries.exemptions(row)]
    if any(other.end > at and asked.overlaps(other) for other in others if other):
        raise Conflict(row.id, Reason.EXEMPT_ALREADY)
    entered = InformationExemption.objects.create(
        id=new_id(at=at),
        decision=row,
        **said,
        decided_on=decided_on,
        exempts=sorted(exempts),
        starts_on=starts_on,
        ends_on=ends_on,
        entered_at=at,
        entered_by_id=by.id,
    )
    record.append(
        Kind.INFORMATION_EXEMPTED,
        actor=by.id,
        subject=row.id,
        at=at,
        facts={
            **said,
            "exemption": entered.id,
            "camera": row.camera,
            "exempts": entered.exempts,
            "decided": str(decided_on),
            "from": str(starts_on),
            "until": str(ends_on or ""),
        },
    )
    return entered


@action
def end_exemption(*, exemption: str, reason: str, by: Actor, at: datetime) -> None:
    """End an exemption now, as when the authority recalls it or sets other conditions.

    From then on people are told by a sign, or nothing is recorded or shown.

    :raises BadInput: when no reason is given.
    :raises Conflict: when it is over already.
    """
    seen = queries.exemption(exemption, by=by)
    board = seen.decision.board_id
    require(by, Permission.ISSUE_TERMS, board=board, subject=seen.decision_id)
    if not (why := reason.strip()):
        raise BadInput("reason", "it is empty", "Say why it ends, as the authority did")
    time = queries.lasting(seen)
    if time is None or at >= time.end:
        raise Conflict(seen.id, Reason.EXEMPTION_OVER)
    InformationExemption.objects.filter(pk=seen.pk).update(ended_at=at, end_reason=why)
    record.append(
        Kind.INFORMATION_EXEMPTION_ENDED,
        actor=by.id,
        subject=seen.decision_id,
        at=at,
        facts={"exemption": seen.id, "camera": seen.decision.camera},
        personal={"reason": why},
    )


def _said(**words: str) -> dict[str, str]:
    """Return what the authority's decision says, stripped.

    :raises BadInput: when something of it is lacking.
    """
    told = {field: text.strip() for field, text in words.items()}
    for field, text in told.items():
        if not text:
            raise BadInput(field, "it is empty", "Write what the authority's decision says")
    return told
