"""Whom the board asks, and what they answer."""

from typing import ClassVar

from django.db import models

from vaka.cases.models.matters import Case, Demand, choices
from vaka.cases.rules.states import Stance


class Referral(models.Model):
    """A body that is asked what it thinks. Swedish: remiss."""

    id = models.CharField(primary_key=True, max_length=26)
    case = models.ForeignKey(Case, models.PROTECT, related_name="referrals")
    consulted = models.CharField(max_length=100, help_text="Swedish: remissinstans")
    due = models.DateField()
    sent_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["sent_at"]

    def __str__(self) -> str:
        return f"{self.case}: {self.consulted}"


class Reminder(models.Model):
    """That a body was reminded of its opinion. Swedish: påminnelse."""

    id = models.CharField(primary_key=True, max_length=26)
    referral = models.ForeignKey(Referral, models.PROTECT, related_name="reminders")
    sent_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["sent_at"]

    def __str__(self) -> str:
        return f"{self.referral}: {self.sent_at:%Y-%m-%d}"


class Opinion(models.Model):
    """What a consulted body answered. Swedish: yttrande."""

    id = models.CharField(primary_key=True, max_length=26)
    referral = models.OneToOneField(Referral, models.PROTECT, related_name="opinion")
    # Empty when it takes a stand on demands alone.
    stance = models.CharField(max_length=20, choices=choices(Stance), blank=True)
    text = models.TextField()
    resolved_on = models.DateField(null=True)
    item = models.PositiveIntegerField(null=True, help_text="Swedish: paragraf")
    given_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.referral}: {self.stance}"


class Position(models.Model):
    """What a consulted body thinks of one demand. Swedish: ställningstagande."""

    id = models.CharField(primary_key=True, max_length=26)
    opinion = models.ForeignKey(Opinion, models.PROTECT, related_name="positions")
    demand = models.ForeignKey(Demand, models.PROTECT, related_name="positions")
    stance = models.CharField(max_length=20, choices=choices(Stance))

    class Meta:
        ordering: ClassVar = ["demand__number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["opinion", "demand"], name="position_once")
        ]

    def __str__(self) -> str:
        return f"{self.opinion}: {self.demand.number} {self.stance}"
