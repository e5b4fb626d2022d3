"""Verbs: enter a meeting of the strategic council, and a report to the municipal council."""

from dataclasses import asdict
from datetime import date, datetime

from vaka.core.errors import BadInput
from vaka.core.ids import new_id
from vaka.measures.models import PreventionReport, StrategicMeeting
from vaka.measures.queries import local_day
from vaka.measures.rules.strategic import Report, Session
from vaka.municipality.access import action, require
from vaka.municipality.rules import Actor, Permission
from vaka.needs import queries as needs
from vaka.record import actions as record
from vaka.record.rules import Kind


@action
def enter_session(session: Session, *, by: Actor, at: datetime) -> StrategicMeeting:
    """Enter what the strategic council dealt with at a meeting, and its minutes.

    :raises BadInput: when the day is to come.
    :raises Conflict: when nobody leads the work.
    """
    board = _leading(by, at)
    _been(session.on, at)
    row = StrategicMeeting.objects.create(
        id=new_id(at=at),
        board_id=board,
        on=session.on,
        led_by=session.led_by.strip(),
        attended=[asdict(each) for each in session.attended],
        dealt_with=session.dealt_with.strip(),
        minutes=session.minutes.strip(),
        entered_at=at,
    )
    actors = sorted({each.actor for each in session.attended})
    facts = {"board": board, "on": session.on.isoformat(), "actors": actors}
    record.append(Kind.STRATEGIC_COUNCIL_MET, actor=by.id, subject=row.id, at=at, facts=facts)
    return row


@action
def enter_report(report: Report, *, by: Actor, at: datetime) -> PreventionReport:
    """Enter what the municipal council was told of the work on a day.

    :raises BadInput: when the day is to come.
    :raises Conflict: when nobody leads the work.
    """
    board = _leading(by, at)
    _been(report.on, at)
    row = PreventionReport.objects.create(
        id=new_id(at=at),
        board_id=board,
        on=report.on,
        text=report.text.strip(),
        year=report.year,
        entered_at=at,
    )
    facts = {"board": board, "on": report.on.isoformat(), "year": report.year}
    record.append(Kind.PREVENTION_REPORTED, actor=by.id, subject=row.id, at=at, facts=facts)
    return row


def _leading(by: Actor, at: datetime) -> str:
    board = needs.leading_board(at=at)
    require(by, Permission.LEAD_PREVENTION, board=board, subject="prevention")
    return board


def _been(day: date, at: datetime) -> None:
    if day > local_day(at):
        raise BadInput("on", "it has not been yet", "Enter it afterwards")
