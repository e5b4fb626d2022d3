"""Reads: who looked, and why a view ended."""

from django.db.models import QuerySet

from vaka.municipality.access import find
from vaka.municipality.rules import Actor
from vaka.operation.models import Camera, Ticket


def views(row: Camera) -> QuerySet[Ticket]:
    """Return the tickets of a camera and what became of them, newest first."""
    return row.tickets.select_related("person").order_by("-issued_at")


def end_of_view(ticket: str, *, by: Actor) -> str:
    """Return why the person's own view ended; empty while it goes on."""
    return find(Ticket.objects.filter(person=by.id), ticket).end_reason
