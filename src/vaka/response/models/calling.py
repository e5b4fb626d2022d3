"""Whom the centre calls: contacts, the call-out plan, what fell due, and what was sent."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from vaka.response.models.delivering import Delivering
from vaka.response.models.handling import KINDS, Incident
from vaka.response.rules.calling import Channel

CHANNELS = [(channel.value, channel.value) for channel in Channel]


class Contact(models.Model):
    """Whom the centre can reach, as a function and never a name. Swedish: kontakt."""

    id = models.CharField(primary_key=True, max_length=26)
    # Without a board it is everybody's, as the rescue services are.
    board = models.ForeignKey("municipality.Board", models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=100)
    phone = models.CharField(max_length=30, blank=True)
    email = models.CharField(max_length=200, blank=True)
    webhook = models.CharField(max_length=300, blank=True)
    ended_at = models.DateTimeField(null=True)
    disposed_at = models.DateTimeField(null=True, help_text="of the ways to reach it")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(phone="", email="", webhook="") | Q(disposed_at__isnull=False),
                name="contact_can_be_reached",
            )
        ]

    def __str__(self) -> str:
        return self.name


class CallOut(models.Model):
    """A line of the call-out plan: who is called, about what, when. Swedish: larmplan."""

    id = models.CharField(primary_key=True, max_length=26)
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="call_outs")
    channel = models.CharField(max_length=10, choices=CHANNELS)
    # Empty in all three: any place, any kind, any priority.
    site = models.ForeignKey("municipality.Site", models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=20, blank=True, choices=KINDS)
    priority = models.PositiveSmallIntegerField(default=4, help_text="the least urgent")
    # Called by hand from the console, and unasked when that step of the escalation falls due.
    step = models.PositiveSmallIntegerField()
    days = models.JSONField(help_text="mon … sun, holiday")
    start = models.PositiveSmallIntegerField(help_text="minutes after midnight, local clock")
    end = models.PositiveSmallIntegerField(help_text="at or before the start: the next day")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(
                    priority__range=(1, 4),
                    step__range=(1, 5),
                    start__range=(0, 1439),
                    end__range=(0, 1440),
                ),
                name="call_out_in_bounds",
            )
        ]

    def __str__(self) -> str:
        return f"{self.step}. {self.contact} ({self.channel})"


class Escalation(models.Model):
    """A step that falls due while nobody takes the incident. Swedish: eskalering."""

    id = models.CharField(primary_key=True, max_length=26)
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="escalations")
    step = models.PositiveSmallIntegerField()
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["incident", "step"], name="escalation_step_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_at"], condition=Q(done_at=None), name="escalation_due")
        ]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.step}"


class Message(Delivering):
    """What is told somebody of an incident, and what became of it. Swedish: utskick."""

    id = models.CharField(primary_key=True, max_length=26)
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="messages")
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="+")
    channel = models.CharField(max_length=10, choices=CHANNELS)
    # As it was then: the contact may change, what was sent may not.
    address = models.CharField(max_length=300)
    text = models.TextField()
    # Nobody, when it was the escalation.
    by = models.ForeignKey("municipality.Person", models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta(Delivering.Meta):
        """Constrained and indexed as whatever is delivered."""

    def __str__(self) -> str:
        return f"{self.channel} {self.address}"
