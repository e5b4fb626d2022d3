"""Logging in and out, and the language of the pages."""

from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.views.i18n import set_language

from vaka.web.policy import PUBLIC, policy


class Login(LoginView):
    """Ask who it is."""

    template_name = "account/login.html"
    redirect_authenticated_user = True


class Logout(LogoutView):
    """End the session."""


login = policy(PUBLIC)(Login.as_view())
logout = policy(PUBLIC)(Logout.as_view())


@policy(PUBLIC)
def language(request: HttpRequest) -> HttpResponse:
    """Keep the language that was asked for."""
    return set_language(request)
