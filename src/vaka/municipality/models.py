"""The organisation as rows; a change makes a new row or closes a period, for the file."""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from vaka.municipality.rules import BoardKind, DepartmentKind, PartnerKind, Role, SiteKind


def choices(
    kind: type[BoardKind | DepartmentKind | PartnerKind | Role | SiteKind],
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
