"""A view is learnt, kept over restarts, and given up only when it is said several times."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from tests.unit.edge.video.sight.scenes import COVERED, MOVED, framed, outline_of, pictures
from vaka.edge.video.sight.aim import (
    LOOKS_BETWEEN_KEEPING,
    LOOKS_TO_BELIEVE,
    LOOKS_TO_LEARN,
    Aim,
)
from vaka.edge.video.sight.aims import Aims
from vaka.edge.video.sight.comparison import Sight
from vaka.edge.video.sight.outline import COLUMNS, ROWS, Outline

CAMERA = "kamera '1'; ../2\n"


def views() -> Callable[[int], Outline]:
    """Looks at the square, second by second, round and round."""
    return lambda second: outline_of(framed(pictures("square")[second % 20]))


AIMED = views()
TURNED = outline_of(MOVED["turned away"](pictures("square")[0]))
DARK = outline_of(COVERED["capped"](pictures("square")[0]))


def learnt(folder: Path) -> Aim:
    aim = Aim(CAMERA, Aims(folder))
    aim.expect("first", ())
    for second in range(LOOKS_TO_LEARN):
        assert aim.sight == Sight.UNKNOWN
        aim.look(AIMED(second))
    assert aim.sight == Sight.SAME
    return aim


def look(aim: Aim, *looks: Outline, times: int = LOOKS_TO_BELIEVE) -> Sight:
    for _ in range(times):
        for each in looks:
            aim.look(each)
    return aim.sight


def test_it_takes_several_looks_in_a_row_to_believe_that_a_camera_moved(
    tmp_path: Path,
) -> None:
    aim = learnt(tmp_path)
    assert look(aim, TURNED, times=LOOKS_TO_BELIEVE - 1) == Sight.SAME
    assert not aim.is_settled
    aim.look(AIMED(7))
    assert aim.is_settled
    assert look(aim, TURNED, times=LOOKS_TO_BELIEVE - 1) == Sight.SAME
    assert look(aim, TURNED, times=1) == Sight.MOVED
    assert aim.is_settled


def test_covered_and_turned_by_turns_is_not_what_was_confirmed(tmp_path: Path) -> None:
    aim = learnt(tmp_path)
    assert look(aim, DARK, TURNED, times=2) == Sight.MOVED


def test_what_was_turned_stays_so_in_the_dark(tmp_path: Path) -> None:
    aim = learnt(tmp_path)
    assert look(aim, TURNED) == Sight.MOVED
    assert look(aim, DARK, times=20) == Sight.MOVED
    assert look(aim, AIMED(3)) == Sight.SAME


def test_a_confirmation_makes_what_it_sees_the_view(tmp_path: Path) -> None:
    aim = learnt(tmp_path)
    assert look(aim, TURNED) == Sight.MOVED
    aim.expect("first", ())
    assert aim.sight == Sight.MOVED
    aim.expect("second", ())
    assert aim.sight == Sight.UNKNOWN
    assert look(aim, TURNED) == Sight.SAME
    assert look(aim, AIMED(0)) == Sight.MOVED


def test_a_view_lasts_over_restarts_until_another_is_confirmed(tmp_path: Path) -> None:
    look(learnt(tmp_path), TURNED)
    again = Aim(CAMERA, Aims(tmp_path))
    again.expect("first", ())
    assert again.sight == Sight.MOVED
    assert look(again, AIMED(1)) == Sight.SAME
    other = Aim(CAMERA, Aims(tmp_path))
    other.expect("second", ())
    assert other.sight == Sight.UNKNOWN
    assert Aims(tmp_path).get(CAMERA) is None


def test_a_view_is_learnt_only_from_looks_that_agree_and_show_something(
    tmp_path: Path,
) -> None:
    """While somebody still aims the camera, or in the dark, nothing is learnt."""
    aim = Aim(CAMERA, Aims(tmp_path))
    assert look(aim, DARK, times=10) == Sight.UNKNOWN
    assert look(aim, AIMED(0), TURNED, times=5) == Sight.UNKNOWN
    assert look(aim, AIMED(0), times=LOOKS_TO_LEARN) == Sight.SAME


def test_the_light_is_followed_and_kept_now_and_then(tmp_path: Path) -> None:
    aim, aims = learnt(tmp_path), Aims(tmp_path)
    before = aims.get(CAMERA)
    assert look(aim, AIMED(12), times=LOOKS_BETWEEN_KEEPING) == Sight.SAME
    after = aims.get(CAMERA)
    assert before is not None
    assert after is not None
    assert (before.anchor == after.anchor).all()
    known, now = AIMED(12), after.recent
    assert np.abs(now - known).mean() < np.abs(before.recent - known).mean()


def test_a_view_kept_in_another_form_is_learnt_anew(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    aims = Aims(tmp_path)
    learnt(tmp_path)
    with aims._rows:
        aims._rows.execute("UPDATE aim SET anchor = ?", (b"\1" * (COLUMNS * ROWS),))
    assert Aim(CAMERA, aims).sight == Sight.UNKNOWN
    assert "is learnt anew" in caplog.text
    aims.close()
