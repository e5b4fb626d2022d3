"""A partner sees what an agreement says, while it says so, and nothing of another's."""

import json
from datetime import datetime, timedelta

import pytest

from tests.stages.response_story import published, registered, take
from tests.stages.sharing_story import agreed, partner, reads
from tests.stages.standing import standing
from vaka.core.errors import Absent, BadInput, Conflict, Refused
from vaka.core.outgoing import Delivery
from vaka.municipality import actions as municipality
from vaka.municipality.models import Assignment
from vaka.municipality.queries import actor_by_id
from vaka.municipality.rules import Role
from vaka.operation import gate
from vaka.operation.rules import Purpose
from vaka.record import queries as record
from vaka.record.rules import Kind
from vaka.response import actions, queries
from vaka.response.models import Incident, Sharing, SharingAgreement
from vaka.response.rules.codes import IncidentKind
from vaka.response.rules.incidents import Finding, Outcome
from vaka.response.rules.sharing import Detail
from vaka.terms.document import Act

pytestmark = pytest.mark.django_db(transaction=True)
MINUTE = timedelta(minutes=1)
SAID = "Anna Andersson sprang mot parken"


@pytest.fixture
def incident(site, founder, at: datetime) -> str:
    published(founder, at)
    registered(site, founder, at)
    return take("a", at).incident


@pytest.fixture
def neighbour(founder, at: datetime) -> str:
    return partner("Grannkommunen", founder, at)


@pytest.fixture
def company(founder, at: datetime) -> str:
    return partner("Bostadsbolaget", founder, at)


@pytest.fixture
def reader(person, neighbour, founder, at: datetime):
    made = person(Role.PARTNER)
    reads(neighbour, made, founder, at)
    return made


def told(by, at: datetime) -> list[str]:
    return [one.incident for one in actions.read_shared(by=by, at=at)]


def test_two_partners_see_their_own_and_nothing_of_each_others(
    incident, neighbour, company, reader, person, founder, at: datetime
) -> None:
    other = person(Role.PARTNER)
    reads(company, other, founder, at)
    assert told(reader, at) == told(other, at) == []
    agreed(neighbour, founder, at)
    fires = agreed(company, founder, at, kinds=[IncidentKind.FIRE])
    fire = take("b", at + MINUTE, code="FA", sequence="2").incident
    assert (told(reader, at + MINUTE), told(other, at + MINUTE)) == ([incident], [fire])
    read = record.of_kind(Kind.SHARING_READ)
    assert [entry.subject for entry in read] == [neighbour, company, neighbour, company]
    assert read.last().facts["incidents"] == [[fire, fires.id, "situation"]]


def test_what_people_wrote_is_told_only_when_that_is_agreed_with_a_ground(
    incident, neighbour, reader, founder, person, at: datetime
) -> None:
    operator = person(Role.OPERATOR)
    actions.acknowledge(incident=incident, by=operator, at=at)
    actions.write_entry(incident=incident, text=SAID, by=operator, at=at)
    actions.verify(incident=incident, finding=Finding.REAL, by=operator, at=at)
    agreed(neighbour, founder, at)
    (least,) = queries.shared_with(by=reader, at=at)
    assert (least.course, least.log) == (None, None)
    agreed(neighbour, founder, at, detail=Detail.COURSE)
    (more,) = queries.shared_with(by=reader, at=at)
    assert (more.course.finding, more.log) == ("real", None)
    everything = json.dumps([one.facts for one in (least, more)])
    assert SAID not in everything
    assert "Norra entrén" not in everything
    assert operator.name not in everything
    with pytest.raises(BadInput, match="ground"):
        agreed(neighbour, founder, at, detail=Detail.LOG)
    agreed(neighbour, founder, at, detail=Detail.LOG, ground="Sekretessprövat, KS 7/2026")
    (most,) = queries.shared_with(by=reader, at=at)
    assert (most.log.place, [text for _, text in most.log.entries]) == ("Norra entrén", [SAID])
    assert operator.name not in json.dumps(most.facts)


def test_an_agreement_holds_from_its_first_instant_to_its_last(
    incident, neighbour, reader, founder, person, at: datetime
) -> None:
    began, ends = at + timedelta(hours=1), at + timedelta(hours=3)
    agreed(neighbour, founder, at, starts_at=began, ends_at=ends)
    moments = (at, began, ends - MINUTE, ends)
    assert [len(told(reader, moment)) for moment in moments] == [0, 1, 1, 0]


def test_what_was_over_before_the_agreement_or_half_a_day_ago_is_not_told(
    incident, neighbour, reader, founder, person, at: datetime
) -> None:
    operator = person(Role.OPERATOR)
    actions.acknowledge(incident=incident, by=operator, at=at)
    actions.close(
        incident=incident, outcome=Outcome.TEST, reason="Prov", by=operator, at=at + MINUTE
    )
    agreed(neighbour, founder, at)
    assert told(reader, at + 2 * MINUTE) == [incident]
    assert told(reader, at + timedelta(hours=13)) == []
    SharingAgreement.objects.update(starts_at=at + 2 * MINUTE)
    assert told(reader, at + 3 * MINUTE) == []


def test_ending_an_agreement_a_login_or_a_role_ends_the_view_at_once(
    incident, neighbour, reader, founder, person, at: datetime
) -> None:
    row = agreed(neighbour, founder, at)
    assert told(reader, at) == [incident]
    actions.end_agreement(agreement=row.id, by=founder, at=at + MINUTE)
    assert told(reader, at + MINUTE) == []
    with pytest.raises(Conflict, match="sharing-ended"):
        actions.end_agreement(agreement=row.id, by=founder, at=at + MINUTE)
    second = person(Role.PARTNER)
    login = reads(neighbour, second, founder, at)
    assert told(second, at) == []
    actions.end_partner_login(login=login, by=founder, at=at + MINUTE)
    with pytest.raises(Conflict, match="ended-already"):
        actions.end_partner_login(login=login, by=founder, at=at + MINUTE)
    with pytest.raises(Refused, match="reads-for-no-partner"):
        told(second, at + MINUTE)
    held = Assignment.objects.get(person=reader.id)
    municipality.end_assignment(assignment=held.id, by=founder, at=at + 2 * MINUTE)
    with pytest.raises(Absent):
        told(actor_by_id(reader.id, at=at + 3 * MINUTE), at + 3 * MINUTE)


def test_a_board_shares_of_its_own_sites_alone(
    incident, neighbour, reader, site, board, foreign_board, founder, person, at: datetime
) -> None:
    stranger = person(Role.ADMINISTRATOR, foreign_board)
    own = {"board": foreign_board.id}
    assert agreed(neighbour, stranger, at, **own)
    assert told(reader, at) == []
    with pytest.raises(Absent):
        agreed(neighbour, stranger, at, **own, sites=[site.id])
    with pytest.raises(Absent):
        agreed(neighbour, stranger, at, board=board.id)
    with pytest.raises(Absent):
        agreed(neighbour, stranger, at)
    with pytest.raises(Refused):
        agreed(neighbour, person(Role.OPERATOR), at)
    theirs = agreed(neighbour, founder, at, board=board.id, sites=[site.id])
    assert told(reader, at) == [incident]
    assert [row.id for row in queries.agreements(by=stranger)] != [theirs.id]
    with pytest.raises(Absent):
        actions.end_agreement(agreement=theirs.id, by=stranger, at=at)
    with pytest.raises(Absent):
        actions.show_signing_key(agreement=theirs.id, by=stranger, at=at)


def test_only_somebody_who_is_nothing_else_reads_for_one_partner(
    neighbour, company, reader, founder, person, at: datetime
) -> None:
    with pytest.raises(Conflict, match="not-only-a-partners-reader"):
        reads(company, person(Role.OPERATOR), founder, at)
    with pytest.raises(Conflict, match="reads-for-a-partner-already"):
        reads(company, reader, founder, at)


def test_a_partner_sees_no_pictures(
    incident, neighbour, reader, site, board, founder, person, at: datetime
) -> None:
    access = [{"role": "operator", "acts": ["live"], "requires": ["incident"]}]
    camera = standing(person=person, board=board, site=site, at=at, access=access)
    night = datetime.fromisoformat("2026-04-10T22:30:00+02:00")
    asked = {"camera": camera.id, "act": Act.LIVE, "purpose": Purpose.INCIDENT}
    with pytest.raises(Refused):
        gate.give_ticket(**asked, incident=incident, by=reader, at=night)
    row = Incident.objects.get()
    assert queries.cameras(row, by=reader, at=night) == []


@pytest.mark.parametrize(
    "said",
    [
        {"kinds": []},
        {"decided_by": " "},
        {"ends_at": datetime.fromisoformat("2026-03-02T12:00Z")},
        {"ends_at": datetime.fromisoformat("2036-03-02T12:00Z")},
        {"webhook": "http://127.0.0.1/"},
    ],
    ids=str,
)
def test_an_agreement_says_what_by_whom_and_until_when(
    said, neighbour, founder, at: datetime
) -> None:
    with pytest.raises(BadInput):
        agreed(neighbour, founder, at, **said)
    assert not SharingAgreement.objects.exists()


def test_each_change_is_pushed_once_and_nothing_after_the_end(
    incident, neighbour, founder, person, at: datetime
) -> None:
    operator = person(Role.OPERATOR)
    row = agreed(neighbour, founder, at, webhook="https://granne.example/in")
    quiet = agreed(neighbour, founder, at)
    assert [actions.share_changes(at=at) for _ in range(2)] == [1, 0]
    # What is not told is no news.
    actions.write_entry(incident=incident, text=SAID, by=operator, at=at)
    assert actions.share_changes(at=at + MINUTE) == 0
    actions.acknowledge(incident=incident, by=operator, at=at + MINUTE)
    assert actions.share_changes(at=at + MINUTE) == 1
    first, second = Sharing.objects.order_by("id")
    assert (first.facts["state"], second.facts["state"]) == ("new", "acknowledged")
    # In order: the second waits for the first.
    assert queries.due_sharings(at=at + MINUTE, limit=8) == [first.id]
    handover = actions.claim_sharing(sharing=first.id, at=at + MINUTE)
    assert actions.claim_sharing(sharing=first.id, at=at + MINUTE) is None
    assert handover.facts == first.facts
    assert handover.key == actions.show_signing_key(agreement=row.id, by=founder, at=at)
    assert handover.key != actions.show_signing_key(agreement=quiet.id, by=founder, at=at)
    actions.note_shared(sharing=first.id, receipt="200 tack", at=at + MINUTE)
    actions.end_agreement(agreement=row.id, by=founder, at=at + 2 * MINUTE)
    assert queries.due_sharings(at=at + 3 * MINUTE, limit=8) == [second.id]
    assert actions.claim_sharing(sharing=second.id, at=at + 3 * MINUTE) is None
    assert actions.share_changes(at=at + 3 * MINUTE) == 0
    states = Sharing.objects.order_by("id").values_list("state", flat=True)
    assert list(states) == [Delivery.SENT, Delivery.GIVEN_UP]
    (entry,) = record.of_kind(Kind.SHARING_SENT)
    assert (entry.facts["partner"], entry.facts["incident"]) == (neighbour, incident)
    assert record.audit().holds


def test_a_system_that_does_not_answer_is_asked_again_and_then_given_up(
    incident, neighbour, founder, at: datetime
) -> None:
    agreed(neighbour, founder, at, webhook="https://granne.example/in")
    actions.share_changes(at=at)
    key, now = Sharing.objects.get().id, at
    for _ in range(5):
        assert actions.claim_sharing(sharing=key, at=now) is not None
        actions.note_not_shared(sharing=key, problem="503", at=now)
        now = Sharing.objects.get().due_at
    assert Sharing.objects.get().state == Delivery.GIVEN_UP
    assert record.of_kind(Kind.SHARING_GIVEN_UP).count() == 1
    actions.note_shared(sharing=key, receipt="sent", at=now)
    assert not record.of_kind(Kind.SHARING_SENT)


def test_of_an_area_only_what_happens_inside_it_is_told(
    incident, neighbour, reader, site, founder, at: datetime
) -> None:
    east, north = site.longitude, site.latitude

    def square(west: float, south: float) -> dict[str, object]:
        ring = [(west, south), (west + 0.01, south), (west + 0.01, south + 0.01), (west, south)]
        return {"type": "Polygon", "coordinates": [[*map(list, ring)]]}

    agreed(neighbour, founder, at, area=square(east + 0.1, north))
    assert told(reader, at) == []
    row = agreed(neighbour, founder, at, area=square(east - 0.006, north - 0.004))
    assert row.area["type"] == "MultiPolygon"
    assert told(reader, at) == [incident]
    for wrong in ({"type": "Point", "coordinates": [13, 55.6]}, square(north, east)):
        with pytest.raises(BadInput, match="area"):
            agreed(neighbour, founder, at, area=wrong)
