"""Action plan, strategic council and reports against crime (2023:196, 5, 6, 9, 10, 13 §§)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.stages.prevention_story import POINT, SESSION, led, pictured, planned, resolved
from vaka.core.errors import Absent, BadInput, Conflict, Refused
from vaka.measures import actions, queries
from vaka.measures.models import ActionPlan
from vaka.measures.rules.action_plans import Progress
from vaka.measures.rules.kinds import MeasureKind, Plan
from vaka.measures.rules.strategic import Report
from vaka.municipality import actions as municipality
from vaka.municipality import queries as tasks
from vaka.municipality.models import Task
from vaka.municipality.rules import PartnerKind, Role, TaskReason
from vaka.record import queries as record
from vaka.record.rules import Kind
from vaka.servers.reminding import remind

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LAMPS = Plan(MeasureKind.LIGHTING, "Belysning", date(2025, 1, 1), None, 0, 0, "Nämnden", "")


@pytest.fixture
def leads(founder, board, at):
    return led(board.id, by=founder, at=at)


@pytest.fixture
def picture(leads, author, secretary, at):
    return pictured(author=author, secretary=secretary, at=at)


@pytest.fixture
def plan(picture, author, secretary, at):
    return planned(author=author, secretary=secretary, at=at)


def test_a_plan_rests_on_the_picture_that_was_decided(leads, picture, author, at) -> None:
    plan = actions.begin_plan(by=author, at=at)
    assert plan.picture == picture
    with pytest.raises(Conflict, match="drafted-already"):
        actions.begin_plan(by=author, at=at)


def test_without_a_picture_there_is_no_plan(leads, author, at) -> None:
    with pytest.raises(Conflict, match="no-picture"):
        actions.begin_plan(by=author, at=at)


def test_the_points_of_a_draft_name_measures_and_move_up(
    picture, author, foreigner, site, at
) -> None:
    lamps = actions.register(LAMPS, site=site.id, by=author, at=at)
    plan = actions.begin_plan(by=author, at=at)
    add = {"plan": plan.id, "by": author, "at": at}
    actions.add_point(POINT, **add)
    actions.add_point(replace(POINT, measure=lamps.id), **add)
    with pytest.raises(Absent):
        actions.add_point(replace(POINT, measure="0" * 26), **add)
    assert list(queries.measures_to_plan(by=author)) == [lamps]
    assert list(queries.measures_to_plan(by=foreigner)) == []
    actions.remove_point(plan=plan.id, number=1, by=author, at=at)
    (left,) = queries.followed(plan)
    assert (left.point.number, left.point.measure, left.newest) == (1, lamps, None)
    assert str(left.point) == "1. Ny belysning"
    with pytest.raises(Absent):
        actions.remove_point(plan=plan.id, number=2, by=author, at=at)
    assert record.of_kind(Kind.ACTION_PLAN_CHANGED).last().facts["points"] == 1


def test_a_plan_is_decided_as_it_was_read_and_no_point_changes_after(
    picture, author, secretary, foreigner, at
) -> None:
    plan = actions.begin_plan(by=author, at=at)
    empty = queries.plan_fingerprint(plan)
    decide = {"plan": plan.id, "by": secretary, "at": at}
    with pytest.raises(Conflict, match="no-points"):
        actions.decide_plan(resolved(at), sha256=empty, **decide)
    actions.add_point(POINT, plan=plan.id, by=author, at=at)
    with pytest.raises(Conflict, match="changed-since-read"):
        actions.decide_plan(resolved(at), sha256=empty, **decide)
    read = queries.plan_fingerprint(plan)
    with pytest.raises(BadInput, match="on"):
        actions.decide_plan(resolved(at + 3 * DAY), sha256=read, **decide)
    with pytest.raises(Absent):
        queries.action_plan(plan.id, by=foreigner)
    decided = actions.decide_plan(resolved(at), sha256=read, **decide)
    assert (decided.number, decided.sha256, str(decided)) == (1, read, "1")
    with pytest.raises(Conflict, match="stands-decided"):
        actions.decide_plan(resolved(at), sha256=read, **decide)
    with pytest.raises(Conflict, match="stands-decided"):
        actions.add_point(POINT, plan=plan.id, by=author, at=at)
    assert list(queries.action_plans(by=foreigner)) == [decided]


def test_each_point_is_followed_up_by_who_leads_the_work(plan, author, secretary, at) -> None:
    said = {"plan": plan.id, "number": 1, "note": "Monterat."}
    with pytest.raises(Refused):
        actions.follow_up_point(**said, progress=Progress.DONE, by=secretary, at=at)
    told = actions.follow_up_point(**said, progress=Progress.DONE, by=author, at=at)
    assert str(told) == "1. Ny belysning: done"
    first, second = queries.followed(plan)
    today = date(2027, 1, 2)
    assert (first.newest, first.is_late(today), second.is_late(today)) == (told, False, True)
    assert not second.is_late(date(2027, 1, 1))
    with pytest.raises(BadInput, match="note"):
        actions.follow_up_point(
            **said | {"note": "x" * 1001}, progress=Progress.DONE, by=author, at=at
        )
    draft = actions.begin_plan(by=author, at=at)
    with pytest.raises(Conflict, match="not-decided"):
        actions.follow_up_point(
            plan=draft.id, number=1, progress=Progress.DONE, note="", by=author, at=at
        )
    assert queries.plan_follow_up_due(draft) is None


def test_a_plan_is_to_be_followed_up_within_two_years_and_again(plan, author, at) -> None:
    def followed_up(when: datetime) -> None:
        for number in (1, 2):
            actions.follow_up_point(
                plan=plan.id,
                number=number,
                progress=Progress.UNDER_WAY,
                note="",
                by=author,
                at=when,
            )

    def due(when: datetime) -> list[date]:
        remind(at=when)
        rows = Task.objects.filter(reason=TaskReason.FOLLOW_UP_DUE)
        return list(rows.values_list("due", flat=True))

    assert due(datetime(2027, 12, 31, 12, tzinfo=UTC)) == []
    assert due(datetime(2028, 1, 1, 12, tzinfo=UTC)) == [date(2028, 3, 1)]
    followed_up(datetime(2028, 1, 10, 12, tzinfo=UTC))
    assert due(datetime(2028, 3, 2, 12, tzinfo=UTC)) == [date(2028, 3, 1)]
    assert due(datetime(2029, 12, 1, 12, tzinfo=UTC)) == [date(2028, 3, 1), date(2030, 1, 10)]


def test_where_a_picture_is_decided_and_no_plan_it_is_asked_for(picture, author, at) -> None:
    remind(at=at)
    task = tasks.open_tasks(by=author).get(reason=TaskReason.ACTION_PLAN_DUE)
    assert (task.subject, task.due) == (picture.id, date(2026, 8, 28))


def test_the_strategic_council_is_led_by_the_municipality_and_leaves_minutes(
    leads, author, foreigner, secretary, at
) -> None:
    row = actions.enter_session(SESSION, by=author, at=at)
    assert queries.strategic_meeting(row.id, by=author) == row
    assert str(row) == "2026-02-27"
    assert row.attended == [{"actor": "Polisen", "function": "lokalpolisområdeschef"}]
    assert record.of_kind(Kind.STRATEGIC_COUNCIL_MET).get().facts["actors"] == ["Polisen"]
    assert list(queries.strategic_meetings(by=foreigner)) == []
    with pytest.raises(Absent):
        actions.enter_session(SESSION, by=foreigner, at=at)
    with pytest.raises(Refused):
        actions.enter_session(SESSION, by=secretary, at=at)
    with pytest.raises(BadInput, match="on"):
        actions.enter_session(replace(SESSION, on=date(2026, 3, 3)), by=author, at=at)


def test_the_municipal_council_is_told_and_after_a_year_again(
    leads, author, foreigner, at
) -> None:
    assert queries.report_due(by=author, at=at)
    told = Report(date(2026, 2, 27), "Året i korthet.", 2025)
    row = actions.enter_report(told, by=author, at=at)
    assert (str(row), row.year) == ("2026-02-27", 2025)
    assert not queries.report_due(by=author, at=at)
    assert queries.report_due(by=author, at=at + timedelta(days=366))
    assert list(queries.prevention_reports(by=foreigner)) == []
    assert record.of_kind(Kind.PREVENTION_REPORTED).get().facts["year"] == 2025


def test_partners_without_an_agreement_are_told(leads, author, founder, person, at) -> None:
    police = municipality.add_partner(
        name="Polisområdet", kind=PartnerKind.POLICE, by=founder, at=at
    )
    assert list(queries.without_agreement(by=author, at=at)) == [police]
    with pytest.raises(Absent):
        queries.action_plans(by=person(Role.TECHNICIAN))
    assert not ActionPlan.objects.exists()
