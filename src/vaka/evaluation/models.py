"""Evaluations as rows: the plan, frozen; the counts; the follow-ups."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from vaka.evaluation.rules.plans import EffectPlan, of_document
from vaka.evaluation.rules.trials import Arm
from vaka.measures.rules.ratios import Ruling


class Evaluation(models.Model):
    """The plan for finding out what a measure did, frozen when made. Swedish: utvärdering.

    `plan` is the document whose hash is on the record; what is often asked for is beside it.
    """

    id = models.CharField(primary_key=True, max_length=26)
    board = models.ForeignKey("municipality.Board", models.PROTECT, related_name="+")
    site = models.ForeignKey("municipality.Site", models.PROTECT, related_name="+")
    camera = models.CharField(max_length=26)
    outcome = models.CharField(max_length=200)
    # Whether more watching finds more of it; such an outcome is never a verdict on crime.
    detection_driven = models.BooleanField()
    measure_starts = models.DateField()
    review_on = models.DateField()
    plan = models.JSONField()
    plan_hash = models.CharField(max_length=64)
    planned_at = models.DateTimeField()
    # Why the plan cannot be followed any more; then nothing can be evaluated.
    broken = models.TextField(blank=True)
    broken_at = models.DateTimeField(null=True)
    example = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(broken="", broken_at=None)
                | (~Q(broken="") & Q(broken_at__isnull=False)),
                name="evaluation_broken_says_why",
            ),
            models.UniqueConstraint(fields=["plan_hash"], name="evaluation_plan_once"),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} at {self.site}"

    def frozen(self) -> EffectPlan:
        """Return the plan as the rules see it."""
        return of_document(self.plan)


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
    """A report on an evaluation, as it was on its day. Swedish: uppföljning.

    `review` is the number of the review that it belongs to, 0 before the first.
    """

    id = models.CharField(primary_key=True, max_length=26)
    evaluation = models.ForeignKey(Evaluation, models.PROTECT, related_name="follow_ups")
    at = models.DateTimeField()
    review = models.PositiveSmallIntegerField(default=0)
    ruling = models.CharField(max_length=30, choices=[(r.value, r.value) for r in Ruling])
    # Whether the case went back to the board: two reviews could not tell.
    returned = models.BooleanField(default=False)
    facts = models.JSONField()

    def __str__(self) -> str:
        return f"{self.evaluation}: {self.ruling}"
