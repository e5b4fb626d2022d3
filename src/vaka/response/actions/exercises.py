"""Exercises: begun, sounded through the real system, ended and evaluated."""

from datetime import datetime

from vaka.core.errors import BadInput, Conflict
from vaka.core.ids import new_id
from vaka.municipality.access import action, find, require
from vaka.municipality.queries import of_board
from vaka.municipality.rules import EVERY_BOARD, Actor, Permission
from vaka.record import actions as record
from vaka.record.rules import Kind
from vaka.response.actions.alarms import Receipt, take_in
from vaka.response.models import Centre, Exercise, Incident
from vaka.response.queries import exercising as queries
from vaka.response.queries import preparedness
from vaka.response.rules.codes import SIA
from vaka.response.rules.incidents import Received, State
from vaka.response.rules.texts import said

LONGEST = 4000


@action
def begin_exercise(
    *,
    title: str,
    purpose: str,
    plan: str | None = None,
    board: str = EVERY_BOARD,
    by: Actor,
    at: datetime,
) -> Exercise:
    """Begin an exercise at one board's sites, or at all; it may try a plan.

    :raises BadInput: when title or purpose are missing or too long.
    :raises Absent: when there is no such plan to be followed now.
    """
    require(by, Permission.RUN_CENTRE, board=board, subject="exercise")
    tries = find(preparedness.newest_plans(by=by), plan).id if plan else None
    row = Exercise.objects.create(
        id=new_id(at=at),
        board_id=of_board(board),
        title=said("title", title, most=100),
        purpose=said("purpose", purpose, most=LONGEST),
        plan_id=tries,
        led_by_id=by.id,
        starts_at=at,
    )
    facts = {"title": row.title, "board": board or None, "plan": tries}
    record.append(Kind.EXERCISE_BEGUN, actor=by.id, subject=row.id, at=at, facts=facts)
    return row


@action
def sound_alarm(
    *, exercise: str, transmitter: str, code: str, zone: str = "", by: Actor, at: datetime
) -> Receipt:
    """Let an alarm sound as if that transmitter had sent it, marked as an exercise everywhere.

    It goes the way of a real one from where it is stored: rules, cards, consoles, escalation.
    It joins no real incident, and is no sign of life of the transmitter.

    :raises BadInput: when the code is none of SIA DC-03.
    :raises Conflict: when the exercise has ended.
    :raises Absent: when the transmitter is out of use, or at another board's site.
    """
    row = _led(exercise, by)
    _require_going_on(row)
    if code not in SIA:
        raise BadInput("code", "there is no such code", "Choose one of SIA DC-03")
    source = find(queries.transmitters_of(row), transmitter)
    Centre.objects.select_for_update().get_or_create(pk=1)
    alarm = Received(
        key=f"exercise:{new_id(at=at)}",
        received_at=at,
        protocol="SIA-DCS",
        raw="",
        account=source.account,
        code=code,
        zone=zone or None,
        exercise=row.id,
    )
    [kept] = take_in([(alarm, source)], by=by, at=at)
    return Receipt(kept.id, kept.incident_id, new=True)


@action
def end_exercise(*, exercise: str, by: Actor, at: datetime) -> Exercise:
    """End an exercise, once all that it opened is closed.

    :raises Conflict: when it has ended, or some of its incidents are open.
    """
    row = _led(exercise, by)
    _require_going_on(row)
    if Incident.objects.filter(exercise=row).exclude(state=State.CLOSED).exists():
        raise Conflict(exercise, "exercise-incidents-open")
    row.ends_at = at
    row.save(update_fields=["ends_at"])
    record.append(Kind.EXERCISE_ENDED, actor=by.id, subject=row.id, at=at)
    return row


@action
def evaluate_exercise(*, exercise: str, findings: str, by: Actor, at: datetime) -> Exercise:
    """Say what was learnt and what is to be done; it is said once.

    :raises BadInput: when nothing is said, or too much.
    :raises Conflict: when it goes on, is evaluated, or disposed of.
    """
    row = _led(exercise, by)
    learnt = said("findings", findings, most=LONGEST)
    kept = Exercise.objects.filter(
        pk=row.pk, ends_at__isnull=False, evaluated_at=None, disposed_at=None
    ).update(findings=learnt, evaluated_at=at, evaluated_by_id=by.id)
    if not kept:
        raise Conflict(exercise, "exercise-not-to-evaluate")
    record.append(Kind.EXERCISE_EVALUATED, actor=by.id, subject=row.id, at=at)
    row.refresh_from_db()
    return row


def _led(exercise: str, by: Actor) -> Exercise:
    row = find(queries.exercises(by=by), exercise)
    require(by, Permission.RUN_CENTRE, board=row.board_id or EVERY_BOARD, subject=exercise)
    return row


def _require_going_on(row: Exercise) -> None:
    if row.ends_at is not None:
        raise Conflict(row.id, "exercise-ended")
