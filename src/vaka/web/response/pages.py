"""Incidents past and present, one on paper, and the ways to how the centre is set up."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vaka.municipality.rules import EVERY_BOARD, Permission, boards_with
from vaka.response import actions, queries
from vaka.web.accepting import accepted
from vaka.web.acting import actor, now
from vaka.web.policy import policy
from vaka.web.response.panel import panel
from vaka.web.stages import Crumb

ON_A_PAGE = 50


class CentreForm(forms.Form):
    """What holds for the centre as a whole."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=100)
    correlation_minutes = forms.IntegerField(
        label=gettext_lazy("Alarms belong together for, minutes"),
        min_value=1,
        max_value=1440,
        help_text=gettext_lazy("For kinds of incident that have no rule of their own."),
    )
    municipalities = forms.CharField(
        label=gettext_lazy("The municipalities that it serves"),
        required=False,
        help_text=gettext_lazy(
            "Official codes with commas between: 1280, 1281. Warnings that name other counties"
            " or municipalities, and no area on the map, are then left out."
        ),
    )

    keep_days = forms.IntegerField(
        label=gettext_lazy("What was written and sent is kept, days after the close"),
        min_value=30,
        max_value=3650,
        required=False,
        help_text=gettext_lazy(
            "As the decision on disposal says; without a number all is kept. Then the log's"
            " words, what alarms said, addresses and what was shared go; so do a shift's notes,"
            " the numbers of contacts out of use and the words of warnings, so long after they"
            " ended. Kinds, times and who did what stay."
        ),
    )
    keep_exercise_days = forms.IntegerField(
        label=gettext_lazy("What was said of an exercise is kept, days after its evaluation"),
        min_value=30,
        max_value=3650,
        required=False,
        help_text=gettext_lazy(
            "What was to be tried and what was learnt; counted from its end when it was never"
            " evaluated. Without a number all is kept."
        ),
    )

    def clean_municipalities(self) -> list[str]:
        """Return each code."""
        told = self.cleaned_data["municipalities"].split(",")
        return [code.strip() for code in told if code.strip()]


@policy(Permission.SEE_INCIDENTS)
def index(request: HttpRequest) -> HttpResponse:
    """Show the incidents, newest first, and the ways into the centre's work."""
    by = actor(request)
    page = Paginator(queries.incidents(by=by), ON_A_PAGE).get_page(request.GET.get("page"))
    told = {"page": page, "open_count": queries.queue(by=by).count()}
    return render(request, "response/index.html", told)


@policy(Permission.RUN_CENTRE)
def centre(request: HttpRequest) -> HttpResponse:
    """Show how the centre is set up, and the ways to what decides when an alarm comes."""
    may = EVERY_BOARD in boards_with(actor(request), Permission.ADMINISTER)
    told = {"centre": queries.centre(), "may_configure": may}
    return render(request, "response/centre.html", told)


@policy(Permission.ADMINISTER)
def configure(request: HttpRequest) -> HttpResponse:
    """Set the centre up."""
    by, row, posted = actor(request), queries.centre(), request.method == "POST"
    initial = {
        "name": row.name,
        "correlation_minutes": row.correlation_minutes,
        "municipalities": ", ".join(row.municipalities),
        "keep_days": row.keep_days,
        "keep_exercise_days": row.keep_exercise_days,
    }
    form = CentreForm(request.POST if posted else None, initial=initial)

    def keep() -> None:
        actions.configure_centre(**form.cleaned_data, by=by, at=now())

    if posted and accepted(form, keep):
        messages.success(request, _("The centre is set up so from now on."))
        return redirect("response:centre")
    trail = [Crumb(_("The safety centre"), reverse("response:centre"))]
    told = {"form": form, "title": _("Set the centre up"), "submit": _("Save"), "trail": trail}
    return render(request, "response/form.html", told)


@policy(Permission.SEE_INCIDENTS)
def incident(request: HttpRequest, key: str) -> HttpResponse:
    """Show one incident whole, as it is printed."""
    by, at = actor(request), now()
    shown = panel(queries.incident(key, by=by), by=by, at=at)
    trail = [Crumb(_("Console"), reverse("response:console"))]
    return render(request, "response/incident.html", {"panel": shown, "trail": trail})
