"""What the officer writes to the board."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from vaka.cases.models.matters import Case, Demand, choices
from vaka.cases.rules.states import Outcome


class Statement(models.Model):
    """The officer's account and proposal to the board. Swedish: tjänsteskrivelse."""

    id = models.CharField(primary_key=True, max_length=26)
    case = models.ForeignKey(Case, models.PROTECT, related_name="statements")
    number = models.PositiveIntegerField()
    dated = models.DateField()
    department = models.CharField(max_length=100)
    officer = models.CharField(max_length=100, help_text="by role")
    contact = models.CharField(max_length=200, blank=True)
    proposer = models.CharField(max_length=100, blank=True)
    summary = models.TextField()
    matter = models.TextField()
    background = models.JSONField(default=list, help_text="headings and texts")
    documents = models.JSONField(default=list, help_text="ids in the register, in order")
    recipients = models.JSONField(default=list)
    officers = models.JSONField(default=list, help_text="by role")
    written_at = models.DateTimeField()
    # What was signed is kept as it was printed, with its hash; a change is a new number.
    signed_at = models.DateTimeField(null=True)
    paper = models.JSONField(null=True)
    content_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "number"], name="statement_once_a_number"),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True, paper__isnull=True, content_sha256="")
                | (Q(signed_at__isnull=False, paper__isnull=False) & ~Q(content_sha256="")),
                name="statement_signed_has_hash",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.number}"


class Proposal(models.Model):
    """What the board is proposed to resolve. Swedish: förslag till beslut."""

    id = models.CharField(primary_key=True, max_length=26)
    statement = models.ForeignKey(Statement, models.PROTECT, related_name="proposals")
    number = models.PositiveIntegerField()
    demand = models.ForeignKey(Demand, models.PROTECT, null=True, related_name="proposals")
    outcome = models.CharField(max_length=20, choices=choices(Outcome))
    # Empty when the sentence follows from the demand and the outcome.
    text = models.TextField(blank=True)
    reasons = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["statement", "number"], name="proposal_once_a_number"
            ),
            models.CheckConstraint(
                condition=Q(demand__isnull=False) | ~Q(text=""), name="proposal_says_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.statement}: {self.number} {self.outcome}"
