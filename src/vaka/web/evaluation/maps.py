"""Where the problems were before the measure, and after: two maps of one frame."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from vaka.evaluation.rules.pattern import Pattern, pattern, squares
from vaka.evaluation.rules.plans import EffectPlan
from vaka.municipality.rules import Actor
from vaka.needs import queries as needs
from vaka.needs.rules.reports import Flag
from vaka.web.maps import Map

if TYPE_CHECKING:
    from vaka.evaluation.models import Evaluation

Features = list[Mapping[str, object]]


@dataclass(frozen=True)
class BeforeAndAfter:
    """Two maps of as many months each, the same of the year: before the measure and after."""

    months: int
    sides: tuple[Map, Map]
    pattern: Pattern | None


def before_and_after(
    row: "Evaluation", plan: EffectPlan, *, by: Actor, at: datetime
) -> BeforeAndAfter | None:
    """Return where problems were reported in the same months of the year, before and after.

    None when none with a position was, or no month after has been taken in to its end.
    """
    newest = needs.problems(row.site_id, by=by).filter(occurred_from__lt=at).first()
    if newest is None:
        return None
    known = newest.occurred_from.astimezone(needs.zone()).date().replace(day=1)
    earlier = {month.month: month for month in plan.calendar.before}
    after = [month for month in plan.calendar.after if month < known and month.month in earlier]
    before = [earlier[month.month] for month in after]
    points = needs.points(row.site_id, by=by)["features"]
    assert isinstance(points, list)
    told = [_of_months(points, each) for each in (before, after)]
    if not any(told):
        return None
    whole = _map(row, plan, [*told[0], *told[1]], "")
    first, second = (
        replace(_map(row, plan, each, title), framed=whole.frame)
        for each, title in zip(told, (_("Before"), _("After")), strict=True)
    )
    return BeforeAndAfter(len(after), (first, second), _pattern(*told))


def _pattern(before: Features, after: Features) -> Pattern | None:
    """Return whether problems lie where they lay; None where there are none to hold so."""
    if not before or not after:
        return None
    return pattern(squares(map(_position, before)), squares(map(_position, after)))


def _position(feature: Mapping[str, object]) -> tuple[float, float]:
    geometry = feature["geometry"]
    assert isinstance(geometry, dict)
    longitude, latitude = geometry["coordinates"]
    return longitude, latitude


def _of_months(points: Features, months: Sequence[date]) -> Features:
    """Return those of the months that were not found by looking for them."""
    within = {f"{month:%Y-%m}" for month in months}
    return [each for each in points if _counts(each["properties"], within)]


def _counts(facts: object, within: set[str]) -> bool:
    assert isinstance(facts, dict)
    local = datetime.fromisoformat(facts["occurred_from"]).astimezone(needs.zone())
    return facts["flag"] != Flag.DETECTION_DRIVEN and f"{local:%Y-%m}" in within


def _map(row: "Evaluation", plan: EffectPlan, points: Features, title: str) -> Map:
    summary = _("%(count)s problems with a position, at and around the watched area.")
    return Map(
        title=title,
        summary=summary % {"count": len(points)},
        base=row.site.surroundings,
        points={"type": "FeatureCollection", "features": points},
        area=plan.area,
        unit=_("problems"),
    )
