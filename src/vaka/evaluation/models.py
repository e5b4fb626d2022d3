"""Evaluations as rows: the plan, frozen; the counts; the follow-ups."""

from typing import ClassVar

from django.db import models

from vaka.evaluation.rules import Arm, Ruling


class Evaluation(models.Model):
    """The plan for finding out what a measure did, frozen when made. Swedish: utvärdering."""

    id = models.CharField(primary_key=True, max_length=26)
    board = models.ForeignKey("municipality.Board", models.PROTECT, related_name="+")
    site = models.ForeignKey("municipality.Site", models.PROTECT, related_name="+")
    camera = models.CharField(max_length=26)
    outcome = models.CharField(max_length=200)
    # Whether more watching finds more of it; such an outcome is never a verdict on crime.
    detection_driven = models.BooleanField()
    measure_starts = models.DateField()
    months = models.PositiveSmallIntegerField(help_text="before, and as many after")
    review_on = models.DateField()
    plan_hash = models.CharField(max_length=64)
    planned_at = models.DateTimeField()
    example = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.outcome} at {self.site}"


class MonthlyCount(models.Model):
    """Problems in one area of an evaluation in one month. Swedish: månadsvärde."""

    evaluation = models.ForeignKey(Evaluation, models.PROTECT, related_name="counts")
    place = models.CharField(max_length=100)
    arm = models.CharField(max_length=20, choices=[(a.value, a.value) for a in Arm])
    month = models.DateField()
    count = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["evaluation", "place", "month"], name="count_once_a_month"
            )
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.month:%Y-%m}: {self.count}"


class FollowUp(models.Model):
    """A report on an evaluation, as it was on its day. Swedish: uppföljning."""

    id = models.CharField(primary_key=True, max_length=26)
    evaluation = models.ForeignKey(Evaluation, models.PROTECT, related_name="follow_ups")
    at = models.DateTimeField()
    ruling = models.CharField(max_length=30, choices=[(r.value, r.value) for r in Ruling])
    facts = models.JSONField()

    def __str__(self) -> str:
        return f"{self.evaluation}: {self.ruling}"
