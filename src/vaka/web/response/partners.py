"""Partners: what is shared with whom, who reads for them, and what was pushed to them."""

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from vaka.geometry import ground
from vaka.municipality import queries as municipality
from vaka.municipality.rules import EVERY_BOARD, Actor, Permission, Role, boards_with
from vaka.response import actions, queries
from vaka.response.rules.codes import IncidentKind
from vaka.response.rules.sharing import Detail, Form, Warnings
from vaka.web.accepting import accepted
from vaka.web.acting import actor, now
from vaka.web.drawing import AreaField, draw_around
from vaka.web.maps import Map, layer
from vaka.web.policy import policy
from vaka.web.response.choosing import choose, offer, offer_boards
from vaka.web.stages import Crumb

if TYPE_CHECKING:
    from vaka.response.models import SharingAgreement

ON_A_PAGE = 50


class AgreementForm(forms.Form):
    """What a body has decided to share with a partner."""

    partner = forms.ChoiceField(label=gettext_lazy("Partner"))
    decided_by = forms.CharField(
        label=gettext_lazy("Decided by"),
        max_length=200,
        help_text=gettext_lazy("The body and the item: Executive board § 112, 2026-11-04"),
    )
    board = forms.ChoiceField(label=gettext_lazy("At the sites of"), required=False)
    sites = forms.MultipleChoiceField(
        label=gettext_lazy("Or these places alone"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    area = AreaField(
        label=gettext_lazy("Only in this area"),
        required=False,
        help_text=gettext_lazy(
            "Incidents at places whose middle lies in it. Drawn, or pasted as a GeoJSON Polygon"
            " or MultiPolygon in WGS 84, longitude first, as a map program exports it."
        ),
    )
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Kinds of incident"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    warnings = forms.ChoiceField(
        label=gettext_lazy("Authorities' warnings"),
        widget=forms.RadioSelect,
        initial=Warnings.NONE,
        help_text=gettext_lazy(
            "Those that touch the area above, or all without one, each as the authority"
            " sent it."
        ),
    )
    detail = forms.ChoiceField(
        label=gettext_lazy("How much is told"),
        widget=forms.RadioSelect,
        initial=Detail.SITUATION,
    )
    ground = forms.CharField(
        label=gettext_lazy("Why what operators write may be shared"),
        max_length=400,
        required=False,
        help_text=gettext_lazy(
            "Only for the fullest level: it may be secret or name somebody. Name the rule, and"
            " the review that was made."
        ),
    )
    starts = forms.DateField(
        label=gettext_lazy("From"), widget=forms.DateInput(attrs={"type": "date"})
    )
    ends = forms.DateField(
        label=gettext_lazy("To"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=gettext_lazy(
            "The last day; at most five years. It can be ended at any time."
        ),
    )
    webhook = forms.CharField(
        label=gettext_lazy("Address of their system"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Without one they read on their page. Takes signed messages."),
    )
    form = forms.ChoiceField(label=gettext_lazy("Pushed as"), initial=Form.JSON)

    def offering(self, by: Actor) -> "AgreementForm":
        """Offer partners, places and codes to whoever enters it."""
        choose(self, "partner", [(row.id, row.name) for row in municipality.partners()])
        sites = municipality.sites(by=by, permission=Permission.RUN_CENTRE)
        choose(self, "sites", [(row.id, row.name) for row in sites])
        offer(self, "kinds", IncidentKind, "incident-kind")
        offer(self, "warnings", Warnings, "sharing-warnings")
        offer(self, "detail", Detail, "sharing-detail")
        offer(self, "form", Form, "sharing-form")
        offer_boards(self, by=by, all_boards=_("every board"))
        draw_around(self, "area", by=by, permission=Permission.RUN_CENTRE)
        return self


class ReaderForm(forms.Form):
    """Who reads for a partner."""

    partner = forms.ChoiceField(label=gettext_lazy("Partner"))
    person = forms.ChoiceField(
        label=gettext_lazy("Person"),
        help_text=gettext_lazy(
            "Whoever has the role of a partner's reader, and no other. It is given under"
            " People."
        ),
    )

    def offering(self, by: Actor, at: datetime) -> "ReaderForm":
        """Offer partners, and those who may read for one."""
        choose(self, "partner", [(row.id, row.name) for row in municipality.partners()])
        people = municipality.holding(Role.PARTNER, by=by, at=at)
        choose(self, "person", [(row.id, row.name) for row in people])
        return self


@policy(Permission.RUN_CENTRE)
def index(request: HttpRequest) -> HttpResponse:
    """Show the agreements, and who reads by them."""
    by, at = actor(request), now()
    every = EVERY_BOARD in boards_with(by, Permission.RUN_CENTRE)
    told = {
        "agreements": queries.agreements(by=by),
        "in_force": set(queries.in_force(at=at).values_list("id", flat=True)),
        "logins": queries.partner_logins(by=by),
        "every": every,
        "now": at,
    }
    return render(request, "response/partners.html", told)


@policy(Permission.RUN_CENTRE)
def agree(request: HttpRequest) -> HttpResponse:
    """Enter an agreement."""
    by, posted = actor(request), request.method == "POST"
    form = AgreementForm(request.POST if posted else None).offering(by)

    def keep() -> None:
        told = form.cleaned_data
        actions.agree(
            partner=told["partner"],
            kinds=[IncidentKind(kind) for kind in told["kinds"]],
            warnings=Warnings(told["warnings"]),
            detail=Detail(told["detail"]),
            ground=told["ground"],
            decided_by=told["decided_by"],
            board=told["board"] or EVERY_BOARD,
            sites=told["sites"],
            area=ground.districts(told["area"], where="area") if told["area"] else None,
            starts_at=_midnight(told["starts"]),
            ends_at=_midnight(told["ends"] + timedelta(days=1)),
            webhook=told["webhook"],
            form=Form(told["form"]),
            by=by,
            at=now(),
        )

    if posted and accepted(form, keep):
        messages.success(request, _("The agreement is entered."))
        return redirect("response:partners")
    return _form(request, form, _("Share with a partner"), _("Enter"))


@policy(Permission.RUN_CENTRE)
def agreement(request: HttpRequest, key: str) -> HttpResponse:
    """Show one agreement, and what was pushed by it."""
    return _agreement(request, key, signing_key="")


@policy(Permission.RUN_CENTRE)
@require_POST
def key(request: HttpRequest, key: str) -> HttpResponse:
    """Show the key of the signatures, this once."""
    shown = actions.show_signing_key(agreement=key, by=actor(request), at=now())
    return _agreement(request, key, signing_key=shown)


@policy(Permission.RUN_CENTRE)
def end(request: HttpRequest, key: str) -> HttpResponse:
    """End an agreement, once it is confirmed."""
    by = actor(request)
    row = queries.agreement(key, by=by)
    if request.method == "POST":
        actions.end_agreement(agreement=key, by=by, at=now())
        messages.success(request, _("The agreement has ended. Nothing more is shared by it."))
        return redirect("response:partners")
    return _confirm(request, _("End the agreement"), row.partner.name)


@policy(Permission.RUN_CENTRE)
def admit(request: HttpRequest) -> HttpResponse:
    """Let somebody read for a partner."""
    by, at, posted = actor(request), now(), request.method == "POST"
    form = ReaderForm(request.POST if posted else None).offering(by, at)

    def keep() -> None:
        actions.give_partner_login(**form.cleaned_data, by=by, at=at)

    if posted and accepted(form, keep):
        messages.success(request, _("The person sees what is shared, and nothing else."))
        return redirect("response:partners")
    return _form(request, form, _("Let somebody read for a partner"), _("Let read"))


@policy(Permission.RUN_CENTRE)
def dismiss(request: HttpRequest, key: str) -> HttpResponse:
    """Let somebody read no longer, once it is confirmed."""
    by = actor(request)
    row = queries.partner_login(key, by=by)
    if request.method == "POST":
        actions.end_partner_login(login=key, by=by, at=now())
        messages.success(request, _("The person sees nothing more of what is shared."))
        return redirect("response:partners")
    return _confirm(request, _("Let read no longer"), f"{row.person.name}, {row.partner.name}")


def _agreement(request: HttpRequest, key: str, *, signing_key: str) -> HttpResponse:
    row = queries.agreement(key, by=actor(request))
    page = Paginator(queries.sharings(row), ON_A_PAGE).get_page(request.GET.get("page"))
    told = {
        "agreement": row,
        "in_force": queries.in_force(at=now()).filter(pk=row.pk).exists(),
        "page": page,
        "signing_key": signing_key,
        "picture": _picture(row) if row.area else None,
        "trail": _trail(),
    }
    return render(request, "response/agreement.html", told)


def _picture(row: "SharingAgreement") -> Map:
    """Return the map of an agreement's area, with the places that it names."""
    return Map(
        title=_("Where"),
        summary=_("The area of the agreement."),
        area=layer([row.area]),
        area_is=_("area"),
        points=layer(
            {"type": "Point", "coordinates": [site.longitude, site.latitude]}
            for site in row.sites.all()
        ),
        unit=_("places"),
    )


def _form(request: HttpRequest, form: forms.Form, title: str, submit: str) -> HttpResponse:
    told = {"form": form, "title": title, "submit": submit, "trail": _trail()}
    return render(request, "response/form.html", told)


def _confirm(request: HttpRequest, title: str, what: str) -> HttpResponse:
    back = reverse("response:partners")
    told = {"title": title, "what": what, "trail": _trail(), "back": back}
    return render(request, "response/confirm.html", told)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=timezone.get_default_timezone())


def _trail() -> list[Crumb]:
    return [Crumb(_("Partners"), reverse("response:partners"))]
