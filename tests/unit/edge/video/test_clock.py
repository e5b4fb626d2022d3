"""A clock that jumps is not believed; a clock set back opens nothing."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from vaka.edge.video.clock import Clock

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


class Hands:
    """A wall clock and a monotonic one, moved by the test."""

    def __init__(self) -> None:
        self.now, self.tick = NOON, 1000.0

    def pass_by(self, seconds: float, *, jump: timedelta = timedelta()) -> None:
        self.now += timedelta(seconds=seconds) + jump
        self.tick += seconds


@pytest.fixture
def hands() -> Hands:
    return Hands()


def clock(tmp_path: Path, hands: Hands) -> Clock:
    return Clock(tmp_path / "clock", wall=lambda: hands.now, monotonic=lambda: hands.tick)


def test_a_steady_clock_is_believed(tmp_path: Path, hands: Hands) -> None:
    steady = clock(tmp_path, hands)
    for _ in range(50):
        hands.pass_by(0.1)
        assert steady.read().doubtful is False
    assert steady.read().now == hands.now


def test_a_small_correction_forward_is_believed(tmp_path: Path, hands: Hands) -> None:
    corrected = clock(tmp_path, hands)
    hands.pass_by(1, jump=timedelta(seconds=90))
    assert corrected.read().doubtful is False


@pytest.mark.parametrize("jump", [timedelta(hours=2), timedelta(days=400)])
def test_a_large_jump_forward_is_doubted_for_a_minute(
    tmp_path: Path, hands: Hands, jump: timedelta
) -> None:
    jumped = clock(tmp_path, hands)
    hands.pass_by(1, jump=jump)
    assert jumped.read().doubtful
    for _ in range(58):
        hands.pass_by(1)
        assert jumped.read().doubtful
    hands.pass_by(3)
    assert jumped.read().doubtful is False


def test_a_clock_set_back_is_doubted_until_it_has_caught_up(
    tmp_path: Path, hands: Hands
) -> None:
    back = clock(tmp_path, hands)
    hands.pass_by(1)
    back.read()
    hands.pass_by(1, jump=timedelta(hours=-1))
    assert back.read().doubtful
    hands.pass_by(1800)
    assert back.read().doubtful
    hands.pass_by(1801)
    assert back.read().doubtful is False


def test_a_clock_set_back_over_a_restart_is_doubted_too(tmp_path: Path, hands: Hands) -> None:
    clock(tmp_path, hands).read()
    hands.pass_by(60, jump=timedelta(days=-1))
    assert clock(tmp_path, hands).read().doubtful


def test_an_unreadable_note_is_as_none(tmp_path: Path, hands: Hands) -> None:
    (tmp_path / "clock").write_text("yesterday")
    assert clock(tmp_path, hands).read().doubtful is False
