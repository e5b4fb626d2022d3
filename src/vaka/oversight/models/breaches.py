"""Personal data breaches as rows: the register of GDPR art. 33.5."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q

from vaka.oversight.rules.breaches import Done, NotTold, Risk, notice_due


class Breach(models.Model):
    """Personal data went astray, were lost or altered. Swedish: personuppgiftsincident."""

    id = models.CharField(primary_key=True, max_length=26)
    board = models.ForeignKey("municipality.Board", models.PROTECT, related_name="+")
    happened_at = models.DateTimeField(null=True, help_text="null: nobody knows yet")
    known_at = models.DateTimeField(help_text="from which the 72 hours run")
    what = models.TextField()
    categories = models.TextField(help_text="of persons and of data")
    persons = models.PositiveIntegerField(null=True, help_text="about; null: unknown")
    records = models.PositiveIntegerField(null=True, help_text="about; null: unknown")
    consequences = models.TextField()
    measures = models.TextField()
    risk = models.CharField(max_length=10, choices=[(r.value, r.value) for r in Risk])
    entered_by = models.ForeignKey("municipality.Person", models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    notified_at = models.DateTimeField(null=True)
    reference = models.CharField(max_length=100, blank=True, help_text="the authority's")
    late_reasons = models.TextField(blank=True)
    why_not_notified = models.TextField(blank=True)
    told_at = models.DateTimeField(null=True, help_text="the persons")
    told_how = models.TextField(blank=True)
    not_told = models.CharField(
        max_length=20, blank=True, choices=[(n.value, n.value) for n in NotTold]
    )
    why_not_told = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["-known_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(told_at=None, told_how="")
                | (Q(told_at__isnull=False) & ~Q(told_how="")),
                name="breach_is_told_of_somehow",
            ),
            models.CheckConstraint(
                condition=Q(not_told="", why_not_told="")
                | (~Q(not_told="") & ~Q(why_not_told="")),
                name="breach_is_not_told_of_on_a_ground",
            ),
        ]

    def __str__(self) -> str:
        return f"breach known {self.known_at}"

    @property
    def notice_due(self) -> datetime:
        """Return when the authority is to know at the latest."""
        return notice_due(self.known_at)

    @property
    def done(self) -> Done:
        """Return what has been done of what it asks."""
        return Done(self.notified_at, self.why_not_notified, self.told_at, self.why_not_told)
