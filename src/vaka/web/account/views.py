"""Logging in and out, and the language and the light of the pages."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm, UsernameField
from django.contrib.auth.views import LoginView, LogoutView
from django.forms import TextInput
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from vaka.core.errors import BadInput
from vaka.municipality import queries
from vaka.web.account.theme import COOKIE, KEPT_FOR_S, Theme
from vaka.web.policy import PUBLIC, policy
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


login = policy(PUBLIC)(Login.as_view())
logout = policy(PUBLIC)(Logout.as_view())


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
