"""Share: what a partner reads is on the record, and what is pushed is pushed once and in order.

Incidents know nothing of partners. A worker asks each agreement what of its own has changed
since it last looked, by the record's numbers, so that an alarm costs nothing more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from vaka.core.errors import Absent
from vaka.core.ids import new_id
from vaka.core.outgoing import Delivery
from vaka.municipality.access import action, find, visible
from vaka.municipality.rules import Actor, Permission
from vaka.operation import gate
from vaka.record import actions as record
from vaka.record.rules import Kind
from vaka.response.actions.delivering import claimed, given_up, settled
from vaka.response.actions.passing_on import pass_on
from vaka.response.models import Incident, Sharing, SharingAgreement
from vaka.response.queries import looking
from vaka.response.queries import sharing as queries
from vaka.response.rules.sharing import Form, Shared

WORKER = "worker"
NOT_IN_FORCE = "the agreement is not in force"


@dataclass(frozen=True)
class Earlier:
    """What a partner's system has already been told of the same incident."""

    id: str
    sent: datetime


@dataclass(frozen=True)
class Handover:
    """One sharing on its way: to where, in which form, signed by which key."""

    id: str
    address: str
    form: Form
    key: str
    agreement: str
    facts: dict[str, object]
    sent: datetime
    earlier: Sequence[Earlier]
    # Of a warning, as the authority sent it; empty of an incident.
    original: bytes


@action
def read_shared(*, by: Actor, at: datetime) -> list[Shared]:
    """Return what is shared with the reader's partner, and put on the record what was read.

    :raises Refused: when the actor reads for no partner.
    """
    told = queries.shared_with(by=by, at=at)
    _noted_read(told, by=by, at=at)
    return told


@action
def read_one_shared(*, incident: str, by: Actor, at: datetime) -> Shared:
    """Return one incident that is shared with the reader's partner, and put that on the record.

    :raises Absent: when it is not shared, or there is no such incident.
    :raises Refused: when the actor reads for no partner.
    """
    seen = visible(by, Permission.SEE_SHARED, board="site__board")
    row = find(Incident.objects.filter(seen), incident)
    for one in queries.shared_with(by=by, at=at):
        if one.incident == row.id:
            _noted_read([one], by=by, at=at)
            return one
    raise Absent("incident", incident)


def _noted_read(told: Sequence[Shared], *, by: Actor, at: datetime) -> None:
    facts = {"incidents": [[one.incident, one.agreement, one.detail] for one in told]}
    partner = queries.reads_for(by)
    record.append(Kind.SHARING_READ, actor=by.id, subject=partner, at=at, facts=facts)


@action
def look_shared(*, incident: str, camera: str, by: Actor, at: datetime) -> gate.Given:
    """Give a partner's reader the right to look live at a shared incident, once.

    :raises Absent: when there is nothing to look by now, whether the terms do not open the
        camera to partners, it does not see the place, or the incident is not shared.
    :raises Refused: when the actor reads for no partner.
    """
    looking.shared_camera(camera, incident=incident, by=by, at=at)
    agreed = looking.agreement_on(incident, by=by, at=at)
    assert agreed is not None  # else there was no such camera
    still = looking.still_shared(incident, by=by)
    given = gate.give_partner_ticket(
        camera=camera, incident=incident, shared=still, by=by, at=at
    )
    facts = {
        "incident": incident,
        "agreement": agreed.id,
        "camera": camera,
        "ticket": given.id,
    }
    record.append(
        Kind.SHARING_LOOKED, actor=by.id, subject=agreed.partner_id, at=at, facts=facts
    )
    return given


def share_changes(*, at: datetime) -> int:
    """Leave what has changed to be pushed to those who are pushed to; return how many.

    Runs unasked, so nobody's permission is needed. Each change is left once, whichever of
    several workers comes first.
    """
    return sum(
        _share(key, at=at) for key in queries.pushing(at=at).values_list("id", flat=True)
    )


@transaction.atomic(durable=True)
def _share(key: str, *, at: datetime) -> int:
    row = queries.pushing(at=at).select_for_update().filter(pk=key).first()
    return _share_incidents(row, at) + pass_on(row, at=at) if row is not None else 0


def _share_incidents(row: SharingAgreement, at: datetime) -> int:
    changed = list(queries.covered(row).filter(changed__gt=row.told).order_by("changed"))
    if not changed:
        return 0
    row.told = changed[-1].changed
    row.save(update_fields=["told"])
    return sum(_leave(row, queries.shared(incident, row), at) for incident in changed)


def _leave(row: SharingAgreement, told: Shared, at: datetime) -> bool:
    """Leave a sharing to be pushed, unless it says nothing that the last did not."""
    facts, same = told.facts, row.sharings.filter(incident=told.incident)
    last = same.order_by("-made_at", "-id").first()
    if last is not None and last.facts == facts:
        return False
    Sharing.objects.create(
        id=new_id(at=at),
        agreement=row,
        incident_id=told.incident,
        facts=facts,
        made_at=at,
        due_at=at,
    )
    return True


@transaction.atomic(durable=True)
def claim_sharing(*, sharing: str, at: datetime) -> Handover | None:
    """Return a sharing to push, if it is due, no other worker has it, and it still may be."""
    if not claimed(Sharing.objects.all(), sharing, at=at):
        return None
    row = Sharing.objects.select_related("agreement", "warning").get(pk=sharing)
    agreed = row.agreement
    if not queries.in_force(at=at).filter(pk=agreed.pk).exists():
        told = {"state": Delivery.GIVEN_UP, "ended_at": at, "receipt": NOT_IN_FORCE}
        Sharing.objects.filter(pk=sharing).update(**told)
        _noted(Kind.SHARING_GIVEN_UP, sharing, NOT_IN_FORCE, at)
        return None
    before = agreed.sharings.filter(
        incident=row.incident_id, incident__isnull=False, state=Delivery.SENT
    )
    return Handover(
        id=row.id,
        address=agreed.webhook,
        form=Form(agreed.form),
        key=queries.signing_key(agreed),
        agreement=agreed.id,
        facts=row.facts,
        sent=row.made_at,
        earlier=[Earlier(one.id, one.made_at) for one in before.order_by("made_at", "id")],
        original=bytes(row.warning.original) if row.warning else b"",
    )


@transaction.atomic(durable=True)
def note_shared(*, sharing: str, receipt: str, at: datetime) -> None:
    """Note that the partner's system took it, and what it answered."""
    if settled(Sharing.objects.all(), sharing, receipt=receipt, at=at):
        _noted(Kind.SHARING_SENT, sharing, receipt, at)


@transaction.atomic(durable=True)
def note_not_shared(*, sharing: str, problem: str, at: datetime) -> None:
    """Note that it was not taken: it is tried again, or given up."""
    if given_up(Sharing.objects.all(), sharing, problem=problem, at=at):
        _noted(Kind.SHARING_GIVEN_UP, sharing, problem, at)


def _noted(kind: Kind, sharing: str, said: str, at: datetime) -> None:
    row = Sharing.objects.select_related("agreement").get(pk=sharing)
    facts = {
        "partner": row.agreement.partner_id,
        "agreement": row.agreement_id,
        "detail": row.agreement.detail,
        **({"warning": row.warning_id} if row.warning_id else {"incident": row.incident_id}),
        "said": said[:200],
    }
    record.append(kind, actor=WORKER, subject=row.id, at=at, facts=facts)
