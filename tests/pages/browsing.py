"""A person at a page, and what the page says."""

from django.http import HttpResponse
from django.test import Client

from vaka.municipality.models import Person
from vaka.municipality.rules import Actor


def login(actor: Actor) -> Client:
    """The browser of somebody who has logged in."""
    client = Client()
    client.force_login(Person.objects.get(pk=actor.id))
    return client


def text(response: HttpResponse) -> str:
    """What a page says, however its lines are broken."""
    return " ".join(response.content.decode().split())
