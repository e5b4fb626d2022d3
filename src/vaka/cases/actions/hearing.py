"""Verbs: ask a body, remind it, enter its opinion and who in it disagreed."""

from collections.abc import Mapping
from datetime import date, datetime

from vaka.cases import queries
from vaka.cases.actions.held import held, registered, step
from vaka.cases.models import Case, Dissent, Opinion, Position, Referral, Reminder
from vaka.cases.rules import inputs
from vaka.cases.rules.statement import inside
from vaka.cases.rules.states import (
    Direction,
    DissentForm,
    DissentKind,
    Reason,
    Stance,
    Step,
)
from vaka.core.errors import BadInput, Conflict
from vaka.core.ids import new_id
from vaka.municipality.access import action, find, visible
from vaka.municipality.rules import Actor, Permission
from vaka.record import actions as record
from vaka.record.rules import Kind

NOTED = {
    DissentKind.RESERVATION: {
        DissentForm.ORAL: "muntlig reservation",
        DissentForm.WRITTEN: "reservation",
    },
    DissentKind.SPECIAL_OPINION: {
        DissentForm.ORAL: "muntligt särskilt yttrande",
        DissentForm.WRITTEN: "särskilt yttrande",
    },
}


@action
def refer(*, case: str, consulted: str, due: date, by: Actor, at: datetime) -> Referral:
    """Ask a body what it thinks, by a day.

    :raises Conflict: when the case is resolved, or the day is past.
    """
    row = held(case, Permission.HANDLE_CASE, by)
    step(row, Step.REFER)
    if due < inputs.day_of(at):
        raise Conflict(row.reference, Reason.DUE_BEFORE_REFERRAL)
    referral = Referral.objects.create(
        id=new_id(at=at),
        case=row,
        consulted=inputs.checked_text("consulted", consulted),
        due=due,
        sent_at=at,
    )
    _sent(referral, "Remiss", at)
    record.append(
        Kind.CASE_REFERRED,
        actor=by.id,
        subject=row.id,
        at=at,
        facts={"referral": referral.id, "consulted": referral.consulted, "due": str(due)},
    )
    return referral


@action
def remind(*, referral: str, by: Actor, at: datetime) -> Reminder:
    """Enter that a body was reminded.

    :raises Conflict: when it has answered.
    """
    asked = _asked(referral, by)
    row = held(asked.case_id, Permission.HANDLE_CASE, by)
    if Opinion.objects.filter(referral=asked).exists():
        raise Conflict(asked.consulted, Reason.OPINION_GIVEN_ALREADY)
    reminder = Reminder.objects.create(id=new_id(at=at), referral=asked, sent_at=at)
    _sent(asked, "Påminnelse om remiss", at)
    record.append(
        Kind.REFERRAL_REMINDED,
        actor=by.id,
        subject=row.id,
        at=at,
        facts={"referral": asked.id},
    )
    return reminder


@action
def give_opinion(
    *,
    referral: str,
    text: str,
    stance: Stance | None = None,
    positions: Mapping[int, Stance] | None = None,
    resolved_on: date | None = None,
    item: int | None = None,
    by: Actor,
    at: datetime,
) -> Opinion:
    """Enter what the consulted body answered: on the whole, on demands by number, or both.

    :raises BadInput: when it takes no stand at all, or on a demand that is not there.
    :raises Conflict: when it has answered already, or the case is resolved.
    """
    asked = _asked(referral, by)
    row = held(asked.case_id, Permission.HANDLE_CASE, by)
    step(row, Step.GIVE_OPINION)
    if Opinion.objects.filter(referral=asked).exists():
        raise Conflict(asked.consulted, Reason.OPINION_GIVEN_ALREADY)
    if stance is None and not positions:
        raise BadInput("stance", "it takes no stand", "Give one, or one for a demand")
    opinion = Opinion.objects.create(
        id=new_id(at=at),
        referral=asked,
        stance=stance or "",
        text=inputs.checked_text("text", text),
        resolved_on=resolved_on,
        item=item,
        given_at=at,
    )
    _take_positions(row, opinion, positions or {}, at)
    registered(
        row,
        f"Remissvar {inside(asked.consulted)}",
        direction=Direction.RECEIVED,
        party=asked.consulted,
        dated=inputs.day_of(at),
        at=at,
    )
    record.append(
        Kind.OPINION_GIVEN,
        actor=by.id,
        subject=row.id,
        at=at,
        facts={
            "referral": asked.id,
            "stance": opinion.stance,
            "demands": {str(number): each for number, each in (positions or {}).items()},
        },
    )
    return opinion


@action
def note_dissent_in(
    *,
    referral: str,
    kind: DissentKind,
    form: DissentForm,
    party: str,
    text: str = "",
    by: Actor,
    at: datetime,
) -> Dissent:
    """Note that somebody in a consulted body disagreed with its opinion.

    :raises Conflict: when its opinion has not been entered.
    """
    asked = _asked(referral, by)
    row = held(asked.case_id, Permission.HANDLE_CASE, by)
    given = Opinion.objects.filter(referral=asked).first()
    if given is None:
        raise Conflict(asked.consulted, Reason.OPINION_AWAITED)
    dissent = Dissent.objects.create(
        id=new_id(at=at),
        opinion=given,
        kind=kind,
        form=form,
        party=inputs.checked_text("party", party),
        text=text.strip(),
        noted_at=at,
    )
    where = f" {given.resolved_on:%y%m%d}" if given.resolved_on else ""
    under = f" § {given.item}" if given.item else ""
    registered(
        row,
        f"{asked.consulted} beslut{where}{under} {NOTED[kind][form]} ({dissent.party})",
        direction=Direction.RECEIVED,
        party=asked.consulted,
        dated=inputs.day_of(at),
        at=at,
    )
    record.append(
        Kind.DISSENT_NOTED,
        actor=by.id,
        subject=row.id,
        at=at,
        facts={"opinion": given.id, "kind": kind, "form": form},
        personal={"party": dissent.party},
    )
    return dissent


def _asked(key: str, by: Actor) -> Referral:
    """Return the referral.

    :raises Absent: when there is none, or it is a foreign board's.
    """
    return find(Referral.objects.filter(visible(by, Permission.SEE, board="case__board")), key)


def _sent(referral: Referral, title: str, at: datetime) -> None:
    registered(
        referral.case,
        title,
        direction=Direction.SENT,
        party=referral.consulted,
        dated=inputs.day_of(at),
        at=at,
    )


def _take_positions(
    case: Case, opinion: Opinion, positions: Mapping[int, Stance], at: datetime
) -> None:
    """Keep what the body thinks of each demand.

    :raises BadInput: when the case has no demand of a number.
    """
    demands = queries.demands(case)
    for number, stance in positions.items():
        if number not in demands:
            mend = f"The case has {len(demands)}"
            raise BadInput("positions", f"there is no demand {number}", mend)
        Position.objects.create(
            id=new_id(at=at), opinion=opinion, demand=demands[number], stance=stance
        )
