"""Requests for pictures as rows: those of others, and those of whoever is in them."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from vaka.core.period import Period
from vaka.law.se.surveillance import Rule
from vaka.oversight.rules.disclosure import (
    Asker,
    Need,
    Outcome,
    Stated,
    ThirdPersons,
    lifting,
)
from vaka.oversight.rules.own_pictures import Answer, Identified, answer_due

HAS_LENGTH = Q(ends_at__gt=F("starts_at"))


class PicturesAsked(models.Model):
    """Of which camera and when somebody wants pictures; they are held from the first day."""

    id = models.CharField(primary_key=True, max_length=26)
    board = models.ForeignKey("municipality.Board", models.PROTECT, related_name="+")
    camera = models.ForeignKey("operation.Camera", models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    received_on = models.DateField()
    entered_by = models.ForeignKey("municipality.Person", models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    hold = models.ForeignKey("operation.Hold", models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    @property
    def span(self) -> Period:
        """Return the stretch of time that is asked for."""
        return Period(self.starts_at, self.ends_at)


class Disclosure(PicturesAsked):
    """Somebody asks for pictures of others, in writing. Swedish: utlämnande."""

    asker = models.CharField(max_length=20, choices=[(a.value, a.value) for a in Asker])
    # An authority says its name; anybody else may be nameless (TF 2 kap. 18 §).
    name = models.CharField(max_length=200, blank=True)
    reference = models.CharField(max_length=100, blank=True, help_text="the asker's own")
    need = models.CharField(max_length=20, choices=[(n.value, n.value) for n in Need])
    imprisonment = models.BooleanField(help_text="in the offence's scale, as the asker states")
    what = models.TextField(blank=True, help_text="the offence or accident that is stated")
    handed_out_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-entered_at"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=HAS_LENGTH, name="disclosure_has_length")
        ]

    def __str__(self) -> str:
        return f"{self.asker}: {self.camera_id} {self.starts_at}"

    @property
    def lifted_by(self) -> Rule | None:
        """Return what lifts the secrecy for what is stated, if anything does."""
        return lifting(Stated(self.asker, self.need, self.imprisonment))


class SecrecyReview(models.Model):
    """What a review of a disclosure came to, and why. Swedish: sekretessprövning."""

    disclosure = models.OneToOneField(
        Disclosure, models.PROTECT, primary_key=True, related_name="review"
    )
    outcome = models.CharField(max_length=10, choices=[(o.value, o.value) for o in Outcome])
    # What is handed out of what was asked for; empty when nothing is.
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    third_persons = models.CharField(
        max_length=10, choices=[(t.value, t.value) for t in ThirdPersons]
    )
    section = models.CharField(max_length=100, help_text="by which it was decided")
    reasons = models.TextField(blank=True)
    reviewed_by = models.ForeignKey("municipality.Person", models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(outcome=Outcome.REFUSED, starts_at=None, ends_at=None)
                | (~Q(outcome=Outcome.REFUSED) & HAS_LENGTH),
                name="review_gives_what_it_grants",
            ),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.GRANTED) | ~Q(reasons=""),
                name="review_says_why_not",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} for {self.disclosure_id}"

    @property
    def span(self) -> Period | None:
        """Return the stretch that is handed out; None when nothing is."""
        if self.starts_at is None or self.ends_at is None:
            return None
        return Period(self.starts_at, self.ends_at)


class AccessRequest(PicturesAsked):
    """Somebody asks for pictures of themselves (GDPR art. 15).

    Swedish: begäran om registerutdrag.
    """

    # What names or describes the one who asks is little, and goes when it is erased.
    contact = models.CharField(max_length=200, blank=True)
    looks = models.TextField(blank=True, help_text="what the person looked like")
    identified = models.CharField(
        max_length=20, blank=True, choices=[(i.value, i.value) for i in Identified]
    )
    identified_by = models.ForeignKey(
        "municipality.Person", models.PROTECT, null=True, related_name="+"
    )
    identified_at = models.DateTimeField(null=True)
    extended_at = models.DateTimeField(null=True, help_text="when the reasons were told")
    extension_reasons = models.TextField(blank=True)
    answer = models.CharField(
        max_length=20, blank=True, choices=[(a.value, a.value) for a in Answer]
    )
    words = models.TextField(blank=True, help_text="what was answered")
    answered_by = models.ForeignKey(
        "municipality.Person", models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-entered_at"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=HAS_LENGTH, name="access_request_has_length"),
            models.CheckConstraint(
                condition=Q(extended_at=None, extension_reasons="")
                | (Q(extended_at__isnull=False) & ~Q(extension_reasons="")),
                name="access_request_is_extended_with_reasons",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None, words="")
                | (~Q(answer="") & ~Q(words="") & Q(answered_at__isnull=False)),
                name="access_request_is_answered_in_words",
            ),
            models.CheckConstraint(
                condition=Q(answer__in=["", Answer.REFUSED]) | ~Q(identified=""),
                name="access_request_is_answered_to_whom_it_is_about",
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None) | Q(contact="", looks=""),
                name="access_request_is_erased_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.camera_id} {self.starts_at}"

    @property
    def due(self) -> date:
        """Return the last day for the answer."""
        return answer_due(self.received_on, extended=self.extended_at is not None)
