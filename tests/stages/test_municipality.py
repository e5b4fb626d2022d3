"""Municipality: founded once, roles by board and by time, and who is foreign."""

from datetime import datetime, timedelta

import pytest

from vaka.core.errors import Absent, Conflict, Refused
from vaka.municipality import access, actions, queries
from vaka.municipality.models import Assignment, Board
from vaka.municipality.rules import (
    EVERY_BOARD,
    BoardKind,
    DepartmentKind,
    PartnerKind,
    Permission,
    Role,
    SiteKind,
)
from vaka.record import queries as record
from vaka.record.models import Personal
from vaka.record.rules import Kind

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_a_municipality_is_founded_once_with_one_administrator(founder, at: datetime) -> None:
    with pytest.raises(Conflict, match="founded-already"):
        actions.found(
            name="Annanstad",
            contact="x",
            dpo_contact="x",
            example=True,
            administrator="x",
            password="exempel-lösenord",
            at=at,
        )
    assert queries.municipality().name == "Exempelstad"
    assert queries.is_founded()
    assert queries.is_example()
    assert {grant.role for grant in founder.grants} == {Role.ADMINISTRATOR}


def test_before_it_is_founded_there_is_none(db) -> None:
    assert not queries.is_founded()
    with pytest.raises(Absent):
        queries.municipality()


def test_the_organisation_is_built_by_the_administrator_and_is_on_the_record(
    founder, board, at: datetime
) -> None:
    department = actions.add_department(
        board=board.id,
        name="Gatukontoret",
        kind=DepartmentKind.DEPARTMENT,
        by=founder,
        at=at,
    )
    partner = actions.add_partner(
        name="Polisområde Exempel", kind=PartnerKind.POLICE, by=founder, at=at
    )
    assert [str(row) for row in queries.partners()] == ["Polisområde Exempel"]
    assert str(department) == "Gatukontoret"
    for subject, kind in (
        (board.id, Kind.BOARD_ADDED),
        (department.id, Kind.DEPARTMENT_ADDED),
        (partner.id, Kind.PARTNER_ADDED),
    ):
        assert record.entries(subject=subject).get().kind == kind


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_no_other_role_builds_the_organisation(role, person, board, at: datetime) -> None:
    by = person(role)
    with pytest.raises(Refused):
        actions.add_board(name="Ny", kind=BoardKind.BOARD, contact="x", by=by, at=at)
    with pytest.raises(Refused):
        actions.assign(person=by.id, role=Role.OPERATOR, board=board.id, by=by, at=at)
    refused = record.of_kind(Kind.ACCESS_REFUSED)
    assert [entry.actor for entry in refused] == [by.id, by.id]
    assert not Board.objects.filter(name="Ny").exists()


def test_an_administrator_of_one_board_does_not_run_another(
    person, board, foreign_board, at: datetime
) -> None:
    local = person(Role.ADMINISTRATOR, board)
    other = person(Role.OPERATOR, foreign_board)
    actions.assign(person=other.id, role=Role.OPERATOR, board=board.id, by=local, at=at)
    with pytest.raises(Absent):
        actions.assign(
            person=other.id, role=Role.TECHNICIAN, board=foreign_board.id, by=local, at=at
        )
    with pytest.raises(Absent):
        actions.assign(person=local.id, role=Role.ADMINISTRATOR, by=local, at=at)


def test_a_site_is_seen_by_its_own_board_alone(site, person, board, foreign_board) -> None:
    own, foreign = person(Role.CASE_OFFICER, board), person(Role.CASE_OFFICER, foreign_board)
    everywhere = person(Role.CASE_OFFICER)
    assert list(queries.sites(by=own)) == list(queries.sites(by=everywhere)) == [site]
    assert list(queries.sites(by=foreign)) == []
    with pytest.raises(Absent):
        queries.site(site.id, by=foreign)


def test_a_board_is_named_to_all_and_listed_to_its_own(
    person, board, foreign_board, founder
) -> None:
    own = person(Role.CASE_OFFICER, board)
    assert list(queries.boards(by=own)) == [board]
    assert list(queries.boards(by=person(Role.CASE_OFFICER))) == [foreign_board, board]
    assert queries.board_by_name("Kulturnämnden") == foreign_board
    with pytest.raises(Absent):
        queries.board_by_name("Finns inte")


def test_two_sites_of_a_board_have_different_names(site, board, founder, at: datetime) -> None:
    with pytest.raises(Conflict, match="name-taken"):
        actions.add_site(
            board=board.id,
            name=site.name,
            kind=SiteKind.PARK,
            address="x",
            longitude=13,
            latitude=56,
            outline={},
            example=True,
            by=founder,
            at=at,
        )


def test_a_role_holds_from_its_instant_to_its_end_and_not_at_it(
    founder, board, at: datetime
) -> None:
    row = actions.add_person(
        login="vikarie", name="V", password="exempel-lösenord", by=founder, at=at
    )
    held = actions.assign(
        person=row.id, role=Role.OPERATOR, board=board.id, by=founder, at=at + DAY
    )
    actions.end_assignment(assignment=held.id, by=founder, at=at + 3 * DAY)

    def roles(when: datetime) -> frozenset[Role]:
        return queries.actor_by_login("vikarie", at=when).roles_at(board.id)

    tick = timedelta(microseconds=1)
    assert roles(at + DAY - tick) == frozenset()
    assert roles(at + DAY) == {Role.OPERATOR}
    assert roles(at + 3 * DAY - tick) == {Role.OPERATOR}
    assert roles(at + 3 * DAY) == frozenset()


def test_a_role_is_ended_once(person, board, founder, at: datetime) -> None:
    held = Assignment.objects.get(person=person(Role.OPERATOR, board).id)
    actions.end_assignment(assignment=held.id, by=founder, at=at + DAY)
    with pytest.raises(Conflict, match="ended-already"):
        actions.end_assignment(assignment=held.id, by=founder, at=at + 2 * DAY)
    assert record.of_kind(Kind.ROLE_ENDED).count() == 1


def test_an_expired_role_opens_nothing_any_longer(
    site, person, board, founder, at: datetime
) -> None:
    by = person(Role.CASE_OFFICER, board)
    held = Assignment.objects.get(person=by.id)
    actions.end_assignment(assignment=held.id, by=founder, at=at + DAY)
    later = queries.actor_by_id(by.id, at=at + DAY)
    assert later.grants == frozenset()
    with pytest.raises(Absent):
        queries.site(site.id, by=later)


def test_one_person_may_hold_roles_at_several_boards_each_for_itself(
    person, board, foreign_board, founder, at: datetime
) -> None:
    by = person(Role.OPERATOR, board)
    actions.assign(
        person=by.id, role=Role.CASE_OFFICER, board=foreign_board.id, by=founder, at=at
    )
    shared = queries.actor_by_id(by.id, at=at)
    assert shared.roles_at(board.id) == {Role.OPERATOR}
    assert shared.roles_at(foreign_board.id) == {Role.CASE_OFFICER}
    access.require(shared, Permission.VIEW_PICTURES, board=board.id, subject="s")
    with pytest.raises(Refused):
        access.require(shared, Permission.VIEW_PICTURES, board=foreign_board.id, subject="s")


def test_what_tells_of_all_boards_is_for_who_sees_them_all(person, board) -> None:
    access.require_every_board(person(Role.DPO), Permission.SEE_RECORD, subject="record")
    for by in (person(Role.DPO, board), person(Role.OPERATOR)):
        with pytest.raises(Absent):
            access.require_every_board(by, Permission.SEE_RECORD, subject="record")


def test_a_name_is_on_the_record_where_it_can_be_erased(person, board) -> None:
    by = person(Role.OPERATOR, board)
    entry = record.entries(subject=by.id).filter(kind=Kind.PERSON_ADDED).get()
    assert by.name not in str(entry.facts)
    assert Personal.objects.get(entry=entry).fields["name"] == by.name


def test_a_role_everywhere_is_kept_without_a_board(person) -> None:
    by = person(Role.DPO)
    assert Assignment.objects.get(person=by.id).board is None
    assert {grant.board for grant in by.grants} == {EVERY_BOARD}


def test_boards_departments_and_partners_have_names_of_their_own(
    founder, board, at: datetime
) -> None:
    office = DepartmentKind.DEPARTMENT
    actions.add_department(board=board.id, name="Gatukontoret", kind=office, by=founder, at=at)
    actions.add_partner(name="Bolaget", kind=PartnerKind.COMPANY, by=founder, at=at)
    for again in (
        lambda: actions.add_board(
            name=board.name, kind=BoardKind.BOARD, contact="x", by=founder, at=at
        ),
        lambda: actions.add_department(
            board=board.id, name="Gatukontoret", kind=office, by=founder, at=at
        ),
        lambda: actions.add_partner(
            name="Bolaget", kind=PartnerKind.COMPANY, by=founder, at=at
        ),
    ):
        with pytest.raises(Conflict, match="name-taken"):
            again()


def test_the_public_reaches_the_municipality_and_its_boards_in_a_new_way(
    founder, board, person, foreign_board, at: datetime
) -> None:
    actions.change_contact(contact="ny@example.org", dpo_contact="040-1", by=founder, at=at)
    actions.change_board_contact(board=board.id, contact="tn2@example.org", by=founder, at=at)
    assert queries.municipality().contact == "ny@example.org"
    assert queries.board_by_name(board.name).contact == "tn2@example.org"
    subjects = [entry.subject for entry in record.of_kind(Kind.CONTACT_CHANGED)]
    assert set(subjects) == {queries.municipality().id, board.id}
    local = person(Role.ADMINISTRATOR, board)
    with pytest.raises(Absent):
        actions.change_contact(contact="x", dpo_contact="x", by=local, at=at)
    with pytest.raises(Absent):
        actions.change_board_contact(board=foreign_board.id, contact="x", by=local, at=at)
