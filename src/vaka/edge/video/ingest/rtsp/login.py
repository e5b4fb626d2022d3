"""Proving who asks: basic and digest authentication (RFC 7616, and RFC 2617 before it)."""

import base64
import hashlib
import re
import secrets
from collections.abc import Callable, Iterable

from vaka.edge.video.ingest.rtsp.errors import LoginRefused

FIELD = re.compile(r'(\w+)=(?:"([^"]*)"|([^\s,]+))')
HASHES: dict[str, Callable[[bytes], "hashlib._Hash"]] = {
    "SHA-256": hashlib.sha256,
    # What cameras in the field speak; it hides the password from nobody who tries for long.
    "MD5": lambda data: hashlib.md5(data, usedforsecurity=False),
}


class Login:
    """A user's answer to a camera's challenge."""

    def __init__(self, user: str, password: str) -> None:
        self._user, self._password = user, password
        self._fields: dict[str, str] | None = None
        self._count = 0

    def challenge(self, told: Iterable[str]) -> None:
        """Take in what a camera asks for: digest before basic, SHA-256 before MD5.

        :raises LoginRefused: when we have no login, or know none of what it asks for.
        """
        digests = [_fields(text) for text in told if text.lower().startswith("digest ")]
        known = [each for each in digests if each.get("algorithm", "MD5").upper() in HASHES]
        known.sort(key=lambda each: each.get("algorithm", "MD5").upper() != "SHA-256")
        if not self._user:
            raise LoginRefused("it asks for a login, and its address has none")
        if known:
            self._fields = known[0]
        elif any(text.lower().startswith("basic") for text in told):
            self._fields = {}
        else:
            raise LoginRefused("it asks for a login of a kind that we do not know")

    def header(self, method: str, url: str) -> dict[str, str]:
        """Return what proves a request to be ours; nothing before there was a challenge."""
        if self._fields is None:
            return {}
        if not self._fields:
            both = base64.b64encode(f"{self._user}:{self._password}".encode()).decode()
            return {"Authorization": f"Basic {both}"}
        return {"Authorization": f"Digest {self._digest(self._fields, method, url)}"}

    def _digest(self, fields: dict[str, str], method: str, url: str) -> str:
        algorithm = fields.get("algorithm", "MD5")

        def hashed(*parts: str) -> str:
            return HASHES[algorithm.upper()](":".join(parts).encode()).hexdigest()

        realm, nonce = fields.get("realm", ""), fields.get("nonce", "")
        secret, what = hashed(self._user, realm, self._password), hashed(method, url)
        told = {"username": self._user, "realm": realm, "nonce": nonce, "uri": url}
        plain = ""
        if "auth" in re.split(r"[\s,]+", fields.get("qop", "")):
            self._count += 1
            count, own = f"{self._count:08x}", secrets.token_hex(8)
            told["response"] = hashed(secret, nonce, count, own, "auth", what)
            told["cnonce"] = own
            plain = f", qop=auth, nc={count}"
        else:
            told["response"] = hashed(secret, nonce, what)
        if "opaque" in fields:
            told["opaque"] = fields["opaque"]
        if "algorithm" in fields:
            plain += f", algorithm={algorithm}"
        return ", ".join(f'{name}="{text}"' for name, text in told.items()) + plain


def _fields(text: str) -> dict[str, str]:
    found = FIELD.findall(text)
    return {name.lower(): quoted or bare for name, quoted, bare in found}
