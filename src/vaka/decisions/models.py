"""Decisions as rows; none is ever changed: later rows supersede or revoke."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from vaka.decisions.rules import Ruling


class Decision(models.Model):
    """A board's decision on one camera. Swedish: kamerabeslut."""

    id = models.CharField(primary_key=True, max_length=26)
    camera = models.CharField(max_length=26)
    board = models.ForeignKey(
        "municipality.Board", models.PROTECT, related_name="+", help_text="the controller"
    )
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    resolution = models.ForeignKey("cases.Resolution", models.PROTECT, related_name="+")
    # One final text carries one decision; an extension is weighed anew (KBL 9 §).
    balancing = models.OneToOneField("balancing.Balancing", models.PROTECT, related_name="+")
    # Other boards that answer for it together (GDPR art. 26), and what they have agreed.
    joint_with = models.JSONField(default=list, help_text="ids and names of boards")
    arrangement = models.TextField(blank=True)
    starts_on = models.DateField(help_text="first day, local")
    ends_on = models.DateField(help_text="last day, local")
    review_by = models.DateField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("municipality.Person", models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["-made_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on"), review_by__lte=F("ends_on")),
                name="decision_ends_and_is_reviewed_in_time",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["camera"], name="decision_by_camera")]

    def __str__(self) -> str:
        return f"{self.camera} {self.starts_on}–{self.ends_on}"


class IssuedTerms(models.Model):
    """Terms as they were signed and sent to the machine. Swedish: beslutsvillkor."""

    # The id inside the signed text.
    id = models.CharField(primary_key=True, max_length=26)
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="terms")
    camera = models.CharField(max_length=26)
    text = models.TextField(help_text="compact JWS")
    issued_at = models.DateTimeField()
    # Half-open; a successor takes over when its own first day begins, not when it is signed.
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    # As the text says; what is told on the sign is asked without reading every text anew.
    sound = models.BooleanField(help_text="whether they allow it")
    # Every camera has one chain: the next number supersedes the one before.
    number = models.PositiveIntegerField()

    class Meta:
        ordering: ClassVar = ["camera", "number"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="terms_end_after_they_start"
            ),
            models.UniqueConstraint(fields=["camera", "number"], name="terms_one_chain"),
        ]

    def __str__(self) -> str:
        return f"{self.id} for {self.camera}"


class Appeal(models.Model):
    """That a decision was appealed, and what the court said. Swedish: överklagande."""

    id = models.CharField(primary_key=True, max_length=26)
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="appeals")
    court_case = models.CharField(max_length=60)
    filed_on = models.DateField()
    ruling = models.CharField(
        max_length=20, choices=[(each.value, each.value) for each in Ruling], blank=True
    )
    ruled_on = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = ["filed_on", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["decision", "court_case"], name="appeal_once_a_court_case"
            ),
            models.CheckConstraint(
                condition=Q(ruling="", ruled_on__isnull=True)
                | (~Q(ruling="") & Q(ruled_on__gte=F("filed_on"))),
                name="appeal_ruled_after_it_was_filed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.court_case} on {self.decision_id}"


class Transfer(models.Model):
    """That a camera goes to another board, by a resolution. Swedish: överlåtelse."""

    id = models.CharField(primary_key=True, max_length=26)
    # What the old board gives up; it applies until the new one's own does.
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="transfers")
    board = models.ForeignKey(
        "municipality.Board", models.PROTECT, related_name="+", help_text="that it goes to"
    )
    resolution = models.ForeignKey("cases.Resolution", models.PROTECT, related_name="+")
    handed_over_at = models.DateTimeField()
    # The new board's own weighing, and when its own decision took over.
    balancing = models.OneToOneField(
        "balancing.Balancing", models.PROTECT, null=True, related_name="+"
    )
    completed_at = models.DateTimeField(null=True)
    # When it was taken back, before the new board had begun to weigh.
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["handed_over_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["decision"],
                condition=Q(withdrawn_at=None),
                name="transfer_once_a_decision",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_because="")
                | Q(withdrawn_at__isnull=False, balancing=None) & ~Q(withdrawn_because=""),
                name="transfer_withdrawn_because",
            ),
            models.CheckConstraint(
                condition=Q(completed_at__isnull=True) | Q(balancing__isnull=False),
                name="transfer_completed_when_weighed",
            ),
        ]

    def __str__(self) -> str:
        return f"of {self.decision_id} to {self.board}"


class InformationExemption(models.Model):
    """That people need not be told, by the authority. Swedish: undantag från upplysningskravet.

    It is given in a single case, with conditions (KBL 17 and 20 §§), and ends by itself.
    """

    id = models.CharField(primary_key=True, max_length=26)
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="exemptions")
    authority = models.CharField(max_length=100)
    case_number = models.CharField(max_length=60)
    decided_on = models.DateField()
    exempts = models.JSONField(help_text="codes of what need not be told (`law/se`)")
    conditions = models.TextField()
    starts_on = models.DateField(help_text="first day, local")
    ends_on = models.DateField(null=True, help_text="last day, local; null: until recalled")
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey("municipality.Person", models.PROTECT, related_name="+")
    # Before its day, as when the authority recalls it or sets new conditions (20 §).
    ended_at = models.DateTimeField(null=True)
    end_reason = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["starts_on", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(starts_on__gte=F("decided_on"))
                & (Q(ends_on=None) | Q(ends_on__gte=F("starts_on"))),
                name="exemption_lasts_from_its_decision",
            ),
            models.CheckConstraint(
                condition=~Q(conditions="") & ~Q(authority="") & ~Q(case_number=""),
                name="exemption_has_a_decision_with_conditions",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, end_reason="")
                | Q(ended_at__isnull=False) & ~Q(end_reason=""),
                name="exemption_ends_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.authority} {self.case_number}"


class Revocation(models.Model):
    """The end of terms before their time, with its reason. Swedish: återkallelse."""

    terms = models.OneToOneField(
        IssuedTerms, models.PROTECT, primary_key=True, related_name="revocation"
    )
    reason = models.TextField()
    # A stay that a court has lifted no longer stands in the way of new terms.
    appeal = models.ForeignKey(Appeal, models.PROTECT, null=True, related_name="revocations")
    revoked_at = models.DateTimeField()
    revoked_by = models.ForeignKey("municipality.Person", models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(reason=""), name="revocation_has_reason")
        ]

    def __str__(self) -> str:
        return f"of {self.terms_id}"
