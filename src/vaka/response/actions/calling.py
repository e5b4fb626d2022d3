"""Whom the centre calls: contacts, the call-out plan, and calls made from an incident."""

import re
from datetime import datetime

from vaka.core.errors import BadInput, Conflict
from vaka.core.ids import new_id
from vaka.core.outgoing import Delivery
from vaka.municipality.access import action, find, require
from vaka.municipality.queries import board_of, of_board
from vaka.municipality.rules import EVERY_BOARD, Actor, Permission
from vaka.record import actions as record
from vaka.record.rules import Kind
from vaka.response.actions.handling import handled, note, require_acknowledged
from vaka.response.models import CallOut, Contact, Incident, Message
from vaka.response.queries import calling as queries
from vaka.response.rules import calling as rules
from vaka.response.rules.calling import Channel
from vaka.response.rules.codes import IncidentKind
from vaka.response.rules.handling import LEAST_URGENT, MOST_STEPS
from vaka.terms.document import Hours

PHONE = re.compile(r"\+?[0-9][0-9 -]{1,28}")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
# Anything else could be made to knock on doors inside the house.
WEBHOOK = re.compile(r"https://[^\s/@]+(/\S*)?")


@action
def add_contact(
    *,
    name: str,
    board: str = EVERY_BOARD,
    phone: str = "",
    email: str = "",
    webhook: str = "",
    by: Actor,
    at: datetime,
) -> Contact:
    """Add whom the centre can reach, for one board's sites or for all; a function, no name.

    :raises BadInput: when there is no way to reach it, or one is none.
    """
    require(by, Permission.RUN_CENTRE, board=board, subject="contact")
    if not (phone or email or webhook):
        raise BadInput("phone", "there is no way to reach it", "Give a number or an address")
    for field, value, shape, mend in (
        ("phone", phone, PHONE, "Write it with area code: +46 40 123 45"),
        ("email", email, EMAIL, "Write it as vakt@example.org"),
        ("webhook", webhook, WEBHOOK, "Write it as https://…"),
    ):
        if value and not shape.fullmatch(value):
            raise BadInput(field, "it cannot be that", mend)
    row = Contact.objects.create(
        id=new_id(at=at),
        board_id=of_board(board),
        name=name,
        phone=phone,
        email=email,
        webhook=webhook,
    )
    facts = {"name": name, "board": board}
    record.append(Kind.CONTACT_ADDED, actor=by.id, subject=row.id, at=at, facts=facts)
    return row


@action
def end_contact(*, contact: str, by: Actor, at: datetime) -> None:
    """Take a contact out of use, with its lines of the call-out plan.

    :raises Conflict: when it is out of use already.
    """
    row = find(Contact.objects.all(), contact)
    require(by, Permission.RUN_CENTRE, board=row.board_id or EVERY_BOARD, subject=contact)
    if not Contact.objects.filter(pk=contact, ended_at=None).update(ended_at=at):
        raise Conflict(contact, "out-of-use-already")
    record.append(Kind.CONTACT_ENDED, actor=by.id, subject=contact, at=at)
    for line in row.call_outs.filter(ended_at=None):
        _end(line, by, at)


@action
def plan_call_out(
    *,
    contact: str,
    channel: Channel,
    step: int,
    hours: Hours,
    site: str | None = None,
    kind: IncidentKind | None = None,
    priority: int = LEAST_URGENT,
    by: Actor,
    at: datetime,
) -> CallOut:
    """Add a line to the call-out plan.

    :raises BadInput: when the contact has no such way, or a number is out of bounds.
    :raises Absent: when the contact is another board's than the site, or is out of use.
    """
    board = board_of(site) if site else EVERY_BOARD
    require(by, Permission.RUN_CENTRE, board=board, subject=contact)
    whom = find(queries.reachable(board), contact)
    queries.address(whom, channel)
    rules.check_hours(hours)
    if not (1 <= step <= MOST_STEPS and 1 <= priority <= LEAST_URGENT):
        raise BadInput("step", "there is no such step or priority", "Give 1 to 5, and 1 to 4")
    row = CallOut.objects.create(
        id=new_id(at=at),
        contact=whom,
        channel=channel,
        site_id=site,
        kind=kind or "",
        priority=priority,
        step=step,
        days=list(hours.days),
        start=hours.start,
        end=hours.end,
    )
    facts = {"contact": contact, "channel": channel, "step": step, "site": site, "kind": kind}
    record.append(Kind.CALL_OUT_PLANNED, actor=by.id, subject=row.id, at=at, facts=facts)
    return row


@action
def end_call_out(*, call_out: str, by: Actor, at: datetime) -> None:
    """Take a line out of the call-out plan.

    :raises Conflict: when it is out already.
    """
    row = find(CallOut.objects.select_related("site"), call_out)
    board = row.site.board_id if row.site else EVERY_BOARD
    require(by, Permission.RUN_CENTRE, board=board, subject=call_out)
    _end(row, by, at)


def _end(row: CallOut, by: Actor, at: datetime) -> None:
    if not CallOut.objects.filter(pk=row.pk, ended_at=None).update(ended_at=at):
        raise Conflict(row.id, "out-of-use-already")
    record.append(Kind.CALL_OUT_ENDED, actor=by.id, subject=row.id, at=at)


@action
def dispatch(
    *, incident: str, contact: str, channel: Channel, by: Actor, at: datetime
) -> Message:
    """Send somebody to the incident: the message goes out at once, a phone call is noted.

    :raises BadInput: when the contact cannot be reached by that way.
    :raises Conflict: when the incident is not acknowledged or is closed.
    """
    row = handled(incident, by)
    require_acknowledged(row)
    whom = find(queries.reachable(row.site.board_id if row.site else EVERY_BOARD), contact)
    message = write_message(row, whom, channel, by=by.id, at=at)
    Incident.objects.filter(pk=row.pk, dispatched_at=None).update(dispatched_at=at)
    facts = {"contact": contact, "channel": channel, "message": message.id}
    note(Kind.INCIDENT_DISPATCHED, row, by.id, at, facts=facts)
    return message


def write_message(
    row: Incident, whom: Contact, channel: Channel, *, by: str | None, at: datetime
) -> Message:
    """Leave a message to be sent, or a call as made; the caller's transaction carries it.

    :raises BadInput: when the contact cannot be reached by that way.
    """
    called = channel is Channel.PHONE
    return Message.objects.create(
        id=new_id(at=at),
        incident=row,
        contact=whom,
        channel=channel,
        address=queries.address(whom, channel),
        text=queries.message_text(row),
        by_id=by,
        made_at=at,
        due_at=at,
        state=Delivery.SENT if called else Delivery.WAITING,
        ended_at=at if called else None,
    )
