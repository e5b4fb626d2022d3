"""Reads: the template as a balancing is asked it, its newest form, and what parts them."""

from collections.abc import Iterator

from django.db.models import Max, QuerySet

from vaka.balancing.models import Balancing, Edition, OwnQuestion
from vaka.balancing.rules import changes, own
from vaka.balancing.rules.changes import QuestionChange
from vaka.balancing.rules.own import Asked
from vaka.law.templates import NEWEST, Question, Template, template, template_for


def template_of(balancing: Balancing) -> Template:
    """Return the template in the version and the edition that the balancing was begun with."""
    return own.with_own(template(balancing.template), _own(balancing.edition))


def newest_template(place: str = "") -> Template:
    """Return the template as it is asked now, at a kind of place."""
    return own.with_own(template_for(NEWEST, place), _own(edition()))


def edition() -> int:
    """Return the newest edition of the municipality's own questions; 0 before the first."""
    return Edition.objects.aggregate(newest=Max("number"))["newest"] or 0


def own_questions() -> QuerySet[OwnQuestion]:
    """Return every question of the municipality's own, those no more asked too."""
    return OwnQuestion.objects.select_related("added__by", "ended__by")


def _own(edition: int) -> Iterator[tuple[int, Question]]:
    """Yield the own questions of an edition, each with its section."""
    rows = OwnQuestion.objects.filter(added__lte=edition).order_by("added")
    for row in rows.exclude(ended__lte=edition):
        told = Asked(row.section, row.kind, row.sv, row.source, row.required, row.en)
        yield row.section, own.question(row.question, told)


def since(balancing: Balancing) -> list[QuestionChange]:
    """Return what the newest template asks otherwise than the balancing was asked."""
    return changes.of_templates(template_of(balancing), newest_template(balancing.site.kind))
