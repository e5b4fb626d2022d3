"""A person at a browser, as far as cookies and forms go: what the loop is walked with."""

import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.client import HTTPResponse
from http.cookiejar import CookieJar
from urllib.parse import urlencode

PATIENCE_SECONDS = 20.0
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class NotHeld(Exception):
    """Something in the loop was not as it must be; `status` is what a page answered."""

    def __init__(self, what: str, status: int = 0) -> None:
        super().__init__(what)
        self.status = status


def need(holds: object, what: str) -> None:
    """Go on when it holds.

    :raises NotHeld: when it does not.
    """
    if not holds:
        raise NotHeld(what)


class Visitor:
    """Somebody logged in, or nobody, on the pages at that address."""

    def __init__(self, url: str) -> None:
        self._url, self._cookies = url, CookieJar()
        processor = urllib.request.HTTPCookieProcessor(self._cookies)
        self._opener = urllib.request.build_opener(processor)

    def log_in(self, login: str, password: str) -> "Visitor":
        """Log in, and be whoever that is from now on.

        :raises NotHeld: when the pages do not let them in.
        """
        fields = {"username": login, "password": password, "next": "/"}
        page = self.post("/login/", fields, form="/login/")
        need('name="password"' not in page, f"{login} cannot log in")
        return self

    def get(self, path: str) -> str:
        """Return a page.

        :raises NotHeld: when it is not answered 200.
        """
        with self.stream(path) as answer:
            return answer.read().decode("utf-8", "replace")

    def get_bytes(self, path: str) -> bytes:
        """Return a file."""
        with self.stream(path) as answer:
            return answer.read()

    def status(self, path: str, *, headers: dict[str, str] | None = None) -> int:
        """Return with which status a path is answered."""
        try:
            with self.stream(path, headers=headers):
                return HTTPStatus.OK
        except NotHeld as answer:
            return answer.status

    def post(self, path: str, fields: dict[str, str], *, form: str) -> str:
        """Send a form as it stands on the page `form`, and return what comes back."""
        return self.post_for_bytes(path, fields, form=form).decode()

    def post_for_bytes(self, path: str, fields: dict[str, str], *, form: str) -> bytes:
        """Send a form as it stands on the page `form`, and return the file that comes back."""
        found = TOKEN.search(self.get(form))
        need(found, f"{form} has no form")
        assert found
        body = urlencode({**fields, "csrfmiddlewaretoken": found[1]}).encode()
        with self.stream(path, body=body, headers={"Referer": self._url + form}) as answer:
            return answer.read()

    def post_json(self, path: str, fields: dict[str, str]) -> dict[str, str]:
        """Send fields as an island of ours does, and return the JSON that comes back."""
        token = next(c.value for c in self._cookies if c.name == "csrftoken")
        headers = {"X-CSRFToken": token or "", "Referer": self._url + path}
        with self.stream(path, body=urlencode(fields).encode(), headers=headers) as answer:
            told: dict[str, str] = json.loads(answer.read())
            return told

    @contextmanager
    def stream(
        self, path: str, *, body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> Iterator[HTTPResponse]:
        """Open a path; the block reads the answer as it comes.

        :raises NotHeld: when it is not answered 200.
        """
        where = self._url + path
        # The address is our own server's, made here.
        request = urllib.request.Request(where, data=body, headers=headers or {})  # noqa: S310 see above
        try:
            with self._opener.open(request, timeout=PATIENCE_SECONDS) as answer:
                yield answer
        except urllib.error.HTTPError as answer:
            said = answer.read(300).decode("utf-8", "replace")
            raise NotHeld(f"{path} answered {answer.code}: {said}", answer.code) from None
