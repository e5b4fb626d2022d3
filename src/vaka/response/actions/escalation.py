"""What falls due while nobody takes an incident; the worker asks every second."""

from datetime import datetime

from django.db import transaction

from vaka.municipality.rules import EVERY_BOARD
from vaka.record.rules import Kind
from vaka.response.actions.calling import write_message
from vaka.response.actions.handling import note
from vaka.response.models import Escalation, Incident
from vaka.response.queries import calling as queries
from vaka.response.rules.calling import Channel
from vaka.response.rules.incidents import State

WORKER = "worker"


def escalate_due(*, at: datetime) -> int:
    """Take every step that has fallen due; return how many an incident still waited for.

    Runs unasked, so nobody's permission is needed. Each step is taken once, whichever of
    several workers comes first, in a transaction of its own.
    """
    due = Escalation.objects.filter(done_at=None, due_at__lte=at).order_by("due_at", "step")
    return sum(_escalate(key, at=at) for key in due.values_list("id", flat=True))


@transaction.atomic(durable=True)
def _escalate(key: str, *, at: datetime) -> bool:
    """Take one step, unless another worker has, or somebody has taken the incident."""
    if not Escalation.objects.filter(pk=key, done_at=None).update(done_at=at):
        return False
    step = Escalation.objects.get(pk=key)
    raised = Incident.objects.filter(pk=step.incident_id, state=State.NEW).update(
        escalated=step.step
    )
    if not raised:
        return False
    row = Incident.objects.select_related("site").get(pk=step.incident_id)
    board = row.site.board_id if row.site else EVERY_BOARD
    told = [
        write_message(row, line.contact, Channel(line.channel), by=None, at=at)
        for line in queries.called(row, step=step.step, at=at)
        # A machine calls nobody; who is to be phoned stands in the console.
        if line.channel != Channel.PHONE
    ]
    facts = {"step": step.step, "board": board, "messages": [one.id for one in told]}
    note(Kind.INCIDENT_ESCALATED, row, WORKER, at, facts=facts)
    return True
