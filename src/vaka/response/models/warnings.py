"""What authorities warn the public of."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from vaka.response.rules.warnings import MessageType, Severity


class PublicWarning(models.Model):
    """A warning as an authority sent it; nothing of it changes but when it ended.

    Swedish: viktigt meddelande till allmänheten (VMA).
    """

    id = models.CharField(primary_key=True, max_length=26)
    sender = models.TextField()
    identifier = models.TextField()
    sent = models.DateTimeField()
    message_type = models.CharField(
        max_length=10, choices=[(kind.value, kind.value) for kind in MessageType]
    )
    exercise = models.BooleanField()
    replaces = models.JSONField(help_text="[[sender, identifier], …]")
    event = models.TextField(blank=True)
    headline = models.TextField(blank=True)
    description = models.TextField(blank=True)
    instruction = models.TextField(blank=True)
    severity = models.CharField(
        max_length=10, choices=[(each.value, each.value) for each in Severity]
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(help_text="by itself")
    area_text = models.TextField(blank=True)
    area = models.JSONField(null=True, help_text="GeoJSON, WGS 84; null: no polygon was told")
    codes = models.JSONField(default=list, help_text="of counties and municipalities told")
    source = models.TextField(help_text="the feed or file")
    taken_at = models.DateTimeField()
    # Replaced or taken back before its time, by which message.
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="ended")
    disposed_at = models.DateTimeField(null=True, help_text="of its words")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["sender", "identifier", "sent"], name="public_warning_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="public_warning_ended_by_another",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["ends_at"], name="public_warning_ends")]

    def __str__(self) -> str:
        return f"{self.event} {self.sent}"
