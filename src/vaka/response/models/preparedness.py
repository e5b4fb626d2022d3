"""Preparedness: exercises, which run through the real system and are marked as such."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q


class Exercise(models.Model):
    """An exercise with the centre's own people, tools and rules. Swedish: övning."""

    id = models.CharField(primary_key=True, max_length=26)
    # Without a board it may sound the alarms of any.
    board = models.ForeignKey("municipality.Board", models.PROTECT, null=True, related_name="+")
    title = models.CharField(max_length=100)
    purpose = models.TextField(help_text="what is to be tried, and what would be good")
    led_by = models.ForeignKey("municipality.Person", models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    findings = models.TextField(blank=True, help_text="what was learnt, what is to be done")
    evaluated_at = models.DateTimeField(null=True)
    evaluated_by = models.ForeignKey(
        "municipality.Person", models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gte=F("starts_at")),
                name="exercise_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(evaluated_at=None, evaluated_by=None, findings="")
                | Q(
                    evaluated_at__isnull=False,
                    evaluated_by__isnull=False,
                    ends_at__isnull=False,
                )
                & ~Q(findings=""),
                name="exercise_evaluated_when_ended",
            ),
        ]

    def __str__(self) -> str:
        return self.title
