"""Evaluation: a plan frozen before anybody can know, counts, and one verdict a report."""

import hashlib
from datetime import date, datetime, timedelta

import pytest

from vaka.core.canonical import canonical_bytes
from vaka.core.errors import Absent, BadInput, Conflict, Refused
from vaka.evaluation import actions, queries
from vaka.evaluation.models import Evaluation, FollowUp
from vaka.evaluation.rules import Arm, Ruling
from vaka.municipality.rules import Role
from vaka.record import queries as record
from vaka.record.rules import Kind

pytestmark = pytest.mark.django_db
STARTS = date(2026, 4, 1)
MONTHS = 3
BEFORE, AFTER = ("2026-01", "2026-02", "2026-03"), ("2026-04", "2026-05", "2026-06")


@pytest.fixture
def coordinator(person, board):
    return person(Role.SAFETY_COORDINATOR, board)


def plan(site, by, at: datetime) -> Evaluation:
    return actions.plan(
        site=site.id,
        camera="01KAMERA",
        outcome="Rån per månad",
        detection_driven=False,
        measure_starts=STARTS,
        months=MONTHS,
        review_on=date(2026, 9, 1),
        example=True,
        by=by,
        at=at,
    )


@pytest.fixture
def planned(site, coordinator, at: datetime) -> Evaluation:
    return plan(site, coordinator, at)


def rows(*, place: str, arm: str, before: int, after: int, months=AFTER) -> str:
    """Return a CSV's lines for one area: so many a month before, so many after."""
    lines = [f"{place},{arm},{month},{before}" for month in BEFORE]
    return "\n".join(lines + [f"{place},{arm},{month},{after}" for month in months]) + "\n"


def counts(*, after: int = 5, controls: int = 20, months=AFTER) -> str:
    """Return counts of a place that fell from 40 a month, and of controls that did not."""
    told = "place,arm,month,count\n" + rows(
        place="Torget", arm="treated", before=40, after=after, months=months
    )
    for number in range(controls):
        told += rows(place=f"Plats {number}", arm="control", before=40, after=39 + number % 3)
    return told


def take(planned: Evaluation, by, at: datetime, text: str) -> int:
    return actions.import_counts(evaluation=planned.id, csv_text=text, by=by, at=at)


def test_the_plan_is_hashed_into_the_record_as_it_was_made(planned, coordinator) -> None:
    entry = record.entries(subject=planned.id).get()
    assert (entry.kind, entry.actor) == (Kind.EVALUATION_PLANNED, coordinator.id)
    frozen = canonical_bytes(entry.facts["plan"])
    assert entry.facts["sha256"] == planned.plan_hash == hashlib.sha256(frozen).hexdigest()
    assert entry.facts["plan"]["outcome"] == "Rån per månad"
    assert entry.facts["plan"]["measure_starts"] == "2026-04-01"


def test_a_report_names_the_plan_that_it_is_held_against(
    planned, coordinator, at: datetime
) -> None:
    take(planned, coordinator, at, counts())
    made = actions.report(evaluation=planned.id, by=coordinator, at=at)
    assert made.facts["plan"] == planned.plan_hash
    kinds = [entry.kind for entry in record.entries(subject=planned.id).order_by("seq")]
    assert kinds == [Kind.EVALUATION_PLANNED, Kind.COUNTS_IMPORTED, Kind.EVALUATION_REPORTED]


@pytest.mark.parametrize(
    ("after", "controls", "ruling"),
    [(5, 20, Ruling.DECREASE), (5, 2, Ruling.CANNOT_TELL), (120, 20, Ruling.INCREASE)],
)
def test_the_verdict_says_what_the_controls_can_carry(
    planned, coordinator, at: datetime, after: int, controls: int, ruling: Ruling
) -> None:
    take(planned, coordinator, at, counts(after=after, controls=controls))
    made = actions.report(evaluation=planned.id, by=coordinator, at=at)
    assert made.ruling == ruling
    assert record.of_kind(Kind.EVALUATION_REPORTED).get().facts["ruling"] == ruling


def test_before_the_planned_months_are_counted_there_is_no_verdict(
    planned, coordinator, at: datetime
) -> None:
    take(planned, coordinator, at, counts(months=AFTER[:2]))
    with pytest.raises(Conflict, match="too-early"):
        actions.report(evaluation=planned.id, by=coordinator, at=at)
    assert not FollowUp.objects.exists()


def test_without_controls_there_is_nothing_to_compare_with(
    planned, coordinator, at: datetime
) -> None:
    take(planned, coordinator, at, counts(controls=0))
    with pytest.raises(BadInput, match="there are no counts for control"):
        actions.report(evaluation=planned.id, by=coordinator, at=at)


def test_months_outside_the_plan_do_not_count(planned, coordinator, at: datetime) -> None:
    take(planned, coordinator, at, counts())
    told = queries.effect_of(planned)
    outside = (
        "place,arm,month,count\nTorget,treated,2020-01,9999\nTorget,treated,2026-07,9999\n"
    )
    take(planned, coordinator, at, outside)
    assert queries.effect_of(planned).arms == told.arms
    assert told.arms[Arm.TREATED].before == 120


def test_the_same_counts_again_change_nothing(planned, coordinator, at: datetime) -> None:
    text = counts(controls=1)
    assert take(planned, coordinator, at, text) == 12
    assert take(planned, coordinator, at, text) == 0


def test_a_comment_in_the_file_is_no_row(planned, coordinator, at: datetime) -> None:
    text = "# Exempel\nplace,arm,month,count\n# påhittat\nTorget,treated,2026-01,4\n"
    assert take(planned, coordinator, at, text) == 1


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "the column place is missing"),
        ("place,arm,month\nTorget,treated,2026-01\n", "the column count is missing"),
        ("place,arm,month,count\nTorget,treated,2026-13,4\n", "line 2"),
        ("place,arm,month,count\nTorget,treated,2026-01,4\nTorget,någon,2026-02,4\n", "line 3"),
        ("place,arm,month,count\nTorget,treated,2026-01,fyra\n", "line 2"),
        ("place,arm,month,count\nTorget,treated,2026-01,-4\n", "line 2: -4 is not from 0"),
        ("place,arm,month,count\nTorget,treated,2026-01\n", "line 2"),
        ("place,arm,month,count\nTorget,treated,2026-01,99999999999\n", "line 2"),
        ("place,arm,month,count\n,treated,2026-01,4\n", "line 2"),
        ("# påhittat\nplace,arm,month,count\n# ett\nTorget,treated,2026,4\n", "line 4"),
        (f"place,arm,month,count\n{'T' * 101},treated,2026-01,4\n", "line 2"),
    ],
)
def test_a_bad_line_is_named_and_nothing_is_taken_in(
    planned, coordinator, at: datetime, text: str, problem: str
) -> None:
    with pytest.raises(BadInput, match=problem):
        take(planned, coordinator, at, text)
    assert not planned.counts.exists()
    assert not record.of_kind(Kind.COUNTS_IMPORTED).exists()


def test_who_only_reads_plans_nothing_and_it_is_on_the_record(
    planned, person, board, site, at: datetime
) -> None:
    reader = person(Role.CASE_OFFICER, board)
    assert list(queries.evaluations(by=reader)) == [planned]
    for act in (
        lambda: plan(site, reader, at),
        lambda: take(planned, reader, at, counts()),
        lambda: actions.report(evaluation=planned.id, by=reader, at=at),
    ):
        with pytest.raises(Refused):
            act()
    assert record.of_kind(Kind.ACCESS_REFUSED).count() == 3


def test_a_foreign_board_finds_neither_site_nor_plan(
    planned, site, person, foreign_board, at: datetime
) -> None:
    stranger = person(Role.SAFETY_COORDINATOR, foreign_board)
    assert list(queries.evaluations(by=stranger)) == []
    for act in (
        lambda: plan(site, stranger, at),
        lambda: take(planned, stranger, at, counts()),
        lambda: actions.report(evaluation=planned.id, by=stranger, at=at),
        lambda: queries.evaluation(planned.id, by=stranger),
        lambda: queries.follow_ups(planned.id, by=stranger),
    ):
        with pytest.raises(Absent):
            act()
    assert not record.of_kind(Kind.ACCESS_REFUSED).exists()


def test_reports_stay_as_they_were_the_newest_first(planned, coordinator, at: datetime) -> None:
    take(planned, coordinator, at, counts())
    first = actions.report(evaluation=planned.id, by=coordinator, at=at)
    second = actions.report(evaluation=planned.id, by=coordinator, at=at + timedelta(days=1))
    assert list(queries.follow_ups(planned.id, by=coordinator)) == [second, first]


def test_the_series_begin_with_the_place_itself(planned, coordinator, at: datetime) -> None:
    take(planned, coordinator, at, counts(controls=2))
    assert [each.place for each in queries.series(planned)] == ["Torget", "Plats 0", "Plats 1"]
    assert list(queries.of_camera("01KAMERA", by=coordinator)) == [planned]
