"""Measures as rows: what was done at a site, for how long, at what cost."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

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

    `ends_on` is the first day without it.
    """

    id = models.CharField(primary_key=True, max_length=26)
    board = models.ForeignKey("municipality.Board", models.PROTECT, related_name="+")
    partner = models.ForeignKey("municipality.Partner", models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
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
