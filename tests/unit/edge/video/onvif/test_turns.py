"""Work comes in its turn, whatever the work before it did."""

import threading

from vaka.edge.video.onvif.turns import THREADS, Turns


def test_what_fails_does_not_end_the_rest_and_what_is_due_later_comes_later() -> None:
    turns, done, last = Turns(), [], threading.Event()

    def failing() -> None:
        raise ValueError("no")

    for _ in range(THREADS + 1):
        turns.ask(failing)
    turns.ask(last.set, after=0.2)
    turns.ask(lambda: done.append("at once"))
    assert last.wait(10)
    turns.close()
    assert done == ["at once"]


def test_once_closed_what_is_due_is_done_and_nothing_later() -> None:
    turns, done = Turns(), []
    begun, goes_on = threading.Event(), threading.Event()

    def waiting() -> None:
        begun.set()
        goes_on.wait(10)

    turns.ask(waiting)
    assert begun.wait(10)
    turns.ask(lambda: done.append("later"), after=60)
    turns.ask(lambda: done.append("due"))
    goes_on.set()
    turns.close()
    turns.ask(lambda: done.append("too late"))
    assert done == ["due"]
