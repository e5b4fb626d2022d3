"""Of a movable camera only what was taken between two looks at one preset gets through."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import cast

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.edge.video.sight.scenes import MOVED, framed, outline_of, pictures
from vaka.edge.video.media.source import Sample, Source
from vaka.edge.video.sight.aim import LOOKS_TO_LEARN
from vaka.edge.video.sight.aims import Aims
from vaka.edge.video.sight.airlock import LONGEST, MOST_GROUPS, Airlock
from vaka.edge.video.sight.glimpses import Glimpses
from vaka.edge.video.sight.outline import COLUMNS, ROWS, Outline
from vaka.edge.video.sight.stances import NOWHERE, Expected, Stances

AT = datetime(2026, 3, 2, 20, tzinfo=UTC)
SOURCE = Source("h264", 640, 360, b"\x01")
SQUARE, STREET, ELSEWHERE = (
    outline_of(scene(pictures("square")[0]))
    for scene in (framed, MOVED["turned away"], MOVED["mirrored"])
)
DULL = np.zeros((ROWS, COLUMNS), np.complex64)


class Looks:
    """Looks that are taken when the test says so."""

    def __init__(self) -> None:
        self.waiting: list[Callable[[Outline], None]] = []

    def offer(self, camera: str, still: bytes, tell: Callable[[Outline], None]) -> None:
        self.waiting.append(tell)


class Places:
    """Stances that are told where the camera stands: outlines stand for names."""

    def __init__(self) -> None:
        self.next = NOWHERE

    def look(self, found: Outline) -> str:
        return self.next


def sample(number: int, *, key: bool, at: datetime) -> Sample:
    return Sample(b"\0\0\0\1\x65" if key else b"\0\0\0\1\x41", number, number, key, at)


GROUP = st.tuples(
    st.sampled_from(["torget", "gatan", NOWHERE]),  # where it stands as the group begins
    st.sampled_from(["at once", "late", "never"]),  # when that is seen
    st.sampled_from([0.5, 1.0, LONGEST.total_seconds() + 1]),  # seconds until the next
)


@given(st.lists(GROUP, max_size=12))
def test_nothing_gets_through_but_between_two_looks_at_one_preset(
    groups: list[tuple[str, str, float]],
) -> None:
    looks, places = Looks(), Places()
    through: list[tuple[str, int]] = []
    lock = Airlock(
        "torget",
        cast("Stances", places),
        cast("Glimpses", looks),
        let_through=lambda preset, _, each: through.append((preset, each.pts)),
    )
    at, late = AT, []
    for number, (stands, seen, seconds) in enumerate(groups):
        lock.take(SOURCE, sample(2 * number, key=True, at=at))
        tell = looks.waiting.pop()
        if seen == "late":
            late.append((tell, stands))
        elif seen == "at once":
            for told, place in [*late, (tell, stands)]:
                places.next = place
                told(DULL)
            late.clear()
        lock.take(SOURCE, sample(2 * number + 1, key=False, at=at + timedelta(seconds=0.1)))
        at += timedelta(seconds=seconds)
    for preset, pts in through:
        stands, _, seconds = groups[pts // 2]
        following = groups[pts // 2 + 1][0]
        assert preset == stands == following != NOWHERE
        assert seconds <= LONGEST.total_seconds()
        assert "never" not in (groups[pts // 2][1], groups[pts // 2 + 1][1])
    assert through == sorted(through, key=lambda each: each[1])
    seen_at_once = all(seen == "at once" for _, seen, _ in groups)
    if seen_at_once and len(groups) > 1:
        assert len(through) == 2 * sum(
            a[0] == b[0] != NOWHERE and a[2] <= LONGEST.total_seconds()
            for a, b in pairwise(groups)
        )


def test_what_is_not_looked_at_is_not_held_without_end() -> None:
    lock = Airlock(
        "torget",
        cast("Stances", Places()),
        cast("Glimpses", looks := Looks()),
        let_through=lambda *_: None,
    )
    for number in range(3 * MOST_GROUPS):
        lock.take(SOURCE, sample(number, key=True, at=AT + timedelta(seconds=number)))
    assert len(lock._groups) == MOST_GROUPS
    looks.waiting[0](DULL)
    assert lock.stands == NOWHERE


def learnt(folder: Path) -> tuple[Stances, list[Expected]]:
    stances = Stances("torget", Aims(folder))
    expected = [Expected("torget", "01A", ())]
    stances.expect(expected)
    for _ in range(LOOKS_TO_LEARN):
        assert stances.look(SQUARE) == NOWHERE
    expected.append(Expected("gatan", "01B", ()))
    stances.expect(expected)
    for _ in range(LOOKS_TO_LEARN):
        assert stances.look(STREET) == NOWHERE
    return stances, expected


def test_each_preset_is_known_by_what_it_sees_and_nothing_else_is_one(tmp_path: Path) -> None:
    stances, _ = learnt(tmp_path)
    found = [stances.look(each) for each in (SQUARE, STREET, ELSEWHERE, DULL, SQUARE)]
    assert found == ["torget", "gatan", NOWHERE, NOWHERE, "torget"]


def test_a_preset_confirmed_anew_is_learnt_anew_and_one_taken_back_is_none(
    tmp_path: Path,
) -> None:
    stances, expected = learnt(tmp_path)
    stances.expect([expected[0], Expected("gatan", "01C", ())])
    assert [stances.look(STREET) for _ in range(LOOKS_TO_LEARN)] == [NOWHERE] * LOOKS_TO_LEARN
    assert stances.look(STREET) == "gatan"
    stances.expect(expected[:1])
    assert [stances.look(STREET), stances.look(SQUARE)] == [NOWHERE, "torget"]


def test_what_looks_like_two_presets_is_neither(tmp_path: Path) -> None:
    stances, _ = learnt(tmp_path)
    stances._presets["the same again"] = stances._presets["torget"]
    assert [stances.look(SQUARE), stances.look(STREET)] == [NOWHERE, "gatan"]
