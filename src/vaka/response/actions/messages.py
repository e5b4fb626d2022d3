"""Messages on their way: claimed by one worker, sent, and what became of them on the record."""

from datetime import datetime

from django.db import transaction

from vaka.core.outgoing import Outgoing
from vaka.record.rules import Kind
from vaka.response.actions.delivering import claimed, given_up, settled
from vaka.response.actions.handling import note
from vaka.response.models import Message
from vaka.response.rules.calling import Channel

WORKER = "worker"


@transaction.atomic(durable=True)
def claim_message(*, message: str, at: datetime) -> tuple[Channel, Outgoing] | None:
    """Return a message to send, if it is due and no other worker has it.

    Who claims it has a minute; a worker that was killed meanwhile costs a second sending, and
    never the message.
    """
    if not claimed(Message.objects.all(), message, at=at):
        return None
    row = Message.objects.get(pk=message)
    subject = row.text.splitlines()[0]
    return Channel(row.channel), Outgoing(row.id, row.address, subject, row.text)


@transaction.atomic(durable=True)
def note_sent(*, message: str, receipt: str, at: datetime) -> None:
    """Note that a gateway took the message, and what it answered."""
    if settled(Message.objects.all(), message, receipt=receipt, at=at):
        _settled(Kind.MESSAGE_SENT, message, receipt, at)


@transaction.atomic(durable=True)
def note_not_sent(*, message: str, problem: str, at: datetime) -> None:
    """Note that it was not taken: it is tried again, or given up and shown as that."""
    if given_up(Message.objects.all(), message, problem=problem, at=at):
        _settled(Kind.MESSAGE_GIVEN_UP, message, problem, at)


def _settled(kind: Kind, message: str, said: str, at: datetime) -> None:
    row = Message.objects.select_related("incident").get(pk=message)
    facts = {"message": row.id, "channel": row.channel, "said": said[:200]}
    note(kind, row.incident, WORKER, at, facts=facts)
