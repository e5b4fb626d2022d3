"""What is shared with whom: agreements, who reads by them, and what was pushed."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from vaka.response.models.delivering import Delivering
from vaka.response.models.handling import Incident
from vaka.response.models.warnings import PublicWarning
from vaka.response.rules.sharing import Detail, Form, Warnings


class SharingAgreement(models.Model):
    """What a partner is told, how much of it, and until when. Swedish: delningsöverenskommelse.

    Nothing of it changes but when it ended: another agreement is another row.
    """

    id = models.CharField(primary_key=True, max_length=26)
    partner = models.ForeignKey("municipality.Partner", models.PROTECT, related_name="+")
    # Whose sites; without a board those of all.
    board = models.ForeignKey("municipality.Board", models.PROTECT, null=True, related_name="+")
    kinds = models.JSONField(help_text="of incidents")
    warnings = models.CharField(
        max_length=10,
        choices=[(w.value, w.value) for w in Warnings],
        default=Warnings.NONE,
        help_text="of authorities",
    )
    sites = models.ManyToManyField("municipality.Site", related_name="+")
    area = models.JSONField(
        null=True, help_text="GeoJSON polygons, WGS 84; without them wherever the sites lie"
    )
    detail = models.CharField(max_length=10, choices=[(d.value, d.value) for d in Detail])
    ground = models.CharField(
        max_length=400, blank=True, help_text="why what operators write may be shared"
    )
    decided_by = models.CharField(max_length=200, help_text="the body and the item")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey("municipality.Person", models.PROTECT, related_name="+")
    webhook = models.CharField(max_length=300, blank=True, help_text="empty: nothing is pushed")
    form = models.CharField(max_length=10, choices=[(f.value, f.value) for f in Form])
    # The record's entry of the last change that was looked at; -1 while none was.
    told = models.BigIntegerField(default=-1)
    # And of the last warning; each has its own, because one may be seen before the other is.
    warned = models.BigIntegerField(default=-1)
    ended_at = models.DateTimeField(null=True, help_text="before its time")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="sharing_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=~Q(detail=Detail.LOG) | ~Q(ground=""),
                name="sharing_of_words_grounded",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner_id} {self.detail}"


class PartnerLogin(models.Model):
    """Who of a partner sees what is shared with it. Swedish: partnerinloggning."""

    id = models.CharField(primary_key=True, max_length=26)
    partner = models.ForeignKey("municipality.Partner", models.PROTECT, related_name="+")
    person = models.ForeignKey("municipality.Person", models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(ended_at=None), name="partner_login_of_one"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.partner_id}"


class Sharing(Delivering):
    """What a partner's system is told of, once a change. Swedish: delning."""

    id = models.CharField(primary_key=True, max_length=26)
    agreement = models.ForeignKey(SharingAgreement, models.PROTECT, related_name="sharings")
    # One of the two.
    incident = models.ForeignKey(Incident, models.PROTECT, null=True, related_name="sharings")
    warning = models.ForeignKey(
        PublicWarning, models.PROTECT, null=True, related_name="sharings"
    )
    facts = models.JSONField(help_text="what is told, as it was then; empty once disposed of")
    made_at = models.DateTimeField()

    class Meta(Delivering.Meta):
        """Constrained and indexed as whatever is delivered."""

        constraints: ClassVar = [
            *Delivering.Meta.constraints,
            models.CheckConstraint(
                condition=Q(incident=None, warning__isnull=False)
                | Q(incident__isnull=False, warning=None),
                name="sharing_of_one_thing",
            ),
            models.UniqueConstraint(
                fields=["agreement", "warning"], name="sharing_of_a_warning_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.incident_id or self.warning_id} {self.state}"
