"""Who watches: shifts, and what one hands over to the next."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q


class Shift(models.Model):
    """Somebody's watch in the centre, and what was handed over at its end. Swedish: pass."""

    id = models.CharField(primary_key=True, max_length=26)
    person = models.ForeignKey("municipality.Person", models.PROTECT, related_name="+")
    # Without a board it is a watch over all of them.
    board = models.ForeignKey("municipality.Board", models.PROTECT, null=True, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    notes = models.TextField(blank=True, help_text="what the next must know")
    left_open = models.JSONField(default=list, help_text="incidents open when it ended")
    received_at = models.DateTimeField(null=True)
    received_by = models.ForeignKey(
        "municipality.Person", models.PROTECT, null=True, related_name="+"
    )
    disposed_at = models.DateTimeField(null=True, help_text="of the notes")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(ends_at=None), name="shift_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gte=F("starts_at")),
                name="shift_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(received_at=None, received_by=None)
                | Q(
                    received_at__isnull=False, received_by__isnull=False, ends_at__isnull=False
                ),
                name="shift_received_by_somebody_when_ended",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.starts_at}"
