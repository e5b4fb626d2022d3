"""Verbs: a personal data breach is entered, judged, notified and told of, or why it is not."""

from dataclasses import asdict
from datetime import datetime

from vaka.core.errors import Conflict
from vaka.core.ids import new_id
from vaka.municipality import actions as municipality
from vaka.municipality import queries as boards
from vaka.municipality.access import action, require
from vaka.municipality.rules import Actor, Permission, TaskReason
from vaka.oversight import queries
from vaka.oversight.models import Breach
from vaka.oversight.rules import breaches as rules
from vaka.oversight.rules.breaches import NotTold, Risk, Told
from vaka.oversight.rules.texts import said
from vaka.record import actions as record
from vaka.record.rules import Facts, Kind, instant

NOTICE = (TaskReason.BREACH_TO_NOTIFY, TaskReason.BREACH_RUNS_OUT)
PERSONS = (TaskReason.BREACH_TO_TELL,)
IN_WORDS = "Say it in words"


@action
def enter_breach(
    told: Told, *, board: str, known_at: datetime, by: Actor, at: datetime
) -> Breach:
    """Enter a breach: the 72 hours run from when it became known, not from when it happened.

    :raises Conflict: when it was known in the future, or before it happened.
    :raises Refused: when the actor may not for the board, Absent when it is foreign.
    """
    require(by, Permission.KEEP_BREACHES, board=board, subject=board)
    key = new_id(at=at)
    if no := rules.why_not_enter(told, known_at=known_at, at=at):
        raise Conflict(key, no)
    row = Breach.objects.create(
        id=key,
        board=boards.board(board, by=by, permission=Permission.KEEP_BREACHES),
        known_at=known_at,
        entered_by_id=by.id,
        entered_at=at,
        **asdict(told),
    )
    known: Facts = {"board": row.board_id, "known": instant(known_at)}
    _append(Kind.BREACH_ENTERED, row, {**known, **_facts(told)}, _texts(told), by=by, at=at)
    return row


@action
def amend_breach(told: Told, *, breach: str, by: Actor, at: datetime) -> None:
    """Say anew what is known of a breach, in whole; what was said before is on the record.

    :raises Conflict: when it happened after it was known.
    """
    row = _kept(breach, by)
    if no := rules.why_not_enter(told, known_at=row.known_at, at=at):
        raise Conflict(row.id, no)
    Breach.objects.filter(pk=row.pk).update(**asdict(told))
    _append(Kind.BREACH_AMENDED, row, _facts(told), _texts(told), by=by, at=at)


@action
def notify_authority(
    *,
    breach: str,
    notified_at: datetime,
    reference: str,
    late_reasons: str,
    by: Actor,
    at: datetime,
) -> None:
    """Enter that the authority was notified, when, and why so late if it was.

    :raises Conflict: when it was before, at no such time, or late without a reason.
    """
    row = _kept(breach, by)
    if no := rules.why_not_notify(
        known_at=row.known_at, notified_at=notified_at, done=row.done, late=late_reasons, at=at
    ):
        raise Conflict(row.id, no)
    row.notified_at, row.reference, row.late_reasons = notified_at, reference, late_reasons
    row.save(update_fields=["notified_at", "reference", "late_reasons"])
    facts: Facts = {"notified": instant(notified_at), "reference": reference}
    texts = {"late": late_reasons} if late_reasons else {}
    _append(Kind.BREACH_NOTIFIED, row, facts, texts, by=by, at=at)
    _settle(row, NOTICE, reference or instant(notified_at), by=by, at=at)


@action
def leave_unnotified(*, breach: str, reasons: str, by: Actor, at: datetime) -> None:
    """Say why the authority is not notified: the breach is unlikely to harm anybody.

    :raises Conflict: when it was notified, or the risk is judged to be more than unlikely.
    :raises BadInput: when nothing is said.
    """
    row = _kept(breach, by)
    if no := rules.why_not_leave_unnotified(row.risk, row.done):
        raise Conflict(row.id, no)
    row.why_not_notified = said("reasons", reasons, IN_WORDS)
    row.save(update_fields=["why_not_notified"])
    _append(Kind.BREACH_NOT_NOTIFIED, row, {}, {"reasons": reasons}, by=by, at=at)
    _settle(row, NOTICE, reasons, by=by, at=at)


@action
def tell_persons(*, breach: str, told_at: datetime, how: str, by: Actor, at: datetime) -> None:
    """Enter that the persons were told of a breach, when and how.

    :raises Conflict: when they were before, or at no such time.
    :raises BadInput: when it is not said how.
    """
    row = _kept(breach, by)
    if row.told_at:
        raise Conflict(row.id, "told-already")
    if not row.known_at <= told_at <= at:
        raise Conflict(row.id, "told-at-no-such-time")
    row.told_at, row.told_how = told_at, said("how", how, IN_WORDS)
    row.save(update_fields=["told_at", "told_how"])
    facts: Facts = {"told": instant(told_at)}
    _append(Kind.BREACH_TOLD, row, facts, {"how": how}, by=by, at=at)
    _settle(row, PERSONS, how, by=by, at=at)


@action
def leave_untold(
    *, breach: str, ground: NotTold, reasons: str, by: Actor, at: datetime
) -> None:
    """Say why the persons are not told of a breach of high risk (GDPR art. 34.3).

    :raises Conflict: when they were told, or the risk asks for nothing.
    :raises BadInput: when nothing is said.
    """
    row = _kept(breach, by)
    if row.told_at:
        raise Conflict(row.id, "told-already")
    if row.risk != Risk.HIGH:
        raise Conflict(row.id, "risk-not-high")
    row.not_told, row.why_not_told = ground, said("reasons", reasons, IN_WORDS)
    row.save(update_fields=["not_told", "why_not_told"])
    facts: Facts = {"ground": ground}
    _append(Kind.BREACH_NOT_TOLD, row, facts, {"reasons": reasons}, by=by, at=at)
    _settle(row, PERSONS, reasons, by=by, at=at)


def _kept(key: str, by: Actor) -> Breach:
    """Return a breach, locked: what is said of it is said once."""
    row = queries.breach(key, by=by)
    require(by, Permission.KEEP_BREACHES, board=row.board_id, subject=row.id)
    return Breach.objects.select_for_update().get(pk=row.pk)


def _facts(told: Told) -> Facts:
    return {
        "happened": instant(told.happened_at) if told.happened_at else None,
        "persons": told.persons,
        "records": told.records,
        "risk": told.risk,
    }


def _texts(told: Told) -> dict[str, str]:
    return {
        "what": told.what,
        "categories": told.categories,
        "consequences": told.consequences,
        "measures": told.measures,
    }


def _append(
    kind: Kind, row: Breach, facts: Facts, texts: dict[str, str], *, by: Actor, at: datetime
) -> None:
    record.append(kind, actor=by.id, subject=row.id, at=at, facts=facts, personal=texts)


def _settle(
    row: Breach, reasons: tuple[TaskReason, ...], said: str, *, by: Actor, at: datetime
) -> None:
    municipality.settle_done(subject=row.id, reasons=reasons, outcome=said, by=by, at=at)
