"""What django-axes counts failed logins by, and what it answers when there are too many.

It counts by login and address together: a stranger elsewhere cannot lock the night's operator
out, and somebody who guesses at one desk is stopped there (`docs/adr/0020`).
"""

import ipaddress
from collections.abc import Mapping
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac

SALT = "vaka.web.account.attempts"


def login_counted(request: HttpRequest | None, credentials: Mapping[str, str] | None) -> str:
    """Return what stands for a login in the table of attempts: a keyed hash of it.

    People sometimes type the password where the login belongs.
    """
    typed = (credentials or {}).get("username") or ""
    return salted_hmac(SALT, typed, algorithm="sha256").hexdigest()


def address(request: HttpRequest) -> str:
    """Return from where somebody asks: as our proxy says, else as the connection does."""
    told = request.META.get("HTTP_X_REAL_IP", "")
    try:
        return str(ipaddress.ip_address(told))
    except ValueError:
        return str(request.META.get("REMOTE_ADDR", ""))


def in_the_log(_login: str, address: str, *_more: object) -> str:
    """Return how an attempt is written in the process's log: from where, not as whom."""
    return address


def too_many(
    request: HttpRequest, answer: HttpResponse, credentials: Mapping[str, str]
) -> HttpResponse:
    """Answer that no more attempts are taken for a while."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    return render(
        request,
        "account/too_many.html",
        {"minutes": minutes},
        status=HTTPStatus.TOO_MANY_REQUESTS,
    )
