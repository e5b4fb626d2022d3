"""Measures as rows: what was done at a site, and what is planned and agreed against crime."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from vaka.measures.rules.action_plans import Point, Progress
from vaka.measures.rules.agreements import Standing
from vaka.measures.rules.kinds import INTRUSIVENESS, MeasureKind, Plan
from vaka.measures.rules.site_effects import SiteEffect, of_document


class Measure(models.Model):
    """Something done at a site against its problems. Swedish: åtgärd.

    The period is half-open in local days: `ends_on` is the first day without the measure.
    """

    id = models.CharField(primary_key=True, max_length=26)
    site = models.ForeignKey("municipality.Site", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=[(k.value, k.value) for k in MeasureKind])
    title = models.CharField(max_length=200)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    cost_investment_ore = models.BigIntegerField()
    cost_yearly_ore = models.BigIntegerField()
    responsible = models.CharField(max_length=200)
    result = models.TextField(blank=True)
    example = models.BooleanField(default=False)
    registered_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")),
                name="measure_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(cost_investment_ore__gte=0, cost_yearly_ore__gte=0),
                name="measure_costs_not_below_nought",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["site", "starts_on"], name="measure_when")]

    def __str__(self) -> str:
        return self.title

    @property
    def intrusiveness(self) -> int:
        """Return how much its kind intrudes on those who pass, 0 least."""
        return INTRUSIVENESS[MeasureKind(self.kind)]

    def plan(self) -> Plan:
        """Return it as the rules see it."""
        return Plan(
            kind=MeasureKind(self.kind),
            title=self.title,
            starts=self.starts_on,
            ends=self.ends_on,
            cost_investment_ore=self.cost_investment_ore,
            cost_yearly_ore=self.cost_yearly_ore,
            responsible=self.responsible,
            result=self.result,
        )


class Agreement(models.Model):
    """What a board and a partner do together. Swedish: samverkansöverenskommelse.

    `ends_on` is the first day without it. What was entered before purposes and areas were asked
    for says none.
    """

    id = models.CharField(primary_key=True, max_length=26)
    board = models.ForeignKey("municipality.Board", models.PROTECT, related_name="+")
    partner = models.ForeignKey("municipality.Partner", models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    purposes = models.TextField(blank=True)
    areas = models.TextField(blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    registered_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")),
                name="agreement_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Commitment(models.Model):
    """One thing that somebody is to do by an agreement. Swedish: åtagande."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="commitments")
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=1000)
    responsible = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agreement", "number"], name="commitment_once_a_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"


class CheckIn(models.Model):
    """How a commitment was kept when somebody looked. Swedish: avstämning."""

    id = models.CharField(primary_key=True, max_length=26)
    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="check_ins")
    on = models.DateField()
    standing = models.CharField(max_length=10, choices=[(s.value, s.value) for s in Standing])
    note = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.commitment}: {self.standing}"


class ActionPlan(models.Model):
    """What a municipality means to do against crime, on a picture of it. Swedish: åtgärdsplan.

    A draft is its board's; what was decided is everybody's, has a number, and stays.
    """

    id = models.CharField(primary_key=True, max_length=26)
    board = models.ForeignKey("municipality.Board", models.PROTECT, related_name="+")
    picture = models.ForeignKey("needs.CrimePicture", models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(null=True, unique=True)
    begun_at = models.DateTimeField()
    sha256 = models.CharField(max_length=64, blank=True)
    decided_on = models.DateField(null=True)
    decided_by = models.CharField(max_length=200, blank=True)
    item = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(number=None, decided_on=None, decided_by="", item="", sha256="")
                | (
                    Q(number__gte=1, decided_on__isnull=False)
                    & ~Q(decided_by="")
                    & ~Q(item="")
                    & ~Q(sha256="")
                ),
                name="plan_is_decided_whole",
            ),
            models.UniqueConstraint(
                fields=["board"], condition=Q(decided_on=None), name="plan_one_draft_a_board"
            ),
        ]

    def __str__(self) -> str:
        return str(self.number or self.pk)


class PlanPoint(models.Model):
    """One thing to do by an action plan. Swedish: planens punkt."""

    plan = models.ForeignKey(ActionPlan, models.PROTECT, related_name="points")
    number = models.PositiveSmallIntegerField()
    problem = models.TextField()
    text = models.TextField()
    responsible = models.CharField(max_length=200)
    due = models.DateField()
    measure = models.ForeignKey(Measure, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "number"], name="point_once_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"

    def point(self) -> Point:
        """Return it as the rules see it."""
        return Point(self.problem, self.text, self.responsible, self.due, self.measure_id or "")


class PointFollowUp(models.Model):
    """How far a point had come when somebody looked. Swedish: uppföljning av punkt."""

    id = models.CharField(primary_key=True, max_length=26)
    point = models.ForeignKey(PlanPoint, models.PROTECT, related_name="follow_ups")
    on = models.DateField()
    progress = models.CharField(max_length=10, choices=[(p.value, p.value) for p in Progress])
    note = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.point}: {self.progress}"


class StrategicMeeting(models.Model):
    """What was dealt with in the council against crime. Swedish: möte i strategiskt råd."""

    id = models.CharField(primary_key=True, max_length=26)
    board = models.ForeignKey("municipality.Board", models.PROTECT, related_name="+")
    on = models.DateField()
    led_by = models.CharField(max_length=200, help_text="a function of the municipality")
    attended = models.JSONField(help_text="for whom and as what, never a name")
    dealt_with = models.TextField()
    minutes = models.TextField()
    entered_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.on:%Y-%m-%d}"


class PreventionReport(models.Model):
    """What the municipal council was told of the work. Swedish: rapport till fullmäktige."""

    id = models.CharField(primary_key=True, max_length=26)
    board = models.ForeignKey("municipality.Board", models.PROTECT, related_name="+")
    on = models.DateField()
    text = models.TextField()
    year = models.PositiveSmallIntegerField(null=True, help_text="of a yearly report beside")
    entered_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.on:%Y-%m-%d}"


class SharedEffect(models.Model):
    """What a site's counts showed, ours or another municipality's. Swedish: delad effekt.

    A row names no place: it is the line that municipalities share (`rules.site_effects`). The
    hash of the plan is its key, so that a site counts once however often it is sent.
    """

    plan = models.CharField(primary_key=True, max_length=64)
    municipality = models.CharField(max_length=16)
    own = models.BooleanField()
    document = models.JSONField()
    received_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.municipality} {self.plan[:8]}"

    def effect(self) -> SiteEffect:
        """Return it as the rules see it."""
        return of_document(self.document)
