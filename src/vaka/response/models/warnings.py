"""What authorities warn the public of."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from vaka.response.rules.warnings import MessageType, Scope, Severity


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
    scope = models.CharField(
        max_length=10,
        choices=[(each.value, each.value) for each in Scope],
        default=Scope.PRIVATE,
        help_text="only what is public is passed on",
    )
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
    # As XML, byte for byte where the document was that one message.
    original = models.BinaryField(default=b"")
    taken_at = models.DateTimeField()
    # The record's entry that it was taken in by; -1 for those from before it was noted here.
    received = models.BigIntegerField(default=-1, db_index=True)
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
