"""Pages of coordination: the strategic council's meetings, and what was reported."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from vaka.measures import actions, queries
from vaka.measures.rules.agreements import LONGEST_LINE, LONGEST_TEXT
from vaka.measures.rules.strategic import (
    FIRST_YEAR,
    LAST_YEAR,
    LONGEST_MINUTES,
    Report,
    Session,
    attended,
)
from vaka.municipality.rules import Permission
from vaka.web.accepting import accepted
from vaka.web.acting import actor, now
from vaka.web.needs.crime import prevention
from vaka.web.needs.crime_forms import day_input
from vaka.web.policy import policy


class SessionForm(forms.Form):
    """A meeting of the strategic council."""

    on = forms.DateField(label=gettext_lazy("Day"), widget=day_input())
    led_by = forms.CharField(
        label=gettext_lazy("Who led it"),
        max_length=LONGEST_LINE,
        help_text=gettext_lazy("A function of the municipality, never a name (10 §)."),
    )
    attended = forms.CharField(
        label=gettext_lazy("Who took part"),
        help_text=gettext_lazy(
            "One a line: for whom, a colon, and as what. The others are to send those who lead."
        ),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    dealt_with = forms.CharField(
        label=gettext_lazy("What was dealt with"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    minutes = forms.CharField(
        label=gettext_lazy("Minutes"),
        max_length=LONGEST_MINUTES,
        help_text=gettext_lazy("What came of it, or under which number they are kept."),
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def session(self) -> Session:
        """Return what was filled in.

        :raises BadInput: when a line does not say for whom.
        """
        return Session(
            **{**self.cleaned_data, "attended": attended(self.cleaned_data["attended"])}
        )


class ReportForm(forms.Form):
    """What the municipal council was told."""

    on = forms.DateField(label=gettext_lazy("Day"), widget=day_input())
    text = forms.CharField(
        label=gettext_lazy("What was reported"),
        max_length=LONGEST_MINUTES,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    year = forms.IntegerField(
        label=gettext_lazy("With the yearly report of"),
        required=False,
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        help_text=gettext_lazy("A year, when the report on measures and effect went with it."),
    )

    def report(self) -> Report:
        """Return what was filled in."""
        return Report(**self.cleaned_data)


@policy(Permission.LEAD_PREVENTION)
def enter_session(request: HttpRequest) -> HttpResponse:
    """Enter a meeting of the strategic council."""
    form = SessionForm(request.POST if request.method == "POST" else None)
    made: list[str] = []

    def enter() -> None:
        made.append(actions.enter_session(form.session(), by=actor(request), at=now()).pk)

    if request.method == "POST" and accepted(form, enter):
        messages.success(request, _("The meeting is on the record."))
        return redirect("measures:session", made[0])
    told = {
        "form": form,
        "title": _("Enter a meeting of the strategic council"),
        "lead": _("Led by the municipality, with leading representatives (2023:196, 10 §)."),
        "trail": [prevention()],
    }
    return render(request, "measures/enter.html", told, status=400 if form.errors else 200)


@policy(Permission.LEAD_PREVENTION)
def enter_report(request: HttpRequest) -> HttpResponse:
    """Enter a report to the municipal council."""
    form = ReportForm(request.POST if request.method == "POST" else None)

    def enter() -> None:
        actions.enter_report(form.report(), by=actor(request), at=now())

    if request.method == "POST" and accepted(form, enter):
        messages.success(request, _("The report is on the record."))
        return redirect("measures:prevention")
    told = {
        "form": form,
        "title": _("Enter a report to the municipal council"),
        "lead": _("The board that leads the work reports continuously (2023:196, 13 §)."),
        "trail": [prevention()],
    }
    return render(request, "measures/enter.html", told, status=400 if form.errors else 200)


@policy(Permission.SEE)
@require_GET
def session(request: HttpRequest, key: str) -> HttpResponse:
    """Show a meeting: who led it, who came as what, what was dealt with, the minutes."""
    row = queries.strategic_meeting(key, by=actor(request))
    told = {"session": row, "trail": [prevention()]}
    return render(request, "measures/session.html", told)
