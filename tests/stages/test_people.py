"""People: passwords, who is put out and taken back, and roles that begin and end by the day."""

from datetime import datetime, timedelta

import pytest
from django.contrib.auth import authenticate
from django.test import Client, RequestFactory

from vaka.core.errors import Absent, BadInput, Conflict, Refused
from vaka.municipality import actions, queries
from vaka.municipality.models import Assignment, Person
from vaka.municipality.rules import Actor, Role
from vaka.record import queries as record
from vaka.record.models import Personal
from vaka.record.rules import Kind

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
OLD, NEW = "exempel-lösenord", "ett helt annat ord"


def logged_in(by: Actor) -> Client:
    """Return a browser in which that person is logged in."""
    client = Client()
    client.force_login(Person.objects.get(pk=by.id))
    return client


def is_in(client: Client) -> bool:
    """Return whether the overview opens, rather than the login."""
    return client.get("/").status_code == 200


def test_nobody_gets_a_login_that_somebody_had(founder, person, board, at: datetime) -> None:
    by = person(Role.OPERATOR, board)
    login = Person.objects.get(pk=by.id).login
    actions.deactivate_person(person=by.id, by=founder, at=at)
    with pytest.raises(Conflict, match="login-taken"):
        actions.add_person(login=login, name="Ny", password=NEW, by=founder, at=at)


@pytest.mark.parametrize("weak", ["", "kort", "password1234", "rundlagad-12"])
def test_a_password_that_can_be_guessed_is_refused_and_is_nowhere(
    weak, founder, at: datetime
) -> None:
    with pytest.raises(BadInput) as refused:
        actions.add_person(login="rundlagad", name="R", password=weak, by=founder, at=at)
    assert refused.value.where == "password"
    assert not weak or weak not in str(refused.value)
    assert not Person.objects.filter(login="rundlagad").exists()


def test_a_new_password_ends_every_session_and_is_not_on_the_record(
    founder, person, board, at: datetime
) -> None:
    by = person(Role.OPERATOR, board)
    client = logged_in(by)
    assert is_in(client)
    actions.set_password(person=by.id, password=NEW, by=founder, at=at)
    assert not is_in(client)
    entry = record.of_kind(Kind.PASSWORD_SET).get()
    assert (entry.actor, entry.subject, entry.facts) == (founder.id, by.id, {})
    assert not Personal.objects.filter(entry=entry).exists()


def test_one_changes_ones_own_password_with_the_old_one(person, board, at: datetime) -> None:
    by = person(Role.OPERATOR, board)
    elsewhere = logged_in(by)
    with pytest.raises(BadInput, match="old"):
        actions.change_password(old=NEW, new=NEW, by=by, at=at)
    with pytest.raises(BadInput, match="password"):
        actions.change_password(old=OLD, new="kort", by=by, at=at)
    assert is_in(elsewhere)
    actions.change_password(old=OLD, new=NEW, by=by, at=at)
    assert Person.objects.get(pk=by.id).check_password(NEW)
    assert not is_in(elsewhere)


def test_somebody_put_out_is_nobody_at_once(founder, person, board, at: datetime) -> None:
    by = person(Role.OPERATOR, board)
    client, row = logged_in(by), Person.objects.get(pk=by.id)
    actions.deactivate_person(person=by.id, by=founder, at=at + DAY)
    assert not is_in(client)
    assert (
        authenticate(RequestFactory().post("/login/"), username=row.login, password=OLD) is None
    )
    assert queries.actor(row, at=at + DAY).grants == frozenset()
    for look in (
        lambda: queries.actor_by_id(by.id, at=at + DAY),
        lambda: queries.actor_by_login(row.login, at=at + DAY),
    ):
        with pytest.raises(Absent):
            look()
    assert by.id not in {each.id for each in queries.people()}
    kinds = [entry.kind for entry in record.entries(subject=by.id)]
    assert {Kind.ROLE_ENDED, Kind.PERSON_DEACTIVATED} <= set(kinds)


def test_nothing_is_given_to_somebody_put_out(founder, person, board, at: datetime) -> None:
    by = person(Role.OPERATOR, board)
    actions.deactivate_person(person=by.id, by=founder, at=at + DAY)
    for act in (
        lambda: actions.deactivate_person(person=by.id, by=founder, at=at + DAY),
        lambda: actions.set_password(person=by.id, password=NEW, by=founder, at=at + DAY),
        lambda: actions.assign(person=by.id, role=Role.OPERATOR, by=founder, at=at + DAY),
    ):
        with pytest.raises(Conflict, match="deactivated"):
            act()


def test_somebody_taken_back_has_a_new_password_and_no_role(
    founder, person, board, at: datetime
) -> None:
    by = person(Role.OPERATOR, board)
    client = logged_in(by)
    with pytest.raises(Conflict, match="active"):
        actions.reactivate_person(person=by.id, password=NEW, by=founder, at=at)
    actions.deactivate_person(person=by.id, by=founder, at=at + DAY)
    actions.reactivate_person(person=by.id, password=NEW, by=founder, at=at + 2 * DAY)
    assert queries.actor_by_id(by.id, at=at + 2 * DAY).grants == frozenset()
    assert not is_in(client)
    assert is_in(logged_in(by))


def test_the_last_administrator_stays(founder, person, board, at: datetime) -> None:
    held = Assignment.objects.get(person=founder.id)
    person(Role.ADMINISTRATOR, board)
    for act in (
        lambda: actions.deactivate_person(person=founder.id, by=founder, at=at + DAY),
        lambda: actions.end_assignment(assignment=held.id, by=founder, at=at + DAY),
        lambda: actions.end_assignment(
            assignment=held.id, ends_at=at + 9 * DAY, by=founder, at=at + DAY
        ),
    ):
        with pytest.raises(Conflict, match="last-administrator"):
            act()
    other = person(Role.ADMINISTRATOR)
    actions.deactivate_person(person=founder.id, by=other, at=at + DAY)


@pytest.mark.parametrize("place", ["board", "everywhere as another role"])
def test_only_who_administers_all_boards_touches_logins(
    place, person, board, founder, at: datetime
) -> None:
    everywhere = place != "board"
    by = person(Role.DPO) if everywhere else person(Role.ADMINISTRATOR, board)
    refusal = Refused if everywhere else Absent
    for act in (
        lambda: actions.set_password(person=founder.id, password=NEW, by=by, at=at),
        lambda: actions.deactivate_person(person=founder.id, by=by, at=at),
        lambda: actions.reactivate_person(person=founder.id, password=NEW, by=by, at=at),
        lambda: actions.add_person(login="x", name="X", password=NEW, by=by, at=at),
    ):
        with pytest.raises(refusal):
            act()
    assert Person.objects.get(pk=founder.id).check_password(OLD)


def test_a_role_is_given_from_a_day_to_a_day(founder, person, board, at: datetime) -> None:
    by = person(Role.CASE_OFFICER, board)
    actions.assign(
        person=by.id,
        role=Role.OPERATOR,
        board=board.id,
        starts_at=at + DAY,
        ends_at=at + 3 * DAY,
        by=founder,
        at=at,
    )

    def is_operator(when: datetime) -> bool:
        return Role.OPERATOR in queries.actor_by_id(by.id, at=when).roles_at(board.id)

    assert [is_operator(at + n * DAY) for n in range(4)] == [False, True, True, False]


def test_no_role_is_given_backwards(founder, person, board, at: datetime) -> None:
    by = person(Role.CASE_OFFICER, board)
    given = {"person": by.id, "role": Role.OPERATOR, "by": founder, "at": at}
    with pytest.raises(BadInput, match="starts"):
        actions.assign(**given, starts_at=at - DAY)
    with pytest.raises(BadInput, match="ends"):
        actions.assign(**given, ends_at=at)


def test_a_role_ends_on_its_day_which_may_be_moved(
    founder, person, board, at: datetime
) -> None:
    by = person(Role.OPERATOR, board)
    held = Assignment.objects.get(person=by.id)
    with pytest.raises(BadInput, match="ends"):
        actions.end_assignment(assignment=held.id, ends_at=at - DAY, by=founder, at=at)
    for day in (5, 3, 4):
        actions.end_assignment(assignment=held.id, ends_at=at + day * DAY, by=founder, at=at)
    assert queries.actor_by_id(by.id, at=at + 3 * DAY).grants
    assert not queries.actor_by_id(by.id, at=at + 4 * DAY).grants


def test_a_role_taken_back_before_it_begins_is_never_held(
    founder, person, board, at: datetime
) -> None:
    by = person(Role.CASE_OFFICER, board)
    held = actions.assign(
        person=by.id, role=Role.OPERATOR, starts_at=at + 2 * DAY, by=founder, at=at
    )
    actions.end_assignment(assignment=held.id, by=founder, at=at + DAY)
    for when in (at + DAY, at + 2 * DAY, at + 3 * DAY):
        assert Role.OPERATOR not in queries.actor_by_id(by.id, at=when).roles_at(board.id)
    with pytest.raises(Conflict, match="ended-already"):
        actions.end_assignment(assignment=held.id, by=founder, at=at + DAY)


def test_what_is_not_there_is_absent(founder, person, board, at: datetime) -> None:
    nobody = "0" * 26
    for act in (
        lambda: actions.assign(person=nobody, role=Role.DPO, by=founder, at=at),
        lambda: actions.assign(
            person=founder.id, role=Role.DPO, board=nobody, by=founder, at=at
        ),
        lambda: actions.end_assignment(assignment=nobody, by=founder, at=at),
        lambda: actions.set_password(person=nobody, password=NEW, by=founder, at=at),
    ):
        with pytest.raises(Absent):
            act()
