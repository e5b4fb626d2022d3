"""Who looked, as rows."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from vaka.operation.models.cameras import Camera
from vaka.operation.models.recordings import FootageRequest
from vaka.operation.rules import (
    Purpose,
)


class Ticket(models.Model):
    """The right to look once, for a short time, for one purpose. Swedish: visningsbiljett."""

    id = models.CharField(primary_key=True, max_length=26)
    camera = models.ForeignKey(Camera, models.PROTECT, related_name="tickets")
    person = models.ForeignKey("municipality.Person", models.PROTECT, related_name="+")
    role = models.CharField(max_length=30)
    terms = models.CharField(max_length=26)
    act = models.CharField(max_length=10)
    purpose = models.CharField(max_length=20, choices=[(p.value, p.value) for p in Purpose])
    incident = models.CharField(max_length=26, blank=True)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    footage = models.ForeignKey(
        FootageRequest, models.PROTECT, null=True, related_name="tickets"
    )
    # Opening and ending are compare-and-set: a ticket opens one view.
    opened_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ended_at=None, end_reason="")
                | Q(ended_at__isnull=False) & ~Q(end_reason=""),
                name="view_ends_with_a_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.camera_id} until {self.expires_at}"
