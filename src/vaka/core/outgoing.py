"""Something to be sent: what it says, how far it has come, how often it is tried."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

# A gateway that is away for a moment must not cost the message; one that is away for long must
# not hide that nobody was told.
RETRY_AFTER = tuple(timedelta(seconds=seconds) for seconds in (10, 30, 60, 120))
# Longer than any gateway may take, so that no second worker sends what a first still sends.
CLAIMED_FOR = timedelta(seconds=60)


class Delivery(StrEnum):
    """How far a message has come."""

    WAITING = "waiting"
    SENT = "sent"
    GIVEN_UP = "given-up"


@dataclass(frozen=True)
class Outgoing:
    """One message on its way: to whom, and what it says. `key` is the same at each attempt."""

    key: str
    address: str
    subject: str
    text: str


class NotSent(Exception):
    """A gateway did not take a message; its words say why."""


def try_again(attempts: int) -> timedelta | None:
    """Return how long to wait after so many attempts; None when it is given up."""
    return RETRY_AFTER[attempts - 1] if attempts <= len(RETRY_AFTER) else None
