"""The safety centre as rows: alarms, incidents, action cards, the watch log."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from vaka.response.rules.codes import IncidentKind
from vaka.response.rules.incidents import Outcome, State
from vaka.response.rules.warnings import MessageType, Severity

KINDS = [(kind.value, kind.value) for kind in IncidentKind]


class Centre(models.Model):
    """The one safety centre of this installation. Swedish: trygghetscentral.

    Its row is also the door at which alarms are taken one at a time, as correlation needs.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    name = models.CharField(max_length=100, default="Trygghetscentralen")
    correlation_minutes = models.PositiveSmallIntegerField(default=30)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(id=1), name="centre_is_one"),
            models.CheckConstraint(
                condition=Q(correlation_minutes__range=(1, 1440)),
                name="centre_correlates_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Transmitter(models.Model):
    """What sends alarms from a site. Swedish: larmsändare."""

    id = models.CharField(primary_key=True, max_length=26)
    account = models.CharField(max_length=16)
    name = models.CharField(max_length=100)
    site = models.ForeignKey("municipality.Site", models.PROTECT, related_name="+")
    places = models.JSONField(default=dict, help_text="zone as sent → the place in words")
    interval_seconds = models.PositiveIntegerField(help_text="expected between signs of life")
    heard_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account"],
                condition=Q(ended_at=None),
                name="transmitter_account_once_in_use",
            )
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.name}"


class ActionCard(models.Model):
    """What to do at a kind of incident; each version stays. Swedish: åtgärdskort."""

    id = models.CharField(primary_key=True, max_length=26)
    kind = models.CharField(max_length=20, choices=KINDS)
    site_kind = models.CharField(max_length=20, blank=True, help_text="empty: every kind")
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=100)
    steps = models.JSONField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey("municipality.Person", models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "site_kind", "version"], name="action_card_version_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.version})"


class Incident(models.Model):
    """Something that happens at a site and is handled. Swedish: händelse."""

    id = models.CharField(primary_key=True, max_length=26)
    # None is the unknown transmitter's: only those who serve every board see it.
    site = models.ForeignKey("municipality.Site", models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=20, choices=KINDS)
    place = models.CharField(max_length=200, blank=True, help_text="where at the site")
    priority = models.PositiveSmallIntegerField()
    state = models.CharField(
        max_length=20, choices=[(s.value, s.value) for s in State], default=State.NEW
    )
    card = models.ForeignKey(ActionCard, models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField()
    last_alarm_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(
        "municipality.Person", models.PROTECT, null=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        "municipality.Person", models.PROTECT, null=True, related_name="+"
    )
    outcome = models.CharField(
        max_length=20, blank=True, choices=[(o.value, o.value) for o in Outcome]
    )
    reason = models.TextField(blank=True, help_text="why required steps were left undone")
    # The record's entry of the last change: without gaps and in the order of commits, so that
    # a console which has seen up to here has missed nothing before it.
    changed = models.BigIntegerField(db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(priority__range=(1, 4)), name="incident_priority_1_to_4"
            ),
            models.CheckConstraint(
                condition=Q(state=State.NEW, acknowledged_at=None, acknowledged_by=None)
                | Q(
                    state__in=[State.ACKNOWLEDGED, State.CLOSED],
                    acknowledged_at__isnull=False,
                    acknowledged_by__isnull=False,
                ),
                name="incident_taken_when_acknowledged",
            ),
            models.CheckConstraint(
                condition=Q(
                    state=State.CLOSED, closed_at__isnull=False, closed_by__isnull=False
                )
                & ~Q(outcome="")
                | Q(
                    state__in=[State.NEW, State.ACKNOWLEDGED],
                    closed_at=None,
                    closed_by=None,
                    outcome="",
                ),
                name="incident_closed_with_outcome",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["state", "priority", "opened_at"], name="incident_queue"),
            models.Index(fields=["site", "kind", "state"], name="incident_correlation"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.opened_at}"


class Alarm(models.Model):
    """One alarm as it was received; nothing of it changes. Swedish: larm.

    What was sent is text without a limit: no odd transmitter may make us refuse an alarm.
    """

    id = models.CharField(primary_key=True, max_length=26)
    key = models.CharField(max_length=200, unique=True, help_text="idempotency key")
    received_at = models.DateTimeField()
    taken_at = models.DateTimeField()
    protocol = models.TextField()
    account = models.TextField(blank=True)
    sequence = models.TextField(blank=True)
    receiver = models.TextField(blank=True)
    line = models.TextField(blank=True)
    code = models.TextField(blank=True)
    qualifier = models.TextField(blank=True)
    area = models.TextField(blank=True)
    zone = models.TextField(blank=True)
    text = models.TextField(blank=True)
    user = models.TextField(blank=True, help_text="who did it, as the panel numbers people")
    extended = models.JSONField(default=dict, help_text="letter of SIA DC-09 → what was sent")
    longitude = models.FloatField(null=True)
    latitude = models.FloatField(null=True)
    occurred_at = models.DateTimeField(null=True)
    encrypted = models.BooleanField()
    deviations = models.JSONField()
    raw = models.TextField()
    digest = models.CharField(max_length=64)
    exercise = models.BooleanField(default=False)
    duplicate_of = models.ForeignKey("self", models.PROTECT, null=True, related_name="repeats")
    transmitter = models.ForeignKey(
        Transmitter, models.PROTECT, null=True, related_name="alarms"
    )
    incident = models.ForeignKey(Incident, models.PROTECT, null=True, related_name="alarms")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["digest", "received_at"], name="alarm_repeat")
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.code}"


class StepCheck(models.Model):
    """A step of the action card that was done. Swedish: avbockning."""

    id = models.CharField(primary_key=True, max_length=26)
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="checks")
    step = models.CharField(max_length=40)
    answer = models.CharField(max_length=100, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey("municipality.Person", models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["incident", "step"], name="step_checked_once")
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.answer}"


class WatchEntry(models.Model):
    """A line of the watch log; no verb changes one. Swedish: vaktlogg."""

    id = models.CharField(primary_key=True, max_length=26)
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="entries")
    text = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey("municipality.Person", models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.text


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
    source = models.TextField(help_text="the feed or file")
    taken_at = models.DateTimeField()
    # Replaced or taken back before its time, by which message.
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="ended")

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
