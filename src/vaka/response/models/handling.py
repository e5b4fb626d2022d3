"""The safety centre as rows: alarms, incidents, action cards, the watch log."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from vaka.response.rules.codes import IncidentKind
from vaka.response.rules.incidents import Finding, Outcome, State

KINDS = [(kind.value, kind.value) for kind in IncidentKind]


class Centre(models.Model):
    """The one safety centre of this installation. Swedish: trygghetscentral.

    Its row is also the door at which alarms are taken one at a time, as correlation needs.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    name = models.CharField(max_length=100, default="Trygghetscentralen")
    correlation_minutes = models.PositiveSmallIntegerField(default=30)
    municipalities = models.JSONField(
        default=list, help_text="official codes of those that it serves, four digits"
    )
    # None while nobody has decided on disposal: then all is kept.
    keep_days = models.PositiveSmallIntegerField(
        null=True, help_text="what was written and sent stays so long after the close"
    )
    keep_exercise_days = models.PositiveSmallIntegerField(
        null=True, help_text="what was to be tried and was learnt stays so long"
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(id=1), name="centre_is_one"),
            models.CheckConstraint(
                condition=Q(correlation_minutes__range=(1, 1440)),
                name="centre_correlates_a_day",
            ),
            models.CheckConstraint(
                condition=Q(keep_days=None) | Q(keep_days__gte=30),
                name="centre_keeps_a_month",
            ),
            models.CheckConstraint(
                condition=Q(keep_exercise_days=None) | Q(keep_exercise_days__gte=30),
                name="centre_keeps_exercises_a_month",
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


class HandlingRule(models.Model):
    """How incidents of a kind are formed, and how urgent they are. Swedish: händelseregel.

    Each version stays; the newest holds, and where there is none what we ship with.
    """

    id = models.CharField(primary_key=True, max_length=26)
    kind = models.CharField(max_length=20, choices=KINDS)
    site_kind = models.CharField(max_length=20, blank=True, help_text="empty: every kind")
    version = models.PositiveIntegerField()
    within_minutes = models.PositiveSmallIntegerField()
    joins = models.JSONField(help_text="kinds of open incidents that its alarms go into too")
    priority = models.PositiveSmallIntegerField()
    escalations = models.JSONField(help_text="seconds unacknowledged at which each step falls")
    published_at = models.DateTimeField()
    published_by = models.ForeignKey("municipality.Person", models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "site_kind", "version"], name="handling_rule_version_once"
            ),
            models.CheckConstraint(
                condition=Q(priority__range=(1, 4), within_minutes__range=(1, 1440)),
                name="handling_rule_in_bounds",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.site_kind} ({self.version})"


class ActionCard(models.Model):
    """What to do at a kind of incident; each version stays. Swedish: åtgärdskort."""

    id = models.CharField(primary_key=True, max_length=26)
    kind = models.CharField(max_length=20, choices=KINDS)
    site_kind = models.CharField(max_length=20, blank=True, help_text="empty: every kind")
    site = models.ForeignKey("municipality.Site", models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=100)
    steps = models.JSONField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey("municipality.Person", models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "site_kind", "version"],
                condition=Q(site=None),
                name="action_card_version_once",
            ),
            models.UniqueConstraint(
                fields=["kind", "site", "version"],
                condition=Q(site__isnull=False),
                name="action_card_of_site_version_once",
            ),
            models.CheckConstraint(
                condition=Q(site=None) | Q(site_kind=""), name="action_card_of_site_or_kind"
            ),
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
    exercise = models.ForeignKey(
        "response.Exercise", models.PROTECT, null=True, related_name="incidents"
    )
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
    verified_at = models.DateTimeField(null=True, help_text="the first time")
    finding = models.CharField(
        max_length=20, blank=True, choices=[(f.value, f.value) for f in Finding]
    )
    dispatched_at = models.DateTimeField(null=True, help_text="the first time")
    escalated = models.PositiveSmallIntegerField(default=0, help_text="steps fallen due")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        "municipality.Person", models.PROTECT, null=True, related_name="+"
    )
    outcome = models.CharField(
        max_length=20, blank=True, choices=[(o.value, o.value) for o in Outcome]
    )
    reason = models.TextField(blank=True, help_text="why required steps were left undone")
    disposed_at = models.DateTimeField(null=True, help_text="of what was written and sent")
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
            models.CheckConstraint(
                condition=Q(verified_at=None, finding="")
                | Q(verified_at__isnull=False) & ~Q(finding=""),
                name="incident_verified_with_finding",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["state", "priority", "opened_at"], name="incident_queue"),
            models.Index(fields=["site", "kind", "state"], name="incident_correlation"),
            models.Index(
                fields=["closed_at"], condition=Q(disposed_at=None), name="incident_disposal"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.opened_at}"


class Alarm(models.Model):
    """One alarm as it was received, unchanged until its time is over. Swedish: larm.

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
    # Of one that is in no incident; what is in one is disposed of with it.
    disposed_at = models.DateTimeField(null=True)
    # None of what the receiver took. No index: nobody asks for the alarms of a token.
    token = models.ForeignKey(
        "municipality.AccessToken", models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["digest", "received_at"], name="alarm_repeat"),
            models.Index(
                fields=["received_at"],
                condition=Q(incident=None, disposed_at=None),
                name="alarm_disposal",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.code}"


class Verification(models.Model):
    """What somebody who looked found; a later one takes its place. Swedish: verifiering."""

    id = models.CharField(primary_key=True, max_length=26)
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="verifications")
    finding = models.CharField(max_length=20, choices=[(f.value, f.value) for f in Finding])
    at = models.DateTimeField()
    by = models.ForeignKey("municipality.Person", models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.finding


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
