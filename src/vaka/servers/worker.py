"""The worker: runs what is due, and answers for its health."""

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
    """Run what is due every second, and read warnings each minute, until told to stop."""
    database.ready()
    stop = threading.Event()

    def ask_to_stop(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, ask_to_stop)
    with health.answering(host, port):
        # A feed that is slow to answer must not hold up what falls due meanwhile.
        reading = threading.Thread(target=_read_feeds, args=(stop,))
        reading.start()
        while not stop.wait(EVERY_SECONDS):
            one_round(_run_due)
        reading.join()


def _read_feeds(stop: threading.Event) -> None:
    from django.conf import settings

    from vaka.servers.feeds import EVERY_SECONDS as EVERY_MINUTE
    from vaka.servers.feeds import read_feeds

    while settings.VAKA.cap_feeds:
        one_round(lambda at: read_feeds(settings.VAKA.cap_feeds, at=at))
        if stop.wait(EVERY_MINUTE):
            return


def _run_due(at: datetime) -> None:
    from vaka.servers.run_due import run_due

    run_due(at=at)


def one_round(work: Callable[[datetime], None]) -> None:
    """Do one kind of work once; a failure is logged and tried again at its next turn."""
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
