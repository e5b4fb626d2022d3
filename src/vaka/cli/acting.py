"""In whose name a command acts: a person's, or the command line's own."""

from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vaka.municipality.rules import Actor, Role

COMMAND_LINE = "command-line"


def actor(login: str | None, *roles: "Role", at: datetime) -> "Actor":
    """Return who acts: the person of that login, or the command line in those roles.

    Whoever has the shell has the database; that it was the shell is on the record.

    :raises Absent: when nobody has that login.
    """
    from vaka.municipality import queries
    from vaka.municipality.rules import Actor, Grant

    if login:
        return queries.actor_by_login(login, at=at)
    return Actor(COMMAND_LINE, COMMAND_LINE, frozenset(map(Grant, roles)))
