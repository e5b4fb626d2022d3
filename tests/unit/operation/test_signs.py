"""People are told of a camera, or nothing is recorded or shown (KBL 15 §)."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaka.core.verdict import Verdict
from vaka.operation.rules.signs import (
    MENDED_WITHIN,
    Flaw,
    SignSeen,
    Telling,
    Tells,
    Untold,
    if_told,
    told_by,
    why_untold,
)

NOON = datetime(2026, 4, 1, 10, tzinfo=UTC)
SECOND = timedelta(seconds=1)
BOTH = [False, True]


def why(seen: SignSeen | None, *, sound: bool = False, at: datetime = NOON) -> Untold | None:
    return why_untold(seen, sound=sound, decided_at=NOON - SECOND, at=at)


def test_without_a_sign_nobody_is_told() -> None:
    assert why(None) == Untold.NOT_UP


def test_a_sign_tells_of_the_pictures_and_sound_is_told_specially() -> None:
    assert why(SignSeen(NOON, Tells.PICTURES)) is None
    assert why(SignSeen(NOON, Tells.PICTURES), sound=True) == Untold.SILENT_ON_SOUND
    assert why(SignSeen(NOON, Tells.SOUND), sound=True) is None
    assert why(SignSeen(NOON, Tells.SOUND)) is None


def test_a_sign_that_was_there_before_carries_what_was_decided_before_and_nothing_later() -> (
    None
):
    before = SignSeen(NOON, "")
    assert why(before) is None
    assert why(before, sound=True) is None
    later = why_untold(before, sound=True, decided_at=NOON + SECOND, at=NOON + 2 * SECOND)
    assert later == Untold.SILENT_ON_SOUND


def test_a_sign_that_is_gone_stops_the_camera_at_once() -> None:
    gone = SignSeen(NOON - SECOND, Tells.SOUND, Flaw.GONE, NOON)
    assert why(gone) == Untold.GONE
    assert why(gone, sound=True) == Untold.GONE


def test_a_damaged_sign_stops_it_when_nobody_puts_it_right_in_time() -> None:
    damaged = SignSeen(NOON - SECOND, Tells.PICTURES, Flaw.DAMAGED, NOON)
    assert why(damaged) is None
    assert why(damaged, at=NOON + MENDED_WITHIN - SECOND) is None
    assert why(damaged, at=NOON + MENDED_WITHIN) == Untold.UNMENDED


def test_what_is_permitted_is_so_while_people_are_told() -> None:
    damaged = SignSeen(NOON - SECOND, Tells.PICTURES, Flaw.DAMAGED, NOON)
    told = told_by(damaged, sound=False, decided_at=NOON, at=NOON)
    assert told == Telling(None, NOON + MENDED_WITHIN)
    ok = Verdict(permitted=True, reason="ok", until=None)
    assert if_told(ok, told).until == NOON + MENDED_WITHIN
    sooner = Verdict(permitted=True, reason="ok", until=NOON + SECOND)
    assert if_told(sooner, told).until == NOON + SECOND
    assert if_told(ok, Telling(None)) == ok


def test_what_the_terms_refuse_keeps_their_reason() -> None:
    no = Verdict(permitted=False, reason="outside-hours", until=NOON)
    assert if_told(no, Telling(Untold.NOT_UP)) == no


SIGNS = (
    st.none()
    | st.builds(
        SignSeen,
        entered_at=st.just(NOON),
        tells_of=st.sampled_from(["", *Tells]),
        flaw=st.just(""),
        flawed_at=st.none(),
    )
    | st.builds(
        SignSeen,
        entered_at=st.just(NOON),
        tells_of=st.sampled_from(["", *Tells]),
        flaw=st.sampled_from(Flaw),
        flawed_at=st.timedeltas(timedelta(), timedelta(days=20)).map(lambda late: NOON + late),
    )
)


@given(SIGNS, st.timedeltas(timedelta(), timedelta(days=40)), st.timedeltas(timedelta(days=-9)))
def test_terms_with_sound_never_run_where_those_without_would_not(seen, late, early) -> None:
    at, decided_at = NOON + late, NOON + min(early, timedelta())
    silent, sound = (
        why_untold(seen, sound=each, decided_at=decided_at, at=at) for each in BOTH
    )
    assert sound is not None or silent is None


@given(SIGNS, st.timedeltas(timedelta(), timedelta(days=40)), st.booleans())
def test_an_answer_holds_until_the_instant_that_it_names(seen, late, sound) -> None:
    at = NOON + late
    told = told_by(seen, sound=sound, decided_at=NOON, at=at)
    if told.untold is None and told.until:
        assert at < told.until
        before = told_by(seen, sound=sound, decided_at=NOON, at=told.until - SECOND / 1000)
        after = told_by(seen, sound=sound, decided_at=NOON, at=told.until)
        assert before.untold is None
        assert after.untold is not None


@pytest.mark.parametrize("sound", BOTH)
def test_no_answer_without_a_sign_ever_permits(sound: bool) -> None:
    ok = Verdict(permitted=True, reason="ok", until=None)
    told = told_by(None, sound=sound, decided_at=NOON, at=NOON)
    assert if_told(ok, told) == Verdict(permitted=False, reason=Untold.NOT_UP, until=None)
