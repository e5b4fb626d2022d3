"""The worker: runs what is due, sends what is to be sent, and answers for its health."""

import logging
import signal
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from types import FrameType

from prometheus_client import Counter, Gauge

from vaka.servers import database, health

log = logging.getLogger(__name__)
EVERY_SECONDS = 1.0

ROUNDS = Counter("vaka_worker_rounds", "Rounds of due work", ["outcome"])
LAST_ROUND = Gauge("vaka_worker_last_round_timestamp_seconds", "When due work last succeeded")


def work(*, host: str, port: int) -> None:
    """Run what is due, and send what is to be sent, every second until told to stop."""
    database.ready()
    stop = threading.Event()

    def ask_to_stop(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, ask_to_stop)
    with health.answering(host, port):
        # A gateway that is slow to answer must not hold up what falls due meanwhile.
        sending = threading.Thread(target=_every_second, args=(stop, _send_due))
        sending.start()
        _every_second(stop, _run_due)
        sending.join()


def _every_second(stop: threading.Event, work: Callable[[datetime], None]) -> None:
    while not stop.wait(EVERY_SECONDS):
        one_round(work)


def _run_due(at: datetime) -> None:
    from vaka.servers.run_due import run_due

    run_due(at=at)


def _send_due(at: datetime) -> None:
    from vaka.servers.sending import send_due

    send_due(at=at)


def one_round(work: Callable[[datetime], None]) -> None:
    """Do what is due of one kind; a failure is logged and tried again next second."""
    from django.db import close_old_connections

    try:
        close_old_connections()
        work(datetime.now(UTC))
    except Exception:
        # Whatever is wrong with one piece of work, the next second's must run.
        log.exception("Due work failed")
        ROUNDS.labels("failed").inc()
        return
    ROUNDS.labels("done").inc()
    LAST_ROUND.set_to_current_time()
