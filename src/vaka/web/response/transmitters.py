"""Transmitters: what sends alarms, from where, and when it was last heard."""

from datetime import timedelta
from typing import Self

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vaka.municipality import queries as municipality
from vaka.municipality.rules import Actor, Permission
from vaka.response import actions, queries
from vaka.web.accepting import accepted
from vaka.web.acting import actor, now
from vaka.web.policy import policy
from vaka.web.stages import Crumb


class TransmitterForm(forms.Form):
    """What sends alarms from a site."""

    site = forms.ChoiceField(label=gettext_lazy("Site"))
    name = forms.CharField(label=gettext_lazy("Name"), max_length=100)
    account = forms.CharField(
        label=gettext_lazy("Account of the transmitter"),
        max_length=16,
        help_text=gettext_lazy("As the transmitter sends it: 1 to 16 letters and digits."),
    )
    interval = forms.IntegerField(
        label=gettext_lazy("Sign of life"),
        initial=90,
        min_value=10,
        max_value=86_400,
        help_text=gettext_lazy("At least every so many seconds."),
    )
    places = forms.CharField(
        label=gettext_lazy("Zones in words"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy(
            "One a line: the zone as it is sent, an equals sign, the place. 1 = North entrance"
        ),
    )

    def offer(self, by: Actor) -> Self:
        """Offer the sites where the actor may register transmitters."""
        rows = municipality.sites(by=by, permission=Permission.REGISTER_TRANSMITTER)
        field = self.fields["site"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(row.id, row.name) for row in rows]
        return self

    def clean_places(self) -> dict[str, str]:
        """Return the place of each zone."""
        lines = [line for line in self.cleaned_data["places"].splitlines() if line.strip()]
        told = [tuple(part.strip() for part in line.split("=", 1)) for line in lines]
        if not all(len(pair) == 2 and all(pair) for pair in told):
            raise forms.ValidationError(_("Write each line as zone = place."))
        return dict(told)


@policy(Permission.REGISTER_TRANSMITTER)
def index(request: HttpRequest) -> HttpResponse:
    """Show the transmitters, those in use first."""
    told = {"transmitters": queries.transmitters(by=actor(request))}
    return render(request, "response/transmitters.html", told)


@policy(Permission.REGISTER_TRANSMITTER)
def register(request: HttpRequest) -> HttpResponse:
    """Register a transmitter."""
    by = actor(request)
    form = TransmitterForm(request.POST if request.method == "POST" else None).offer(by)

    def keep() -> None:
        told = form.cleaned_data
        actions.register_transmitter(
            account=told["account"],
            name=told["name"],
            site=told["site"],
            places=told["places"],
            interval=timedelta(seconds=told["interval"]),
            by=by,
            at=now(),
        )

    if request.method == "POST" and accepted(form, keep):
        messages.success(request, _("The transmitter is registered."))
        return redirect("response:transmitters")
    told = {"form": form, "trail": _trail()}
    status = 400 if form.errors else 200
    return render(request, "response/register_transmitter.html", told, status=status)


@policy(Permission.REGISTER_TRANSMITTER)
def end(request: HttpRequest, key: str) -> HttpResponse:
    """Take a transmitter out of use, once it is confirmed."""
    by = actor(request)
    row = queries.transmitter(key, by=by)
    if request.method == "POST":
        actions.end_transmitter(transmitter=key, by=by, at=now())
        messages.success(request, _("The transmitter is out of use."))
        return redirect("response:transmitters")
    told = {"transmitter": row, "trail": _trail()}
    return render(request, "response/end_transmitter.html", told)


def _trail() -> list[Crumb]:
    return [Crumb(_("Transmitters"), reverse("response:transmitters"))]
