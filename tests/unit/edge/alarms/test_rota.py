"""Whose turn it is: what one sends never holds up another, counted in messages."""

from collections import deque
from dataclasses import dataclass, field

from hypothesis import given
from hypothesis import strategies as st

from vaka.edge.alarms.reception import Reception
from vaka.edge.alarms.rota import ROUND, SHARE, TURN, Rota, Sent


@dataclass(eq=False)
class Line:
    address: str
    waiting: deque[Sent] = field(default_factory=deque)

    def replied(self, receptions: list[Reception] | None) -> None:
        raise AssertionError("the rota answers nobody")


def line(address: str, messages: int) -> Line:
    return Line(address, deque(b"%06d" % number for number in range(messages)))


def before(rota: Rota, waiting: Line) -> int:
    """Return how many messages of others are kept up to and with the round of this line."""
    others = 0
    while True:
        turns = rota.next_round()
        others += sum(len(sent) for sender, sent in turns if sender is not waiting)
        if any(sender is waiting for sender, _ in turns):
            return others


def test_one_alarm_waits_for_one_share_of_a_flood_over_a_thousand_connections():
    rota = Rota()
    for _ in range(1000):
        rota.enter(line("192.0.2.1", 10_000))
    for _ in range(5):
        rota.next_round()
    alarm = line("192.0.2.2", 1)
    rota.enter(alarm)
    assert before(rota, alarm) == SHARE


def test_a_quiet_line_of_a_flooding_address_waits_for_the_turns_of_its_lines():
    rota = Rota()
    for _ in range(100):
        rota.enter(line("192.0.2.1", 10_000))
    alarm = line("192.0.2.1", 1)
    rota.enter(alarm)
    assert before(rota, alarm) <= 100 * TURN + SHARE


def test_floods_from_many_addresses_delay_each_other_by_their_shares_alone():
    rota = Rota()
    for number in range(20):
        rota.enter(line(f"192.0.2.{number}", 10_000))
    alarm = line("192.0.2.200", 1)
    rota.enter(alarm)
    assert before(rota, alarm) <= 21 * TURN


def test_a_line_that_hung_up_has_no_turn():
    rota = Rota()
    gone = line("192.0.2.1", 3)
    rota.enter(gone)
    gone.waiting.clear()
    assert rota.next_round() == []
    assert not rota


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 700)), max_size=12))
def test_all_is_kept_once_in_the_order_of_its_line_and_a_round_is_bounded(
    senders: list[tuple[str, int]],
):
    rota = Rota()
    lines = [line(address, messages) for address, messages in senders]
    for one in lines:
        rota.enter(one)
    kept: dict[Line, list[Sent]] = {one: [] for one in lines}
    while rota:
        turns = rota.next_round()
        assert sum(len(sent) for _, sent in turns) <= ROUND
        for address in "abc":
            of = [sent for sender, sent in turns if sender.address == address]
            assert sum(map(len, of)) <= SHARE
        for sender, sent in turns:
            assert 0 < len(sent) <= TURN
            assert isinstance(sender, Line)
            kept[sender] += sent
    for one, (_, messages) in zip(lines, senders, strict=True):
        assert kept[one] == [b"%06d" % number for number in range(messages)]
