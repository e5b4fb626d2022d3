"""Who writes next on SQLite: whoever has waited longest."""

from threading import Thread
from time import monotonic, sleep

import pytest
from django.db import connection, connections, transaction

from vaka.conf.sqlite.base import _DOOR
from vaka.conf.sqlite.door import Door


def until_waiting(door: Door, count: int) -> None:
    late = monotonic() + 10
    while len(door._waiting) < count:
        assert monotonic() < late
        sleep(0.001)


def test_they_are_let_in_in_the_order_in_which_they_came() -> None:
    door, order, threads = Door(), list[int](), list[Thread]()
    assert door.enter(within=0)

    def come(number: int) -> None:
        assert door.enter(within=10)
        order.append(number)
        door.leave()

    for number in range(5):
        threads.append(Thread(target=come, args=(number,)))
        threads[-1].start()
        until_waiting(door, number + 1)
    door.leave()
    for thread in threads:
        thread.join()
    assert order == [0, 1, 2, 3, 4]
    assert door.enter(within=0)


def test_who_gives_up_is_not_let_in_later() -> None:
    door = Door()
    assert door.enter(within=0)
    assert not door.enter(within=0.01)
    door.leave()
    assert door.enter(within=0)


@pytest.mark.django_db(transaction=True)
def test_who_writes_without_a_pause_lets_another_in() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has its own queues")
    rounds, after = [0], list[int]()

    def once() -> None:
        try:
            with transaction.atomic():
                after.append(rounds[0])
        finally:
            connections.close_all()

    with transaction.atomic():
        other = Thread(target=once)
        other.start()
        until_waiting(_DOOR, 1)
    for _ in range(20):
        with transaction.atomic():
            rounds[0] += 1
    other.join()
    assert after == [0]


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_fails_or_is_cut_off_lets_the_next_in() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has its own queues")
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        raise ZeroDivisionError
    with transaction.atomic():
        connection.close()
    # Neither took the door along, and what is done after a commit finds it open.
    inside = list[bool]()

    def next_one() -> None:
        with transaction.atomic():
            inside.append(True)

    with transaction.atomic():
        transaction.on_commit(next_one)
    assert inside == [True]
    assert not _DOOR._taken
