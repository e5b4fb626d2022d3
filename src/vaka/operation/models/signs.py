"""Signs as rows: that one is up where a camera stands, and what became of it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from vaka.operation.models.cameras import Installation
from vaka.operation.rules.signs import Flaw, SignSeen, Tells


class Sign(models.Model):
    """That the sign where a camera stands is up, as somebody saw it. Swedish: skylt.

    The newest counts. One that nobody entered was taken over: from before the software asked,
    or from another board with the camera.
    """

    id = models.CharField(primary_key=True, max_length=26)
    installation = models.ForeignKey(Installation, models.PROTECT, related_name="signs")
    up_at = models.DateTimeField(
        null=True, help_text="when it was seen to be up; null: nobody has said"
    )
    where = models.CharField(max_length=200, blank=True)
    tells_of = models.CharField(
        max_length=10, blank=True, choices=[(each.value, each.value) for each in Tells]
    )
    # A JPEG that we made, without metadata. In the row, so that one act and one backup hold it;
    # emptied when it is disposed of, while the hash stays.
    photo = models.BinaryField(blank=True)
    photo_sha256 = models.CharField(max_length=64, blank=True)
    entered_by = models.ForeignKey(
        "municipality.Person", models.PROTECT, null=True, related_name="+"
    )
    entered_at = models.DateTimeField()
    flaw = models.CharField(
        max_length=10, blank=True, choices=[(each.value, each.value) for each in Flaw]
    )
    flaw_said = models.TextField(blank=True)
    flawed_at = models.DateTimeField(null=True)
    flaw_seen_by = models.ForeignKey(
        "municipality.Person", models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["-entered_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(entered_by=None, photo_sha256="")
                | Q(entered_by__isnull=False, up_at__isnull=False) & ~Q(photo_sha256=""),
                name="sign_is_entered_with_a_photo",
            ),
            models.CheckConstraint(
                condition=Q(flaw="", flawed_at=None, flaw_seen_by=None)
                | ~Q(flaw="") & Q(flawed_at__isnull=False, flaw_seen_by__isnull=False),
                name="sign_flaw_was_seen_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"at {self.installation}, {self.up_at}"

    @property
    def seen(self) -> SignSeen:
        """Return what the rules ask of it."""
        return SignSeen(self.entered_at, self.tells_of, self.flaw, self.flawed_at)
