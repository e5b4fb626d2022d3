"""The plan against crime over the API, the strategic council, the reports (2023:196)."""

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING

from django.http import HttpRequest
from ninja import Router, Schema, Status
from ninja.security import django_auth

from vaka.api.acting import actor, now
from vaka.api.crime_pictures import DecisionOut, ResolvedIn, decision
from vaka.measures import actions, queries
from vaka.measures.rules.action_plans import Point, Progress
from vaka.measures.rules.strategic import Attended, Report, Session

if TYPE_CHECKING:
    from vaka.measures.models import ActionPlan, PreventionReport, StrategicMeeting

router = Router(auth=django_auth, tags=["prevention"])


class PointIn(Schema):
    """A point of a plan; `measure` is the id of a registered one, if there is."""

    problem: str
    text: str
    responsible: str
    due: date
    measure: str = ""


class PointOut(PointIn):
    """A point, and how far it had come when somebody last looked; null when nobody has."""

    number: int
    progress: Progress | None
    on: date | None


class PlanOut(Schema):
    """A plan on a picture, and by which day it is to be followed up; null for a draft.

    `board` is the name of the one that leads the work.
    """

    id: str
    board: str
    sha256: str
    decision: DecisionOut | None
    picture: str
    follow_up_by: date | None
    points: list[PointOut]


class FollowUpIn(Schema):
    """How far a point has come."""

    number: int
    progress: Progress
    note: str = ""


class AttendedIn(Schema):
    """For whom somebody was there, and as what; never a name."""

    actor: str
    function: str


class SessionIn(Schema):
    """A meeting of the strategic council."""

    on: date
    led_by: str
    attended: list[AttendedIn]
    dealt_with: str
    minutes: str


class SessionOut(SessionIn):
    """A meeting of the strategic council that was entered."""

    id: str
    board: str


class ReportIn(Schema):
    """What the municipal council was told; `year` is of a yearly report beside."""

    on: date
    text: str
    year: int | None = None


class ReportOut(ReportIn):
    """A report that was entered."""

    id: str
    board: str


@router.get("/action-plans", response=list[PlanOut])
def action_plans(request: HttpRequest) -> list[PlanOut]:
    """Return the action plans: those decided, and one's own boards' drafts."""
    return [_plan(row) for row in queries.action_plans(by=actor(request))]


@router.post("/action-plans", response={201: PlanOut})
def begin_plan(request: HttpRequest) -> Status[PlanOut]:
    """Begin a plan on the picture that was decided last."""
    return Status(201, _plan(actions.begin_plan(by=actor(request), at=now())))


@router.get("/action-plans/{key}", response=PlanOut)
def action_plan(request: HttpRequest, key: str) -> PlanOut:
    """Return one plan."""
    return _plan(queries.action_plan(key, by=actor(request)))


@router.post("/action-plans/{key}/points", response={201: PlanOut})
def add_point(request: HttpRequest, key: str, body: PointIn) -> Status[PlanOut]:
    """Add a point to a draft."""
    by = actor(request)
    actions.add_point(Point(**body.dict()), plan=key, by=by, at=now())
    return Status(201, _plan(queries.action_plan(key, by=by)))


@router.post("/action-plans/{key}/points/{number}/removal", response=PlanOut)
def remove_point(request: HttpRequest, key: str, number: int) -> PlanOut:
    """Take a point out of a draft."""
    by = actor(request)
    actions.remove_point(plan=key, number=number, by=by, at=now())
    return _plan(queries.action_plan(key, by=by))


@router.post("/action-plans/{key}/decision", response=PlanOut)
def decide_plan(request: HttpRequest, key: str, body: ResolvedIn) -> PlanOut:
    """Enter that a body decided a plan."""
    by, at = actor(request), now()
    return _plan(
        actions.decide_plan(body.resolved(), plan=key, sha256=body.sha256, by=by, at=at)
    )


@router.post("/action-plans/{key}/follow-ups", response={201: PlanOut})
def follow_up(request: HttpRequest, key: str, body: FollowUpIn) -> Status[PlanOut]:
    """Say how far a point of a decided plan has come."""
    by = actor(request)
    actions.follow_up_point(plan=key, **body.dict(), by=by, at=now())
    return Status(201, _plan(queries.action_plan(key, by=by)))


@router.get("/strategic-council", response=list[SessionOut])
def sessions(request: HttpRequest) -> list[SessionOut]:
    """Return the meetings of the strategic council that one's boards led."""
    return [_session(row) for row in queries.strategic_meetings(by=actor(request))]


@router.post("/strategic-council", response={201: SessionOut})
def enter_session(request: HttpRequest, body: SessionIn) -> Status[SessionOut]:
    """Enter a meeting of the strategic council."""
    attended = tuple(Attended(each.actor, each.function) for each in body.attended)
    session = Session(body.on, body.led_by, attended, body.dealt_with, body.minutes)
    return Status(201, _session(actions.enter_session(session, by=actor(request), at=now())))


@router.get("/prevention-reports", response=list[ReportOut])
def reports(request: HttpRequest) -> list[ReportOut]:
    """Return what one's boards told the municipal council."""
    return [_report(row) for row in queries.prevention_reports(by=actor(request))]


@router.post("/prevention-reports", response={201: ReportOut})
def enter_report(request: HttpRequest, body: ReportIn) -> Status[ReportOut]:
    """Enter what the municipal council was told."""
    row = actions.enter_report(Report(**body.dict()), by=actor(request), at=now())
    return Status(201, _report(row))


def _plan(row: "ActionPlan") -> PlanOut:
    return PlanOut(
        id=row.pk,
        board=row.board.name,
        decision=decision(row),
        sha256=row.sha256 or queries.plan_fingerprint(row),
        picture=row.picture_id,
        follow_up_by=queries.plan_follow_up_due(row),
        points=[_point(each) for each in queries.followed(row)],
    )


def _point(each: queries.Followed) -> PointOut:
    looked = each.looked
    return PointOut(
        **asdict(each.point.point()),
        number=each.point.number,
        progress=looked.progress,
        on=looked.on,
    )


def _session(row: "StrategicMeeting") -> SessionOut:
    return SessionOut(
        id=row.pk,
        board=row.board_id,
        on=row.on,
        led_by=row.led_by,
        attended=[AttendedIn(**each) for each in row.attended],
        dealt_with=row.dealt_with,
        minutes=row.minutes,
    )


def _report(row: "PreventionReport") -> ReportOut:
    return ReportOut(id=row.pk, board=row.board_id, on=row.on, text=row.text, year=row.year)
