"""Exercises: begun, sounded through the real system, ended and evaluated."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.http import HttpRequest
from ninja import Router, Schema, Status
from ninja.security import django_auth

from vaka.api.acting import actor, now
from vaka.response import actions, queries

if TYPE_CHECKING:
    from vaka.response.models import Exercise

router = Router(auth=django_auth, tags=["exercises"])


class ExerciseIn(Schema):
    """What is to be tried; without a board at the sites of all."""

    title: str
    purpose: str
    board: str = ""
    plan: str | None = None


class ExerciseOut(ExerciseIn):
    """An exercise, the incidents that it opened, and what was learnt.

    Purpose and findings are empty once they are disposed of.
    """

    id: str
    starts_at: datetime
    ends_at: datetime | None
    incidents: list[str]
    findings: str
    evaluated_at: datetime | None
    disposed_at: datetime | None


class SoundIn(Schema):
    """An alarm as that transmitter would send it, by its code in SIA DC-03."""

    transmitter: str
    code: str
    zone: str = ""


class FindingsIn(Schema):
    """What was learnt, and what is to be done."""

    findings: str


class Sounded(Schema):
    """The incident that the alarm is in; null when it opened none."""

    incident: str | None


def _told(row: "Exercise") -> ExerciseOut:
    return ExerciseOut(
        id=row.id,
        title=row.title,
        purpose=row.purpose,
        board=row.board_id or "",
        plan=row.plan_id,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        incidents=[incident.id for incident in queries.exercised(row)],
        findings=row.findings,
        evaluated_at=row.evaluated_at,
        disposed_at=row.disposed_at,
    )


@router.get("/exercises", response=list[ExerciseOut])
def exercises(request: HttpRequest) -> list[ExerciseOut]:
    """Return the exercises at your boards, newest first."""
    return [_told(row) for row in queries.exercises(by=actor(request))]


@router.post("/exercises", response={201: ExerciseOut})
def begin(request: HttpRequest, body: ExerciseIn) -> Status[ExerciseOut]:
    """Begin an exercise."""
    row = actions.begin_exercise(**body.dict(), by=actor(request), at=now())
    return Status(201, _told(row))


@router.post("/exercises/{key}/alarms", response={201: Sounded})
def sound(request: HttpRequest, key: str, body: SoundIn) -> Status[Sounded]:
    """Let an alarm sound, marked as an exercise everywhere."""
    receipt = actions.sound_alarm(exercise=key, **body.dict(), by=actor(request), at=now())
    return Status(201, Sounded(incident=receipt.incident))


@router.post("/exercises/{key}/end", response=ExerciseOut)
def end(request: HttpRequest, key: str) -> ExerciseOut:
    """End an exercise, once all that it opened is closed."""
    return _told(actions.end_exercise(exercise=key, by=actor(request), at=now()))


@router.post("/exercises/{key}/evaluation", response=ExerciseOut)
def evaluate(request: HttpRequest, key: str, body: FindingsIn) -> ExerciseOut:
    """Say what was learnt; it is said once."""
    return _told(
        actions.evaluate_exercise(
            exercise=key, findings=body.findings, by=actor(request), at=now()
        )
    )
