"""Exercises: begun, sounded, followed as real incidents are, ended and evaluated."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vaka.core.errors import Conflict
from vaka.municipality.rules import EVERY_BOARD, Actor, Permission, boards_with
from vaka.response import actions, queries
from vaka.response.rules.codes import SIA
from vaka.web.accepting import accepted
from vaka.web.acting import actor, now
from vaka.web.policy import ANYONE_LOGGED_IN, policy
from vaka.web.response.choosing import choose, offer_boards
from vaka.web.response.figures import handling_rows
from vaka.web.stages import Crumb
from vaka.web.words import in_words

# What is worth an exercise; each is a code that transmitters send.
SOUNDED = ("HA", "BA", "FA", "MA", "TA", "WA", "GA")


class ExerciseForm(forms.Form):
    """What is to be tried, and where."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=100)
    board = forms.ChoiceField(label=gettext_lazy("At the sites of"), required=False)
    plan = forms.ChoiceField(label=gettext_lazy("Tries the plan"), required=False)
    purpose = forms.CharField(
        label=gettext_lazy("What is to be tried"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=4000,
        help_text=gettext_lazy(
            "And what would be good, so that it can be compared afterwards."
        ),
    )


@policy(ANYONE_LOGGED_IN)
def index(request: HttpRequest) -> HttpResponse:
    """Show the exercises, newest first."""
    told = {
        "exercises": queries.exercises(by=actor(request)),
        "may_lead": _leads(actor(request)),
    }
    return render(request, "response/exercises.html", told)


@policy(Permission.RUN_CENTRE)
def begin(request: HttpRequest) -> HttpResponse:
    """Begin an exercise."""
    by, posted = actor(request), request.method == "POST"
    form = ExerciseForm(request.POST if posted else None)
    offer_boards(form, by=by, all_boards=_("every board"))
    plans = [(row.id, row.title) for row in queries.newest_plans(by=by)]
    choose(form, "plan", [("", _("none in particular")), *plans])

    def keep() -> None:
        told = form.cleaned_data
        actions.begin_exercise(
            title=told["title"],
            purpose=told["purpose"],
            plan=told["plan"] or None,
            board=told["board"] or EVERY_BOARD,
            by=by,
            at=now(),
        )

    if posted and accepted(form, keep):
        messages.success(request, _("The exercise has begun."))
        return redirect("response:exercises")
    told = {
        "form": form,
        "title": _("Begin an exercise"),
        "submit": _("Begin"),
        "trail": _trail(),
    }
    return render(request, "response/form.html", told)


@policy(ANYONE_LOGGED_IN)
def exercise(request: HttpRequest, key: str) -> HttpResponse:
    """Show an exercise: what was sounded, how it was handled, what was learnt."""
    by = actor(request)
    row = queries.exercise(key, by=by)
    figures = queries.exercise_figures(row, at=now())
    told = {
        "exercise": row,
        "incidents": queries.exercised(row),
        "rows": handling_rows(figures),
        "may_lead": _leads(by),
        "transmitters": queries.transmitters_of(row),
        "codes": [(code, _said(code)) for code in SOUNDED],
        "trail": _trail(),
    }
    return render(request, "response/exercise.html", told)


@policy(Permission.RUN_CENTRE)
@require_POST
def sound(request: HttpRequest, key: str) -> HttpResponse:
    """Let an alarm sound."""
    said = request.POST
    return _done(
        request,
        key,
        lambda: actions.sound_alarm(
            exercise=key,
            transmitter=said.get("transmitter", ""),
            code=said.get("code", ""),
            zone=said.get("zone", ""),
            by=actor(request),
            at=now(),
        ),
        _("The alarm has sounded."),
    )


@policy(Permission.RUN_CENTRE)
@require_POST
def end(request: HttpRequest, key: str) -> HttpResponse:
    """End the exercise."""
    return _done(
        request,
        key,
        lambda: actions.end_exercise(exercise=key, by=actor(request), at=now()),
        _("The exercise has ended."),
    )


@policy(Permission.RUN_CENTRE)
@require_POST
def evaluate(request: HttpRequest, key: str) -> HttpResponse:
    """Say what was learnt."""
    findings = request.POST.get("findings", "")
    return _done(
        request,
        key,
        lambda: actions.evaluate_exercise(
            exercise=key, findings=findings, by=actor(request), at=now()
        ),
        _("The exercise is evaluated."),
    )


def _done(
    request: HttpRequest, key: str, act: Callable[[], object], words: str
) -> HttpResponse:
    try:
        act()
    except Conflict as conflict:
        messages.error(request, in_words(conflict.reason, "reason"))
    else:
        messages.success(request, words)
    return redirect("response:exercise", key)


def _leads(by: Actor) -> bool:
    return bool(boards_with(by, Permission.RUN_CENTRE))


def _said(code: str) -> str:
    return SIA[code].en if (get_language() or "").startswith("en") else SIA[code].sv


def _trail() -> list[Crumb]:
    return [Crumb(_("Exercises"), reverse("response:exercises"))]
