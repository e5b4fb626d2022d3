"""When one weighing is a precedent for another, what parts them, and what a search finds."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaka.balancing.rules import precedents
from vaka.balancing.rules.precedents import Difference, Likeness, Limit, Profile, Sought
from vaka.balancing.rules.proposal import Proposal
from vaka.law.precedents import published

EVENINGS = frozenset(day * 24 + hour for day in range(7) for hour in (20, 21, 22, 23))
SQUARE = Profile(
    kind="square",
    purposes=frozenset({"8-1a"}),
    hours=EVENINGS,
    uses=frozenset({"live", "record"}),
    without=frozenset({"audio", "movable"}),
    masked=True,
    present=frozenset({"passers-by", "guests"}),
    pixels_per_metre=62.5,
    retention_hours=72,
)
UPPSALA, LANDSKRONA = map(precedents.profile_of_published, published())


def shared(this: Profile, other: Profile) -> set[Likeness]:
    found = precedents.compared(this, other)
    return set(found.likenesses) if found else set()


def apart(this: Profile, other: Profile) -> set[Difference]:
    found = precedents.compared(this, other)
    return set(found.differences) if found else set()


def test_a_weighing_is_all_like_itself_and_parts_in_nothing() -> None:
    assert shared(SQUARE, SQUARE) == set(Likeness)
    assert apart(SQUARE, SQUARE) == set()


def test_neither_kind_nor_purpose_in_common_is_no_precedent() -> None:
    other = replace(SQUARE, kind="school", purposes=frozenset({"8-2"}))
    assert precedents.compared(SQUARE, other) is None
    assert precedents.compared(SQUARE, replace(other, kind="square")) is not None


def test_passers_by_in_common_are_nothing_in_common() -> None:
    there = replace(SQUARE, present=frozenset({"passers-by", "children"}))
    assert Likeness.PEOPLE not in shared(SQUARE, there)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"hours": frozenset(range(168))}, {Difference.LONGER_HOURS}),
        ({"hours": frozenset(range(8))}, {Difference.SHORTER_HOURS}),
        ({"hours": frozenset()}, set()),
        ({"pixels_per_metre": 250.0}, {Difference.MORE_DETAIL}),
        ({"pixels_per_metre": 25.0}, {Difference.LESS_DETAIL}),
        ({"retention_hours": 168}, {Difference.KEPT_LONGER}),
        ({"retention_hours": 24}, {Difference.KEPT_SHORTER}),
        ({"retention_hours": None}, set()),
        ({"masked": False}, {Difference.UNMASKED}),
        ({"uses": frozenset({"live", "audio"})}, {Difference.FURTHER_USE}),
    ],
)
def test_each_way_to_part_is_told(told: dict[str, object], expected: set[Difference]) -> None:
    assert apart(replace(SQUARE, **told), SQUARE) == expected


def test_what_a_decision_leaves_unsaid_is_not_compared() -> None:
    assert apart(SQUARE, UPPSALA) == {Difference.SHORTER_HOURS}
    assert Difference.KEPT_LONGER not in apart(
        replace(SQUARE, retention_hours=900, pixels_per_metre=250.0), UPPSALA
    )


def test_uppsala_resembles_a_square_by_night_more_than_landskrona_does() -> None:
    night = frozenset(day * 24 + h for day in range(7) for h in (20, 21, 22, 23, *range(6)))
    here = replace(SQUARE, hours=night)
    uppsala, landskrona = (precedents.compared(here, each) for each in (UPPSALA, LANDSKRONA))
    assert uppsala
    assert landskrona
    assert uppsala.likenesses == (
        Likeness.KIND,
        Likeness.PURPOSE,
        Likeness.HOURS,
        Likeness.MASKED,
    )
    assert uppsala.weight > landskrona.weight


HOURS = st.frozensets(st.integers(0, 167))


@given(these=HOURS, those=HOURS)
def test_overlap_is_a_share_and_the_same_both_ways(these, those) -> None:
    found = precedents.overlap(these, those)
    assert 0 <= found <= 1
    assert found == precedents.overlap(those, these)
    assert (found == 1) == (these == those != frozenset())


@pytest.mark.parametrize(
    ("limit", "without"),
    [
        (Limit.NOT_ALWAYS, {"hours": frozenset(range(168))}),
        (Limit.NO_AUDIO, {"without": frozenset()}),
        (Limit.FIXED, {"without": frozenset({"audio"})}),
        (Limit.MASKED, {"masked": None}),
        (Limit.SHORT_KEEPING, {"retention_hours": 96}),
        (Limit.SHORT_KEEPING, {"retention_hours": None}),
    ],
)
def test_a_limit_is_there_or_it_is_not(limit: Limit, without: dict[str, object]) -> None:
    assert precedents.has(SQUARE, limit)
    assert not precedents.has(replace(SQUARE, **without), limit)


def test_nobody_records_where_recording_is_refused() -> None:
    assert not precedents.has(SQUARE, Limit.NOT_RECORDED)
    live = replace(SQUARE, without=frozenset({"record"}))
    assert precedents.has(live, Limit.NOT_RECORDED)


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        (Sought(), True),
        (Sought(text="torget UPPSALA"), True),
        (Sought(text="landskrona"), False),
        (Sought(kind="square", purpose="8-1a"), True),
        (Sought(kind="street"), False),
        (Sought(purpose="8-2"), False),
        (Sought(limits=frozenset({Limit.MASKED, Limit.NO_AUDIO})), True),
        (Sought(limits=frozenset({Limit.NOT_RECORDED})), False),
    ],
)
def test_a_search_finds_what_has_all_that_is_sought(sought: Sought, found: bool) -> None:
    assert sought.finds("Stora torget i Uppsala", SQUARE) == found


def test_a_profile_says_only_what_was_answered() -> None:
    empty = precedents.profile_of(Proposal(where={}), "park")
    nothing, unsaid = frozenset[str](), frozenset({"audio", "movable"})
    assert empty == Profile("park", nothing, frozenset(), nothing, unsaid, masked=False)
    told = Proposal(where={}, live=True, audio=True, record=False, movable=True)
    profile = precedents.profile_of(told, "park")
    assert profile.uses == {"live", "audio", "movable"}
    assert profile.without == {"record"}
