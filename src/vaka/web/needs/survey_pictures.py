"""The safety survey as pictures: each area's trend on one scale, and the newest on a map."""

from collections.abc import Sequence
from math import ceil

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from vaka.needs.rules.reports import SurveyFigure
from vaka.needs.rules.series import PROBLEM_INDEX, Series, interval_of
from vaka.needs.rules.survey import SCALE, indicator_name, levels
from vaka.needs.rules.survey_areas import Area
from vaka.web.charts import Place, Reading, Years
from vaka.web.maps import Map

# The steps of the heat scale; a problem index of 6 and a share of 100 per cent are the last.
HEATS = 6
WHOLE = 100.0


def in_order(told: Sequence[Series], areas: Sequence[Area]) -> list[Series]:
    """Return the series of the larger areas first, those of no known area last."""
    order = {area.name: number for number, area in enumerate(areas)}
    return sorted(told, key=lambda one: (order.get(one.area, len(order)), one.area))


def trend(told: Sequence[Series], language: str) -> Years:
    """Return one indicator over the years, a panel for each area."""
    indicator, is_scored = told[0].indicator, told[0].is_scored
    is_index = indicator == PROBLEM_INDEX
    high = levels()[0]
    return Years(
        title=indicator_name(indicator, language),
        summary=_("Area by area, the larger first, all on one scale from nought."),
        unit=_("of six") if is_scored else _("per cent"),
        places=[Place(one.area, [_reading(figure) for figure in one.figures]) for one in told],
        top=SCALE[1] if is_scored else WHOLE,
        rule=high.over if is_index else None,
        rule_words=f"{high.name(language)}: > {number_format(high.over, 2)}"
        if is_index
        else "",
    )


def _reading(figure: SurveyFigure) -> Reading:
    interval = interval_of(figure)
    if figure.share is None:
        score = figure.score or 0.0
        return Reading(figure.year, score, number_format(round(score, 2), 2))
    words = f"{number_format(round(figure.share, 1), 0 if figure.share.is_integer() else 1)} %"
    if interval is None:
        return Reading(figure.year, figure.share, words)
    low, high = WHOLE * interval.low, WHOLE * interval.high
    told = f"{words} ({number_format(round(low), 0)}–{number_format(round(high), 0)} %)"
    return Reading(figure.year, figure.share, told, low, high)


def area_map(told: Sequence[Series], areas: Sequence[Area], language: str) -> Map | None:
    """Return the newest figures on the map; small areas lie upon the large ones."""
    newest = {one.area: one.last for one in told}
    drawn = [area for area in areas if area.outline and area.name in newest]
    if not drawn:
        return None
    return Map(
        title=indicator_name(told[0].indicator, language),
        summary=_(
            "The newest figure of each area whose outline is known, darker for a higher one. "
            "The smaller the area, the fewer have answered."
        ),
        area={"type": "FeatureCollection", "features": [_drawn(a, newest) for a in drawn]},
    )


def _drawn(area: Area, newest: dict[str, SurveyFigure]) -> dict[str, object]:
    reading = _reading(newest[area.name])
    label = f"{area.name} {newest[area.name].year}: {reading.words}"
    kind = f"heat-{_heat(newest[area.name])}"
    return {
        "type": "Feature",
        "properties": {"kind": kind, "label": label},
        "geometry": area.outline,
    }


def _heat(figure: SurveyFigure) -> int:
    scored = (figure.score or 0.0) / SCALE[1]
    share = scored if figure.share is None else figure.share / WHOLE
    return max(0, min(HEATS, ceil(HEATS * share)))


def heats(told: Sequence[Series]) -> list[tuple[int, str]]:
    """Return what each heat of the map stands for."""
    if not told:
        return []
    is_scored = told[0].is_scored
    step = SCALE[1] / HEATS if is_scored else WHOLE / HEATS
    unit = "" if is_scored else " %"
    return [
        (heat, f"{number_format(step * (heat - 1), 0)}–{number_format(step * heat, 0)}{unit}")
        for heat in range(1, HEATS + 1)
    ]
