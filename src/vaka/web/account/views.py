"""Logging in and out, one's own password, and the language and the light of the pages."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import AuthenticationForm, UsernameField
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.views import LoginView, LogoutView
from django.forms import CharField, Form, PasswordInput, TextInput
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from vaka.core.errors import BadInput
from vaka.municipality import actions, queries
from vaka.web.accepting import accepted
from vaka.web.account.theme import COOKIE, KEPT_FOR_S, Theme
from vaka.web.acting import actor, now
from vaka.web.policy import ANYONE_LOGGED_IN, PUBLIC, policy
from vaka.web.words import in_words

if TYPE_CHECKING:
    from vaka.municipality.models import Person


class LoginForm(AuthenticationForm):
    """A user name and a password."""

    username = UsernameField(
        label=gettext_lazy("User name"), widget=TextInput(attrs={"autofocus": True})
    )


class Login(LoginView):
    """Ask who it is."""

    form_class = LoginForm

    template_name = "account/login.html"
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """Add who can log in, where the municipality is an invented one."""
        told = super().get_context_data(**kwargs)
        if queries.is_example():
            told["example_logins"] = [_example_login(person) for person in queries.people()]
        return told


def _example_login(person: "Person") -> dict[str, str]:
    roles = sorted({in_words(held.role, "role") for held in person.assignments.all()})
    return {"name": person.name, "login": person.login, "roles": ", ".join(roles)}


class Logout(LogoutView):
    """End the session."""


class OwnPasswordForm(Form):
    """The password one has, and the one that is to take its place, twice."""

    old = CharField(
        label=gettext_lazy("The password you have"),
        strip=False,
        widget=PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    password = CharField(
        label=gettext_lazy("New password"),
        strip=False,
        widget=PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=gettext_lazy("At least 12 characters, not a common password."),
    )
    again = CharField(
        label=gettext_lazy("New password, again"),
        strip=False,
        widget=PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def of(self, person: "Person") -> Self:
        """Say whose password it is, so that it is not like the login."""
        self.person = person
        return self

    def clean_password(self) -> str:
        """Hold the password against what is guessed first."""
        chosen: str = self.cleaned_data["password"]
        validate_password(chosen, self.person)
        return chosen

    def clean(self) -> dict[str, object]:
        """See that the two are the same."""
        told = self.cleaned_data
        if "password" in told and told.get("again") != told["password"]:
            self.add_error("again", _("The two are not the same."))
        return told


login = policy(PUBLIC)(Login.as_view())
logout = policy(PUBLIC)(Logout.as_view())


@policy(ANYONE_LOGGED_IN)
def own_password(request: HttpRequest) -> HttpResponse:
    """Change one's own password; sessions elsewhere end, this one goes on."""
    assert request.user.is_authenticated
    form = OwnPasswordForm(request.POST if request.method == "POST" else None).of(request.user)

    def change() -> None:
        told = form.cleaned_data
        person = actions.change_password(
            old=told["old"], new=told["password"], by=actor(request), at=now()
        )
        update_session_auth_hash(request, person)

    if request.method == "POST" and accepted(form, change):
        messages.success(request, _("Your password is changed. Elsewhere you are logged out."))
        return redirect("home")
    status = 400 if form.errors else 200
    return render(request, "account/password.html", {"form": form}, status=status)


@policy(PUBLIC)
def language(request: HttpRequest) -> HttpResponse:
    """Keep the language that was asked for."""
    return set_language(request)


@policy(PUBLIC)
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Keep the light that was asked for, and go back.

    :raises BadInput: when there is no such light.
    """
    chosen = request.POST.get("theme", "")
    if chosen not in set(Theme):
        raise BadInput("theme", "there is no such light", "auto, light or dark")
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)
    response.set_cookie(
        COOKIE,
        chosen,
        max_age=KEPT_FOR_S,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response
