"""What the camera council says: its advice, its questions, and the routines it keeps."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from vaka.balancing.models.choices import choices
from vaka.balancing.models.weighing import Balancing
from vaka.balancing.rules.states import Stance


class Advice(models.Model):
    """What a member of the camera council advises. Swedish: rådets bedömning."""

    id = models.CharField(primary_key=True, max_length=26)
    balancing = models.ForeignKey(Balancing, models.PROTECT, related_name="advice")
    submission = models.PositiveIntegerField()
    stance = models.CharField(max_length=30, choices=choices(Stance))
    reasons = models.TextField()
    checklist = models.JSONField(default=list, help_text="codes of what was found in order")
    reviewer = models.ForeignKey("municipality.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reply = models.TextField(blank=True)
    replied_by = models.ForeignKey(
        "municipality.Person", models.PROTECT, null=True, related_name="+"
    )
    replied_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["balancing", "submission", "reviewer"], name="advice_once_a_submission"
            ),
            models.CheckConstraint(
                condition=Q(reply="", replied_at__isnull=True, replied_by__isnull=True)
                | (~Q(reply="") & Q(replied_at__isnull=False, replied_by__isnull=False)),
                name="reply_has_author_and_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reviewer}: {self.stance}"


class Comment(models.Model):
    """What a member asks of one answer: open, answered, settled. Swedish: kommentar."""

    id = models.CharField(primary_key=True, max_length=26)
    balancing = models.ForeignKey(Balancing, models.PROTECT, related_name="comments")
    question = models.CharField(max_length=60)
    text = models.TextField()
    author = models.ForeignKey("municipality.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        "municipality.Person", models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        "municipality.Person", models.PROTECT, null=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True, answered_by__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="comment_answer_has_author_and_time",
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_by__isnull=True)
                | (~Q(answer="") & Q(settled_at__isnull=False, settled_by__isnull=False)),
                name="comment_settled_when_answered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.text}"


class Routine(models.Model):
    """A city-wide routine in one version; a change is a new one. Swedish: rutin."""

    id = models.CharField(primary_key=True, max_length=26)
    # The id of its first version holds the versions together.
    series = models.CharField(max_length=26)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    text = models.TextField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey("municipality.Person", models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["title", "-number"]
        constraints: ClassVar = [
            # Two who publish at once take the same number, and the second is told.
            models.UniqueConstraint(fields=["series", "number"], name="routine_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"


class Followed(models.Model):
    """The version of a routine that a balancing goes by. Swedish: tillämpad rutin."""

    id = models.CharField(primary_key=True, max_length=26)
    balancing = models.ForeignKey(Balancing, models.PROTECT, related_name="followed")
    routine = models.ForeignKey(Routine, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey("municipality.Person", models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["balancing", "routine"], name="followed_once")
        ]

    def __str__(self) -> str:
        return f"{self.balancing}: {self.routine}"
