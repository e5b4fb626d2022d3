"""Cases as rows. What has been said or resolved is never changed, only added to."""

from typing import ClassVar

from django.db import models

from vaka.cases.rules import Outcome, Stance, State


def choices(kind: type[Outcome | Stance | State]) -> list[tuple[str, str]]:
    """Return the values of an enum as Django's choices; pages put them into words."""
    return [(value.value, value.value) for value in kind]


class Case(models.Model):
    """A matter that a board handles. Swedish: ärende."""

    id = models.CharField(primary_key=True, max_length=26)
    board = models.ForeignKey("municipality.Board", models.PROTECT, related_name="cases")
    reference = models.CharField(max_length=20, help_text="Swedish: diarienummer")
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=20, choices=choices(State), default=State.OPEN)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey("municipality.Person", models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["-opened_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["board", "reference"], name="case_reference_once_a_board"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=[state.value for state in State]),
                name="case_state_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"


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


class Opinion(models.Model):
    """What a consulted body answered. Swedish: yttrande."""

    id = models.CharField(primary_key=True, max_length=26)
    referral = models.OneToOneField(Referral, models.PROTECT, related_name="opinion")
    stance = models.CharField(max_length=20, choices=choices(Stance))
    text = models.TextField()
    given_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.referral}: {self.stance}"


class Resolution(models.Model):
    """What a board resolved in a case at a meeting. Swedish: beslut."""

    id = models.CharField(primary_key=True, max_length=26)
    case = models.ForeignKey(Case, models.PROTECT, related_name="resolutions")
    board = models.ForeignKey("municipality.Board", models.PROTECT, related_name="resolutions")
    meeting = models.DateField()
    item = models.PositiveIntegerField(help_text="Swedish: paragraf")
    outcome = models.CharField(max_length=20, choices=choices(Outcome))
    text = models.TextField()
    recorded_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["meeting", "item"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["board", "meeting", "item"], name="resolution_item_once_a_meeting"
            ),
            models.CheckConstraint(condition=models.Q(item__gt=0), name="resolution_has_item"),
        ]

    def __str__(self) -> str:
        return f"{self.board} {self.meeting} § {self.item}"
