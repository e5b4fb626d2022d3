"""Silence is an alarm in time, once; the next message ends it, once."""

from datetime import timedelta

from tests.unit.edge.alarms.strategies import AT
from vaka.edge.alarms.accounts import LEARNED
from vaka.edge.alarms.alarm import Alarm
from vaka.edge.alarms.supervision import Supervision

MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)


def watching(*, silent: set[str] = frozenset()) -> Supervision:
    return Supervision({"1234": MINUTE, "AAA": MINUTE}, silent=silent, at=AT)


def said(alarms: list[Alarm]) -> list[tuple[str | None, str | None]]:
    return [(alarm.account, alarm.code) for alarm in alarms]


def test_a_transmitter_is_silent_when_its_interval_has_passed_and_not_before():
    watch = watching()
    watch.heard("aaa", "SIA-DCS", at=AT + SECOND)
    assert watch.overdue(at=AT + MINUTE) == []
    assert said(watch.overdue(at=AT + MINUTE + SECOND)) == [("1234", "YC")]


def test_silence_is_said_until_it_is_kept_and_then_no_more():
    watch = watching()
    later = AT + 2 * MINUTE
    assert said(watch.overdue(at=later)) == said(watch.overdue(at=later))
    watch.noted(watch.overdue(at=later))
    assert watch.overdue(at=later + MINUTE) == []


def test_the_next_message_restores_it_once_and_silence_may_come_again():
    watch = watching(silent={"1234"})
    assert watch.restored(at=AT) == []
    watch.heard("1234", "NULL", at=AT + SECOND)
    assert said(watch.restored(at=AT + SECOND)) == [("1234", "YK")]
    watch.noted(watch.restored(at=AT + SECOND))
    assert watch.restored(at=AT + SECOND) == []
    watch.heard("AAA", "NULL", at=AT + SECOND)
    assert said(watch.overdue(at=AT + 2 * MINUTE)) == [("1234", "YC"), ("AAA", "YC")]


def test_who_is_not_supervised_is_neither_silent_nor_restored():
    watch = watching()
    for account in ("FFFF", None):
        watch.heard(account, "NULL", at=AT)
    assert watch.restored(at=AT) == []


def test_an_interval_is_learned_from_the_gaps_between_supervision_messages():
    watch = Supervision({"1234": LEARNED}, silent=set(), at=AT)
    for number, second in enumerate((0, 60, 121, 180)):
        assert watch.overdue(at=AT + timedelta(days=number)) == []
        watch.heard("1234", "NULL", at=AT + timedelta(seconds=second))
        watch.heard("1234", "SIA-DCS", at=AT + timedelta(seconds=second + 1))
    last = AT + timedelta(seconds=181)
    assert watch.overdue(at=last + timedelta(seconds=183)) == []
    assert said(watch.overdue(at=last + timedelta(seconds=184))) == [("1234", "YC")]


def test_a_learned_interval_is_never_so_short_that_a_slow_network_is_silence():
    watch = Supervision({"1234": LEARNED}, silent=set(), at=AT)
    for second in range(10):
        watch.heard("1234", "NULL", at=AT + timedelta(seconds=second))
    assert watch.overdue(at=AT + timedelta(seconds=39)) == []
    assert said(watch.overdue(at=AT + timedelta(seconds=40))) == [("1234", "YC")]
