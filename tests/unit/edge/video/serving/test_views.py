"""A ticket opens one view, once; why it ended can be asked for a while."""

from datetime import UTC, datetime, timedelta

import pytest

from vaka.core.errors import Absent, Conflict
from vaka.core.ids import new_id
from vaka.edge.video.serving.views import REMEMBERED, Ending, Views
from vaka.terms.document import Act
from vaka.terms.tickets import Ticket

AT = datetime(2026, 3, 2, 20, tzinfo=UTC)


def ticket(*, issued: datetime = AT) -> Ticket:
    return Ticket(
        id=new_id(at=issued),
        person="operator-2",
        role="operator",
        camera="torget",
        terms="t",
        act=Act.LIVE,
        purpose="watch",
        incident=None,
        issued=issued,
        expires=issued + timedelta(minutes=1),
    )


def test_a_view_has_no_reason_until_it_ends() -> None:
    views, one = Views(began=AT), ticket()
    views.begin(one, at=AT)
    assert views.ending(one.id).ended == ""
    views.end(one.id, Ending("revoked"))
    assert views.ending(one.id).ended == "revoked"


def test_a_ticket_is_used_up_even_after_its_view_has_ended() -> None:
    views, one = Views(began=AT), ticket()
    views.begin(one, at=AT)
    views.end(one.id, Ending("viewer-left"))
    with pytest.raises(Conflict, match="ticket-used-already"):
        views.begin(one, at=AT)


def test_a_ticket_from_before_the_start_opens_nothing() -> None:
    """It may have been used: what was used is remembered in memory only."""
    views = Views(began=AT)
    with pytest.raises(Conflict, match="ticket-before-start"):
        views.begin(ticket(issued=AT - timedelta(microseconds=1)), at=AT)


def test_what_nobody_saw_has_no_end() -> None:
    views = Views(began=AT)
    views.end("nobody's", Ending("revoked"))
    with pytest.raises(Absent):
        views.ending("nobody's")


def test_a_view_is_forgotten_when_its_ticket_could_no_longer_be_used() -> None:
    views, one = Views(began=AT), ticket()
    views.begin(one, at=AT)
    forgotten = one.expires + REMEMBERED
    views.begin(ticket(), at=forgotten - timedelta(microseconds=1))
    assert views.ending(one.id).ended == ""
    views.begin(ticket(), at=forgotten)
    with pytest.raises(Absent):
        views.ending(one.id)
