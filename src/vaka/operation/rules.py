"""What a camera is doing, what a ticket is for, and which role a view is made in."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from vaka.terms.document import Terms

ADDRESS_KEY = "addresses.key"

TICKET_LIFE = timedelta(minutes=10)
# A camera that its gateway has not spoken of for so long is not known to be well.
SILENT_AFTER = timedelta(seconds=90)


class Health(StrEnum):
    """What a gateway says of a camera, and what we say when it says nothing."""

    RECORDING = "recording"
    LIVE_ONLY = "live-only"
    WAITING_FOR_TERMS = "waiting-for-terms"
    OUTSIDE_TERMS = "outside-terms"
    UNREACHABLE = "unreachable"
    STALLED = "stalled"
    GARBAGE = "garbage"
    REFUSED_ADDRESS = "refused-address"
    NEVER_HEARD_OF = "never-heard-of"
    SILENT = "silent"


FAULTS = frozenset(
    {
        Health.UNREACHABLE,
        Health.STALLED,
        Health.GARBAGE,
        Health.REFUSED_ADDRESS,
        Health.SILENT,
    }
)


class Purpose(StrEnum):
    """Why somebody looks; every ticket names one."""

    INCIDENT = "incident"
    WATCH = "watch"
    MAINTENANCE = "maintenance"


def health_now(state: str, heard_at: datetime | None, *, at: datetime) -> Health:
    """Return the health to show: what was last said, unless that was too long ago."""
    if heard_at is None:
        return Health.NEVER_HEARD_OF
    return Health.SILENT if at - heard_at > SILENT_AFTER else Health(state)


def role_for(terms: Terms, act: str, roles: Iterable[str]) -> str | None:
    """Return the held role under which the terms ask least for this act, or None.

    A person with two roles is not to be asked for an incident when one role needs none.
    """
    held = set(roles)
    named = [rule for rule in terms.access if act in rule.acts and rule.role in held]
    least = min(named, key=lambda rule: (len(rule.requires), rule.role), default=None)
    return least.role if least else None
