"""What is seen of the brokers has been so since it began."""

from datetime import UTC, datetime, timedelta

from vaka.core.fan_out import FanOut, Standing, Step

AT = datetime(2026, 3, 2, 12, tzinfo=UTC)
LATER = AT + timedelta(seconds=2)


def test_nothing_is_known_before_anybody_has_looked() -> None:
    assert FanOut().standing is None


def test_what_stays_so_has_been_so_since_it_began() -> None:
    seen = FanOut()
    seen.note(Step.BEHIND, lacking=3, at=AT)
    seen.note(Step.BEHIND, lacking=5, at=LATER)
    assert seen.standing == Standing(Step.BEHIND, AT, 5)


def test_what_is_otherwise_is_so_since_now() -> None:
    seen = FanOut()
    seen.note(Step.AWAY, at=AT)
    seen.note(Step.IN_STEP, at=LATER)
    assert seen.standing == Standing(Step.IN_STEP, LATER, 0)
