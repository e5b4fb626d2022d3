"""Pages of personal data breaches: the register, the countdown, the authority, the persons."""

from collections.abc import Callable
from dataclasses import fields
from datetime import datetime, timedelta

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vaka.law.se.deadlines import BREACH
from vaka.municipality.rules import Permission, boards_with, may
from vaka.oversight import actions, queries
from vaka.oversight.documents.breaches import breaches_csv
from vaka.oversight.rules import breaches as rules
from vaka.oversight.rules.breaches import NotTold, Told
from vaka.web.accepting import accepted
from vaka.web.acting import actor, now
from vaka.web.oversight.forms import (
    BreachForm,
    NewBreachForm,
    NotifyForm,
    TellForm,
    UnnotifiedForm,
    UntoldForm,
)
from vaka.web.oversight.parts import parts
from vaka.web.policy import policy
from vaka.web.stages import Crumb

HOUR = timedelta(hours=1)


@policy(Permission.SEE_BREACHES)
def breaches(request: HttpRequest) -> HttpResponse:
    """Show the register of breaches, and what each still asks for."""
    by = actor(request)
    told = {
        "breaches": [
            (row, rules.is_to_be_notified(row.risk, row.done), _hours_left(row.notice_due))
            for row in queries.breaches(by=by)
        ],
        "may_enter": bool(boards_with(by, Permission.KEEP_BREACHES)),
        "tabs": parts(by, "oversight:breaches"),
    }
    return render(request, "oversight/breaches.html", told)


def _hours_left(due: datetime) -> int:
    """Return the whole hours that are left, below zero when they have passed."""
    return (due - now()) // HOUR


@policy(Permission.SEE_BREACHES)
def register(request: HttpRequest) -> HttpResponse:
    """Hand out the register of breaches as a table, as the authority may ask for it."""
    by, at = actor(request), now()
    answer = HttpResponse(
        breaches_csv(queries.breaches(by=by)), content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="incidenter-{at:%Y-%m-%d}.csv"'
    return answer


@policy(Permission.KEEP_BREACHES)
def new(request: HttpRequest) -> HttpResponse:
    """Enter a breach."""
    by, made = actor(request), {}
    form = NewBreachForm(request.POST or None).offer_boards(by)

    def enter() -> None:
        told = form.cleaned_data
        made["row"] = actions.enter_breach(
            form.told(), board=told["board"], known_at=told["known_at"], by=by, at=now()
        )

    if request.method == "POST" and accepted(form, enter):
        messages.success(request, _("It is entered. The time runs."))
        return redirect("oversight:breach", made["row"].id)
    told = {"form": form, "rule": BREACH, "trail": _trail()}
    return render(request, "oversight/new_breach.html", told)


@policy(Permission.SEE_BREACHES)
def breach(request: HttpRequest, key: str) -> HttpResponse:
    """Show one breach: how long is left, what is known, what is done."""
    return _page(request, key, {})


@policy(Permission.KEEP_BREACHES)
@require_POST
def amend(request: HttpRequest, key: str) -> HttpResponse:
    """Say anew what is known."""
    by, form = actor(request), BreachForm(request.POST).offer()

    def act() -> None:
        actions.amend_breach(form.told(), breach=key, by=by, at=now())

    return _done(request, key, "amend_form", form, act)


@policy(Permission.KEEP_BREACHES)
@require_POST
def notify(request: HttpRequest, key: str) -> HttpResponse:
    """Enter that the authority was notified."""
    by, form = actor(request), NotifyForm(request.POST)

    def act() -> None:
        actions.notify_authority(breach=key, **form.cleaned_data, by=by, at=now())

    return _done(request, key, "notify_form", form, act)


@policy(Permission.KEEP_BREACHES)
@require_POST
def leave_unnotified(request: HttpRequest, key: str) -> HttpResponse:
    """Say why the authority is not notified."""
    by, form = actor(request), UnnotifiedForm(request.POST)

    def act() -> None:
        actions.leave_unnotified(breach=key, **form.cleaned_data, by=by, at=now())

    return _done(request, key, "unnotified_form", form, act)


@policy(Permission.KEEP_BREACHES)
@require_POST
def tell(request: HttpRequest, key: str) -> HttpResponse:
    """Enter that the persons were told."""
    by, form = actor(request), TellForm(request.POST)

    def act() -> None:
        actions.tell_persons(breach=key, **form.cleaned_data, by=by, at=now())

    return _done(request, key, "tell_form", form, act)


@policy(Permission.KEEP_BREACHES)
@require_POST
def leave_untold(request: HttpRequest, key: str) -> HttpResponse:
    """Say why the persons are not told."""
    by, form = actor(request), UntoldForm(request.POST).offer()

    def act() -> None:
        told = form.cleaned_data
        ground = NotTold(told["ground"])
        actions.leave_untold(
            breach=key, ground=ground, reasons=told["reasons"], by=by, at=now()
        )

    return _done(request, key, "untold_form", form, act)


def _done(
    request: HttpRequest, key: str, name: str, form: Form, act: Callable[[], None]
) -> HttpResponse:
    """Do what a form of the page asks for, or show it again with what is wrong."""
    # What is not there, or not this person's, is told before what is wrong with the form.
    queries.breach(key, by=actor(request))
    if accepted(form, act):
        messages.success(request, _("It is done, and on the record."))
        return redirect("oversight:breach", key)
    return _page(request, key, {name: form})


def _page(request: HttpRequest, key: str, forms: dict[str, Form]) -> HttpResponse:
    by = actor(request)
    row = queries.breach(key, by=by)
    known = {each.name: getattr(row, each.name) for each in fields(Told)}
    told = {
        "breach": row,
        "to_notify": rules.is_to_be_notified(row.risk, row.done),
        "to_tell": rules.are_to_be_told(row.risk, row.done),
        "hours_left": _hours_left(row.notice_due),
        "rule": BREACH,
        "may_keep": may(by, Permission.KEEP_BREACHES, board=row.board_id),
        "amend_form": BreachForm(initial=known).offer(),
        "notify_form": NotifyForm(initial={"notified_at": now()}),
        "unnotified_form": UnnotifiedForm(),
        "tell_form": TellForm(initial={"told_at": now()}),
        "untold_form": UntoldForm().offer(),
        "trail": _trail(),
        **forms,
    }
    return render(request, "oversight/breach.html", told)


def _trail() -> list[Crumb]:
    return [Crumb(_("Data breaches"), reverse("oversight:breaches"))]
