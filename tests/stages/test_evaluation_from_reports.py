"""A plan that counts the reports inside the watched area, before the measure and after it."""

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tests.stages.counting import FIRST, STARTS, afterwards, draft, history
from tests.stages.reporting import (
    CONTROLS,
    PLANNED,
    monthly,
    places,
    reported_at,
    row,
    spot,
    take,
)
from vaka.core.errors import BadInput, Conflict
from vaka.evaluation import actions, queries
from vaka.evaluation.models import Evaluation, FollowUp
from vaka.evaluation.rules import counts_file
from vaka.evaluation.rules.counting import Reports
from vaka.evaluation.rules.trials import Arm
from vaka.measures.rules.ratios import Ruling
from vaka.municipality import actions as municipality
from vaka.municipality.rules import Actor, Role, SiteKind
from vaka.needs import actions as needs
from vaka.record import queries as record
from vaka.record.rules import Kind
from vaka.servers.run_due import run_due

pytestmark = pytest.mark.django_db
DAMAGE = Reports(("damage",))
ON_THE_DAY = datetime(2027, 5, 1, 10, tzinfo=UTC)


@pytest.fixture
def coordinator(person, board) -> Actor:
    return person(Role.SAFETY_COORDINATOR, board)


@pytest.fixture
def reported(site, board, founder, coordinator) -> list[str]:
    """The square and twenty like it, with their reports until the day of the plan."""
    found = places(site, board=board, founder=founder)
    reported_at(found, by=coordinator)
    return found


def drawn_months(site: str, by: Actor) -> dict[Arm, dict[date, int]]:
    made = queries.planned(draft(site), history=DAMAGE, by=by, at=PLANNED)
    return {one.area.arm: dict(one.area.months) for one in reversed(made.drawn)}


def test_a_plan_from_reports_freezes_what_is_counted_where_and_by_which_rule(
    reported, coordinator
) -> None:
    planned = actions.plan(draft(reported[0]), history=DAMAGE, by=coordinator, at=PLANNED)
    plan = planned.frozen()
    assert plan.counting
    assert (plan.counting.rule, plan.counting.kinds) == ("vaka.report-counts/1", ("damage",))
    arms = [place.arm for place in plan.counting.places]
    assert arms == [Arm.TREATED, Arm.BUFFER, *[Arm.CONTROL] * CONTROLS]
    assert plan.counting.places[0].area == plan.area
    assert set(plan.controls) == {place.place for place in plan.counting.places[2:]}
    entry = record.entries(subject=planned.id).get()
    assert entry.facts["plan"]["counting"]["rule"] == "vaka.report-counts/1"
    text = counts_file.text_of(queries.counted(planned))
    assert entry.facts["plan"]["history_sha256"] == hashlib.sha256(text.encode()).hexdigest()
    counted = {one.place: dict(one.months) for one in queries.series(planned)}
    # The first month may have begun before the register; the last is not over.
    assert (min(counted["Exempeltorget"]), max(counted["Exempeltorget"])) == (
        date(2024, 10, 1),
        date(2026, 2, 1),
    )
    assert counted["Exempeltorget"][date(2024, 10, 1)] == 39
    assert set(counted["Exempeltorget (intill)"].values()) == {0}


def test_what_is_counted_in_the_area_next_to_it_and_nowhere(reported, coordinator) -> None:
    before = drawn_months(reported[0], coordinator)
    beside, month = (13.0055, 55.6045), date(2025, 6, 1)
    day = "2025-06-12 21:00"
    told = row("many", day, at=spot(0), count="4") + row("next", day, at=beside)
    told += row("looked", day, at=spot(0), flag="detection_driven")
    told += row("loose", day, at=spot(0), within="200")
    told += row("close", day, at=spot(0), within="20")
    told += row("edge", day, at=(13.005, 55.6045))
    told += row("other", day, at=spot(0), category="theft")
    told += row("over", "2025-05-30 20:00", to="2025-06-04 08:00", at=spot(0))
    take(reported[0], told, by=coordinator, at=PLANNED)
    # The same report in the file of another place is the same report.
    take(reported[1], row("many", day, at=spot(0), count="4"), by=coordinator, at=PLANNED)
    after = drawn_months(reported[0], coordinator)
    assert after[Arm.TREATED][month] - before[Arm.TREATED][month] == 4 + 1 + 1 + 1
    assert after[Arm.BUFFER][month] == 1
    made = queries.planned(draft(reported[0]), history=DAMAGE, by=coordinator, at=PLANNED)
    square = made.drawn[0]
    assert (square.unsure, square.otherwise) == (1, 1)
    looking = replace(draft(reported[0]), detection_driven=True)
    looked = queries.planned(looking, history=DAMAGE, by=coordinator, at=PLANNED)
    assert looked.drawn[0].area.months[month] == looked.drawn[0].count == 1


def test_the_months_that_chose_the_place_are_left_out(reported, coordinator) -> None:
    for number, place in enumerate(reported):
        take(
            place,
            monthly(date(2023, 1, 1), FIRST, number=number, count=38),
            by=coordinator,
            at=PLANNED,
        )
    needs.state_need(site=reported[0], by=coordinator, at=PLANNED)
    planned = actions.plan(draft(reported[0]), history=DAMAGE, by=coordinator, at=PLANNED)
    plan = planned.frozen()
    assert plan.trigger == (date(2025, 3, 1), date(2026, 2, 28))
    left_out = plan.trigger
    assert not any(left_out[0] <= day <= left_out[1] for day in plan.calendar.before)


@pytest.mark.parametrize("after", [5, 38])
def test_on_its_day_the_report_is_computed_from_the_later_reports(
    reported, coordinator, after: int
) -> None:
    planned = actions.plan(draft(reported[0]), history=DAMAGE, by=coordinator, at=PLANNED)
    over = date(2027, 4, 1)
    for number, place in enumerate(reported):
        many = after if number == 0 else 38
        told = monthly(date(2026, 3, 1), STARTS, number=number, count=38)
        told += monthly(STARTS, over, number=number, count=many)
        assert not FollowUp.objects.exists()
        run_due(at=ON_THE_DAY)
        take(place, told, by=coordinator, at=ON_THE_DAY)
    run_due(at=ON_THE_DAY)
    assert not FollowUp.objects.exists(), "nobody has reported anything after the last month"
    take(
        reported[0], row("later", "2027-04-20 20:00", at=spot(0)), by=coordinator, at=ON_THE_DAY
    )
    run_due(at=ON_THE_DAY)
    run_due(at=ON_THE_DAY)
    made = FollowUp.objects.get()
    assert made.ruling == (Ruling.DECREASE if after == 5 else Ruling.CANNOT_TELL)
    assert made.facts["months"] == [12, 12]
    assert made.facts["controls"] == CONTROLS
    assert record.of_kind(Kind.COUNTS_IMPORTED).get().actor == "worker"
    first, last = date(2026, 4, 1), date(2027, 3, 1)
    square = next(one for one in queries.series(planned) if one.arm is Arm.TREATED)
    told = sum(count for month, count in square.months if first <= month <= last)
    assert (
        made.facts["arms"]["treated"]["after"]
        == told
        == sum(after + n * 7 % 3 for n in range(12))
    )


def test_a_place_whose_register_nobody_has_read_is_not_taken_for_quiet(
    reported, coordinator
) -> None:
    planned = actions.plan(draft(reported[0]), history=DAMAGE, by=coordinator, at=PLANNED)
    take(
        reported[0],
        monthly(STARTS, date(2026, 8, 1), number=0, count=5),
        by=coordinator,
        at=ON_THE_DAY,
    )
    actions.count_reports(evaluation=planned.id, by=coordinator, at=ON_THE_DAY)
    last = {one.place: one.months[-1][0] for one in queries.series(planned)}
    assert last["Exempeltorget"] == date(2026, 6, 1)
    assert last["Plats 01"] == date(2026, 2, 1)


def test_what_is_counted_stays_when_reports_come_late(reported, coordinator) -> None:
    planned = actions.plan(draft(reported[0]), history=DAMAGE, by=coordinator, at=PLANNED)
    held = queries.series(planned)
    take(
        reported[0],
        row("late", "2025-06-02 20:00", at=spot(0), count="900"),
        by=coordinator,
        at=ON_THE_DAY,
    )
    assert actions.count_reports(evaluation=planned.id, by=coordinator, at=ON_THE_DAY) == 0
    assert queries.series(planned) == held


def test_a_plan_keeps_to_the_one_way_of_counting_that_it_has(reported, coordinator) -> None:
    planned = actions.plan(draft(reported[0]), history=DAMAGE, by=coordinator, at=PLANNED)
    with pytest.raises(Conflict, match="counted-from-reports"):
        actions.import_counts(
            evaluation=planned.id, csv_text=afterwards(), by=coordinator, at=PLANNED
        )
    by_file = actions.plan(draft(reported[0]), history=history(), by=coordinator, at=PLANNED)
    assert "counting" not in by_file.plan
    with pytest.raises(Conflict, match="counted-in-files"):
        actions.count_reports(evaluation=by_file.id, by=coordinator, at=PLANNED)


@pytest.mark.parametrize(
    ("kinds", "problem"),
    [
        ((), "no such kind"),
        (("felt-insecurity",), "no such kind"),
        (("ghosts",), "no such kind"),
        (("damage",), "nothing is reported at the place"),
    ],
)
def test_nothing_to_count_is_no_plan(
    site, coordinator, kinds: tuple[str], problem: str
) -> None:
    with pytest.raises(BadInput, match=problem):
        actions.plan(draft(site.id), history=Reports(kinds), by=coordinator, at=PLANNED)
    assert not Evaluation.objects.exists()


def test_a_place_next_to_the_area_is_no_control(reported, board, founder, coordinator) -> None:
    ring = [[13.006, 55.604], [13.007, 55.604], [13.007, 55.605], [13.006, 55.604]]
    near = municipality.add_site(
        board=board.id,
        name="Granngatan",
        kind=SiteKind.SQUARE,
        address="Granngatan 1",
        longitude=13.0065,
        latitude=55.6042,
        outline={"type": "Polygon", "coordinates": [ring]},
        example=True,
        by=founder,
        at=PLANNED,
    )
    take(
        near.id,
        monthly(FIRST, date(2026, 3, 1), number=90, count=38),
        by=coordinator,
        at=PLANNED,
    )
    made = queries.planned(draft(reported[0]), history=DAMAGE, by=coordinator, at=PLANNED)
    assert "Granngatan" not in made.plan.controls
    assert len(made.plan.controls) == CONTROLS
