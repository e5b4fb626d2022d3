"""Who is heard before the board decides: the data protection officer, the employees."""

from typing import ClassVar

from django.db import models

from vaka.balancing.models.choices import choices
from vaka.balancing.models.weighing import Balancing
from vaka.balancing.rules.hearing import Form, Risk


class ImpactAdvice(models.Model):
    """What the data protection officer advises on the impact. Swedish: dataskyddsombudets råd.

    GDPR art. 35.2: the controller seeks it when an impact assessment is carried out.
    """

    id = models.CharField(primary_key=True, max_length=26)
    balancing = models.ForeignKey(Balancing, models.PROTECT, related_name="impact_advice")
    # As the council's: advice belongs to the text it was given on.
    submission = models.PositiveIntegerField()
    risk = models.CharField(max_length=20, choices=choices(Risk))
    text = models.TextField()
    adviser = models.ForeignKey("municipality.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["balancing", "submission"], name="impact_advice_once_a_submission"
            )
        ]

    def __str__(self) -> str:
        return f"{self.adviser}: {self.risk}"


class EmployeesOpinion(models.Model):
    """What the employees' representatives say. Swedish: de anställdas yttrande.

    KBL 21 §, MBL 11-14 §§: it is there before the board decides to watch a workplace.
    """

    id = models.CharField(primary_key=True, max_length=26)
    balancing = models.ForeignKey(Balancing, models.PROTECT, related_name="employees_opinions")
    organisation = models.CharField(max_length=200)
    form = models.CharField(max_length=20, choices=choices(Form))
    held_on = models.DateField()
    text = models.TextField()
    attached_by = models.ForeignKey("municipality.Person", models.PROTECT, related_name="+")
    attached_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["held_on", "organisation"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["balancing", "organisation", "held_on"],
                name="employees_opinion_once_a_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.held_on}"
