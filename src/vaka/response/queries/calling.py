"""Whom to call for an incident, how, and what they are told."""

from datetime import datetime

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from vaka.core.errors import BadInput
from vaka.core.outgoing import Delivery
from vaka.municipality.access import find, visible
from vaka.municipality.rules import EVERY_BOARD, Actor, Permission
from vaka.response.models import CallOut, Contact, Incident, Message
from vaka.response.rules import calling as rules
from vaka.response.rules import codes
from vaka.response.rules.calling import Channel
from vaka.terms.document import Hours


def contacts(*, by: Actor) -> QuerySet[Contact]:
    """Return the contacts that the actor keeps, those in use first."""
    rows = Contact.objects.filter(visible(by, Permission.RUN_CENTRE))
    return rows.select_related("board").order_by("-ended_at", "name")


def contact(key: str, *, by: Actor) -> Contact:
    """Return one contact.

    :raises Absent: when there is none, or it is a foreign board's.
    """
    return find(contacts(by=by), key)


def reachable(board: str) -> QuerySet[Contact]:
    """Return the contacts in use for that board's sites; those of all boards are for each."""
    rows = Contact.objects.filter(ended_at=None)
    return rows.filter(Q(board=None) | Q(board=board)) if board else rows.filter(board=None)


def call_outs(*, by: Actor) -> QuerySet[CallOut]:
    """Return the lines of the call-out plan in use that the actor keeps, in order of step."""
    rows = CallOut.objects.filter(
        visible(by, Permission.RUN_CENTRE, board="site__board"), ended_at=None
    )
    return rows.select_related("contact", "site").order_by("step", "contact__name", "id")


def call_out(key: str, *, by: Actor) -> CallOut:
    """Return one line of the plan.

    :raises Absent: when there is none, or it is for a foreign board's site.
    """
    return find(call_outs(by=by), key)


def hours_of(row: CallOut) -> Hours:
    """Return when the line of the plan applies."""
    return Hours(tuple(row.days), row.start, row.end)


def called(row: Incident, *, at: datetime, step: int | None = None) -> list[CallOut]:
    """Return whom the plan names for the incident at that instant, at one step or at all."""
    board = row.site.board_id if row.site else EVERY_BOARD
    lines = CallOut.objects.filter(
        Q(site=None) | Q(site=row.site_id),
        ended_at=None,
        kind__in=["", row.kind],
        priority__gte=row.priority,
        contact__in=reachable(board),
    ).select_related("contact")
    if step is not None:
        lines = lines.filter(step=step)
    zone = timezone.get_default_timezone()
    ordered = lines.order_by("step", "contact__name", "id")
    return [line for line in ordered if rules.on_duty(hours_of(line), at=at, zone=zone)]


def address(whom: Contact, channel: Channel) -> str:
    """Return where the contact is reached by that way.

    :raises BadInput: when it is not.
    """
    found = {
        Channel.PHONE: whom.phone,
        Channel.SMS: whom.phone,
        Channel.EMAIL: whom.email,
        Channel.WEBHOOK: whom.webhook,
    }[channel]
    if not found:
        raise BadInput("channel", "the contact cannot be reached so", "Choose another way")
    return found


def message_text(row: Incident) -> str:
    """Return what somebody is told of an incident, in Swedish; the first line says the most."""
    first = row.alarms.order_by("received_at", "id").first()
    what = codes.UNREADABLE
    if first is not None:
        what = codes.meaning(
            protocol=first.protocol, code=first.code, qualifier=first.qualifier
        )
    where = ", ".join(part for part in (str(row.site or ""), row.place) if part)
    since = timezone.localtime(row.opened_at)
    mark = "ÖVNING. " if row.exercise_id else ""
    lines = [
        f"{mark}Prioritet {row.priority}: {what.sv}. {where or 'Okänd larmsändare'}",
        f"{row.site.address}. Inkom {since:%H:%M}." if row.site else f"Inkom {since:%H:%M}.",
        f"{settings.VAKA.public_url}/larm/konsol/?incident={row.id}",
    ]
    return "\n".join(lines)


def messages(row: Incident) -> QuerySet[Message]:
    """Return what was told of the incident, oldest first."""
    return row.messages.select_related("contact", "by").order_by("made_at", "id")


def due_messages(*, at: datetime, limit: int) -> list[str]:
    """Return the messages that are to be sent now, the longest waiting first."""
    rows = Message.objects.filter(state=Delivery.WAITING, due_at__lte=at).order_by("due_at")
    return list(rows.values_list("id", flat=True)[:limit])
