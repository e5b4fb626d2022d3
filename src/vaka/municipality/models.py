"""The organisation as rows; a change makes a new row or closes a period, for the file."""

from enum import StrEnum
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from vaka.core.outgoing import Delivery
from vaka.municipality.rules import (
    BoardKind,
    DepartmentKind,
    PartnerKind,
    Role,
    SiteKind,
    TaskReason,
)


def choices(
    kind: type[StrEnum],
) -> list[tuple[str, str]]:
    """Return the values of an enum as Django's choices; pages put them into words."""
    return [(value.value, value.value) for value in kind]


class Municipality(models.Model):
    """The one municipality of this installation. Swedish: kommun."""

    id = models.CharField(primary_key=True, max_length=26)
    name = models.CharField(max_length=100)
    contact = models.CharField(max_length=200)
    dpo_contact = models.CharField(max_length=200)
    example = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class Board(models.Model):
    """A board, controller in its own area. Swedish: nämnd."""

    id = models.CharField(primary_key=True, max_length=26)
    name = models.CharField(max_length=100, unique=True)
    kind = models.CharField(max_length=20, choices=choices(BoardKind))
    contact = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.name


class Department(models.Model):
    """A department that prepares and carries out a board's matters. Swedish: förvaltning."""

    id = models.CharField(primary_key=True, max_length=26)
    board = models.ForeignKey(Board, models.PROTECT, related_name="departments")
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=20, choices=choices(DepartmentKind))

    def __str__(self) -> str:
        return self.name


class Partner(models.Model):
    """An organisation we cooperate with. Swedish: samverkande part."""

    id = models.CharField(primary_key=True, max_length=26)
    name = models.CharField(max_length=100, unique=True)
    kind = models.CharField(max_length=20, choices=choices(PartnerKind))

    def __str__(self) -> str:
        return self.name


class Site(models.Model):
    """A place that a board answers for. Swedish: plats."""

    id = models.CharField(primary_key=True, max_length=26)
    board = models.ForeignKey(Board, models.PROTECT, related_name="sites")
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=20, choices=choices(SiteKind))
    address = models.CharField(max_length=200)
    longitude = models.FloatField(help_text="WGS 84")
    latitude = models.FloatField(help_text="WGS 84")
    outline = models.JSONField(help_text="GeoJSON polygon, WGS 84")
    # Buildings, streets and squares around, for the maps: nothing is fetched from elsewhere.
    surroundings = models.JSONField(help_text="GeoJSON feature collection, WGS 84")
    example = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["board", "name"], name="site_once_a_board"),
            models.CheckConstraint(
                condition=Q(longitude__range=(10, 25), latitude__range=(55, 70)),
                name="site_in_sweden",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class People(BaseUserManager["Person"]):
    """How Django finds a person at login."""


class Person(AbstractBaseUser):
    """Somebody who logs in. Swedish: person."""

    id = models.CharField(primary_key=True, max_length=26)
    login = models.CharField(max_length=100, unique=True)
    name = models.CharField(max_length=100)
    email = models.CharField(max_length=200, blank=True, help_text="for reminders")
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "login"
    REQUIRED_FIELDS: ClassVar = ["name"]
    objects = People()

    def __str__(self) -> str:
        return self.name


class Assignment(models.Model):
    """A role that a person holds for a time, at one board or at all. Swedish: uppdrag."""

    id = models.CharField(primary_key=True, max_length=26)
    person = models.ForeignKey(Person, models.PROTECT, related_name="assignments")
    role = models.CharField(max_length=30, choices=choices(Role))
    board = models.ForeignKey(Board, models.PROTECT, null=True, related_name="assignments")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                # Equal: it was taken back before it began, and was never held.
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at")),
                name="assignment_ends_no_earlier_than_it_starts",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.role}"


class Task(models.Model):
    """Something that a board has to see to by a day, and why. Swedish: att göra."""

    id = models.CharField(primary_key=True, max_length=26)
    board = models.ForeignKey(Board, models.PROTECT, related_name="tasks")
    # The same duty, found again, is the same task.
    key = models.CharField(max_length=120, unique=True)
    reason = models.CharField(max_length=30, choices=choices(TaskReason))
    permission = models.CharField(max_length=30, help_text="of who can see to it")
    subject = models.CharField(max_length=26, help_text="the id of what it is about")
    about = models.CharField(max_length=250, help_text="what a person calls it")
    due = models.DateField()
    raised_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True, help_text="after its day had passed")
    outcome = models.TextField(blank=True)
    settled_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["due", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(outcome="", settled_by__isnull=True, settled_at__isnull=True)
                | (~Q(outcome="") & Q(settled_by__isnull=False, settled_at__isnull=False)),
                name="task_is_settled_with_an_outcome",
            )
        ]

    def __str__(self) -> str:
        return f"{self.reason}: {self.about}"


class Letter(models.Model):
    """What somebody is told of a task by e-mail, and what became of it. Swedish: brev."""

    id = models.CharField(primary_key=True, max_length=26)
    task = models.ForeignKey(Task, models.PROTECT, related_name="letters")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    # As it was then.
    address = models.CharField(max_length=200)
    text = models.TextField()
    made_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=choices(Delivery), default=Delivery.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    receipt = models.CharField(max_length=200, blank=True, help_text="what the server said")

    class Meta:
        ordering: ClassVar = ["made_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state=Delivery.WAITING, ended_at=None)
                | Q(state__in=[Delivery.SENT, Delivery.GIVEN_UP], ended_at__isnull=False),
                name="letter_ends_when_settled",
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["due_at"], condition=Q(state=Delivery.WAITING), name="letter_due"
            )
        ]

    def __str__(self) -> str:
        return f"{self.task} to {self.person}"


class AccessToken(models.Model):
    """By what an organisation's system proves itself to the API. Swedish: åtkomstnyckel.

    Of the token itself only its hash is kept, and a mark to know it by. Nothing of it changes
    but when it was used and refused, and when it was revoked.
    """

    id = models.CharField(primary_key=True, max_length=26)
    mark = models.CharField(max_length=8, unique=True)
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=100, help_text="of the system; a machine's own name")
    # Whose system it is; without a partner the municipality's own.
    partner = models.ForeignKey(Partner, models.PROTECT, null=True, related_name="+")
    board = models.ForeignKey(Board, models.PROTECT, related_name="+")
    scopes = models.JSONField()
    accounts = models.JSONField(help_text="of the transmitters for which it sends alarms")
    why = models.CharField(max_length=400)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    ends_at = models.DateTimeField()
    used_on = models.DateField(null=True, help_text="the last day, in UTC")
    refused_at = models.DateTimeField(null=True, help_text="the last time on the record")
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    revoked_why = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering: ClassVar = ["ends_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("issued_at")), name="token_ends_after_it_is_issued"
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None, revoked_why="")
                | Q(revoked_at__isnull=False, revoked_by__isnull=False) & ~Q(revoked_why=""),
                name="token_is_revoked_by_somebody_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mark} {self.name}"
