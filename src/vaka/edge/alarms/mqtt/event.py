"""What a message over MQTT reports, and the reading of JSON that anybody may have sent."""

import json
from dataclasses import dataclass
from datetime import datetime

from vaka.core.errors import VakaError

# A broker may hand out 256 MiB; an event is some kilobytes.
LARGEST = 256 * 1024


class NoEvent(VakaError):
    """The message is not of the form that the topic map says."""


@dataclass(frozen=True)
class Event:
    """One event: whose it is, what it says in SIA's code; its repeats share `mark`."""

    account: str
    code: str
    area: str | None
    zone: str | None
    text: str
    occurred_at: datetime | None
    mark: str


def mapping(payload: bytes) -> dict[str, object]:
    """Return the JSON object in a payload.

    :raises NoEvent: when there is none.
    """
    if len(payload) > LARGEST:
        raise NoEvent(f"it is larger than {LARGEST} bytes")
    try:
        value: object = json.loads(payload)
        # JSON may name half a character, which no database keeps.
        json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise NoEvent("it is no JSON of whole characters") from None
    return inner(value, "the message")


def inner(value: object, what: str) -> dict[str, object]:
    """Return a JSON object as it is.

    :raises NoEvent: when it is something else.
    """
    if not isinstance(value, dict):
        raise NoEvent(f"{what} is no JSON object")
    return value


def text(value: object, what: str) -> str:
    """Return a JSON string as it is.

    :raises NoEvent: when it is something else, or empty.
    """
    if not isinstance(value, str) or not value:
        raise NoEvent(f"{what} is no text")
    return value
