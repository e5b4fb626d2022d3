"""Cameras as rows: the thing, where it stands, how it is, what is ordered for it."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from vaka.geometry.detail import WIDEST
from vaka.operation.rules import (
    FARTHEST_M,
    Health,
    MaskedBy,
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
