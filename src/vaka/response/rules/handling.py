"""How incidents of a kind are formed and hurried: a rule that people read and change."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from vaka.core.errors import BadInput
from vaka.law.eu.alarm_receiving import BY_PRIORITY
from vaka.response.rules.codes import IncidentKind
from vaka.response.rules.incidents import PRIORITY

LEAST_URGENT = 4
MOST_STEPS = 5
LONGEST = timedelta(hours=1)


@dataclass(frozen=True)
class Handling:
    """What holds for one kind: for how long alarms belong together, how urgent, how hurried.

    An alarm of this kind goes into an open incident of its own kind, or else of one in `joins`.
    Each of `escalations` is how long an incident may wait, from when it opened.
    """

    kind: IncidentKind
    within: timedelta
    priority: int
    escalations: tuple[timedelta, ...]
    joins: tuple[IncidentKind, ...] = ()

    @property
    def within_minutes(self) -> int:
        """Return for how many minutes alarms belong together."""
        return int(self.within.total_seconds() // 60)

    @property
    def seconds(self) -> list[int]:
        """Return after how many seconds each step of the escalation falls due."""
        return [int(after.total_seconds()) for after in self.escalations]


def default(kind: IncidentKind, *, within: timedelta) -> Handling:
    """Return what holds while nobody has said otherwise; the times are those of EN 50518."""
    priority = PRIORITY[kind]
    return Handling(kind, within, priority, default_escalations(priority))


def default_escalations(priority: int) -> tuple[timedelta, ...]:
    """Return how long incidents of a priority may wait, by the standard's own shares."""
    return tuple(begun.within for begun in BY_PRIORITY[priority])


def checked(
    *,
    kind: IncidentKind,
    within: timedelta,
    priority: int,
    escalations: Sequence[timedelta],
    joins: Collection[IncidentKind],
) -> Handling:
    """Return the rule, if it can be one.

    :raises BadInput: when minutes or priority are out of bounds, or the steps do not follow
        one another within the hour.
    """
    if not timedelta(minutes=1) <= within <= timedelta(days=1):
        raise BadInput("within_minutes", "it is not a minute to a day", "Give 1 to 1440")
    if not 1 <= priority <= LEAST_URGENT:
        raise BadInput("priority", "there is no such priority", "Give 1 to 4")
    apart = [timedelta(), *escalations]
    rising = all(one < two for one, two in pairwise(apart))
    if not rising or len(escalations) > MOST_STEPS or apart[-1] > LONGEST:
        raise BadInput(
            "escalations",
            "the times do not rise, or are too many or too long",
            "Give at most five rising numbers of seconds, none over 3600",
        )
    return Handling(
        kind, within, priority, tuple(escalations), tuple(sorted(set(joins) - {kind}))
    )
