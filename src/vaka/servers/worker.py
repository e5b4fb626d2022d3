"""The worker: what is due, to be sent or reminded of, what authorities warn of; its health."""

import logging
import signal
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from types import FrameType
from typing import TYPE_CHECKING

from prometheus_client import Counter, Gauge

from vaka.servers import database, health

if TYPE_CHECKING:
    from vaka.servers.relay.relaying import Relay

log = logging.getLogger(__name__)
EVERY_SECONDS = 1.0
FEEDS_EVERY_SECONDS = 60.0
# What is reminded of is told by the day.
REMIND_EVERY_SECONDS = 300.0
DISPOSE_EVERY_SECONDS = 60.0

ROUNDS = Counter("vaka_worker_rounds", "Rounds of a duty", ["duty", "outcome"])
LAST_ROUND = Gauge(
    "vaka_worker_last_round_timestamp_seconds", "When a duty last succeeded", ["duty"]
)


def work(*, host: str, port: int) -> None:
    """Run what is due, send, remind, read warnings and relay, until told to stop.

    :raises BadInput: when a setting is wrong.
    """
    database.ready()
    relay, stop = _relay(), threading.Event()

    def ask_to_stop(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, ask_to_stop)
    with health.answering(host, port, {"relay": relay.standing} if relay else {}):
        # A gateway or a feed that is slow to answer must not hold up what falls due meanwhile.
        beside = [
            threading.Thread(target=_repeat, args=(stop, EVERY_SECONDS, "send", _send_due)),
            threading.Thread(target=_repeat, args=(stop, EVERY_SECONDS, "share", _share_due)),
            threading.Thread(
                target=_repeat, args=(stop, FEEDS_EVERY_SECONDS, "feeds", _read_feeds)
            ),
            threading.Thread(
                target=_repeat, args=(stop, REMIND_EVERY_SECONDS, "remind", _remind)
            ),
            threading.Thread(
                target=_repeat, args=(stop, DISPOSE_EVERY_SECONDS, "dispose", _dispose)
            ),
        ]
        if relay:
            beside.append(threading.Thread(target=relay.run, args=(stop,)))
        for thread in beside:
            thread.start()
        _repeat(stop, EVERY_SECONDS, "due", _run_due)
        for thread in beside:
            thread.join()


def _relay() -> "Relay | None":
    """Return the relay to the brokers that the installation names, if it names any."""
    from vaka.servers.relay import addresses

    if (brokers := addresses.told()) is None:
        return None
    # The client of brokers takes a fifth of a second to load.
    from vaka.servers.relay.relaying import Relay

    return Relay(brokers)


def _repeat(
    stop: threading.Event, seconds: float, duty: str, work: Callable[[datetime], None]
) -> None:
    while not stop.is_set():
        one_round(duty, work)
        stop.wait(seconds)


def _run_due(at: datetime) -> None:
    from vaka.servers.run_due import run_due

    run_due(at=at)


def _send_due(at: datetime) -> None:
    from vaka.servers.sending import send_due

    send_due(at=at)


def _share_due(at: datetime) -> None:
    from vaka.servers.sharing import share_due

    share_due(at=at)


def _remind(at: datetime) -> None:
    from vaka.servers.reminding import remind

    remind(at=at)


def _dispose(at: datetime) -> None:
    from vaka.response import actions

    actions.dispose_due(at=at)


def _read_feeds(at: datetime) -> None:
    from django.conf import settings

    from vaka.servers.feeds import read_feeds

    read_feeds(settings.VAKA.cap_feeds, at=at)


def one_round(duty: str, work: Callable[[datetime], None]) -> None:
    """Do one duty once; a failure is logged and tried again at its next turn."""
    from django.db import close_old_connections

    try:
        close_old_connections()
        work(datetime.now(UTC))
    except Exception:
        # Whatever is wrong with one piece of work, the next second's must run.
        log.exception("The duty %s failed", duty)
        ROUNDS.labels(duty, "failed").inc()
        return
    ROUNDS.labels(duty, "done").inc()
    LAST_ROUND.labels(duty).set_to_current_time()
