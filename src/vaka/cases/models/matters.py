"""The case itself: who began it, who prepares it, when it is taken up, what lies in it."""

from enum import StrEnum
from typing import ClassVar

from django.db import models
from django.db.models import Q

from vaka.cases.rules.states import Direction, Ground, State


def choices(kind: type[StrEnum]) -> list[tuple[str, str]]:
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
                condition=Q(state__in=[state.value for state in State]),
                name="case_state_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"


class Initiative(models.Model):
    """What a member or a party puts to its board. Swedish: nämndinitiativ."""

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True)
    initiator = models.CharField(max_length=100, help_text="Swedish: initiativtagare")
    received_on = models.DateField()

    def __str__(self) -> str:
        return f"{self.case}: {self.initiator}"


class Demand(models.Model):
    """One numbered demand of an initiative. Swedish: yrkande."""

    id = models.CharField(primary_key=True, max_length=26)
    case = models.ForeignKey(Case, models.PROTECT, related_name="demands")
    number = models.PositiveIntegerField()
    text = models.TextField()

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "number"], name="demand_once_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.case}: {self.number}"


class Preparation(models.Model):
    """Who is to prepare the case, by whose order of which day. Swedish: beredning."""

    id = models.CharField(primary_key=True, max_length=26)
    case = models.ForeignKey(Case, models.PROTECT, related_name="preparations")
    department = models.CharField(max_length=100)
    ordered_on = models.DateField()
    due = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = ["ordered_on", "id"]

    def __str__(self) -> str:
        return f"{self.case}: {self.department}"


class Meeting(models.Model):
    """A meeting at which the case is taken up. Swedish: sammanträde."""

    id = models.CharField(primary_key=True, max_length=26)
    case = models.ForeignKey(Case, models.PROTECT, related_name="meetings")
    body = models.CharField(max_length=100)
    on = models.DateField()

    class Meta:
        ordering: ClassVar = ["on", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "body", "on"], name="meeting_planned_once")
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.on}"


class Recusal(models.Model):
    """That somebody has no part in the case, and why. Swedish: jäv."""

    id = models.CharField(primary_key=True, max_length=26)
    case = models.ForeignKey(Case, models.PROTECT, related_name="recusals")
    who = models.CharField(max_length=100, help_text="by function")
    # Nobody when it is somebody who does not log in here, as most members of a board.
    person = models.ForeignKey(
        "municipality.Person", models.PROTECT, null=True, related_name="+"
    )
    ground = models.CharField(max_length=20, choices=choices(Ground))
    noted_at = models.DateTimeField()
    # When it was found to be noted by mistake; it held until then.
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["noted_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "who"],
                condition=Q(withdrawn_at=None),
                name="recused_once_a_function",
            ),
            models.UniqueConstraint(
                fields=["case", "person"],
                condition=Q(withdrawn_at=None),
                name="recused_once_a_person",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_because="")
                | Q(withdrawn_at__isnull=False) & ~Q(withdrawn_because=""),
                name="recusal_withdrawn_because",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case}: {self.who}"


class Document(models.Model):
    """A document in the register of the case (OSL 5 kap. 2 §). Swedish: handling."""

    id = models.CharField(primary_key=True, max_length=26)
    case = models.ForeignKey(Case, models.PROTECT, related_name="documents")
    number = models.PositiveIntegerField()
    dated = models.DateField(help_text="when it came in, was sent or drawn up")
    direction = models.CharField(max_length=20, choices=choices(Direction))
    party = models.CharField(max_length=100, help_text="who sent it, or to whom")
    title = models.CharField(max_length=250)
    # The section by which it may be secret (OSL 5 kap. 5 §); a mark judges nothing.
    secrecy = models.CharField(max_length=40, blank=True)
    registered_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "number"], name="document_once_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.case.reference}:{self.number}"
