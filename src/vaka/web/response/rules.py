"""How incidents are formed and hurried: the rules in words, and a new version of one."""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vaka.core.errors import Absent
from vaka.law.eu import alarm_receiving
from vaka.municipality.rules import EVERY_BOARD, Permission, SiteKind, boards_with
from vaka.response import actions, queries
from vaka.response.queries import Held
from vaka.response.rules.codes import IncidentKind
from vaka.web.accepting import accepted
from vaka.web.acting import actor, now
from vaka.web.policy import ANYONE_LOGGED_IN, policy
from vaka.web.response.choosing import offer
from vaka.web.stages import Crumb
from vaka.web.words import in_words


class RuleForm(forms.Form):
    """What holds for one kind of incident from now on."""

    site_kind = forms.ChoiceField(label=gettext_lazy("Kind of place"), required=False)
    priority = forms.IntegerField(
        label=gettext_lazy("Priority"),
        min_value=1,
        max_value=4,
        help_text=gettext_lazy("1 is the most urgent, 4 the least."),
    )
    within_minutes = forms.IntegerField(
        label=gettext_lazy("Alarms belong together for, minutes"), min_value=1, max_value=1440
    )
    joins = forms.MultipleChoiceField(
        label=gettext_lazy("Goes into an open incident of these kinds too"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    escalations = forms.CharField(
        label=gettext_lazy("Escalates after, seconds"),
        required=False,
        help_text=gettext_lazy("For each step, rising, with commas: 30, 60, 180"),
    )

    def offering(self, kind: IncidentKind) -> "RuleForm":
        """Offer the kinds in the reader's language."""
        offer(self, "site_kind", ["", *SiteKind], "site-kind")
        offer(self, "joins", [one for one in IncidentKind if one != kind], "incident-kind")
        return self

    def clean_escalations(self) -> list[timedelta]:
        """Return how long each step waits."""
        told = [part.strip() for part in self.cleaned_data["escalations"].split(",")]
        parts = [part for part in told if part]
        if not all(part.isdecimal() and len(part) <= 4 for part in parts):
            raise forms.ValidationError(_("Write whole seconds with commas between."))
        return [timedelta(seconds=int(part)) for part in parts]


@policy(ANYONE_LOGGED_IN)
def index(request: HttpRequest) -> HttpResponse:
    """Show the rules that hold, and every version there was."""
    by = actor(request)
    told = {
        "rules": queries.handling_rules(by=by),
        "versions": queries.handling_versions(by=by),
        "may_edit": EVERY_BOARD in boards_with(by, Permission.RUN_CENTRE),
        "standard": alarm_receiving,
    }
    return render(request, "response/rules.html", told)


@policy(Permission.RUN_CENTRE)
def publish(request: HttpRequest, kind: str) -> HttpResponse:
    """Publish the next version of the rule for a kind.

    :raises Absent: when there is no such kind.
    """
    by, posted = actor(request), request.method == "POST"
    if kind not in set(IncidentKind):
        raise Absent("rule", kind)
    of_kind = IncidentKind(kind)
    held = next(one for one in queries.handling_rules(by=by) if one.handling.kind is of_kind)
    form = RuleForm(request.POST if posted else None, initial=_as_written(held))
    if posted and accepted(form.offering(of_kind), lambda: _publish(request, of_kind, form)):
        messages.success(request, _("The rule holds from now on."))
        return redirect("response:rules")
    told = {
        "form": form.offering(of_kind),
        "kind": in_words(kind, "incident-kind"),
        "trail": [Crumb(_("Rules"), reverse("response:rules"))],
    }
    return render(request, "response/publish_rule.html", told)


def _publish(request: HttpRequest, kind: IncidentKind, form: RuleForm) -> None:
    told = form.cleaned_data
    actions.publish_handling_rule(
        kind=kind,
        site_kind=told["site_kind"],
        within=timedelta(minutes=told["within_minutes"]),
        priority=told["priority"],
        escalations=told["escalations"],
        joins=[IncidentKind(one) for one in told["joins"]],
        by=actor(request),
        at=now(),
    )


def _as_written(held: Held) -> dict[str, object]:
    """Return the rule as the form shows it."""
    return {
        "site_kind": held.site_kind,
        "priority": held.handling.priority,
        "within_minutes": held.handling.within_minutes,
        "joins": list(held.handling.joins),
        "escalations": ", ".join(str(after) for after in held.handling.seconds),
    }
