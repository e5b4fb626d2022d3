"""The action plan as a paper that can be handed out, with how far each point has come."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vaka.measures import queries
from vaka.municipality import queries as municipality
from vaka.paper.blocks import Block, Facts, Heading, Paper, Paragraph, Table
from vaka.web.needs.crime_paper import decided_in_words, in_groups
from vaka.web.words import in_words

if TYPE_CHECKING:
    from vaka.measures.models import ActionPlan


def paper(plan: "ActionPlan", *, at: datetime) -> Paper:
    """Return a plan as a paper in the reader's language, as it stands on a day."""
    place = municipality.municipality()
    marks = [_("EXAMPLE")] if place.example else []
    if plan.decided_on is None:
        marks.append(_("DRAFT"))
    return Paper(
        title=f"{_('Action plan against crime')}, {place.name}",
        author=f"{place.name}, {plan.board.name}",
        dated=queries.local_day(at),
        blocks=tuple(_blocks(plan, place.name)),
        language=(get_language() or "sv")[:2],
        mark=" · ".join(marks),
    )


def _blocks(plan: "ActionPlan", place: str) -> Iterator[Block]:
    decided = (
        decided_in_words(plan.decided_by, plan.item, plan.decided_on)
        if plan.decided_on
        else _("not decided yet")
    )
    yield Facts(
        (
            (_("Municipality"), place),
            (_("Decided"), decided),
            (_("Rests on the situation picture of crime"), str(plan.picture)),
            ("SHA-256", in_groups(plan.sha256 or queries.plan_fingerprint(plan))),
        )
    )
    yield Heading(1, _("Action plan against crime"))
    yield Paragraph(
        _(
            "What the municipality means to do to prevent crime (2023:196, 5 §), and how far "
            "each point has come."
        )
    )
    points = queries.followed(plan)
    if not points:
        yield Paragraph(_("No point yet."))
    for each in points:
        yield Heading(2, f"{each.point.number}. {each.point.text}")
        yield Facts(tuple(_point(each)))
        if each.follow_ups:
            yield Table(_("Follow-up"), (_("Day"), _("How far"), _("Note")), tuple(_said(each)))


def _point(each: queries.Followed) -> Iterator[tuple[str, str]]:
    point = each.point
    yield _("Problem in the picture"), point.problem
    yield _("By whom"), point.responsible
    yield _("By which day"), date_format(point.due, "j F Y")
    if point.measure:
        yield _("Registered measure"), point.measure.title


def _said(each: queries.Followed) -> Iterator[tuple[str, str, str]]:
    for said in each.follow_ups:
        yield date_format(said.on, "j F Y"), in_words(said.progress, "progress"), said.note
