"""The client against a local server that behaves, and misbehaves, as the police's might."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from vaka.core.errors import BadInput
from vaka.integrations.polisen import client

EVENT = {
    "id": 1,
    "datetime": "2025-03-20 7:15:38 +01:00",
    "name": "20 mars 05:58, Brand, Malmö",
    "summary": "Det brinner.",
    "url": "/x/",
    "type": "Brand",
    "location": {"name": "Malmö", "gps": "55.604981,13.003822"},
}
EVENTS = json.dumps([EVENT]).encode()


class Police(BaseHTTPRequestHandler):
    """Answers each path in its own way."""

    def do_GET(self) -> None:
        status = {"/events": 200, "/huge": 200, "/moved": 302}.get(self.path, 503)
        body = b" " * 2_000_000 if self.path == "/huge" else EVENTS
        self.send_response(status)
        self.send_header("Location", "/events")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Keep the tests' output clean."""


@pytest.fixture
def police() -> Iterator[str]:
    """The address of a server on a free port."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Police)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_newest_events_are_fetched_as_they_are(police):
    assert client.newest(f"{police}/events") == EVENTS


@pytest.mark.parametrize("path", ["/down", "/moved"])
def test_an_answer_that_is_no_list_of_events_is_named(police, path):
    with pytest.raises(BadInput, match="it answered"):
        client.newest(police + path)


def test_an_answer_too_large_is_not_taken(police, monkeypatch):
    monkeypatch.setattr(client, "LARGEST", 1_000_000)
    with pytest.raises(BadInput, match="more than 16 MiB"):
        client.newest(f"{police}/huge")


def test_a_server_that_is_away_is_named():
    with pytest.raises(BadInput, match="cannot be reached"):
        client.newest("http://127.0.0.1:1/events")
