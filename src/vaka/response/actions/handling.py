"""Handle an incident: take it, verify it, check steps off, write the log, close it."""

from datetime import datetime

from django.db import IntegrityError, transaction

from vaka.core.errors import BadInput, Conflict
from vaka.core.ids import new_id
from vaka.municipality.access import action, require
from vaka.municipality.rules import EVERY_BOARD, Actor, Permission
from vaka.record import actions as record
from vaka.record.rules import Facts, Kind
from vaka.response.models import Incident, StepCheck, Verification, WatchEntry
from vaka.response.queries import handling as queries
from vaka.response.rules import cards
from vaka.response.rules.incidents import Finding, Outcome, State


@action
def acknowledge(*, incident: str, by: Actor, at: datetime) -> Incident:
    """Take an incident on; of two who try, one has it. Again by the same one changes nothing.

    :raises Conflict: when somebody else has it (its subject is their name), or it is closed.
    """
    handled(incident, by)
    took = Incident.objects.filter(pk=incident, state=State.NEW).update(
        state=State.ACKNOWLEDGED, acknowledged_at=at, acknowledged_by_id=by.id
    )
    row = Incident.objects.select_related("acknowledged_by").get(pk=incident)
    if took:
        note(Kind.INCIDENT_ACKNOWLEDGED, row, by.id, at)
        return row
    if row.state == State.CLOSED:
        raise Conflict(incident, "incident-closed")
    if row.acknowledged_by_id != by.id:
        raise Conflict(str(row.acknowledged_by), "acknowledged-by-another")
    return row


@action
def verify(*, incident: str, finding: Finding, by: Actor, at: datetime) -> Incident:
    """Note what somebody found who looked; a later finding takes its place.

    :raises Conflict: when the incident is not acknowledged or is closed.
    """
    row = handled(incident, by)
    require_acknowledged(row)
    Verification.objects.create(
        id=new_id(at=at), incident=row, finding=finding, at=at, by_id=by.id
    )
    row.verified_at, row.finding = row.verified_at or at, finding
    row.save(update_fields=["verified_at", "finding"])
    note(Kind.INCIDENT_VERIFIED, row, by.id, at, facts={"finding": finding})
    return row


@action
def check_step(
    *, incident: str, step: str, answer: str = "", by: Actor, at: datetime
) -> StepCheck:
    """Check a step of the incident's action card off, with the answer when it is a question.

    :raises BadInput: when no such step applies, or it cannot be answered so.
    :raises Conflict: when it is checked already (its subject is who did), or the incident is
        not acknowledged or is closed.
    """
    row = handled(incident, by)
    require_acknowledged(row)
    applying = {
        one.key: one for one in cards.applying(queries.steps(row), queries.answers(row))
    }
    if step not in applying:
        raise BadInput("step", f"no step {step} applies", "Choose one that the card shows")
    cards.check_answer(applying[step], answer)
    try:
        with transaction.atomic():
            check = StepCheck.objects.create(
                id=new_id(at=at), incident=row, step=step, answer=answer, at=at, by_id=by.id
            )
    except IntegrityError:
        done = StepCheck.objects.select_related("by").get(incident=row, step=step)
        raise Conflict(str(done.by), "step-checked-already") from None
    note(Kind.STEP_CHECKED, row, by.id, at, facts={"step": step, "answer": answer})
    return check


@action
def write_entry(*, incident: str, text: str, by: Actor, at: datetime) -> WatchEntry:
    """Write a line in the watch log; the record keeps its words where they can be erased.

    :raises BadInput: when the line is empty or longer than 2,000 characters.
    :raises Conflict: when the incident is closed.
    """
    row = handled(incident, by)
    said = text.strip()
    if not 0 < len(said) <= 2000:
        raise BadInput("text", f"{len(said)} characters", "Write 1 to 2,000 characters")
    if row.state == State.CLOSED:
        raise Conflict(incident, "incident-closed")
    entry = WatchEntry.objects.create(
        id=new_id(at=at), incident=row, text=said, at=at, by_id=by.id
    )
    put = record.append(
        Kind.WATCH_ENTRY_WRITTEN,
        actor=by.id,
        subject=row.id,
        at=at,
        facts={"entry": entry.id},
        personal={"text": said},
    )
    Incident.objects.filter(pk=row.pk).update(changed=put.seq)
    return entry


@action
def close(
    *, incident: str, outcome: Outcome, reason: str = "", by: Actor, at: datetime
) -> Incident:
    """Close an incident with what it turned out to be.

    :raises Conflict: when it is not acknowledged or closed already, or required steps of its
        card are left and no reason is given.
    """
    row = handled(incident, by)
    require_acknowledged(row)
    left = cards.remaining(queries.steps(row), queries.answers(row))
    why = reason.strip()
    if left and not why:
        raise Conflict(incident, "required-steps-left")
    closed = Incident.objects.filter(pk=incident, state=State.ACKNOWLEDGED).update(
        state=State.CLOSED, closed_at=at, closed_by_id=by.id, outcome=outcome, reason=why
    )
    if not closed:
        raise Conflict(incident, "incident-closed")
    facts = {"outcome": outcome, "undone": [step.key for step in left]}
    note(Kind.INCIDENT_CLOSED, row, by.id, at, facts=facts)
    row.refresh_from_db()
    return row


def handled(incident: str, by: Actor) -> Incident:
    """Return the incident, if the actor may handle it.

    :raises Absent: when there is none, or it is a foreign board's.
    """
    row = queries.incident(incident, by=by)
    board = row.site.board_id if row.site else EVERY_BOARD
    require(by, Permission.HANDLE_INCIDENT, board=board, subject=incident)
    return row


def require_acknowledged(row: Incident) -> None:
    """Let an act through that only whoever took the incident on goes on to.

    :raises Conflict: when nobody has, or it is closed.
    """
    if row.state != State.ACKNOWLEDGED:
        closed = row.state == State.CLOSED
        raise Conflict(row.id, "incident-closed" if closed else "not-acknowledged")


def note(
    kind: Kind, row: Incident, actor: str, at: datetime, *, facts: Facts | None = None
) -> None:
    """Put it on the record, and let the consoles see the incident as changed.

    The caller's transaction carries it.
    """
    entry = record.append(kind, actor=actor, subject=row.id, at=at, facts=facts)
    Incident.objects.filter(pk=row.pk).update(changed=entry.seq)
