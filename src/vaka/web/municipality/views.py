"""Pages of the organisation: what it is, its boards, departments and partners."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from vaka.municipality import actions, queries
from vaka.municipality.rules import (
    EVERY_BOARD,
    Actor,
    BoardKind,
    DepartmentKind,
    PartnerKind,
    Permission,
    may,
)
from vaka.web.accepting import accepted
from vaka.web.acting import actor, now
from vaka.web.municipality.forms import (
    BoardContactForm,
    BoardForm,
    ContactForm,
    DepartmentForm,
    PartnerForm,
)
from vaka.web.policy import policy
from vaka.web.stages import Crumb


def crumbs(*further: Crumb) -> list[Crumb]:
    """Return the path from the first page of the municipality."""
    return [Crumb(_("The municipality"), reverse("municipality:index")), *further]


def posted(request: HttpRequest) -> QueryDict | None:
    """Return what was filled in, if anything was."""
    return request.POST if request.method == "POST" else None


def administers_all(by: Actor) -> bool:
    """Return whether the actor administers every board, and so the municipality itself."""
    return may(by, Permission.ADMINISTER, board=EVERY_BOARD)


def form_page(
    request: HttpRequest,
    form: Form,
    *,
    title: str,
    submit: str,
    back: str,
    trail: list[Crumb],
    lead: str = "",
) -> HttpResponse:
    """Show a form by itself, with 400 when something in it must be mended."""
    told = {
        "form": form,
        "title": title,
        "lead": lead,
        "submit": submit,
        "cancel": back,
        "trail": trail,
    }
    status = 400 if form.errors else 200
    return render(request, "municipality/form.html", told, status=status)


def taken(request: HttpRequest, form: Form, act: Callable[[], object], said: str) -> bool:
    """Return whether the form was sent, in order, and the act done; then say so."""
    done = request.method == "POST" and accepted(form, act)
    if done:
        messages.success(request, said)
    return done


@policy(Permission.ADMINISTER)
def index(request: HttpRequest) -> HttpResponse:
    """Show the municipality as it is kept here: contact, boards, departments, partners."""
    by = actor(request)
    told = {
        "boards": queries.boards(by=by, permission=Permission.ADMINISTER).prefetch_related(
            "departments", "sites"
        ),
        "partners": queries.partners(),
        "everything": administers_all(by),
        "site_count": queries.sites(by=by, permission=Permission.ADMINISTER).count(),
        "person_count": queries.people_of(by=by).filter(is_active=True).count(),
    }
    return render(request, "municipality/index.html", told)


@policy(Permission.ADMINISTER)
def contact(request: HttpRequest) -> HttpResponse:
    """Change how the public reaches the municipality."""
    by, row = actor(request), queries.municipality()
    form = ContactForm(
        posted(request), initial={"contact": row.contact, "dpo_contact": row.dpo_contact}
    )

    def change() -> None:
        actions.change_contact(**form.cleaned_data, by=by, at=now())

    if taken(request, form, change, _("The contact is changed.")):
        return redirect("municipality:index")
    return form_page(
        request,
        form,
        title=_("Change the contact"),
        submit=_("Save"),
        back=reverse("municipality:index"),
        trail=crumbs(),
    )


@policy(Permission.ADMINISTER)
def add_board(request: HttpRequest) -> HttpResponse:
    """Add a board."""
    by, form = actor(request), BoardForm(posted(request)).offer()

    def add() -> None:
        told = form.cleaned_data
        actions.add_board(
            name=told["name"],
            kind=BoardKind(told["kind"]),
            contact=told["contact"],
            by=by,
            at=now(),
        )

    if taken(request, form, add, _("The board is added.")):
        return redirect("municipality:index")
    return form_page(
        request,
        form,
        title=_("Add a board"),
        lead=_("A board is the controller of the cameras that it decides on."),
        submit=_("Add"),
        back=reverse("municipality:index"),
        trail=crumbs(),
    )


@policy(Permission.ADMINISTER)
def board(request: HttpRequest, key: str) -> HttpResponse:
    """Show one board: its contact, departments, sites, and who has which role there."""
    by, at = actor(request), now()
    row = queries.board(key, by=by, permission=Permission.ADMINISTER)
    told = {
        "board": row,
        "sites": queries.sites(by=by, permission=Permission.ADMINISTER).filter(board=row),
        "held": queries.held_at(row, at=at),
        "trail": crumbs(),
    }
    return render(request, "municipality/board.html", told)


@policy(Permission.ADMINISTER)
def board_contact(request: HttpRequest, key: str) -> HttpResponse:
    """Change how the public reaches a board."""
    by = actor(request)
    row = queries.board(key, by=by, permission=Permission.ADMINISTER)
    form = BoardContactForm(posted(request), initial={"contact": row.contact})

    def change() -> None:
        contact = form.cleaned_data["contact"]
        actions.change_board_contact(board=key, contact=contact, by=by, at=now())

    back = reverse("municipality:board", args=[key])
    if taken(request, form, change, _("The contact is changed.")):
        return redirect(back)
    return form_page(
        request,
        form,
        title=_("Change the contact"),
        lead=row.name,
        submit=_("Save"),
        back=back,
        trail=crumbs(Crumb(row.name, back)),
    )


@policy(Permission.ADMINISTER)
def add_department(request: HttpRequest, key: str) -> HttpResponse:
    """Add a department under a board."""
    by = actor(request)
    row = queries.board(key, by=by, permission=Permission.ADMINISTER)
    form = DepartmentForm(posted(request)).offer()

    def add() -> None:
        kind = DepartmentKind(form.cleaned_data["kind"])
        name = form.cleaned_data["name"]
        actions.add_department(board=key, name=name, kind=kind, by=by, at=now())

    back = reverse("municipality:board", args=[key])
    if taken(request, form, add, _("The department is added.")):
        return redirect(back)
    return form_page(
        request,
        form,
        title=_("Add a department"),
        lead=row.name,
        submit=_("Add"),
        back=back,
        trail=crumbs(Crumb(row.name, back)),
    )


@policy(Permission.ADMINISTER)
def add_partner(request: HttpRequest) -> HttpResponse:
    """Add an organisation that the municipality cooperates with."""
    by, form = actor(request), PartnerForm(posted(request)).offer()

    def add() -> None:
        kind = PartnerKind(form.cleaned_data["kind"])
        actions.add_partner(name=form.cleaned_data["name"], kind=kind, by=by, at=now())

    if taken(request, form, add, _("The partner is added.")):
        return redirect("municipality:index")
    return form_page(
        request,
        form,
        title=_("Add a partner"),
        lead=_("The police, a company, another municipality: whom a camera may be hosted for."),
        submit=_("Add"),
        back=reverse("municipality:index"),
        trail=crumbs(),
    )
