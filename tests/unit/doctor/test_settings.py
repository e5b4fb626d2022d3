"""What the doctor says of what the installation is told."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.unit.doctor.asking import about, codes
from vaka.doctor import addresses, settings
from vaka.doctor.finding import Asked, Finding

PROPER = {
    "public_url": "https://vaka.kommun.se",
    "control_url": "https://vaka.kommun.se",
    "secret_key": "q7Zr0cW2mX9bT4vK8nL1pS6dF3gH5jY0aUeI",
    "mail_server": "smtps://vaka:lösen@mail.kommun.se",
    "mail_from": "vaka@kommun.se",
    "sms_gateway": "https://namn:lösen@sms.kommun.se/send",
    "camera_networks": "10.20.0.0/24:554",
}
CHECKS = (
    settings.unknown,
    settings.refused,
    settings.contradictory,
    settings.examples,
    settings.clear,
    settings.weak_secrets,
)


def found(asked: Asked) -> list[Finding]:
    return [each for check in CHECKS for each in check(asked)]


def test_an_installation_that_is_told_properly_gives_no_finding(tmp_path: Path) -> None:
    assert found(about(tmp_path, **PROPER)) == []


def test_one_that_is_developed_on_gives_none_either(tmp_path: Path) -> None:
    assert found(about(tmp_path, development="yes")) == []


def test_a_typing_error_in_a_name_is_told_with_the_name_that_was_meant(tmp_path: Path) -> None:
    environ = {"VAKA_MAIL_SEVRER": "smtps://x:secret@y", "VAKA_": "", "PATH": "/bin"}
    asked = replace(about(tmp_path), environ=environ)
    first, second = settings.unknown(asked)
    assert first.facts["name"] == "VAKA_"
    assert second.facts == {"name": "VAKA_MAIL_SEVRER", "nearest": "VAKA_MAIL_SERVER"}


@pytest.mark.parametrize(
    ("name", "value", "where"),
    [
        ("public_url", "vaka.kommun.se", "VAKA_PUBLIC_URL"),
        ("control_url", "https://vaka:port", "VAKA_CONTROL_URL"),
        ("worker_listen", "8012", "VAKA_WORKER_LISTEN"),
        ("gateway_listen", "127.0.0.1:99999", "VAKA_GATEWAY_LISTEN"),
        ("database_url", "mysql://here", "VAKA_DATABASE_URL"),
        ("camera_networks", "10.20.0.0/24", "VAKA_CAMERA_NETWORKS"),
        ("camera_authorities", "/nowhere.pem", "VAKA_CAMERA_AUTHORITIES"),
        ("mqtt", "/nowhere.toml", "/nowhere.toml"),
        ("nats", "http://broker", "VAKA_NATS"),
        ("mail_server", "mail.kommun.se", "VAKA_MAIL_SERVER"),
        ("sms_gateway", "sms.kommun.se", "VAKA_SMS_GATEWAY"),
        ("dc09_tls_listen", "0.0.0.0:7701", "VAKA_DC09_TLS_CERTIFICATE, VAKA_DC09_TLS_KEY"),
    ],
)
def test_a_value_that_its_own_reader_refuses_is_told_as_that_reader_tells_it(
    tmp_path: Path, name: str, value: str, where: str
) -> None:
    (only,) = settings.refused(about(tmp_path, **{name: value}))
    assert only.code == "setting-refused"
    assert only.facts["where"] == where
    assert only.facts["mend"]


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"dc09_tls_key": "/etc/key.pem"}, "setting-idle"),
        ({"nats_login": "/etc/login"}, "setting-idle"),
        ({"mail_server": "smtps://mail.kommun.se"}, "sender-default"),
        ({"development": "Yes"}, "development-unread"),
    ],
)
def test_what_has_no_effect_is_told(tmp_path: Path, told: dict[str, str], code: str) -> None:
    assert codes(settings.contradictory(about(tmp_path, **told))) == [code]


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"public_url": "http://vaka.kommun.se"}, "plain-http"),
        ({"gateway_url": "http://10.20.1.7:8010"}, "plain-http"),
        ({"public_url": "http://127.0.0.1:8000"}, "pages-local"),
        ({"development": "yes"}, "development-published"),
        ({"worker_listen": "0.0.0.0:8012"}, "health-open"),
        ({"receiver_listen": "[::]:8011"}, "health-open"),
    ],
)
def test_what_goes_in_clear_or_stands_open_is_told(
    tmp_path: Path, told: dict[str, str], code: str
) -> None:
    assert codes(settings.clear(about(tmp_path, **{**PROPER, **told}))) == [code]


@pytest.mark.parametrize("secret", ["kort", "a" * 64, "django-insecure-q7Zr0cW2mX9bT4vK8nL1pS"])
def test_a_secret_that_can_be_guessed_is_told_and_not_shown(
    tmp_path: Path, secret: str
) -> None:
    (only,) = settings.weak_secrets(about(tmp_path, edge_token=secret))
    assert only.code == "secret-weak"
    assert secret not in str(only.facts)


def test_addresses_of_the_example_file_are_told(tmp_path: Path) -> None:
    asked = about(tmp_path, public_url="https://vaka.example.org", control_url="https://a.se")
    (only,) = settings.examples(asked)
    assert only.facts == {"name": "VAKA_PUBLIC_URL", "host": "vaka.example.org"}


@pytest.mark.parametrize(
    ("host", "example"),
    [("vaka.example.org", True), ("example.se", True), ("a.test", True), ("org", False)],
)
def test_which_names_nobody_has(host: str, example: bool) -> None:
    assert addresses.is_example(host) is example


def test_djangos_own_check_holds_nothing_against_us_as_deployed(tmp_path, settings) -> None:
    from vaka.doctor.settings import as_deployed

    settings.SECURE_SSL_REDIRECT = settings.SESSION_COOKIE_SECURE = True
    settings.CSRF_COOKIE_SECURE, settings.SECURE_HSTS_SECONDS = True, 3600
    settings.SECRET_KEY = "q7Zr0cW2mX9bT4vK8nL1pS6dF3gH5jY0aUeIqwertyuiopasdfgh"
    assert list(as_deployed(about(tmp_path))) == []
    settings.SESSION_COOKIE_SECURE, settings.DEBUG = False, True
    told = {each.facts["id"] for each in as_deployed(about(tmp_path))}
    assert told == {"security.W012", "security.W018"}
