"""Logging in, and what happens to whoever guesses."""

import logging
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import F
from django.test import Client

from vaka.municipality.models import Person
from vaka.municipality.rules import Role

pytestmark = pytest.mark.django_db
PASSWORD, WRONG = "exempel-lösenord", "fel-lösenord-här"
HERE, ELSEWHERE = "192.0.2.7", "192.0.2.8"


@pytest.fixture
def login(person, board) -> str:
    return Person.objects.get(pk=person(Role.OPERATOR, board).id).login


def attempt(login: str, password: str, *, address: str = HERE):
    """Log in from an address, as the proxy tells it."""
    return Client(headers={"X-Real-IP": address}).post(
        "/login/", {"username": login, "password": password, "next": "/"}
    )


def guessed_too_often(login: str) -> None:
    for _ in range(settings.AXES_FAILURE_LIMIT):
        last = attempt(login, WRONG)
    assert last.status_code == 429


def test_the_right_password_logs_in(login):
    assert attempt(login, PASSWORD).headers["Location"] == "/"


def test_ten_guesses_and_no_more_not_with_the_right_password_either(login):
    guessed_too_often(login)
    refused = attempt(login, PASSWORD)
    assert refused.status_code == 429
    assert "För många försök" in refused.content.decode()
    assert "15 minuter" in refused.content.decode()


def test_a_stranger_locks_nobody_out_elsewhere_and_no_other_here(login, person, board):
    guessed_too_often(login)
    other = Person.objects.get(pk=person(Role.OPERATOR, board).id).login
    assert attempt(login, PASSWORD, address=ELSEWHERE).status_code == 302
    assert attempt(other, PASSWORD).status_code == 302


def test_after_a_pause_one_may_try_again(login):
    guessed_too_often(login)
    pause = settings.AXES_COOLOFF_TIME + timedelta(seconds=1)
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - pause)
    assert attempt(login, PASSWORD).status_code == 302
    assert not AccessAttempt.objects.exists()


def test_a_login_that_succeeds_forgets_the_failures_before_it(login):
    for _ in range(settings.AXES_FAILURE_LIMIT - 1):
        attempt(login, WRONG)
    attempt(login, PASSWORD)
    assert attempt(login, WRONG).status_code == 200


@pytest.mark.parametrize("told", ["", "ingen adress", "192.0.2.7, 10.0.0.1"])
def test_an_address_that_is_none_is_the_connections_own(login, told):
    assert attempt(login, WRONG, address=told).status_code == 200
    assert AccessAttempt.objects.get().ip_address == "127.0.0.1"


def test_neither_the_table_nor_the_log_holds_what_was_typed(login, caplog):
    caplog.set_level(logging.DEBUG)
    attempt(PASSWORD, login)  # the one where the other belongs
    attempt(login, WRONG)
    kept = str(list(AccessAttempt.objects.values()))
    for typed in (login, PASSWORD, WRONG):
        assert typed not in kept
        assert typed not in caplog.text
    assert HERE in caplog.text
