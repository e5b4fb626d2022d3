"""Whom the centre calls: the call-out plan by step, and the contacts."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vaka.municipality.rules import EVERY_BOARD, Actor, Permission
from vaka.response import actions, queries
from vaka.response.rules.calling import DAYS, Channel
from vaka.response.rules.codes import IncidentKind
from vaka.terms.document import WEEKDAYS, Hours
from vaka.web.accepting import accepted
from vaka.web.acting import actor, now
from vaka.web.policy import policy
from vaka.web.response.choosing import offer, offer_boards, offer_sites
from vaka.web.stages import Crumb

if TYPE_CHECKING:
    from vaka.response.models import CallOut


class ContactForm(forms.Form):
    """Whom the centre can reach."""

    name = forms.CharField(
        label=gettext_lazy("Function"),
        max_length=100,
        help_text=gettext_lazy("What they do, not who they are: Guard company, control room"),
    )
    board = forms.ChoiceField(label=gettext_lazy("For the sites of"), required=False)
    phone = forms.CharField(label=gettext_lazy("Telephone"), max_length=30, required=False)
    email = forms.CharField(label=gettext_lazy("E-mail"), max_length=200, required=False)
    webhook = forms.CharField(
        label=gettext_lazy("Address of their system"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Takes signed JSON over https."),
    )


class CallOutForm(forms.Form):
    """A line of the call-out plan."""

    contact = forms.ChoiceField(label=gettext_lazy("Contact"))
    channel = forms.ChoiceField(label=gettext_lazy("By which way"))
    step = forms.IntegerField(
        label=gettext_lazy("Step"),
        initial=1,
        min_value=1,
        max_value=5,
        help_text=gettext_lazy("Told unasked when that step of the escalation falls due."),
    )
    site = forms.ChoiceField(label=gettext_lazy("Place"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind of incident"), required=False)
    priority = forms.IntegerField(
        label=gettext_lazy("Down to priority"), initial=4, min_value=1, max_value=4
    )
    days = forms.MultipleChoiceField(
        label=gettext_lazy("Days"), widget=forms.CheckboxSelectMultiple, initial=WEEKDAYS
    )
    start = forms.TimeField(label=gettext_lazy("From"), initial="00:00")
    end = forms.TimeField(
        label=gettext_lazy("To"),
        initial="00:00",
        help_text=gettext_lazy("The same as from, or earlier, is the next day."),
    )

    def offering(self, by: Actor) -> "CallOutForm":
        """Offer contacts, places and codes to whoever plans."""
        contacts = self.fields["contact"]
        assert isinstance(contacts, forms.ChoiceField)
        rows = queries.contacts(by=by).filter(ended_at=None)
        contacts.choices = [(row.id, row.name) for row in rows]
        offer(self, "channel", Channel, "channel")
        offer(self, "kind", ["", *IncidentKind], "incident-kind")
        offer(self, "days", DAYS, "day")
        offer_sites(self, Permission.RUN_CENTRE, by=by, all_sites=_("every place"))
        return self


@dataclass(frozen=True)
class PlanLine:
    """A line of the plan, with its hours as a clock shows them."""

    row: "CallOut"
    hours: Hours

    @property
    def always(self) -> bool:
        """Return whether it is every hour of every day."""
        return self.hours.start == self.hours.end and set(WEEKDAYS) <= set(self.hours.days)

    @property
    def clock(self) -> str:
        """Return from when to when."""
        start, end = (f"{m // 60:02}:{m % 60:02}" for m in (self.hours.start, self.hours.end))
        return f"{start}–{end}"


@policy(Permission.RUN_CENTRE)
def index(request: HttpRequest) -> HttpResponse:
    """Show the plan step by step, and the contacts."""
    by = actor(request)
    steps: dict[int, list[PlanLine]] = {}
    for row in queries.call_outs(by=by):
        steps.setdefault(row.step, []).append(PlanLine(row, queries.hours_of(row)))
    told = {"steps": steps.items(), "contacts": queries.contacts(by=by)}
    return render(request, "response/call_out_plan.html", told)


@policy(Permission.RUN_CENTRE)
def plan(request: HttpRequest) -> HttpResponse:
    """Add a line to the plan."""
    by, posted = actor(request), request.method == "POST"
    form = CallOutForm(request.POST if posted else None).offering(by)

    def keep() -> None:
        told = form.cleaned_data
        start, end = (60 * told[name].hour + told[name].minute for name in ("start", "end"))
        actions.plan_call_out(
            contact=told["contact"],
            channel=Channel(told["channel"]),
            step=told["step"],
            hours=Hours(tuple(told["days"]), start, end),
            site=told["site"] or None,
            kind=IncidentKind(told["kind"]) if told["kind"] else None,
            priority=told["priority"],
            by=by,
            at=now(),
        )

    if posted and accepted(form, keep):
        messages.success(request, _("The line is in the plan."))
        return redirect("response:call-out-plan")
    told = {"form": form, "title": _("Plan a call"), "submit": _("Plan"), "trail": _trail()}
    return render(request, "response/form.html", told)


@policy(Permission.RUN_CENTRE)
def end(request: HttpRequest, key: str) -> HttpResponse:
    """Take a line out of the plan, once it is confirmed."""
    by = actor(request)
    row = queries.call_out(key, by=by)
    if request.method == "POST":
        actions.end_call_out(call_out=key, by=by, at=now())
        messages.success(request, _("The line is out of the plan."))
        return redirect("response:call-out-plan")
    return _confirm(request, _("Take the line out"), row.contact.name)


@policy(Permission.RUN_CENTRE)
def add_contact(request: HttpRequest) -> HttpResponse:
    """Add a contact."""
    by, posted = actor(request), request.method == "POST"
    form = ContactForm(request.POST if posted else None)
    offer_boards(form, by=by, all_boards=_("every board"))

    def keep() -> None:
        told = form.cleaned_data
        actions.add_contact(
            name=told["name"],
            board=told["board"] or EVERY_BOARD,
            phone=told["phone"],
            email=told["email"],
            webhook=told["webhook"],
            by=by,
            at=now(),
        )

    if posted and accepted(form, keep):
        messages.success(request, _("The contact is added."))
        return redirect("response:call-out-plan")
    told = {"form": form, "title": _("Add a contact"), "submit": _("Add"), "trail": _trail()}
    return render(request, "response/form.html", told)


@policy(Permission.RUN_CENTRE)
def end_contact(request: HttpRequest, key: str) -> HttpResponse:
    """Take a contact out of use with its lines, once it is confirmed."""
    by = actor(request)
    row = queries.contact(key, by=by)
    if request.method == "POST":
        actions.end_contact(contact=key, by=by, at=now())
        messages.success(request, _("The contact is out of use."))
        return redirect("response:call-out-plan")
    return _confirm(request, _("Take the contact out of use"), row.name)


def _confirm(request: HttpRequest, title: str, what: str) -> HttpResponse:
    told = {
        "title": title,
        "what": what,
        "trail": _trail(),
        "back": reverse("response:call-out-plan"),
    }
    return render(request, "response/confirm.html", told)


def _trail() -> list[Crumb]:
    return [Crumb(_("Call-out plan"), reverse("response:call-out-plan"))]
