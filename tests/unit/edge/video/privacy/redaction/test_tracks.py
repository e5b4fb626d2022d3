"""Who is who from picture to picture, and that nobody vanishes in the middle of it."""

from hypothesis import given
from hypothesis import strategies as st

from vaka.edge.video.privacy.redaction.tracks import Observation, Tracks
from vaka.terms.redaction import Box, Doubt, Track, TrackKind, Uncertain

WIDE, HIGH, MARGIN = 640, 360, 16
Seen = dict[int, list[Box]]


def linked(seen: Seen, count: int = 60) -> tuple[list[Track], list[Uncertain]]:
    """The tracks of boxes by picture, ten pictures a second."""
    tracks = Tracks(WIDE, HIGH, range(0, count * 100, 100), margin=MARGIN)
    for frame in range(count):
        tracks.take(frame, [Observation(box) for box in seen.get(frame, [])])
    return tracks.finish()


def person(left: int, top: int = 100) -> Box:
    return Box(left, top, left + 40, top + 90)


def of(tracks: list[Track], kind: TrackKind) -> list[Track]:
    return [each for each in tracks if each.kind == kind]


def test_one_who_walks_through_is_one_track_from_side_to_side() -> None:
    tracks, doubts = linked({n: [person(10 * n)] for n in range(60)})
    assert [(t.kind, t.first, t.last) for t in tracks] == [(TrackKind.ONE, 0, 59)]
    assert doubts == []


def test_a_missed_detection_between_two_is_covered_on_the_way() -> None:
    seen = {n: [person(200 + 2 * n)] for n in range(60) if not 20 <= n <= 26}
    tracks, doubts = linked(seen)
    assert [(t.first, t.last) for t in tracks] == [(0, 59)]
    assert tracks[0].at(23) == person(246)
    assert tracks[0].at(60) is None
    assert doubts == []


def test_two_who_meet_are_several_and_new_when_they_part() -> None:
    seen: Seen = {n: [person(100 + 10 * n), person(500 - 10 * n)] for n in range(17)}
    seen |= {n: [Box(260, 100, 340, 190)] for n in range(17, 22)}
    parted = enumerate(range(22, 45), 1)
    seen |= {n: [person(260 - 10 * far), person(300 + 10 * far)] for far, n in parted}
    tracks, doubts = linked(seen, count=45)
    assert len(of(tracks, TrackKind.ONE)) == 4
    assert [(t.first, t.last) for t in of(tracks, TrackKind.SEVERAL)] == [(17, 21)]
    assert [each.reason for each in doubts] == [Doubt.CROSSING, Doubt.CROSSING]
    assert [each.first for each in doubts] == [17, 22]


def test_two_found_in_one_figure_are_several() -> None:
    tracks = Tracks(WIDE, HIGH, range(0, 3000, 100), margin=MARGIN)
    for frame in range(30):
        tracks.take(frame, [Observation(person(8 * frame), 2 if frame == 15 else 1)])
    linked_, doubts = tracks.finish()
    assert [(t.kind, t.first) for t in linked_] == [
        (TrackKind.ONE, 0),
        (TrackKind.SEVERAL, 15),
    ]
    assert doubts == [Uncertain(15, 15, Doubt.CROSSING)]


def test_a_figure_that_suddenly_is_twice_itself_has_somebody_with_it() -> None:
    seen = {n: [person(200)] for n in range(20)}
    seen |= {n: [Box(200, 100, 290, 190)] for n in range(20, 40)}
    tracks, doubts = linked(seen, count=40)
    assert [t.kind for t in tracks] == [TrackKind.ONE, TrackKind.SEVERAL]
    assert doubts == [Uncertain(20, 20, Doubt.CROSSING)]


def test_head_and_legs_are_one() -> None:
    seen = {n: [person(100 + 5 * n)] for n in range(30)}
    left = 100 + 5 * 15
    seen[15] = [Box(left, 100, left + 40, 120), Box(left, 140, left + 40, 190)]
    tracks, doubts = linked(seen, count=30)
    assert [t.kind for t in tracks] == [TrackKind.ONE]
    assert tracks[0].at(15) == person(left)
    assert doubts == []


def test_who_vanishes_in_the_middle_is_held_there_and_it_is_told_in_short_pieces() -> None:
    tracks, doubts = linked({n: [person(10 * n)] for n in range(20)})
    (held,) = of(tracks, TrackKind.HELD)
    assert (held.first, held.last, held.boxes[0]) == (20, 59, person(190))
    assert [(each.first, each.reason) for each in doubts] == [
        (20, Doubt.TRACK_LOST),
        (51, Doubt.TRACK_LOST),
    ]


def test_who_appears_in_the_middle_was_held_there_before() -> None:
    tracks, _ = linked({n: [person(200 + 10 * (n - 30))] for n in range(30, 60)})
    held = of(tracks, TrackKind.HELD)
    assert (held[-1].first, held[-1].last, held[-1].boxes[0]) == (0, 29, person(200))


def test_who_leaves_at_the_margin_has_left() -> None:
    tracks, doubts = linked({n: [person(max(200 - 10 * n, 0))] for n in range(22)})
    assert not [t for t in of(tracks, TrackKind.HELD) if t.first > 0]
    assert doubts == []


def test_a_hold_ends_where_somebody_is_found() -> None:
    seen = {n: [person(10 * n)] for n in range(20)}
    seen |= {n: [person(190 + 10 * (n - 40))] for n in range(40, 60)}
    tracks, _ = linked(seen)
    held = of(tracks, TrackKind.HELD)
    assert {(t.first, t.last) for t in held} == {(20, 39)}


def test_what_is_seen_for_a_moment_is_nobody() -> None:
    tracks, doubts = linked({30: [person(200)], 31: [person(200)]})
    assert tracks == []
    assert doubts == []


def test_a_piece_seen_for_a_moment_beside_a_figure_is_of_it() -> None:
    seen = {n: [person(200)] for n in range(40)}
    seen[20] = [person(200), Box(242, 150, 260, 190)]
    seen[21] = [Box(200, 100, 260, 190)]
    tracks, doubts = linked(seen, count=40)
    assert [(t.kind, t.first, t.last) for t in tracks] == [(TrackKind.ONE, 0, 39)]
    assert doubts == []


BOXES = st.builds(person, st.integers(0, 600), st.integers(0, 270))


@given(st.lists(st.lists(BOXES, max_size=3), min_size=1, max_size=25))
def test_whatever_is_seen_every_track_lies_within_the_pictures_and_once(shown) -> None:
    tracks, doubts = linked(dict(enumerate(shown)), count=len(shown))
    assert len({t.id for t in tracks}) == len(tracks)
    for each in (*tracks, *doubts):
        assert 0 <= each.first <= each.last < len(shown)
