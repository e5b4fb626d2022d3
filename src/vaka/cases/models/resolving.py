"""What is resolved, by the board or in its name, and what the minutes hold."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from vaka.cases.models.hearing import Opinion
from vaka.cases.models.matters import Case, Demand, choices
from vaka.cases.rules.states import MIXED, DissentForm, DissentKind, Outcome


class Resolution(models.Model):
    """What a board resolved in a case at a meeting. Swedish: beslut."""

    id = models.CharField(primary_key=True, max_length=26)
    case = models.ForeignKey(Case, models.PROTECT, related_name="resolutions")
    board = models.ForeignKey("municipality.Board", models.PROTECT, related_name="resolutions")
    meeting = models.DateField()
    item = models.PositiveIntegerField(help_text="Swedish: paragraf")
    outcome = models.CharField(max_length=20, choices=[*choices(Outcome), (MIXED, MIXED)])
    text = models.TextField()
    recorded_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["meeting", "item"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["board", "meeting", "item"], name="resolution_item_once_a_meeting"
            ),
            models.CheckConstraint(condition=Q(item__gt=0), name="resolution_has_item"),
        ]

    def __str__(self) -> str:
        return f"{self.board} {self.meeting} § {self.item}"


class DemandResolution(models.Model):
    """What a resolution says of one demand. Swedish: beslut om yrkande."""

    id = models.CharField(primary_key=True, max_length=26)
    resolution = models.ForeignKey(Resolution, models.PROTECT, related_name="rulings")
    demand = models.ForeignKey(Demand, models.PROTECT, related_name="rulings")
    outcome = models.CharField(max_length=20, choices=choices(Outcome))

    class Meta:
        ordering: ClassVar = ["demand__number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["resolution", "demand"], name="demand_ruled_once")
        ]

    def __str__(self) -> str:
        return f"{self.resolution}: {self.demand.number} {self.outcome}"


class Dissent(models.Model):
    """A reservation or a special opinion in the minutes. Swedish: avvikande mening."""

    id = models.CharField(primary_key=True, max_length=26)
    opinion = models.ForeignKey(Opinion, models.PROTECT, null=True, related_name="dissents")
    resolution = models.ForeignKey(
        Resolution, models.PROTECT, null=True, related_name="dissents"
    )
    kind = models.CharField(max_length=20, choices=choices(DissentKind))
    form = models.CharField(max_length=20, choices=choices(DissentForm))
    party = models.CharField(max_length=100)
    text = models.TextField(blank=True)
    noted_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["noted_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(opinion__isnull=False, resolution__isnull=True)
                | Q(opinion__isnull=True, resolution__isnull=False),
                name="dissent_is_from_one_thing",
            )
        ]

    def __str__(self) -> str:
        return f"{self.party}: {self.kind}"


class Minutes(models.Model):
    """That the minutes of a board's meeting were approved and announced. Swedish: protokoll."""

    id = models.CharField(primary_key=True, max_length=26)
    board = models.ForeignKey("municipality.Board", models.PROTECT, related_name="minutes")
    meeting = models.DateField()
    approved_on = models.DateField(help_text="Swedish: justering")
    announced_on = models.DateField(help_text="Swedish: anslag")

    class Meta:
        ordering: ClassVar = ["meeting"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["board", "meeting"], name="minutes_approved_once"),
            models.CheckConstraint(
                condition=Q(approved_on__gte=F("meeting"), announced_on__gte=F("approved_on")),
                name="minutes_follow_the_meeting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.board} {self.meeting}"


class Delegation(models.Model):
    """What a board lets somebody decide in its name, and how long. Swedish: delegation."""

    id = models.CharField(primary_key=True, max_length=26)
    board = models.ForeignKey("municipality.Board", models.PROTECT, related_name="delegations")
    number = models.CharField(max_length=20, help_text="in the board's order of delegation")
    subject = models.CharField(max_length=200)
    delegate = models.CharField(max_length=100, help_text="by role")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = ["board", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["board", "number", "starts_on"], name="delegation_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="delegation_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.board} {self.number}"


class DelegatedDecision(models.Model):
    """What a delegate resolved in the board's name. Swedish: delegationsbeslut."""

    id = models.CharField(primary_key=True, max_length=26)
    case = models.ForeignKey(Case, models.PROTECT, related_name="delegated")
    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="decisions")
    decided_on = models.DateField()
    outcome = models.CharField(max_length=20, choices=choices(Outcome))
    text = models.TextField()
    reported_on = models.DateField(null=True, help_text="to the board, at that meeting")

    class Meta:
        ordering: ClassVar = ["decided_on", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(reported_on__isnull=True) | Q(reported_on__gte=F("decided_on")),
                name="delegated_reported_after",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case}: {self.outcome}"
