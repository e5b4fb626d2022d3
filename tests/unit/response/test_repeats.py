"""One alarm, however often and over however many paths it comes; never one for two."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaka.response.rules.repeats import Sending, same

AT = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def sending(sequence: str | None, told: float | None = None, received: float = 0) -> Sending:
    """Return a sending; times in seconds after noon."""
    occurred = None if told is None else AT + timedelta(seconds=told)
    return Sending(sequence, occurred, AT + timedelta(seconds=received))


@pytest.mark.parametrize(
    ("first", "second", "one_alarm"),
    [
        (sending("0001"), sending("0001", received=599), True),
        (sending("0001"), sending("0001", received=601), False),  # the number came round
        (sending("0001"), sending("0002"), False),
        (sending("0001", told=0), sending("0001", told=1), True),  # two paths, two clocks
        (sending("0001", told=0), sending("0001", told=61), False),  # a panel that restarted
        (sending("0001", told=0), sending("0001"), True),  # one path in clear, without a time
        (sending("0001", told=0), sending("0001", received=601), False),
        (sending("0001", told=0), sending("0001", told=0, received=80_000), True),
        (sending("0001", told=0), sending("0001", told=0, received=90_000), False),
        (sending(None, told=0), sending(None, told=0), True),
        (sending(None, told=0), sending(None, told=1), False),
        (sending("0000", told=0), sending("0000", told=0), True),
        (sending("0000"), sending("0000"), False),
        (sending(None), sending(None), False),
    ],
)
def test_what_is_one_alarm(first: Sending, second: Sending, one_alarm: bool) -> None:
    assert same(first, second) is one_alarm
    assert same(second, first) is one_alarm


@given(
    st.builds(
        sending,
        st.none() | st.sampled_from(["0000", "0001", "0002"]),
        st.none() | st.integers(0, 100),
        st.integers(0, 1000),
    )
)
def test_an_alarm_repeats_itself_when_it_can_be_told_from_others(one: Sending) -> None:
    assert same(one, one) is (one.mark is not None)
