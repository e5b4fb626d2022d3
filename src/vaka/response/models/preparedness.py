"""Preparedness: plans, resources, and exercises that run through the real system."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from vaka.response.models.calling import Contact
from vaka.response.models.handling import Incident


class Plan(models.Model):
    """What is prepared for a kind of event; each version stays. Swedish: beredskapsplan."""

    id = models.CharField(primary_key=True, max_length=26)
    series = models.CharField(max_length=26, help_text="the id of the first version")
    version = models.PositiveIntegerField()
    # Without a board it is everybody's.
    board = models.ForeignKey("municipality.Board", models.PROTECT, null=True, related_name="+")
    title = models.CharField(max_length=100)
    text = models.TextField(help_text="what it is for, and what it rests on")
    kinds = models.JSONField(help_text="of incidents; empty: every kind")
    sites = models.ManyToManyField("municipality.Site", related_name="+")
    steps = models.JSONField(help_text="as those of an action card")
    published_at = models.DateTimeField()
    published_by = models.ForeignKey("municipality.Person", models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, help_text="no longer to be followed")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["series", "version"], name="plan_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.version})"


class Resource(models.Model):
    """What can be drawn on when something happens. Swedish: resurs."""

    id = models.CharField(primary_key=True, max_length=26)
    board = models.ForeignKey("municipality.Board", models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=100)
    count = models.PositiveIntegerField(help_text="how many there are")
    place = models.CharField(max_length=200, help_text="where they are, in words")
    contact = models.ForeignKey(
        Contact, models.PROTECT, related_name="+", help_text="who answers for them"
    )
    # Why none may be drawn now; empty: they may.
    hindered = models.CharField(max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(count__gte=1), name="resource_is_some")
        ]

    def __str__(self) -> str:
        return self.name


class ResourceUse(models.Model):
    """How many of a resource an incident has drawn, until returned. Swedish: resursuttag."""

    id = models.CharField(primary_key=True, max_length=26)
    resource = models.ForeignKey(Resource, models.PROTECT, related_name="uses")
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="uses")
    count = models.PositiveIntegerField()
    drawn_at = models.DateTimeField()
    drawn_by = models.ForeignKey("municipality.Person", models.PROTECT, related_name="+")
    returned_at = models.DateTimeField(null=True)
    returned_by = models.ForeignKey(
        "municipality.Person", models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(count__gte=1), name="resource_use_is_some"),
            models.CheckConstraint(
                condition=Q(returned_at=None, returned_by=None)
                | Q(returned_at__isnull=False, returned_by__isnull=False),
                name="resource_use_returned_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.count} {self.resource}"


class Exercise(models.Model):
    """An exercise with the centre's own people, tools and rules. Swedish: övning."""

    id = models.CharField(primary_key=True, max_length=26)
    # Without a board it may sound the alarms of any.
    board = models.ForeignKey("municipality.Board", models.PROTECT, null=True, related_name="+")
    title = models.CharField(max_length=100)
    purpose = models.TextField(help_text="what is to be tried, and what would be good")
    plan = models.ForeignKey(
        Plan, models.PROTECT, null=True, related_name="exercises", help_text="that it tries"
    )
    led_by = models.ForeignKey("municipality.Person", models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    findings = models.TextField(blank=True, help_text="what was learnt, what is to be done")
    evaluated_at = models.DateTimeField(null=True)
    evaluated_by = models.ForeignKey(
        "municipality.Person", models.PROTECT, null=True, related_name="+"
    )
    disposed_at = models.DateTimeField(null=True, help_text="of purpose and findings")

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
                & (~Q(findings="") | Q(disposed_at__isnull=False)),
                name="exercise_evaluated_when_ended",
            ),
        ]

    def __str__(self) -> str:
        return self.title
