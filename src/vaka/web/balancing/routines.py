"""Pages of the city-wide routines: what is in force, what a version changed, a new one."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from vaka.balancing import actions, queries
from vaka.balancing.rules import changes
from vaka.municipality.rules import EVERY_BOARD, Actor, Permission, boards_with
from vaka.web.acting import actor, now
from vaka.web.balancing.pages import Entering, address, enter, home, tabs
from vaka.web.policy import policy
from vaka.web.stages import Crumb


class RoutineForm(forms.Form):
    """A routine's title and text."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    text = forms.CharField(
        label=gettext_lazy("Text"),
        help_text=gettext_lazy("A blank line begins a new paragraph."),
        widget=forms.Textarea(attrs={"rows": 16}),
    )


def may_keep(by: Actor) -> bool:
    """Return whether somebody is of the council of the whole city."""
    return EVERY_BOARD in boards_with(by, Permission.KEEP_ROUTINES)


@policy(Permission.SEE)
def routines(request: HttpRequest) -> HttpResponse:
    """Show the routines of the whole city."""
    told = {
        "routines": queries.routines(),
        "may_keep": may_keep(actor(request)),
        "tabs": tabs("routines"),
        "trail": home(),
    }
    return render(request, "balancing/routines.html", told)


@policy(Permission.SEE)
def routine(request: HttpRequest, series: str) -> HttpResponse:
    """Show a routine in one version, and what that version changed."""
    versions = queries.versions(series)
    asked = request.GET.get("version")
    shown = next((each for each in versions if str(each.number) == asked), versions[0])
    before = next((each for each in versions if each.number == shown.number - 1), None)
    told = {
        "routine": shown,
        "versions": versions,
        "newest": versions[0],
        "changes": changes.of_texts(before.text if before else shown.text, shown.text),
        "before": before,
        "may_keep": may_keep(actor(request)),
        "trail": _trail(),
    }
    return render(request, "balancing/routine.html", told)


def _trail() -> list[Crumb]:
    return [*home(), Crumb(_("Routines"), reverse("balancing:routines"))]


@policy(Permission.KEEP_ROUTINES)
def publish(request: HttpRequest) -> HttpResponse:
    """Publish a new routine."""
    return _publish(request, RoutineForm(request.POST or None), "")


@policy(Permission.KEEP_ROUTINES)
def publish_version(request: HttpRequest, series: str) -> HttpResponse:
    """Publish the next version of a routine."""
    last = queries.newest_routine(series)
    initial = {"title": last.title, "text": last.text}
    return _publish(request, RoutineForm(request.POST or None, initial=initial), series)


def _publish(request: HttpRequest, form: RoutineForm, series: str) -> HttpResponse:
    by = actor(request)
    words = Entering(
        title=_("Publish a new version") if series else _("Publish a routine"),
        lead=_(
            "It is the whole city's. What is begun from now on goes by it; what is begun "
            "already keeps the version it has, and is told of the newer."
        ),
        submit=_("Publish"),
        done=_("The routine is published."),
        back=reverse("balancing:routines"),
    )
    return enter(
        request,
        form,
        lambda: actions.publish_routine(
            title=form.cleaned_data["title"],
            text=form.cleaned_data["text"],
            series=series,
            by=by,
            at=now(),
        ),
        words,
        _trail(),
    )


@policy(Permission.DRAFT_ASSESSMENT)
@require_POST
def follow(request: HttpRequest, key: str, series: str) -> HttpResponse:
    """Have a draft go by the newest version of a routine."""
    by = actor(request)
    row = queries.balancing(key, by=by, permission=Permission.DRAFT_ASSESSMENT)
    actions.follow_routine(balancing=row.id, series=series, by=by, at=now())
    messages.success(request, _("The text goes by the newest version of the routine."))
    return redirect(address(row))
