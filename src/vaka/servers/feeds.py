"""Warnings from the feeds that the installation names, each minute."""

import logging
from datetime import datetime

from prometheus_client import Counter, Gauge

from vaka.core.errors import BadInput
from vaka.integrations.cap import client
from vaka.integrations.cap.wire import Found
from vaka.municipality.rules import machine
from vaka.response import actions

log = logging.getLogger(__name__)

READ = Counter("vaka_cap_reads", "Feeds of warnings read", ["outcome"])
LAST_READ = Gauge(
    "vaka_cap_last_read_timestamp_seconds", "When a feed of warnings was last read", ["feed"]
)


def read_feeds(feeds: str, *, at: datetime) -> None:
    """Take in what each feed of a comma list holds; one that cannot be read is logged."""
    for address in filter(None, map(str.strip, feeds.split(","))):
        try:
            take(client.current(address), source=address, at=at)
        except BadInput as problem:
            log.warning("%s", problem)
            READ.labels("failed").inc()
        else:
            READ.labels("done").inc()
            LAST_READ.labels(address).set_to_current_time()


def take(found: Found, *, source: str, at: datetime) -> int:
    """Take in the warnings of a document, the oldest first; return how many were new."""
    for why in found.rejected:
        log.warning("A warning in %s cannot be taken: %s", source, why)
    by = machine("worker")
    return sum(
        actions.receive_warning(warned=warned, source=source, by=by, at=at).new
        for warned in sorted(found.warnings, key=lambda warned: warned.sent)
    )
