"""The municipality's own questions, each from one edition of them to another."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q


class Edition(models.Model):
    """The own questions as they were from an instant. Swedish: mallutgåva."""

    # Two who change the template at once take the same number, and the second is told.
    number = models.PositiveIntegerField(primary_key=True)
    at = models.DateTimeField()
    by = models.ForeignKey("municipality.Person", models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["number"]

    def __str__(self) -> str:
        return str(self.number)


class OwnQuestion(models.Model):
    """A question that the municipality asks besides the template's. Swedish: egen fråga."""

    id = models.CharField(primary_key=True, max_length=26)
    question = models.CharField(max_length=60, unique=True, help_text="its id in the template")
    section = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, help_text="as the template's questions have")
    sv = models.CharField(max_length=300)
    en = models.CharField(max_length=300)
    source = models.CharField(max_length=200, help_text="on what ground it is asked")
    required = models.BooleanField()
    added = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    ended = models.ForeignKey(Edition, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["section", "added"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ended__isnull=True) | Q(ended__gt=F("added")),
                name="own_question_ends_after_it_was_added",
            )
        ]

    def __str__(self) -> str:
        return self.sv
