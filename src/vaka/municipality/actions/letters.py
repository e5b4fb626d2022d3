"""Letters on their way: claimed by one worker, sent, and what became of them."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from vaka.core.outgoing import CLAIMED_FOR, Delivery, Outgoing, try_again
from vaka.municipality.models import Letter


@transaction.atomic(durable=True)
def claim_letter(*, letter: str, at: datetime) -> Outgoing | None:
    """Return a letter to send, if it is due and no other worker has it, for a minute."""
    waiting = Letter.objects.filter(pk=letter, state=Delivery.WAITING, due_at__lte=at)
    if not waiting.update(attempts=F("attempts") + 1, due_at=at + CLAIMED_FOR):
        return None
    row = Letter.objects.get(pk=letter)
    return Outgoing(row.id, row.address, row.text.splitlines()[0], row.text)


@transaction.atomic(durable=True)
def note_letter_sent(*, letter: str, receipt: str, at: datetime) -> None:
    """Note that the server took the letter, and what it answered."""
    waiting = Letter.objects.filter(pk=letter, state=Delivery.WAITING)
    waiting.update(state=Delivery.SENT, ended_at=at, receipt=receipt[:200])


@transaction.atomic(durable=True)
def note_letter_not_sent(*, letter: str, problem: str, at: datetime) -> None:
    """Note that it was not taken: it is tried again, or given up and shown as that."""
    row = Letter.objects.select_for_update().get(pk=letter)
    if row.state != Delivery.WAITING:
        return
    wait = try_again(row.attempts)
    row.receipt = problem[:200]
    if wait is None:
        row.state, row.ended_at = Delivery.GIVEN_UP, at
    else:
        row.due_at = at + wait
    row.save(update_fields=["receipt", "due_at", "state", "ended_at"])
