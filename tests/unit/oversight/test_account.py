"""How long the register keeps a surveillance that has ended (KBL 9 and 10 §§: five years)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaka.municipality.rules import SiteKind, TaskReason
from vaka.oversight.rules.account import (
    PLACES,
    RegisterEntry,
    Since,
    disposable_from,
    has_ended,
    is_kept,
    kept_until,
    why_assess_anew,
    why_look_ahead,
)


def entry(ended_on: date | None, *techniques: str) -> RegisterEntry:
    return RegisterEntry(
        camera="01JTN6E0W0F3CF3ZHQGC2ACKKB",
        controller="Tekniska nämnden",
        address="Exempeltorget 1",
        kind_of_place=SiteKind.SQUARE,
        purposes=("8-1a: Förebygga rån.",),
        special_technique=techniques,
        exemption="none",
        is_registered=True,
        assessed_on=date(2020, 1, 1),
        began_on=date(2020, 2, 1),
        ended_on=ended_on,
    )


def test_what_goes_on_is_kept_however_old() -> None:
    assert is_kept(entry(None), today=date(2090, 1, 1))


def test_hard_case_16_it_is_kept_four_years_and_eleven_months_and_not_five_and_a_day() -> None:
    ended = entry(date(2026, 3, 2))
    assert is_kept(ended, today=date(2031, 2, 2))
    assert is_kept(ended, today=date(2031, 3, 2))
    assert not is_kept(ended, today=date(2031, 3, 3))


def test_an_end_on_the_leap_day_is_kept_to_the_first_of_march() -> None:
    assert kept_until(date(2028, 2, 29)) == date(2033, 3, 1)


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)))
def test_it_is_never_kept_shorter_than_five_years(ended: date) -> None:
    assert kept_until(ended) - ended >= timedelta(days=5 * 365 + 1)


def test_place_and_technique_are_told_in_words() -> None:
    told = entry(None, "audio", "people-count")
    assert told.place.sv == "torg"
    assert [each.sv for each in told.techniques] == ["ljud", "antal människor räknas av maskin"]


@pytest.mark.parametrize("kind", SiteKind)
def test_every_kind_of_place_has_its_words(kind: SiteKind) -> None:
    assert PLACES[kind].sv
    assert PLACES[kind].en


def test_an_exemption_is_told_by_its_section() -> None:
    assert replace(entry(None), exemption="13").exempt.source == "KBL 13 §"
    assert entry(None).exempt is None


def test_each_change_at_the_place_asks_for_a_new_assessment_with_its_own_mark() -> None:
    told = why_assess_anew(
        Since(problem_gone=True, moved="a", replaced="b", neighbour="c", doubted="d")
    )
    assert why_assess_anew(Since()) == {}
    assert told == {
        TaskReason.PROBLEM_GONE: "gone",
        TaskReason.CAMERA_MOVED: "a",
        TaskReason.CAMERA_REPLACED: "b",
        TaskReason.SENSITIVE_NEIGHBOUR: "c",
        TaskReason.EFFECT_DOUBTED: "d",
    }


def test_review_is_told_ninety_days_ahead_and_the_end_sixty() -> None:
    days = {"review_by": date(2027, 1, 1), "ends_on": date(2027, 3, 31)}
    assert why_look_ahead(**days, today=date(2026, 10, 2)) == {}
    assert why_look_ahead(**days, today=date(2026, 10, 3)) == {
        TaskReason.REVIEW_DUE: date(2027, 1, 1)
    }
    assert TaskReason.DECISION_ENDS in why_look_ahead(**days, today=date(2027, 1, 30))


DAYS = st.dates(date(2000, 1, 1), date(2090, 1, 1))


@given(DAYS)
def test_what_may_be_disposed_of_is_what_the_register_no_longer_holds(ended: date) -> None:
    first = disposable_from(ended)
    assert not is_kept(entry(ended), today=first)
    assert is_kept(entry(ended), today=first - timedelta(days=1))


@given(st.lists(DAYS, min_size=1))
def test_the_last_end_of_all_counts(ends: list[date]) -> None:
    assert has_ended(ends, stands=False, may_watch=False) == max(ends)
    assert has_ended([*ends, None], stands=False, may_watch=False) is None
    assert has_ended(ends, stands=True, may_watch=False) is None
    assert has_ended(ends, stands=False, may_watch=True) is None


def test_what_never_was_has_not_ended() -> None:
    assert has_ended([], stands=False, may_watch=False) is None
