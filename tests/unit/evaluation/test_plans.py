"""A plan: what it leaves out, whom it compares with, and what it says of itself."""

import json
import math
from dataclasses import replace
from datetime import date

import pytest

from vaka.core.errors import BadInput
from vaka.evaluation.rules import counts_file
from vaka.evaluation.rules.belief import Prior
from vaka.evaluation.rules.counting import CountedPlace, Counting
from vaka.evaluation.rules.judging import Standing
from vaka.evaluation.rules.matching import matched
from vaka.evaluation.rules.plans import (
    Beside,
    Draft,
    EffectPlan,
    document,
    of_document,
    plan_hash,
    review_at,
    standing,
)
from vaka.evaluation.rules.smallest import Smallest
from vaka.evaluation.rules.trials import Area, Arm, calendar, months_later, trial
from vaka.measures.rules.evidence import Crime, Monitoring, Setting

DRAFT = Draft(
    site="01SITE",
    camera="01CAMERA",
    outcome="Rån per månad",
    detection_driven=False,
    crime=Crime.VIOLENT,
    monitoring=Monitoring.ACTIVE,
    measure_starts=date(2026, 4, 1),
    months_before=24,
    months_after=12,
    review_on=date(2027, 5, 1),
)
PLAN = EffectPlan(
    draft=DRAFT,
    setting=Setting.CITY_CENTRE,
    trigger=(date(2025, 1, 1), date(2025, 12, 31)),
    area={"type": "Polygon", "coordinates": [[[13.0, 55.6], [13.1, 55.6], [13.0, 55.7]]]},
    controls=tuple(f"Plats {n}" for n in range(24)),
    beside=(Beside("lighting", "Ny belysning", date(2025, 2, 1), None),),
    other_measures=1,
    expected=Prior(math.log(0.87), 0.25),
    smallest=tuple(Smallest(months, 0.2, 0.1) for months in (12, 24, 36)),
    history_sha256="ab" * 32,
)
MONTHS = [months_later(date(2023, 1, 1), n) for n in range(24)]


def test_the_year_that_chose_the_place_is_no_part_of_the_time_before() -> None:
    found = PLAN.calendar
    assert len(found.before) == 24
    assert not any(date(2025, 1, 1) <= month <= date(2025, 12, 31) for month in found.before)
    assert (found.before[0], found.before[-1]) == (date(2023, 4, 1), date(2026, 3, 1))
    assert (found.after[0], found.after[-1]) == (date(2026, 4, 1), date(2027, 3, 1))


def test_without_a_trigger_the_months_before_are_the_last() -> None:
    found = calendar(date(2026, 1, 15), before=2, after=1)
    assert found.before == (date(2025, 11, 1), date(2025, 12, 1))
    assert found.after == (date(2026, 1, 1),)


def test_a_later_review_counts_a_year_more() -> None:
    assert len(PLAN.calendar_at(0).after) == len(PLAN.calendar_at(1).after) == 12
    assert len(PLAN.calendar_at(2).after) == 24


@pytest.mark.parametrize(
    ("day", "review"),
    [
        (date(2027, 4, 30), 0),
        (date(2027, 5, 1), 1),
        (date(2028, 4, 30), 1),
        (date(2028, 5, 1), 2),
        (date(2030, 12, 1), 4),
    ],
)
def test_a_day_belongs_to_a_review(day: date, review: int) -> None:
    assert review_at(date(2027, 5, 1), day) == review


def test_one_day_is_for_verdicts_and_two_with_controls_enough() -> None:
    many = replace(PLAN, controls=tuple(f"Plats {n}" for n in range(39)))
    assert (PLAN.looks, many.looks) == (1, 2)
    assert (PLAN.significance, many.significance) == (0.05, 0.025)
    told = [standing(PLAN, review=review) for review in range(3)]
    assert told == [Standing.DESCRIPTIVE, Standing.CONFIRMATORY, Standing.DESCRIPTIVE]
    assert standing(many, review=2) is Standing.CONFIRMATORY


def test_a_plan_that_is_too_coarse_says_so() -> None:
    assert PLAN.answers  # sees 20 per cent, 13 are expected
    coarse = replace(PLAN, smallest=tuple(replace(s, by_history=0.3) for s in PLAN.smallest))
    assert not coarse.answers
    assert not replace(PLAN, controls=PLAN.controls[:18]).answers
    assert not replace(PLAN, expected=Prior(0.0, 0.25)).answers


def test_a_plan_is_the_same_when_it_has_been_json() -> None:
    told = document(PLAN)
    assert of_document(json.loads(json.dumps(told))) == PLAN
    assert told["format"] == "vaka.effect-plan/1"
    assert told["buffer_metres"] == 100
    again = plan_hash(document(of_document(told)))
    assert again == plan_hash(told)
    assert plan_hash(document(replace(PLAN, trigger=None))) != again


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"outcome": " "}, "outcome: it is empty"),
        ({"months_before": 2}, "months_before: 2 months"),
        ({"months_after": 61}, "months_after: 61 months"),
        ({"review_on": date(2027, 3, 31)}, "the months after are not over"),
    ],
)
def test_a_draft_that_cannot_be_is_refused(change: dict, problem: str) -> None:
    with pytest.raises(BadInput, match=problem):
        replace(DRAFT, **change)


def area(place: str, level: float, *, slope: float = 0.0, arm: Arm = Arm.CONTROL) -> Area:
    counts = {month: round(level + slope * n) for n, month in enumerate(MONTHS)}
    return Area(place, arm, counts)


def test_controls_are_the_places_most_alike_in_level_and_trend() -> None:
    place = area("Torget", 20, arm=Arm.TREATED)
    near, far, falling = area("Lik", 21), area("Stor", 90), area("Faller", 40, slope=-1.5)
    short = Area("Kort", Arm.CONTROL, {MONTHS[0]: 20})
    next_door = area("Intill", 3, arm=Arm.BUFFER)
    found = matched([far, falling, short, near, place, next_door], MONTHS)
    assert [each.place for each in found] == ["Torget", "Intill", "Lik", "Faller", "Stor"]


def test_no_more_than_thirty_nine_controls_are_taken() -> None:
    place = area("Torget", 20, arm=Arm.TREATED)
    many = [area(f"Plats {n:02}", 20 + n) for n in range(60)]
    found = matched([place, *many], MONTHS)
    assert [each.place for each in found[1:]] == [f"Plats {n:02}" for n in range(39)]
    assert matched([place], MONTHS[:1]) == [place]


def test_a_month_that_was_not_counted_at_the_place_is_left_out_everywhere() -> None:
    months = calendar(date(2024, 1, 1), before=10, after=10)
    held = dict.fromkeys((*months.before, *months.after), 5)
    place = Area("Torget", Arm.TREATED, dict.fromkeys(list(held)[1:], 3))
    whole, gap = (
        Area("Hel", Arm.CONTROL, held),
        Area("Lucka", Arm.CONTROL, dict.fromkeys(list(held)[:-1], 5)),
    )
    found = trial([place, whole, gap], months, name="counts")
    assert found.controls == 1
    assert (round(found.missing, 3), found.lost) == (0.05, 0.5)
    assert found.treated.before == 27
    assert found.years == (9 / 12, 10 / 12)


def test_without_controls_there_is_nothing_to_compare_with() -> None:
    months = calendar(date(2024, 1, 1), before=3, after=3)
    place = area("Torget", 20, arm=Arm.TREATED)
    with pytest.raises(BadInput, match="there is nothing to compare"):
        trial([place], months, name="counts")


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
        (
            "place,arm,month,count\nTorget,treated,2026-01,4\nTorget,treated,2026-01,5\n",
            "line 3: Torget has 2026-01 already",
        ),
    ],
)
def test_a_bad_line_is_named(text: str, problem: str) -> None:
    with pytest.raises(BadInput, match=problem):
        counts_file.areas(text, name="counts")


def test_counts_are_read_area_by_area() -> None:
    text = (
        "# Exempel\nplace,arm,month,count\nTorget,treated,2026-01,4\nIntill,buffer,2026-01,1\n"
    )
    place, near = counts_file.areas(text, name="counts")
    assert (place.place, place.arm, dict(place.months)) == (
        "Torget",
        Arm.TREATED,
        {date(2026, 1, 1): 4},
    )
    assert near.arm is Arm.BUFFER


def test_counts_written_as_a_file_are_read_back() -> None:
    told = [area("Torget, norra", 20, arm=Arm.TREATED), area("Lik", 21)]
    assert counts_file.areas(counts_file.text_of(told), name="counts") == told


def test_a_plan_that_counts_reports_keeps_where_and_by_which_rule() -> None:
    square = CountedPlace("Torget", Arm.TREATED, "01SITE", PLAN.area)
    plan = replace(PLAN, counting=Counting(("damage",), (square,)))
    told = json.loads(json.dumps(document(plan)))
    assert of_document(told) == plan
    assert told["counting"]["rule"] == "vaka.report-counts/1"
    assert "counting" not in document(PLAN)
    told["counting"]["rule"] = "vaka.report-counts/2"
    with pytest.raises(ValueError, match="report-counts/1"):
        of_document(told)
