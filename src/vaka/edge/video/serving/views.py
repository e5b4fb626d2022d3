"""Which views there are and were: a ticket opens one, once, and why it ended is remembered."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from vaka.core.errors import Absent, Conflict
from vaka.terms.tickets import Ticket

# For so long after its ticket ran out it can be asked why a view ended.
REMEMBERED = timedelta(minutes=15)


@dataclass
class Ending:
    """Why a view ended, nothing while it goes on.

    `lacking` is why a copy ends before the signatures of its last group.
    """

    ended: str = ""
    lacking: str = ""


@dataclass
class _View:
    forget_at: datetime
    ending: Ending


class Views:
    """The views of one gateway since it began; in memory, so older tickets open nothing."""

    def __init__(self, *, began: datetime) -> None:
        self._began = began
        self._views: dict[str, _View] = {}

    def begin(self, ticket: Ticket, *, at: datetime) -> None:
        """Use a ticket up.

        :raises Conflict: when it has been used, or may have been before this process began.
        """
        self._forget(at)
        if ticket.id in self._views:
            raise Conflict(ticket.id, "ticket-used-already")
        if ticket.issued < self._began:
            raise Conflict(ticket.id, "ticket-before-start")
        self._views[ticket.id] = _View(ticket.expires + REMEMBERED, Ending())

    def end(self, ticket: str, ending: Ending) -> None:
        """Note why a view ended."""
        if ticket in self._views:
            self._views[ticket].ending = ending

    def ending(self, ticket: str) -> Ending:
        """Return why a view ended.

        :raises Absent: when there was none that is remembered.
        """
        if ticket not in self._views:
            raise Absent("view", ticket)
        return self._views[ticket].ending

    def _forget(self, at: datetime) -> None:
        for ticket in [name for name, view in self._views.items() if view.forget_at <= at]:
            del self._views[ticket]
