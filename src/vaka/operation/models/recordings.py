"""What is kept of a camera, what is not and why, and what is done with it, as rows."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from vaka.core.period import Period
from vaka.operation.models.cameras import HAS_LENGTH, Camera
from vaka.operation.rules import (
    FOOTAGE,
    Purpose,
    Why,
)


class Recording(models.Model):
    """A stretch of video that a gateway keeps, or kept. Swedish: inspelning."""

    id = models.CharField(primary_key=True, max_length=26)
    camera = models.ForeignKey(Camera, models.PROTECT, related_name="recordings")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    bytes = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    disposed_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["camera", "starts_at"], name="recording_when")
        ]

    def __str__(self) -> str:
        return f"{self.camera_id} {self.starts_at}"


class Gap(models.Model):
    """A stretch of which a gateway kept nothing, and knows why. Swedish: lucka."""

    id = models.CharField(primary_key=True, max_length=26)
    camera = models.ForeignKey(Camera, models.PROTECT, related_name="gaps")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    why = models.CharField(max_length=20, choices=[(why.value, why.value) for why in Why])
    packets = models.PositiveIntegerField(help_text="lost on the way")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=HAS_LENGTH, name="gap_has_length")
        ]

    def __str__(self) -> str:
        return f"{self.camera_id} {self.starts_at}: {self.why}"


class FootageRequest(models.Model):
    """Somebody asks to see, or to hand out, what was recorded. Swedish: begäran om inspelning.

    What the terms require beside the role stands here: incident, second person, request.
    """

    id = models.CharField(primary_key=True, max_length=26)
    camera = models.ForeignKey(Camera, models.PROTECT, related_name="footage_requests")
    act = models.CharField(max_length=10, choices=[(act.value, act.value) for act in FOOTAGE])
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    purpose = models.CharField(max_length=20, choices=[(p.value, p.value) for p in Purpose])
    incident = models.CharField(max_length=26, blank=True)
    written_request = models.CharField(max_length=100, blank=True, help_text="its reference")
    reason = models.TextField()
    asked_by = models.ForeignKey("municipality.Person", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    needs_second_person = models.BooleanField()
    approved_by = models.ForeignKey(
        "municipality.Person", models.PROTECT, null=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-asked_at"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=HAS_LENGTH, name="footage_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("asked_by")),
                name="footage_is_approved_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.camera_id} {self.starts_at}"

    @property
    def span(self) -> Period:
        """Return the stretch of time that is asked for."""
        return Period(self.starts_at, self.ends_at)


class Redaction(models.Model):
    """A copy with third persons unrecognisable, in the making. Swedish: avidentifiering.

    What was found and chosen are places in pictures; the pictures stay with the gateway.
    """

    id = models.CharField(primary_key=True, max_length=26)
    request = models.OneToOneField(FootageRequest, models.PROTECT, related_name="redaction")
    findings = models.TextField(help_text="JSON, as the gateway sent it")
    followed = models.JSONField(default=list, help_text="tracks of the person it is for")
    covers = models.JSONField(default=list, help_text="what was covered by hand")
    looked_at = models.JSONField(default=list, help_text="what was in doubt and has been seen")
    prepared_by = models.ForeignKey("municipality.Person", models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    # The plan that was last seen to its end, by whom, and the hash of what was seen.
    seen_by = models.ForeignKey(
        "municipality.Person", models.PROTECT, null=True, related_name="+"
    )
    seen_plan = models.CharField(max_length=64, blank=True)
    seen_sha256 = models.CharField(max_length=64, blank=True)
    released_by = models.ForeignKey(
        "municipality.Person", models.PROTECT, null=True, related_name="+"
    )
    released_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(released_by=None, released_at=None)
                | (
                    Q(released_by=F("seen_by"), released_at__isnull=False)
                    & ~Q(released_by=F("prepared_by"))
                    & ~Q(seen_sha256="")
                ),
                name="redaction_is_released_by_another_who_saw_it",
            )
        ]

    def __str__(self) -> str:
        return f"redaction of {self.request_id}"


class Hold(models.Model):
    """Recordings that are kept beyond their time, until an end. Swedish: bevarande."""

    id = models.CharField(primary_key=True, max_length=26)
    camera = models.ForeignKey(Camera, models.PROTECT, related_name="holds")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    until = models.DateTimeField(help_text="disposal resumes then, unless lifted before")
    incident = models.CharField(max_length=26, blank=True)
    written_request = models.CharField(max_length=100, blank=True, help_text="its reference")
    reason = models.TextField()
    placed_by = models.ForeignKey("municipality.Person", models.PROTECT, related_name="+")
    placed_at = models.DateTimeField()
    lifted_by = models.ForeignKey(
        "municipality.Person", models.PROTECT, null=True, related_name="+"
    )
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-placed_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at"), until__gt=F("placed_at")),
                name="hold_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=~Q(incident="") | ~Q(written_request=""), name="hold_has_a_ground"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.camera_id} {self.starts_at} until {self.until}"
