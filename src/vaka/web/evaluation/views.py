"""Pages of effect: the plans, and what became of each."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vaka.core.errors import BadInput, Conflict
from vaka.evaluation import actions, queries
from vaka.evaluation.rules.judging import Effect
from vaka.municipality.rules import Actor, Permission, boards_with, may
from vaka.needs import queries as needs
from vaka.needs.rules.survey import indicator_name
from vaka.web.accepting import accepted
from vaka.web.acting import actor, now
from vaka.web.evaluation import pictures
from vaka.web.evaluation.costs import cost_line
from vaka.web.evaluation.counted import arms, kinds_of
from vaka.web.evaluation.forms import BreakForm, CountsForm, PlanForm
from vaka.web.evaluation.maps import before_and_after
from vaka.web.evaluation.sentences import plans_promise, reasons, sentence, together
from vaka.web.evaluation.words import TONES
from vaka.web.needs.survey import turn_in_words
from vaka.web.policy import policy
from vaka.web.words import in_words

if TYPE_CHECKING:
    from vaka.evaluation.models import Evaluation


@policy(Permission.SEE)
def index(request: HttpRequest) -> HttpResponse:
    """Show every plan of the boards with its newest verdict."""
    by = actor(request)
    rows = list(queries.evaluations(by=by).prefetch_related("follow_ups"))
    newest = [max(row.follow_ups.all(), key=lambda f: f.at, default=None) for row in rows]
    told = {
        "rows": zip(rows, newest, strict=True),
        "tones": TONES,
        "may_plan": bool(boards_with(by, Permission.PLAN_EVALUATION)),
    }
    return render(request, "evaluation/index.html", told)


@policy(Permission.PLAN_EVALUATION)
def plan(request: HttpRequest) -> HttpResponse:
    """Try a plan, show what it could see, then freeze it."""
    by = actor(request)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = PlanForm(*sent).offer(by)
    told: dict[str, object] = {"form": form}

    def take() -> None:
        history = form.history()
        made = queries.planned(form.draft(), history=history, by=by, at=now())
        told.update(plan=made.plan, promise=plans_promise(made.plan), kinds=kinds_of(made.plan))
        told["counted"] = arms(made.drawn)
        if "freeze" in request.POST:
            # Reports may have come in since the page was made.
            if form.cleaned_data["shown"] != made.plan.history_sha256:
                raise Conflict(made.plan.draft.camera, "counted-otherwise-now")
            row = actions.plan(form.draft(), history=history, by=by, at=now())
            told["frozen"] = row.id

    if request.method == "POST" and accepted(form, take) and "frozen" in told:
        messages.success(request, _("The plan is frozen, and its hash is on the record."))
        return redirect("evaluation:evaluation", told["frozen"])
    if "plan" in told:
        told["sent_back"] = _sent_back(form)
    return render(request, "evaluation/plan.html", told, status=400 if form.errors else 200)


def _sent_back(form: PlanForm) -> list[tuple[str, object]]:
    """Return what the page that shows what was tried sends back: nothing lies on the server."""
    told = {name: form.cleaned_data.get(name) for name in form.fields}
    kinds = [("kinds", kind) for kind in form.cleaned_data.get("kinds", [])]
    apart = ("file", "kinds", "shown")
    return [*((name, value) for name, value in told.items() if name not in apart), *kinds]


@policy(Permission.SEE)
def evaluation(request: HttpRequest, key: str) -> HttpResponse:
    """Show one evaluation: the verdict, what it rests on, and the frozen plan."""
    return _page(request, key, CountsForm(), BreakForm())


def _page(
    request: HttpRequest, key: str, counts: CountsForm, breaking: BreakForm
) -> HttpResponse:
    by = actor(request)
    row = queries.evaluation(key, by=by)
    frozen, areas, effect = row.frozen(), queries.series(row), _effect(row)
    told = {
        "evaluation": row,
        "plan": frozen,
        "promise": plans_promise(frozen),
        "kinds": kinds_of(frozen),
        "effect": effect,
        "months": pictures.months(row, frozen, areas),
        "places": pictures.places(row, frozen, areas),
        "maps": before_and_after(row, frozen, by=by, at=now()),
        "survey": _survey(row, by),
        "cost": cost_line(row.site_id, effect, by=by, at=now()) if effect else "",
        "follow_ups": queries.follow_ups(key, by=by),
        "may_report": may(by, Permission.PLAN_EVALUATION, board=row.board_id),
        "counts_form": counts,
        "break_form": breaking,
    }
    status = 400 if counts.errors or breaking.errors else 200
    return render(request, "evaluation/evaluation.html", told | _told_of(effect), status=status)


def _survey(row: "Evaluation", by: Actor) -> list[tuple[str, str, str]]:
    """Return how the survey went around the measure, in the areas that the site lies in."""
    language, year = get_language() or "sv", row.measure_starts.year
    told = [
        (one.area, indicator_name(one.indicator, language), one.around(year))
        for one in needs.survey_around(row.site_id, by=by)
    ]
    return [(area, name, turn_in_words(turn)) for area, name, turn in told if turn]


def _told_of(effect: Effect | None) -> dict[str, object]:
    if effect is None:
        return {}
    return {
        "sentence": sentence(effect),
        "reasons": reasons(effect),
        "together": together(effect),
        "tone": TONES[effect.ruling],
        "interval": pictures.interval(effect),
        "arms": [(in_words(arm, "arm"), counts) for arm, counts in effect.arms.items()],
    }


@policy(Permission.PLAN_EVALUATION)
@require_POST
def report(request: HttpRequest, key: str) -> HttpResponse:
    """Report the effect as it is now."""
    try:
        made = actions.report(evaluation=key, by=actor(request), at=now())
        messages.success(request, _("The report is made, and on the record."))
        if made.returned:
            said = _("Two reviews could not tell: the case is back at the board.")
            messages.warning(request, said)
    except Conflict as conflict:
        messages.error(request, in_words(conflict.reason, "reason"))
    return redirect("evaluation:evaluation", key)


@policy(Permission.PLAN_EVALUATION)
@require_POST
def counts(request: HttpRequest, key: str) -> HttpResponse:
    """Take in the counts of more months: of a file, or of the reports as the plan says."""
    by, taken = actor(request), 0
    if queries.evaluation(key, by=by).frozen().counting:
        taken = actions.count_reports(evaluation=key, by=by, at=now())
        messages.success(request, _("%(n)s new counts are taken in.") % {"n": taken})
        return redirect("evaluation:evaluation", key)
    form = CountsForm(request.POST, request.FILES)

    def take() -> None:
        nonlocal taken
        taken = actions.import_counts(
            evaluation=key, csv_text=form.cleaned_data["counts"], by=by, at=now()
        )

    if accepted(form, take):
        messages.success(request, _("%(n)s new counts are taken in.") % {"n": taken})
        return redirect("evaluation:evaluation", key)
    return _page(request, key, form, BreakForm())


@policy(Permission.PLAN_EVALUATION)
@require_POST
def break_plan(request: HttpRequest, key: str) -> HttpResponse:
    """Say that the plan was not followed."""
    form = BreakForm(request.POST)
    by = actor(request)

    def say() -> None:
        why = form.cleaned_data["why"]
        actions.break_plan(evaluation=key, why=why, by=by, at=now())

    if accepted(form, say):
        messages.success(request, _("That the plan was not followed is on the record."))
        return redirect("evaluation:evaluation", key)
    return _page(request, key, CountsForm(), form)


def _effect(row: "Evaluation") -> Effect | None:
    """Return the effect, once something after the measure has been counted."""
    try:
        return queries.effect_of(row, at=now())
    except BadInput:
        return None
