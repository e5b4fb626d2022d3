"""What a simulated camera asks of who wants to see: basic or digest authentication."""

import base64
import hashlib
import hmac
from enum import StrEnum

REALM = "simulated camera"


class Scheme(StrEnum):
    """How a password is proved: RFC 7617; RFC 2617, which cameras speak; RFC 7616."""

    BASIC = "Basic"
    DIGEST = "MD5"
    DIGEST_SHA256 = "SHA-256"


def challenge(scheme: Scheme, nonce: str) -> str:
    """Return what an unknown client is asked."""
    if scheme is Scheme.BASIC:
        return f'Basic realm="{REALM}"'
    algorithm = f", algorithm={scheme}" if scheme is Scheme.DIGEST_SHA256 else ""
    return f'Digest realm="{REALM}", nonce="{nonce}"{algorithm}'


def is_proved(
    scheme: Scheme, told: str, method: str, *, user: str, password: str, nonce: str
) -> bool:
    """Return whether an Authorization header proves the password."""
    if scheme is Scheme.BASIC:
        right = base64.b64encode(f"{user}:{password}".encode()).decode()
        return hmac.compare_digest(told.encode(), f"Basic {right}".encode())
    fields = _fields(told)

    def hashed(text: str) -> str:
        # MD5 hides the password from nobody who tries for long: it is what the field speaks.
        return hashlib.new(
            scheme.replace("-", ""), text.encode(), usedforsecurity=False
        ).hexdigest()

    secret = hashed(f"{user}:{REALM}:{password}")
    what = hashed(f"{method}:{fields.get('uri', '')}")
    return fields.get("response") == hashed(f"{secret}:{nonce}:{what}")


def _fields(header: str) -> dict[str, str]:
    parts = header.removeprefix("Digest ").split(",")
    pairs = (part.strip().partition("=") for part in parts)
    return {name: value.strip('"') for name, _, value in pairs}
