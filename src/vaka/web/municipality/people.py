"""Pages of the people: who logs in, who has what role where, and what ends."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from vaka.municipality import actions, queries
from vaka.municipality.rules import Permission, Role
from vaka.web.acting import actor, now
from vaka.web.municipality import picture
from vaka.web.municipality.forms import AssignForm, EndForm, PasswordForm, PersonForm
from vaka.web.municipality.views import administers_all, crumbs, form_page, posted, taken
from vaka.web.policy import policy
from vaka.web.stages import Crumb


@policy(Permission.ADMINISTER)
def index(request: HttpRequest) -> HttpResponse:
    """Show who has what role where, and everybody who can log in."""
    by, at = actor(request), now()
    rows = list(queries.people_of(by=by))
    boards = list(queries.boards(by=by, permission=Permission.ADMINISTER))
    told = {
        "matrix": picture.matrix(rows, boards, at=at),
        "people": [
            (row, [one for one in row.assignments.all() if picture.lasts(one, at)])
            for row in rows
            if row.is_active
        ],
        "gone": [row for row in rows if not row.is_active],
        "everything": administers_all(by),
        "trail": crumbs(),
    }
    return render(request, "municipality/people.html", told)


@policy(Permission.ADMINISTER)
def add(request: HttpRequest) -> HttpResponse:
    """Add somebody who can log in."""
    by, form = actor(request), PersonForm(posted(request))
    made: list[str] = []

    def keep() -> None:
        made.append(actions.add_person(**form.cleaned_data, by=by, at=now()).pk)

    if taken(request, form, keep, _("The person is added. Without a role nothing is open.")):
        return redirect("municipality:assign", made[0])
    return form_page(
        request,
        form,
        title=_("Add a person"),
        lead=_("Each person has a login of their own: the record says who did what."),
        submit=_("Add"),
        back=reverse("municipality:people"),
        trail=_trail(),
    )


@policy(Permission.ADMINISTER)
def person(request: HttpRequest, key: str) -> HttpResponse:
    """Show one person: the roles held, to come and ended."""
    by, at = actor(request), now()
    row = queries.person(key, by=by)
    told = {
        "person": row,
        "held": [(one, picture.lasts(one, at)) for one in row.assignments.all()],
        "now": at,
        "everything": administers_all(by),
        "trail": _trail(),
    }
    return render(request, "municipality/person.html", told)


@policy(Permission.ADMINISTER)
def assign(request: HttpRequest, key: str) -> HttpResponse:
    """Give a person a role."""
    by, at = actor(request), now()
    row = queries.person(key, by=by)
    form = AssignForm(posted(request)).offer(by)

    def give() -> None:
        actions.assign(
            person=key,
            role=Role(form.cleaned_data["role"]),
            board=form.where(),
            starts_at=form.starts_at(at),
            ends_at=form.ends_at(),
            by=by,
            at=at,
        )

    if taken(request, form, give, _("The role is given.")):
        return redirect("municipality:person", key)
    return form_page(
        request,
        form,
        title=_("Give a role"),
        lead=row.name,
        submit=_("Give the role"),
        back=reverse("municipality:person", args=[key]),
        trail=_trail(Crumb(row.name, reverse("municipality:person", args=[key]))),
    )


@policy(Permission.ADMINISTER)
def end(request: HttpRequest, key: str) -> HttpResponse:
    """End a role, now or on a day."""
    by, at = actor(request), now()
    row, form = queries.assignment(key, by=by), EndForm(posted(request))
    back = reverse("municipality:person", args=[row.person_id])

    def stop() -> None:
        actions.end_assignment(assignment=key, ends_at=form.ends_at(), by=by, at=at)

    if taken(request, form, stop, _("The role ends.")):
        return redirect(back)
    told = {"form": form, "assignment": row, "cancel": back, "trail": _trail()}
    status = 400 if form.errors else 200
    return render(request, "municipality/end.html", told, status=status)


@policy(Permission.ADMINISTER)
def password(request: HttpRequest, key: str) -> HttpResponse:
    """Give somebody a new password."""
    by = actor(request)
    row = queries.person(key, by=by)
    form = PasswordForm(posted(request)).of(row.login)

    def give() -> None:
        actions.set_password(
            person=key, password=form.cleaned_data["password"], by=by, at=now()
        )

    if taken(request, form, give, _("The password is changed, and every session ended.")):
        return redirect("municipality:person", key)
    back = reverse("municipality:person", args=[key])
    return form_page(
        request,
        form,
        title=_("New password"),
        lead=row.name,
        submit=_("Change the password"),
        back=back,
        trail=_trail(Crumb(row.name, back)),
    )


@policy(Permission.ADMINISTER)
def deactivate(request: HttpRequest, key: str) -> HttpResponse:
    """Put somebody out, once it is confirmed."""
    by = actor(request)
    row = queries.person(key, by=by)
    if request.method == "POST":
        actions.deactivate_person(person=key, by=by, at=now())
        return redirect("municipality:people")
    trail = _trail(Crumb(row.name, reverse("municipality:person", args=[key])))
    return render(request, "municipality/deactivate.html", {"person": row, "trail": trail})


@policy(Permission.ADMINISTER)
def reactivate(request: HttpRequest, key: str) -> HttpResponse:
    """Let somebody log in again, with a new password."""
    by = actor(request)
    row = queries.person(key, by=by)
    form = PasswordForm(posted(request)).of(row.login)

    def take_back() -> None:
        chosen = form.cleaned_data["password"]
        actions.reactivate_person(person=key, password=chosen, by=by, at=now())

    if taken(request, form, take_back, _("The person can log in again, and has no role yet.")):
        return redirect("municipality:person", key)
    back = reverse("municipality:person", args=[key])
    return form_page(
        request,
        form,
        title=_("Let in again"),
        lead=row.name,
        submit=_("Let in again"),
        back=back,
        trail=_trail(Crumb(row.name, back)),
    )


def _trail(*further: Crumb) -> list[Crumb]:
    return crumbs(Crumb(_("People and roles"), reverse("municipality:people")), *further)
