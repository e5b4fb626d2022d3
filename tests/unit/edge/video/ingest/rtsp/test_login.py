"""Logins, held against the examples of the RFCs and against each other."""

import re

import pytest

from vaka.edge.video.ingest.rtsp import login as module
from vaka.edge.video.ingest.rtsp.errors import LoginRefused
from vaka.edge.video.ingest.rtsp.login import Login

PLAIN = (
    'Digest realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", '
    'opaque="5ccc069c403ebaf9f0171e9517f40e41"'
)
# RFC 7616 §3.9.1.
SHA = (
    'Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=SHA-256, '
    'nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", '
    'opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"'
)
OWN = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"


def said(login: Login, method: str, url: str) -> dict[str, str]:
    header = login.header(method, url)["Authorization"]
    return dict(re.findall(r'(\w+)="?([^",]+)', header))


def test_before_anybody_asks_nothing_is_said() -> None:
    assert Login("user", "secret").header("DESCRIBE", "rtsp://x/") == {}


def test_an_old_digest_is_as_rfc_2617_has_it() -> None:
    login = Login("Mufasa", "Circle Of Life")
    login.challenge([PLAIN])
    told = said(login, "GET", "/dir/index.html")
    # Without qop: MD5(HA1:nonce:HA2), RFC 2069's form; worked out with `openssl md5`.
    assert told["response"] == "670fd8c2df070c60b045671b8b24ff02"
    assert told["opaque"] == "5ccc069c403ebaf9f0171e9517f40e41"


def test_sha_256_is_as_rfc_7616_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module.secrets, "token_hex", lambda _: OWN)
    login = Login("Mufasa", "Circle of Life")
    login.challenge(['Basic realm="x"', PLAIN, SHA])
    told = said(login, "GET", "/dir/index.html")
    expected = "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"
    assert told["response"] == expected
    assert (told["nc"], told["qop"], told["algorithm"]) == ("00000001", "auth", "SHA-256")
    assert said(login, "GET", "/")["nc"] == "00000002"


def test_basic_is_spoken_where_nothing_better_is() -> None:
    login = Login("Aladdin", "open sesame")
    login.challenge(['Basic realm="x"'])
    # RFC 7617 §2.
    assert login.header("DESCRIBE", "x") == {
        "Authorization": "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="
    }


@pytest.mark.parametrize("told", [[], ["Negotiate"], ['Digest realm="x", algorithm=MD5-sess']])
def test_a_challenge_that_we_cannot_meet_is_said(told: list[str]) -> None:
    with pytest.raises(LoginRefused, match="of a kind"):
        Login("user", "secret").challenge(told)


def test_without_a_login_none_is_made_up() -> None:
    with pytest.raises(LoginRefused, match="has none"):
        Login("", "").challenge([PLAIN])
