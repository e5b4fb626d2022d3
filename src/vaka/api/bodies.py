"""Bodies as JSON, without the characters that no database keeps."""

from django.http import HttpRequest
from ninja.parser import Parser
from ninja.types import DictStrAny

_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


class WholeCharacters(Parser):
    """Reads a body; NUL and half characters come out replaced, so that the rest is kept."""

    def parse_body(self, request: HttpRequest) -> DictStrAny:
        """Return the body's content.

        :raises ValueError: when it is no JSON in UTF-8.
        """
        told = super().parse_body(request)
        # In UTF-8 neither can stand as it is: both take an escape.
        if b"\\u" in request.body:
            _mended(told)
        return told


def _mended(value: object) -> object:
    if isinstance(value, str):
        return value.replace("\0", _REPLACEMENT).encode(errors="replace").decode()
    if isinstance(value, list):
        value[:] = map(_mended, value)
    elif isinstance(value, dict):
        entries = [(_mended(key), _mended(each)) for key, each in value.items()]
        value.clear()
        value.update(entries)
    return value
