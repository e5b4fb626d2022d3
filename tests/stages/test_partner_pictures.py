"""A partner looks where terms name it, at an open incident shared with it, in their hours."""

from datetime import datetime, timedelta

import pytest

from tests.stages.response_story import registered, take
from tests.stages.sharing_story import agreed, partner, reads
from tests.stages.standing import put_up, standing
from vaka.core.errors import Absent, Refused
from vaka.municipality import actions as municipality
from vaka.municipality.rules import Role, SiteKind
from vaka.operation import actions as operation
from vaka.operation import gate
from vaka.operation.models import Ticket
from vaka.operation.rules import Purpose
from vaka.record import queries as record
from vaka.record.rules import Kind
from vaka.response import actions, queries
from vaka.response.models import Incident
from vaka.response.rules.codes import IncidentKind
from vaka.response.rules.incidents import Outcome
from vaka.terms.document import Act

pytestmark = pytest.mark.django_db(transaction=True)
OPERATORS = {"role": "operator", "acts": ["live"], "requires": ["incident"]}
PARTNERS = {"role": "partner", "acts": ["live"], "requires": ["incident"]}
MINUTE = timedelta(minutes=1)


@pytest.fixture
def incident(site, founder, night: datetime) -> str:
    registered(site, founder, night)
    return take("a", night).incident


@pytest.fixture
def put(person, board, site, at: datetime):
    """Put up the camera of the square under terms that give that access."""

    def putting(*access: dict[str, object]) -> str:
        return standing(person=person, board=board, site=site, at=at, access=[*access]).id

    return putting


@pytest.fixture
def neighbour(founder, at: datetime) -> str:
    return partner("Grannkommunen", founder, at)


@pytest.fixture
def reader(person, neighbour, founder, at: datetime):
    made = person(Role.PARTNER)
    reads(neighbour, made, founder, at)
    return made


def names(by, at: datetime) -> list[str]:
    return [
        each.name for some in queries.looked_through(by=by, at=at).values() for each in some
    ]


def look(camera: str, incident: str, by, at: datetime) -> gate.Given:
    return actions.look_shared(camera=camera, incident=incident, by=by, at=at)


def test_where_the_terms_name_partners_one_looks_on_the_record_as_that_partner(
    put, incident, neighbour, reader, founder, night: datetime
) -> None:
    camera, row = put(OPERATORS, PARTNERS), agreed(neighbour, founder, night)
    assert names(reader, night) == ["Torgkameran"]
    given = look(camera, incident, reader, night)
    ticket = Ticket.objects.get()
    assert (ticket.id, ticket.role, ticket.incident) == (given.id, "partner", incident)
    (looked,), (issued,) = (
        record.of_kind(Kind.SHARING_LOOKED),
        record.of_kind(Kind.TICKET_ISSUED),
    )
    assert (looked.actor, looked.subject) == (reader.id, neighbour)
    assert looked.facts == {
        "incident": incident,
        "agreement": row.id,
        "camera": camera,
        "ticket": given.id,
    }
    assert (issued.actor, issued.facts["role"]) == (reader.id, "partner")


def nobody_named(told) -> None:
    told["camera"] = told["put"](OPERATORS)


def nothing_shared(told) -> None:
    told["sharing"] = None


def another_kind_shared(told) -> None:
    told["sharing"] = {"kinds": [IncidentKind.FIRE]}


def agreement_over(told) -> None:
    told["sharing"] = {"ends_at": told["night"], "starts_at": told["night"] - MINUTE}


def more_required(told) -> None:
    both = {**PARTNERS, "requires": ["incident", "second-person"]}
    told["camera"] = told["put"](OPERATORS, both)


def recordings_alone(told) -> None:
    told["camera"] = told["put"](OPERATORS, {**PARTNERS, "acts": ["review"]})


def outside_the_hours(told) -> None:
    told["night"] = told["night"].replace(hour=12)


@pytest.mark.parametrize(
    "lacking",
    [
        nobody_named,
        nothing_shared,
        another_kind_shared,
        agreement_over,
        more_required,
        recordings_alone,
        outside_the_hours,
    ],
)
def test_otherwise_there_is_not_even_a_hint_of_a_camera(
    lacking, put, incident, neighbour, reader, founder, night: datetime
) -> None:
    told = {"put": put, "night": night, "sharing": {}}
    lacking(told)
    camera = told.get("camera") or put(OPERATORS, PARTNERS)
    if told["sharing"] is not None:
        agreed(neighbour, founder, night, **told["sharing"])
    size = record.size()
    assert names(reader, told["night"]) == []
    with pytest.raises(Absent):
        look(camera, incident, reader, told["night"])
    assert record.size() == size
    # The door asks by itself, whoever opens it.
    with pytest.raises(Refused):
        gate.give_ticket(
            camera=camera,
            act=Act.LIVE,
            purpose=Purpose.INCIDENT,
            incident=incident,
            by=reader,
            at=told["night"],
        )
    assert not Ticket.objects.exists()


def test_a_closed_incident_an_exercise_and_anothers_show_nothing(
    put, incident, site, board, neighbour, reader, person, founder, night: datetime
) -> None:
    camera = put(OPERATORS, PARTNERS)
    agreed(neighbour, founder, night)
    stranger = person(Role.PARTNER)
    reads(partner("Bostadsbolaget", founder, night), stranger, founder, night)
    with pytest.raises(Absent):
        look(camera, incident, stranger, night)
    with pytest.raises(Absent):
        look("0" * 26, incident, reader, night)
    with pytest.raises(Refused, match="reads-for-no-partner"):
        look(camera, incident, person(Role.PARTNER), night)
    operator = person(Role.OPERATOR)
    actions.acknowledge(incident=incident, by=operator, at=night)
    actions.close(
        incident=incident, outcome=Outcome.TEST, reason="Prov", by=operator, at=night + MINUTE
    )
    assert [one.incident for one in queries.shared_with(by=reader, at=night)] == [incident]
    assert names(reader, night + 2 * MINUTE) == []
    with pytest.raises(Absent):
        look(camera, incident, reader, night + 2 * MINUTE)


def test_a_camera_at_another_site_is_not_there_though_it_sees_the_place(
    put, incident, site, board, neighbour, reader, person, founder, night: datetime
) -> None:
    camera, technician = put(OPERATORS, PARTNERS), person(Role.TECHNICIAN, board)
    agreed(neighbour, founder, night)
    beside = municipality.add_site(
        board=board.id,
        name="Garaget",
        kind=SiteKind.BICYCLE_GARAGE,
        address="Exempeltorget 9",
        longitude=13.004,
        latitude=55.6045,
        outline=site.outline,
        example=True,
        by=founder,
        at=night,
    )
    operation.take_down(camera=camera, by=technician, at=night)
    put_up(camera, site=beside.id, by=technician, at=night)
    assert names(reader, night) == []
    operators = queries.cameras(Incident.objects.get(), by=person(Role.OPERATOR), at=night)
    assert [each.name for each in operators] == ["Torgkameran"]


def test_the_door_does_not_take_anybodys_word_for_what_the_terms_say(
    put, incident, neighbour, reader, founder, night: datetime
) -> None:
    camera = put(OPERATORS)
    for shared in (lambda at: True, lambda at: False):
        with pytest.raises(Refused):
            gate.give_partner_ticket(
                camera=camera, incident=incident, shared=shared, by=reader, at=night
            )
    assert not Ticket.objects.exists()
