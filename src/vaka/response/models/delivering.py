"""What is on its way to somebody: claimed by one worker, sent or given up."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from vaka.core.outgoing import Delivery


class Delivering(models.Model):
    """How far something that is handed to a gateway has come."""

    state = models.CharField(
        max_length=10, choices=[(d.value, d.value) for d in Delivery], default=Delivery.WAITING
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    receipt = models.CharField(max_length=200, blank=True, help_text="what the other end said")

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state=Delivery.WAITING, ended_at=None)
                | Q(state__in=[Delivery.SENT, Delivery.GIVEN_UP], ended_at__isnull=False),
                name="%(class)s_ends_when_settled",
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["due_at"], condition=Q(state=Delivery.WAITING), name="%(class)s_due"
            )
        ]
