"""A shift hands over what is open, and the next one says that it is read; cards of one site."""

from datetime import datetime, timedelta
from functools import partial

import pytest

from tests.stages.response_story import STEPS, published, registered, take
from tests.stages.test_response_twice import at_once
from vaka.core.errors import Absent, BadInput, Conflict
from vaka.municipality.rules import Role
from vaka.record import queries as record
from vaka.record.rules import Kind
from vaka.response import actions, queries
from vaka.response.models import Incident, Shift
from vaka.response.rules.codes import IncidentKind
from vaka.response.rules.incidents import Outcome

pytestmark = pytest.mark.django_db(transaction=True)
HOUR = timedelta(hours=1)


@pytest.fixture
def operator(person):
    return person(Role.OPERATOR)


@pytest.fixture
def incident(site, founder, at: datetime) -> str:
    registered(site, founder, at)
    key = take("a", at).incident
    assert key is not None
    return key


def ended(by, at: datetime, **told: str) -> Shift:
    row = actions.begin_shift(by=by, at=at, **told)
    return actions.end_shift(shift=row.id, notes="Porten står öppen", by=by, at=at + HOUR)


def test_what_is_open_is_handed_over_and_stays_followed(
    incident: str, operator, person, at: datetime
) -> None:
    row = ended(operator, at)
    assert row.left_open == [incident]
    assert list(queries.waiting_handovers(by=operator)) == [row]
    entry = record.newest(limit=1)[0]
    assert (entry.kind, entry.facts) == (Kind.SHIFT_ENDED, {"left_open": [incident]})
    following = person(Role.OPERATOR)
    actions.receive_handover(shift=row.id, by=following, at=at + 2 * HOUR)
    assert not queries.waiting_handovers(by=operator)
    actions.acknowledge(incident=incident, by=following, at=at + 2 * HOUR)
    actions.close(incident=incident, outcome=Outcome.TEST, by=following, at=at + 2 * HOUR)
    assert [one.state for one in queries.left_open(row, by=following)] == ["closed"]
    assert record.audit().holds


def test_one_has_one_shift_and_ends_ones_own(operator, person, at: datetime) -> None:
    row = actions.begin_shift(by=operator, at=at)
    with pytest.raises(Conflict, match="on-shift-already"):
        actions.begin_shift(by=operator, at=at)
    with pytest.raises(Conflict, match="not-your-shift"):
        actions.end_shift(shift=row.id, by=person(Role.OPERATOR), at=at)
    with pytest.raises(BadInput):
        actions.end_shift(shift=row.id, notes="x" * 4001, by=operator, at=at)
    with pytest.raises(Conflict, match="handover-not-waiting"):
        actions.receive_handover(shift=row.id, by=person(Role.OPERATOR), at=at)
    actions.end_shift(shift=row.id, by=operator, at=at)
    for verb in (actions.end_shift, actions.receive_handover):
        with pytest.raises(Conflict):
            verb(shift=row.id, by=operator, at=at)


def test_a_handover_at_once_is_received_by_one(operator, person, at: datetime) -> None:
    row = ended(operator, at)
    readers = [person(Role.OPERATOR), person(Role.OPERATOR)]
    answers = at_once(
        *[partial(actions.receive_handover, shift=row.id, by=one, at=at) for one in readers]
    )
    assert sum(isinstance(answer, Conflict) for answer in answers) == 1
    twice = at_once(*[partial(actions.begin_shift, by=operator, at=at)] * 2)
    assert sum(isinstance(answer, Conflict) for answer in twice) == 1


def test_a_board_hands_over_its_own_and_no_other_board_sees_it(
    incident: str, board, foreign_board, person, at: datetime
) -> None:
    own = ended(person(Role.OPERATOR, board), at, board=board.id)
    assert own.left_open == [incident]
    stranger = person(Role.OPERATOR, foreign_board)
    assert ended(stranger, at, board=foreign_board.id).left_open == []
    assert own not in queries.shifts(by=stranger)
    for verb in (
        lambda: actions.begin_shift(board=board.id, by=stranger, at=at),
        lambda: actions.begin_shift(by=stranger, at=at),
        lambda: actions.receive_handover(shift=own.id, by=stranger, at=at),
        lambda: actions.end_shift(shift=own.id, by=stranger, at=at),
    ):
        with pytest.raises(Absent):
            verb()


def test_the_card_of_one_site_goes_before_that_of_its_kind(
    site, founder, board, foreign_board, person, at: datetime
) -> None:
    registered(site, founder, at)
    published(founder, at)
    published(founder, at, site_kind=site.kind)
    own = person(Role.ADMINISTRATOR, board)
    told = {"kind": IncidentKind.INTRUSION, "title": "Just här", "steps": STEPS, "at": at}
    card = actions.publish_action_card(**told, site=site.id, by=own)
    again = actions.publish_action_card(**told, site=site.id, by=own)
    assert (card.version, again.version) == (1, 2)
    key = take("a", at).incident
    assert Incident.objects.get(pk=key).card == again
    theirs = person(Role.ADMINISTRATOR, foreign_board)
    assert again not in queries.cards(by=theirs)
    assert again in queries.cards(by=founder)
    assert again in queries.cards(by=person(Role.OPERATOR))
    for by, fields in ((theirs, {"site": site.id}), (own, {})):
        with pytest.raises(Absent):
            actions.publish_action_card(**told, **fields, by=by)
    with pytest.raises(BadInput):
        actions.publish_action_card(**told, site=site.id, site_kind=site.kind, by=own)


def test_an_unknown_transmitters_card_is_that_of_every_kind_of_site(
    founder, site, at: datetime
) -> None:
    published(founder, at, site_kind=site.kind)
    everywhere = published(founder, at)
    key = take("a", at, account="FFFF").incident
    assert Incident.objects.get(pk=key).card == everywhere
