"""Cameras as rows: the thing, where it stands, how it is, who looked, what is kept."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from vaka.core.period import Period
from vaka.geometry.detail import WIDEST
from vaka.operation.rules import (
    FARTHEST_M,
    FOOTAGE,
    Health,
    MaskedBy,
    Purpose,
    Why,
    burning_share,
)

HAS_LENGTH = Q(ends_at__gt=F("starts_at"))


class Camera(models.Model):
    """A camera for public safety. Swedish: trygghetskamera."""

    id = models.CharField(primary_key=True, max_length=26)
    board = models.ForeignKey("municipality.Board", models.PROTECT, related_name="+")
    name = models.CharField(max_length=100)
    gateway = models.CharField(max_length=100)
    sealed_address = models.TextField(help_text="RTSP address with credentials, sealed")
    sealed_device_address = models.TextField(
        blank=True, help_text="ONVIF address with credentials, sealed; empty: nobody knows one"
    )
    sealed_small_address = models.TextField(blank=True, help_text="as the address; empty: none")
    # A hosted camera is another's: we carry its power and network, never its pictures.
    hosted_for = models.ForeignKey(
        "municipality.Partner", models.PROTECT, null=True, related_name="+"
    )
    registered_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["board", "name"], name="camera_once_a_board")
        ]

    def __str__(self) -> str:
        return self.name


class Installation(models.Model):
    """A camera at a site for a time, with what it sees. Swedish: uppsättning."""

    id = models.CharField(primary_key=True, max_length=26)
    camera = models.ForeignKey(Camera, models.PROTECT, related_name="installations")
    site = models.ForeignKey("municipality.Site", models.PROTECT, related_name="+")
    longitude = models.FloatField(help_text="WGS 84")
    latitude = models.FloatField(help_text="WGS 84")
    height_m = models.FloatField()
    direction_deg = models.FloatField(help_text="clockwise from north")
    angle_deg = models.FloatField(null=True, help_text="of view, across; null: nobody knows")
    nearest_m = models.FloatField(
        default=0, help_text="along the ground to the nearest point that it shows"
    )
    watched_area = models.JSONField(help_text="GeoJSON polygon, WGS 84")
    # Who put the camera up, or came back to it, has confirmed that it sees what it should.
    view = models.CharField(max_length=26, help_text="names the last confirmation")
    view_confirmed_at = models.DateTimeField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["camera"], condition=Q(ends_at=None), name="camera_stands_at_one_place"
            ),
            models.CheckConstraint(
                condition=Q(ends_at=None) | HAS_LENGTH,
                name="installation_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=(Q(angle_deg=None) | Q(angle_deg__gt=0, angle_deg__lte=WIDEST))
                & Q(nearest_m__gte=0, nearest_m__lte=FARTHEST_M),
                name="installation_has_a_lens",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.camera} at {self.site}"


class PresetView(models.Model):
    """A preset of a movable camera as a technician confirmed it. Swedish: kameraläge."""

    installation = models.ForeignKey(Installation, models.CASCADE, related_name="presets")
    preset = models.CharField(max_length=100, help_text="its name in the terms")
    view = models.CharField(max_length=26, help_text="names the last confirmation")
    angle_deg = models.FloatField(help_text="of view, across")
    nearest_m = models.FloatField(
        help_text="along the ground to the nearest point that it shows"
    )
    confirmed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["preset"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["installation", "preset"], name="preset_is_confirmed_once"
            ),
            models.CheckConstraint(
                condition=Q(angle_deg__gt=0, angle_deg__lte=WIDEST)
                & Q(nearest_m__gte=0, nearest_m__lte=FARTHEST_M),
                name="preset_has_a_lens",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.preset} of {self.installation}"


class CameraHealth(models.Model):
    """The last word of a gateway on a camera. Swedish: kamerahälsa."""

    camera = models.OneToOneField(
        Camera, models.CASCADE, primary_key=True, related_name="health"
    )
    state = models.CharField(max_length=20, choices=[(h.value, h.value) for h in Health])
    reason = models.CharField(max_length=300, blank=True)
    since = models.DateTimeField()
    heard_at = models.DateTimeField()
    # As last measured; empty until pictures have come.
    last_picture_at = models.DateTimeField(null=True)
    bits_per_second = models.BigIntegerField(null=True)
    pictures_per_second = models.FloatField(null=True)
    codec = models.CharField(max_length=20, blank=True)
    width = models.PositiveIntegerField(null=True, help_text="pixels")
    height = models.PositiveIntegerField(null=True, help_text="pixels")
    free_bytes = models.BigIntegerField(null=True, help_text="on the gateway's disk")
    # Who makes the masks of the terms, and why the gateway must; empty without masks.
    masks_made = models.CharField(
        max_length=10, blank=True, choices=[(by.value, by.value) for by in MaskedBy]
    )
    masks_why = models.CharField(max_length=40, blank=True)
    # How far its clock, and the clock of its stream, are ahead of the gateway's.
    clock_ahead_seconds = models.FloatField(null=True)
    stream_ahead_seconds = models.FloatField(null=True)
    clock_is_off = models.BooleanField(default=False)
    packets_lost = models.BigIntegerField(null=True, help_text="since it was last connected to")
    small_state = models.CharField(max_length=20, blank=True, help_text="if it is at fault")
    small_reason = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"{self.camera_id}: {self.state}"

    @property
    def megabits_per_second(self) -> float:
        """Return the rate as cameras are sold by it."""
        return (self.bits_per_second or 0) / 1_000_000

    @property
    def masking_percent(self) -> float | None:
        """Return what burning the masks in costs, in percent of a core; None when nothing."""
        if self.masks_made != MaskedBy.GATEWAY or not (self.width and self.height):
            return None
        return 100 * burning_share(self.width, self.height, self.pictures_per_second or 0)


class EdgeEvent(models.Model):
    """An event from the edge that was taken, so that it is once. Swedish: kanthändelse."""

    id = models.CharField(primary_key=True, max_length=26)
    gateway = models.CharField(max_length=100)
    kind = models.CharField(max_length=40)
    camera = models.ForeignKey(Camera, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.kind} {self.camera_id}"


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


class WorkOrder(models.Model):
    """Something at a camera is to be put right by a technician. Swedish: arbetsorder."""

    id = models.CharField(primary_key=True, max_length=26)
    camera = models.ForeignKey(Camera, models.PROTECT, related_name="work_orders")
    fault = models.CharField(max_length=20, choices=[(h.value, h.value) for h in Health])
    what = models.TextField()
    ordered_by = models.ForeignKey("municipality.Person", models.PROTECT, related_name="+")
    ordered_at = models.DateTimeField()
    outcome = models.TextField(blank=True)
    done_by = models.ForeignKey(
        "municipality.Person", models.PROTECT, null=True, related_name="+"
    )
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-ordered_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["camera"], condition=Q(done_at=None), name="one_open_order_a_camera"
            ),
            models.CheckConstraint(
                condition=Q(done_at=None, outcome="")
                | Q(done_at__isnull=False) & ~Q(outcome=""),
                name="work_is_done_with_an_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.camera_id}: {self.fault}"


class Ticket(models.Model):
    """The right to look once, for a short time, for one purpose. Swedish: visningsbiljett."""

    id = models.CharField(primary_key=True, max_length=26)
    camera = models.ForeignKey(Camera, models.PROTECT, related_name="tickets")
    person = models.ForeignKey("municipality.Person", models.PROTECT, related_name="+")
    role = models.CharField(max_length=30)
    terms = models.CharField(max_length=26)
    act = models.CharField(max_length=10)
    purpose = models.CharField(max_length=20, choices=[(p.value, p.value) for p in Purpose])
    incident = models.CharField(max_length=26, blank=True)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    footage = models.ForeignKey(
        FootageRequest, models.PROTECT, null=True, related_name="tickets"
    )
    # Opening and ending are compare-and-set: a ticket opens one view.
    opened_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ended_at=None, end_reason="")
                | Q(ended_at__isnull=False) & ~Q(end_reason=""),
                name="view_ends_with_a_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.camera_id} until {self.expires_at}"
