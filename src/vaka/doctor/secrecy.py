"""No secret is told, whatever an error that a library wrote has in it."""

from collections.abc import Callable, Iterator
from dataclasses import asdict
from urllib.parse import unquote, urlsplit

from vaka.doctor.finding import Asked

Hide = Callable[[str], str]
# Shorter ones would black out words that are no secret; `secret-weak` tells of them.
_SHORTEST = 4


def hiding(asked: Asked) -> Hide:
    """Return what blacks out the installation's secrets in a text."""
    secrets = sorted(
        {each for each in _secrets(asked) if len(each) >= _SHORTEST}, key=len, reverse=True
    )

    def hide(text: str) -> str:
        for each in secrets:
            text = text.replace(each, "***")
        return text

    return hide


def _secrets(asked: Asked) -> Iterator[str]:
    told = asked.told
    yield from (told.secret_key, told.edge_token, told.webhook_secret)
    for value in asdict(told).values():
        for address in value.split(","):
            yield from _password(address.strip())


def _password(address: str) -> Iterator[str]:
    """Yield the password of an address, as it stands and as it is meant."""
    try:
        password = urlsplit(address).password or ""
    except ValueError:
        password = address.rpartition("@")[0].rpartition(":")[2]
    yield from (password, unquote(password))
