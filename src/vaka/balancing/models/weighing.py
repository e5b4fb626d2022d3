"""Balancings as rows: every answer ever given, and the final text's hash."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from vaka.balancing.models.choices import choices
from vaka.balancing.rules.states import State


class Balancing(models.Model):
    """A balancing test for one camera, in one version. Swedish: intresseavvägning."""

    id = models.CharField(primary_key=True, max_length=26)
    board = models.ForeignKey("municipality.Board", models.PROTECT, related_name="+")
    site = models.ForeignKey("municipality.Site", models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, related_name="+")
    # The camera's id is made here: there is a thought before there is a thing.
    camera = models.CharField(max_length=26)
    version = models.PositiveIntegerField()
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="superseded_by"
    )
    template = models.CharField(max_length=40, help_text="id and version, as se-kommun/1")
    # Which of the municipality's own questions are asked besides; 0 is none.
    edition = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=20, choices=choices(State), default=State.DRAFT)
    # Counts the times it went to the council; advice belongs to the text it was given on.
    submission = models.PositiveIntegerField(default=0)
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey("municipality.Person", models.PROTECT, related_name="+")
    finalised_at = models.DateTimeField(null=True)
    finalised_by = models.ForeignKey(
        "municipality.Person", models.PROTECT, null=True, related_name="+"
    )
    content_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering: ClassVar = ["-drafted_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["camera", "version"], name="balancing_version_once"
            ),
            models.CheckConstraint(
                condition=Q(version=1, supersedes__isnull=True)
                | Q(version__gt=1, supersedes__isnull=False),
                name="balancing_later_version_supersedes",
            ),
            models.CheckConstraint(
                condition=Q(
                    state=State.FINAL,
                    finalised_at__isnull=False,
                    finalised_by__isnull=False,
                )
                & ~Q(content_sha256="")
                | Q(
                    state__in=[State.DRAFT, State.IN_REVIEW],
                    finalised_at__isnull=True,
                    finalised_by__isnull=True,
                    content_sha256="",
                ),
                name="balancing_final_has_hash",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.site} {self.version}"


class Answer(models.Model):
    """One answer to one question; the newest counts, the earlier stay. Swedish: svar."""

    id = models.CharField(primary_key=True, max_length=26)
    balancing = models.ForeignKey(Balancing, models.PROTECT, related_name="answers")
    question = models.CharField(max_length=60)
    # Two people who answer at once take the same number, and the second is told.
    number = models.PositiveIntegerField()
    value = models.JSONField()
    evidence = models.JSONField(default=list, help_text="ids and titles of documents")
    author = models.ForeignKey("municipality.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["question", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["balancing", "question", "number"], name="answer_once_a_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.question} ({self.number})"
