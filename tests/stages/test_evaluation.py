"""Evaluation: a plan frozen before anybody can know, counts, and one verdict a report."""

import hashlib
import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.stages.counting import (
    FIRST,
    HEADER,
    MONTHS,
    REVIEW,
    STARTS,
    afterwards,
    draft,
    history,
    rows,
)
from tests.stages.standing import standing
from vaka.cases import queries as cases
from vaka.cases.rules.states import State
from vaka.core.canonical import canonical_bytes
from vaka.core.errors import Absent, BadInput, Conflict, Refused
from vaka.evaluation import actions, queries
from vaka.evaluation.models import Evaluation, FollowUp
from vaka.evaluation.rules.judging import Why
from vaka.evaluation.rules.trials import Arm
from vaka.measures import actions as measures
from vaka.measures import queries as evidence
from vaka.measures.rules.kinds import MeasureKind, Plan
from vaka.measures.rules.ratios import Ruling
from vaka.municipality.rules import Role
from vaka.needs import actions as needs
from vaka.record import queries as record
from vaka.record.rules import Kind
from vaka.servers.run_due import run_due

pytestmark = pytest.mark.django_db
ON_THE_DAY = datetime(2027, 5, 1, 10, tzinfo=UTC)
A_YEAR_LATER = datetime(2028, 5, 2, 10, tzinfo=UTC)


@pytest.fixture
def coordinator(person, board):
    return person(Role.SAFETY_COORDINATOR, board)


@pytest.fixture
def planned(site, coordinator, at: datetime) -> Evaluation:
    return actions.plan(draft(site.id), history=history(), by=coordinator, at=at)


def take(planned: Evaluation, by, at: datetime, text: str) -> int:
    return actions.import_counts(evaluation=planned.id, csv_text=text, by=by, at=at)


def test_the_plan_is_hashed_into_the_record_as_it_was_made(planned, coordinator) -> None:
    entry = record.entries(subject=planned.id).get()
    assert (entry.kind, entry.actor) == (Kind.EVALUATION_PLANNED, coordinator.id)
    frozen = canonical_bytes(entry.facts["plan"])
    assert entry.facts["sha256"] == planned.plan_hash == hashlib.sha256(frozen).hexdigest()
    told = entry.facts["plan"]
    assert told["draft"]["outcome"] == "Rån per månad"
    assert told["draft"]["measure_starts"] == "2026-04-01"
    assert len(told["controls"]) == 20
    assert told["area"]["type"] == "Polygon"
    assert told["history_sha256"] == hashlib.sha256(history().encode()).hexdigest()


def test_a_plan_knows_what_it_could_see_and_what_may_be_expected(
    planned, site, coordinator, at
) -> None:
    plan = planned.frozen()
    assert [each.months for each in plan.smallest] == [12, 24, 36]
    assert all(0 < each.fall <= 1 for each in plan.smallest)
    expected = evidence.expectation_at(
        site.id, monitoring=plan.draft.monitoring, by=coordinator, at=at
    )
    assert plan.expected.mean == expected.mean


def test_the_stated_year_is_left_out_and_other_measures_are_drawn_in(
    site, coordinator, at: datetime
) -> None:
    lamps = Plan(MeasureKind.LIGHTING, "Lampor", date(2025, 1, 1), None, 0, 0, "Gatukontoret")
    measures.register(lamps, site=site.id, by=coordinator, at=at)
    needs.state_need(site=site.id, by=coordinator, at=at)
    longer = history() + rows("Torget", "treated", date(2022, 1, 1), FIRST, count=40)
    for number in range(20):
        longer += rows(f"Plats {number:02}", "control", date(2022, 1, 1), FIRST, count=40)
    plan = actions.plan(draft(site.id), history=longer, by=coordinator, at=at).frozen()
    assert plan.trigger == (date(2025, 3, 1), date(2026, 2, 28))
    assert not any(date(2025, 3, 1) <= day < date(2026, 3, 1) for day in plan.calendar.before)
    assert [each.title for each in plan.beside] == ["Lampor"]
    assert plan.other_measures == 1


@pytest.mark.parametrize(
    ("told", "problem"),
    [
        (HEADER, "there are 0 treated places"),
        (history(until=date(2025, 7, 1)), "10 whole months"),
        (history(controls=0), "there is no comparable place"),
        ("place,arm\n", "the column month is missing"),
    ],
)
def test_a_history_that_chooses_nothing_is_refused(
    site, coordinator, at: datetime, told: str, problem: str
) -> None:
    with pytest.raises(BadInput, match=problem):
        actions.plan(draft(site.id), history=told, by=coordinator, at=at)
    assert not Evaluation.objects.exists()


def test_a_plan_comes_before_the_measure_and_is_made_once(
    planned, site, coordinator, at: datetime
) -> None:
    with pytest.raises(Conflict, match="planned-already"):
        actions.plan(draft(site.id), history=history(), by=coordinator, at=at)
    began = datetime(2026, 4, 1, 12, tzinfo=UTC)
    with pytest.raises(Conflict, match="measure-has-begun"):
        actions.plan(draft(site.id), history=history(), by=coordinator, at=began)


@pytest.fixture
def decided(person, board, site, at: datetime) -> str:
    """The camera of the square, decided on the day of the plan."""
    return standing(person=person, board=board, site=site, at=at).id


def test_a_plan_after_the_decision_is_refused(decided, site, coordinator, at: datetime) -> None:
    with pytest.raises(Conflict, match="decided-before-the-plan"):
        actions.plan(draft(site.id, camera=decided), history=history(), by=coordinator, at=at)


def test_a_report_names_the_plan_that_it_is_held_against(planned, coordinator) -> None:
    take(planned, coordinator, ON_THE_DAY, afterwards())
    made = actions.report(evaluation=planned.id, by=coordinator, at=ON_THE_DAY)
    assert made.facts["plan"] == planned.plan_hash
    kinds = [entry.kind for entry in record.entries(subject=planned.id).order_by("seq")]
    assert kinds == [Kind.EVALUATION_PLANNED, Kind.COUNTS_IMPORTED, Kind.EVALUATION_REPORTED]


@pytest.mark.parametrize(
    ("after", "ruling"),
    [(5, Ruling.DECREASE), (39, Ruling.CANNOT_TELL), (120, Ruling.INCREASE)],
)
def test_the_verdict_says_what_the_controls_can_carry(
    planned, coordinator, after: int, ruling: Ruling
) -> None:
    take(planned, coordinator, ON_THE_DAY, afterwards(after=after))
    made = actions.report(evaluation=planned.id, by=coordinator, at=ON_THE_DAY)
    assert (made.ruling, made.review) == (ruling, 1)
    entry = record.of_kind(Kind.EVALUATION_REPORTED).get()
    assert entry.facts["ruling"] == ruling
    assert entry.facts["months"] == [MONTHS, MONTHS]


def test_before_its_day_a_report_tells_nothing(planned, coordinator, at: datetime) -> None:
    with pytest.raises(Conflict, match="too-early"):
        actions.report(evaluation=planned.id, by=coordinator, at=at)
    early = ON_THE_DAY - timedelta(days=1)
    take(planned, coordinator, early, afterwards())
    made = actions.report(evaluation=planned.id, by=coordinator, at=early)
    assert (made.ruling, made.review) == (Ruling.CANNOT_TELL, 0)
    assert list(made.facts["why"]) == [Why.NOT_THE_DAY]
    assert not evidence.shared_effects(by=coordinator)


def test_months_and_places_outside_the_plan_do_not_count(planned, coordinator) -> None:
    take(planned, coordinator, ON_THE_DAY, afterwards())
    told = queries.effect_of(planned, at=ON_THE_DAY)
    outside = f"{HEADER}Torget,treated,2020-01,9999\nTorget,treated,2027-06,9999\n"
    outside += rows("Ny plats", "control", date(2025, 1, 1), date(2027, 4, 1), count=900)
    take(planned, coordinator, ON_THE_DAY, outside)
    assert queries.effect_of(planned, at=ON_THE_DAY) == told
    assert told.arms[Arm.TREATED].before == 40 * 12 + 12


def test_what_is_counted_cannot_be_counted_again_otherwise(planned, coordinator) -> None:
    held = {each.place: each.months for each in queries.series(planned)}
    mended = HEADER + rows("Torget", "treated", FIRST, date(2026, 3, 1), count=400)
    assert take(planned, coordinator, ON_THE_DAY, mended) == 0
    assert {each.place: each.months for each in queries.series(planned)} == held


def test_a_bad_line_is_named_and_nothing_is_taken_in(planned, coordinator) -> None:
    before = planned.counts.count()
    bad = f"{HEADER}Torget,treated,2026-04,4\nTorget,någon,2026-05,4\n"
    with pytest.raises(BadInput, match="counts, line 3"):
        take(planned, coordinator, ON_THE_DAY, bad)
    assert planned.counts.count() == before
    assert not record.of_kind(Kind.COUNTS_IMPORTED).exists()


def test_missing_months_cannot_be_evaluated_on_the_day(planned, coordinator) -> None:
    take(planned, coordinator, ON_THE_DAY, afterwards(months=9))
    made = actions.report(evaluation=planned.id, by=coordinator, at=ON_THE_DAY)
    assert made.ruling == Ruling.CANNOT_EVALUATE
    assert list(made.facts["why"]) == [Why.MONTHS_MISSING]


def test_a_plan_that_was_not_followed_evaluates_nothing(planned, coordinator) -> None:
    take(planned, coordinator, ON_THE_DAY, afterwards())
    with pytest.raises(BadInput, match="why: it is empty"):
        actions.break_plan(evaluation=planned.id, why=" ", by=coordinator, at=ON_THE_DAY)
    why = "Kameran sattes upp i juni."
    actions.break_plan(evaluation=planned.id, why=why, by=coordinator, at=ON_THE_DAY)
    made = actions.report(evaluation=planned.id, by=coordinator, at=ON_THE_DAY)
    assert made.ruling == Ruling.CANNOT_EVALUATE
    entry = record.of_kind(Kind.EVALUATION_BROKEN).get()
    assert entry.facts["sha256"] == hashlib.sha256(why.encode()).hexdigest()
    with pytest.raises(Conflict, match="broken-already"):
        actions.break_plan(evaluation=planned.id, why="Igen", by=coordinator, at=ON_THE_DAY)


def test_on_its_day_the_report_is_made_by_itself_and_once(planned, coordinator) -> None:
    run_due(at=ON_THE_DAY)
    assert not FollowUp.objects.exists(), "the months are not counted yet"
    take(planned, coordinator, ON_THE_DAY, afterwards())
    run_due(at=ON_THE_DAY - timedelta(days=1))
    run_due(at=ON_THE_DAY)
    run_due(at=ON_THE_DAY + timedelta(days=3))
    made = FollowUp.objects.get()
    assert (made.review, made.ruling) == (1, Ruling.DECREASE)
    assert record.of_kind(Kind.EVALUATION_REPORTED).get().actor == "worker"


def test_two_reviews_that_cannot_tell_give_the_case_back_to_the_board(
    person, board, site, coordinator, at: datetime
) -> None:
    planned = actions.plan(draft(site.id), history=history(), by=coordinator, at=at)
    camera = standing(person=person, board=board, site=site, at=at).id
    # The plan was made for this camera, before it was decided on.
    Evaluation.objects.filter(pk=planned.pk).update(camera=camera)
    take(planned, coordinator, A_YEAR_LATER, afterwards(after=39, months=24))
    first = actions.report(evaluation=planned.id, by=coordinator, at=ON_THE_DAY)
    again = actions.report(evaluation=planned.id, by=coordinator, at=ON_THE_DAY)
    assert (first.ruling, first.returned, again.returned) == (Ruling.CANNOT_TELL, False, False)
    (case,) = cases.cases(by=coordinator)
    assert case.state == State.RESOLVED
    second = actions.report(evaluation=planned.id, by=coordinator, at=A_YEAR_LATER)
    assert (second.review, second.returned) == (2, True)
    case.refresh_from_db()
    assert case.state == State.OPEN
    entry = record.of_kind(Kind.CASE_RETURNED).get()
    assert (entry.subject, entry.facts["evaluation"]) == (case.id, planned.id)


def test_without_a_decision_there_is_no_case_to_give_back(planned, coordinator) -> None:
    take(planned, coordinator, A_YEAR_LATER, afterwards(after=39, months=24))
    for at in (ON_THE_DAY, A_YEAR_LATER):
        made = actions.report(evaluation=planned.id, by=coordinator, at=at)
    assert (made.ruling, made.returned) == (Ruling.CANNOT_TELL, False)


def test_a_reviewed_site_joins_the_pool_and_names_nobody(planned, coordinator) -> None:
    take(planned, coordinator, ON_THE_DAY, afterwards())
    actions.report(evaluation=planned.id, by=coordinator, at=ON_THE_DAY)
    actions.report(evaluation=planned.id, by=coordinator, at=ON_THE_DAY)
    (shared,) = evidence.shared_effects(by=coordinator)
    assert shared.plan == planned.plan_hash
    assert shared.municipality == evidence.own_code()
    assert (shared.treated.after, shared.verdict) == (72, Ruling.DECREASE)
    told = json.dumps(planned.plan, ensure_ascii=False) + str(shared)
    assert "Exempeltorget" not in str(shared)
    assert "Plats 00" in told
    assert "Plats 00" not in str(shared)


def test_who_only_reads_plans_nothing_and_it_is_on_the_record(
    planned, person, board, site, at: datetime
) -> None:
    reader = person(Role.CASE_OFFICER, board)
    assert list(queries.evaluations(by=reader)) == [planned]
    for act in (
        lambda: actions.plan(draft(site.id), history=history(), by=reader, at=at),
        lambda: take(planned, reader, at, afterwards()),
        lambda: actions.report(evaluation=planned.id, by=reader, at=at),
        lambda: actions.break_plan(evaluation=planned.id, why="Nej", by=reader, at=at),
    ):
        with pytest.raises(Refused):
            act()
    assert record.of_kind(Kind.ACCESS_REFUSED).count() == 4


def test_a_foreign_board_finds_neither_site_nor_plan(
    planned, site, person, foreign_board, at: datetime
) -> None:
    stranger = person(Role.SAFETY_COORDINATOR, foreign_board)
    assert list(queries.evaluations(by=stranger)) == []
    for act in (
        lambda: actions.plan(draft(site.id), history=history(), by=stranger, at=at),
        lambda: queries.planned(draft(site.id), history=history(), by=stranger, at=at),
        lambda: take(planned, stranger, at, afterwards()),
        lambda: actions.report(evaluation=planned.id, by=stranger, at=at),
        lambda: actions.break_plan(evaluation=planned.id, why="Nej", by=stranger, at=at),
        lambda: queries.evaluation(planned.id, by=stranger),
        lambda: queries.follow_ups(planned.id, by=stranger),
    ):
        with pytest.raises(Absent):
            act()
    assert not record.of_kind(Kind.ACCESS_REFUSED).exists()


def test_reports_stay_as_they_were_the_newest_first(planned, coordinator) -> None:
    take(planned, coordinator, ON_THE_DAY, afterwards())
    made = [
        actions.report(evaluation=planned.id, by=coordinator, at=ON_THE_DAY + timedelta(n))
        for n in range(2)
    ]
    assert list(queries.follow_ups(planned.id, by=coordinator)) == made[::-1]


def test_the_series_begin_with_the_place_itself(planned, coordinator) -> None:
    told = [each.place for each in queries.series(planned)]
    assert told[:3] == ["Torget", "Intill", "Plats 00"]
    assert list(queries.of_camera("01KAMERA", by=coordinator)) == [planned]


def test_a_draft_of_another_day_is_another_plan(planned, site, coordinator, at) -> None:
    later = replace(draft(site.id), review_on=REVIEW + timedelta(30))
    assert later.measure_starts == STARTS
    other = actions.plan(later, history=history(), by=coordinator, at=at)
    assert other.plan_hash != planned.plan_hash
