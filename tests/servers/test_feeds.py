"""Feeds of warnings over a real socket: what they hold, and what they name."""

import contextlib
import threading
from collections.abc import Iterator
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from prometheus_client import generate_latest

from tests.unit.integrations.cap.messages import alert, feed
from vaka.response.models import PublicWarning
from vaka.servers import worker
from vaka.servers.feeds import read_feeds

pytestmark = pytest.mark.django_db(transaction=True)


@contextlib.contextmanager
def serving(pages: dict[str, bytes]) -> Iterator[str]:
    """Serve pages by their path; what is not there is 404, and `/moved` leads elsewhere."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            content = pages.get(self.path)
            self.send_response(302 if self.path == "/moved" else 200 if content else 404)
            if self.path == "/moved":
                self.send_header("Location", "/feed")
            self.end_headers()
            self.wfile.write(content or b"")

        def log_message(self, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def kept() -> set[str]:
    return set(PublicWarning.objects.values_list("identifier", flat=True))


def test_a_feed_is_read_with_what_it_names_and_one_that_fails_holds_up_none(
    at: datetime,
) -> None:
    pages = {
        "/feed": feed(alert("1"), "/cap/2", "cap/3", "/gone", "http://127.0.0.1:1/elsewhere"),
        "/cap/2": alert("2").encode(),
        "/cap/3": b"<html/>",
    }
    with serving(pages) as server:
        read_feeds(f"{server}/moved, {server}/nothing,{server}/feed", at=at)
        assert kept() == {"1", "2"}
        pages["/feed"] = feed(alert("4", kind="Cancel", references="cap@smhi.se,1,x"))
        read_feeds(f"{server}/feed", at=at)
    assert PublicWarning.objects.get(identifier="1").ended_by.identifier == "4"
    read_feeds("http://127.0.0.1:1/feed, not an address", at=at)
    assert kept() == {"1", "2", "4"}


def test_a_duty_that_fails_is_told_from_those_that_do_not(at: datetime) -> None:
    def fail(_: datetime) -> None:
        raise OSError

    worker.one_round("feeds", fail)
    worker.one_round("due", lambda _: None)
    figures = generate_latest().decode()
    assert 'vaka_worker_rounds_total{duty="feeds",outcome="failed"} 1.0' in figures
    assert 'vaka_worker_last_round_timestamp_seconds{duty="due"}' in figures
    assert 'vaka_worker_last_round_timestamp_seconds{duty="feeds"}' not in figures
