"""Pages of effect: the plans, and what became of each."""

from datetime import date
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vaka.core.errors import BadInput, Conflict
from vaka.evaluation import actions, queries
from vaka.evaluation.rules import Arm, Effect
from vaka.municipality.rules import Permission, may
from vaka.web.acting import actor, now
from vaka.web.charts import Interval, Intervals, Lines, Mark, Month, Series
from vaka.web.evaluation.sentences import sentence, why_not
from vaka.web.evaluation.words import TONES
from vaka.web.policy import policy
from vaka.web.stages import Crumb
from vaka.web.words import in_words

if TYPE_CHECKING:
    from vaka.evaluation.models import Evaluation


@policy(Permission.SEE)
def index(request: HttpRequest) -> HttpResponse:
    """Show every plan of the boards with its newest verdict."""
    rows = list(queries.evaluations(by=actor(request)).prefetch_related("follow_ups"))
    newest = [max(row.follow_ups.all(), key=lambda f: f.at, default=None) for row in rows]
    return render(
        request,
        "evaluation/index.html",
        {"rows": zip(rows, newest, strict=True), "tones": TONES},
    )


@policy(Permission.SEE)
def evaluation(request: HttpRequest, key: str) -> HttpResponse:
    """Show one evaluation: the verdict, what it rests on, and the frozen plan."""
    by = actor(request)
    row = queries.evaluation(key, by=by)
    effect = _effect(row)
    told = {
        "evaluation": row,
        "effect": effect,
        "sentence": sentence(effect) if effect else "",
        "why_not": why_not(effect) if effect else "",
        "tone": TONES[effect.ruling] if effect else "info",
        "months": _months(row),
        "interval": _interval(effect) if effect else None,
        "arms": [(in_words(arm, "arm"), counts) for arm, counts in effect.arms.items()]
        if effect
        else [],
        "follow_ups": queries.follow_ups(key, by=by),
        "may_report": may(by, Permission.PLAN_EVALUATION, board=row.board_id),
        "trail": [Crumb(row.site.name, "")],
    }
    return render(request, "evaluation/evaluation.html", told)


@policy(Permission.PLAN_EVALUATION)
@require_POST
def report(request: HttpRequest, key: str) -> HttpResponse:
    """Report the effect as it is now."""
    try:
        actions.report(evaluation=key, by=actor(request), at=now())
        messages.success(request, _("The report is made, and on the record."))
    except Conflict as conflict:
        messages.error(request, in_words(conflict.reason, "reason"))
    return redirect("evaluation:evaluation", key)


def _effect(row: "Evaluation") -> Effect | None:
    """Return the effect, once the months that the plan names have been counted."""
    if queries.months_held(row) < row.months:
        return None
    try:
        return queries.effect_of(row)
    except BadInput:
        return None


def _months(row: "Evaluation") -> Lines | None:
    """Return the picture of the place and of the mean of its controls, month by month."""
    areas = queries.series(row)
    treated = next((area for area in areas if area.arm == Arm.TREATED), None)
    controls = [dict(area.months) for area in areas if area.arm == Arm.CONTROL]
    if treated is None or not controls:
        return None
    days = [day for day, _count in treated.months]
    held = dict(treated.months)
    cut = row.measure_starts.replace(day=1)
    before = sum(day < cut for day in days)
    return Lines(
        title=_("Problems a month"),
        summary=_("The place, and the mean of its comparable places, before and after."),
        unit=_("problems"),
        series=[
            Series(row.site.name, [Month(_label(day), held[day]) for day in days]),
            Series(
                _("Mean of comparable places"),
                [Month(_label(day), _mean([c.get(day) for c in controls])) for day in days],
            ),
        ],
        marks=[Mark(before=before, words=_("The camera began"))],
    )


def _label(day: date) -> str:
    return date_format(day, "M y")


def _mean(counts: list[int | None]) -> float | None:
    held = [count for count in counts if count is not None]
    return round(sum(held) / len(held), 1) if held else None


def _interval(effect: Effect) -> Intervals:
    """Return the picture of the change and its uncertainty."""
    relative = effect.relative
    row = Interval(
        _("Change compared with similar places"),
        1 / relative.value,
        1 / relative.high,
        1 / relative.low,
    )
    return Intervals(
        title=_("How large is the change, and how sure?"),
        summary=sentence(effect),
        rows=[row],
        below=_("fewer problems"),
        above=_("more problems"),
    )
