"""A camera is trusted with its masks while it proves that it has them, and no longer."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from vaka.edge.video.media.source import Sample
from vaka.edge.video.onvif import trust
from vaka.edge.video.onvif.trust import FRESH, LEAST_ANSWERS, MOST_ANSWERS, SETTLES, Trust
from vaka.edge.video.privacy.held import Held

START = datetime(2026, 11, 26, 12, tzinfo=UTC)
SOON, USUAL = timedelta(seconds=3), timedelta(seconds=10)


def after(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def trusted(*, answers: int = LEAST_ANSWERS, every: timedelta = SOON) -> Trust:
    told = trust.covered(Trust())
    for number in range(answers):
        told = trust.found(told, START + number * every)
    return told


def test_three_answers_and_a_look_at_the_picture_make_trust() -> None:
    told = Trust()
    for number in range(LEAST_ANSWERS + 2):
        assert told.since is None
        told = trust.found(told, after(3 * number))
    assert told.since is None
    told = trust.found(trust.covered(told), after(15))
    assert told.since == after(15) + SETTLES


def test_a_picture_from_before_the_trust_or_long_after_an_answer_is_burnt() -> None:
    told = trusted()
    assert told.since
    assert told.through
    assert not told.covers(told.since - timedelta(microseconds=1))
    assert told.covers(told.since)
    assert told.covers(told.through + FRESH)
    assert not told.covers(told.through + FRESH + timedelta(microseconds=1))
    assert not Trust().covers(START)


def test_an_answer_that_comes_too_late_after_the_last_begins_anew() -> None:
    told = trusted()
    assert told.through
    assert trust.found(told, told.through + FRESH).since is not None
    assert trust.found(told, told.through + FRESH + timedelta(seconds=1)).since is None
    # Also when the clock was set back.
    assert trust.found(told, told.through - timedelta(seconds=1)).since is None


def test_what_shows_under_a_mask_ends_the_trust_until_a_picture_shows_nothing() -> None:
    told = trust.uncovered(trusted())
    assert told.since is None
    for number in range(MOST_ANSWERS + 1):
        told = trust.found(told, after(100 + 3 * number))
    assert told.since is None
    assert trust.found(trust.covered(told), after(100 + 3 * MOST_ANSWERS + 4)).since


def test_each_doubt_asks_for_more_until_there_was_none_for_an_hour() -> None:
    told = trusted()
    needed = []
    at = after(1000)
    for _ in range(7):
        told = trust.doubted(told)
        needed.append(told.needed)
        while told.since is None:
            at += SOON
            told = trust.found(told, at)
    assert needed == [6, 12, 24, 48, 64, 64, 64]
    for _ in range(trust.STEADY_ANSWERS):
        at += USUAL
        told = trust.found(told, at)
    assert told.needed == LEAST_ANSWERS


def test_a_camera_that_begins_anew_is_looked_at_anew_but_not_blamed() -> None:
    told = trust.renewed(trusted())
    assert (told.since, told.bare, told.needed) == (None, None, LEAST_ANSWERS)


events = st.lists(
    st.tuples(
        st.sampled_from(["good", "good", "good", "picture", "picture", "bad", "bare", "clear"]),
        st.integers(0, 12),
    ),
    max_size=200,
)


class Keeping:
    """The rule of `Masking`, said by itself: groups of one picture, held until proved."""

    def __init__(self) -> None:
        self.known, self.held, self.since = trust.covered(Trust()), Held(), None
        self.answers: list[tuple[datetime, bool]] = []
        self.kept: list[datetime] = []

    def hear(self, what: str, at: datetime) -> None:
        change = {"bad": trust.doubted, "bare": trust.uncovered, "clear": trust.covered}
        if what == "picture":
            self.picture(at)
        elif what == "good":
            self.known = trust.found(self.known, at)
        else:
            self.known = change[what](self.known)
        if what in ("good", "bad", "bare"):
            self.answers.append((at, what == "good"))

    def picture(self, at: datetime) -> None:
        if not self.known.covers(at):
            self.held, self.since = Held(), None
            return
        if self.since != self.known.since:
            self.held, self.since = Held(), self.known.since
        self.held.put(Sample(b"1", 0, 0, True, at))
        assert self.known.through
        self.kept += [each.at for each in self.held.proved(self.known.through)]


@given(events)
def test_a_picture_kept_as_it_came_came_between_two_good_answers(told) -> None:
    keeping, at = Keeping(), START
    for what, seconds in told:
        at += timedelta(seconds=seconds)
        keeping.hear(what, at)
    for each in keeping.kept:
        before = max(pair for pair in keeping.answers if pair[0] <= each)
        later = min(pair for pair in keeping.answers if pair[0] >= each)
        assert before[1]
        assert later[1]
        assert later[0] - before[0] <= FRESH


@given(st.lists(st.booleans(), max_size=trust.STEADY_ANSWERS))
def test_no_camera_whatever_is_trusted_again_and_again_soon(answers) -> None:
    """A change costs whoever looks their view: in an hour of answers there are few."""
    known, at, changes = trust.covered(Trust()), START, []
    for there in answers:
        at += SOON
        before = known.since
        known = trust.found(known, at) if there else trust.doubted(known)
        if before is None and known.since is not None:
            changes.append(at)
    # Doubted after each, a camera has to answer well for twice as long until it is trusted.
    waits = [later - earlier for earlier, later in pairwise(changes)]
    for number, wait in enumerate(waits):
        answers_since = min(LEAST_ANSWERS * 2 ** (number + 1), MOST_ANSWERS)
        assert wait >= answers_since * SOON
