"""From the journal to the control wing: at least once, in order, at once."""

import contextlib
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from msgspec.structs import replace

from tests.servers.receiving import ask, receiver
from vaka.edge.alarms.wire import Message

ALARM = Message("SIA-DCS", "0001", "1234", data=("|NBA1",))


@dataclass
class Control:
    """A control wing that notes what it is given; `statuses` are its next answers."""

    posts: list[tuple[str, dict[str, object]]] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    later: set[str] = field(default_factory=set)  # accounts answered 503
    tokens: set[str] = field(default_factory=set)
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def wait(self, count: int, seconds: float = 10) -> None:
        deadline = time.monotonic() + seconds
        while len(self.posts) < count and time.monotonic() < deadline:
            time.sleep(0.005)
        assert len(self.posts) >= count

    def accounts(self) -> set[object]:
        return {alarm["account"] for _, alarm in self.posts}

    def sequences(self) -> list[object]:
        return [alarm["sequence"] for _, alarm in self.posts]


@contextlib.contextmanager
def control(port: int = 0) -> Iterator[Control]:
    noted = Control()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            assert self.path == "/api/alarms"
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            noted.tokens.add(self.headers["Authorization"])
            noted.posts.append((self.headers["Idempotency-Key"], body))
            status = noted.statuses.pop(0) if noted.statuses else 201
            status = 503 if body["account"] in noted.later else status
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *arguments: object) -> None:
            pass

    class Quiet(ThreadingHTTPServer):
        def handle_error(self, *arguments: object) -> None:
            pass  # a killed receiver resets its connections

    server = Quiet(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    noted.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield noted
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def send(running, *sequences: int, account: str = "1234") -> None:
    with running.connect() as line:
        for sequence in sequences:
            message = replace(ALARM, sequence=f"{sequence:04}", account=account)
            assert ask(line, message).token == "ACK"


def test_an_alarm_reaches_the_control_wing_at_once_with_its_key_and_token(tmp_path: Path):
    with (
        control() as noted,
        receiver(tmp_path, "--forward-to", noted.url, VAKA_EDGE_TOKEN="abc") as running,
    ):
        send(running, 1)
        noted.wait(1)  # the session is warm
        begun = time.monotonic()
        send(running, 2)
        noted.wait(2)
        assert time.monotonic() - begun < 0.5
        (_, _), (key, alarm) = noted.posts
        assert key == alarm["id"]
        assert alarm == running.alarms()[1]
        assert noted.tokens == {"Bearer abc"}


def test_heartbeats_stay_with_the_receiver(tmp_path: Path):
    with control() as noted, receiver(tmp_path, "--forward-to", noted.url) as running:
        with running.connect() as line:
            ask(line, Message("NULL", "0000", "1234"))
        send(running, 7)
        noted.wait(1)
        assert noted.sequences() == ["0007"]


def test_a_control_wing_that_fails_gets_the_alarms_later_in_order(tmp_path: Path):
    with control() as noted, receiver(tmp_path, "--forward-to", noted.url) as running:
        noted.statuses = [503, 500]
        send(running, 1, 2, 3)
        noted.wait(5)
        assert noted.sequences() == ["0001", "0001", "0001", "0002", "0003"]
        assert noted.posts[0][0] == noted.posts[2][0]


def test_an_alarm_that_will_never_be_taken_does_not_hold_up_the_next(tmp_path: Path):
    with control() as noted, receiver(tmp_path, "--forward-to", noted.url) as running:
        noted.statuses = [422]
        send(running, 1, 2)
        noted.wait(2)
        assert noted.sequences() == ["0001", "0002"]


def test_a_storm_from_one_account_does_not_hold_up_another(tmp_path: Path):
    with receiver(tmp_path) as running:
        send(running, *range(1, 301), account="F100")
        send(running, 7, account="1234")
    with control() as noted, receiver(tmp_path, "--forward-to", noted.url):
        noted.wait(301)
        accounts = [alarm["account"] for _, alarm in noted.posts]
        # Behind at most one alarm of the other, and not behind three hundred.
        assert accounts.index("1234") <= 1


def test_an_account_that_must_wait_does_not_hold_up_another(tmp_path: Path):
    with control() as noted, receiver(tmp_path, "--forward-to", noted.url) as running:
        noted.later = {"F100"}
        send(running, 1, 2, account="F100")
        noted.wait(1)
        send(running, 7, account="1234")
        deadline = time.monotonic() + 10
        while "1234" not in noted.accounts() and time.monotonic() < deadline:
            time.sleep(0.005)
        assert "1234" in noted.accounts()
        noted.later = set()
        while len(set(noted.sequences())) < 3 and time.monotonic() < deadline:
            time.sleep(0.005)
        assert [a["sequence"] for _, a in noted.posts if a["account"] == "F100"][-1] == "0002"


def test_what_waits_survives_a_restart_and_order_per_account_is_kept(tmp_path: Path):
    accounts = ["1111", "2222", "3333"]
    with receiver(tmp_path) as running:
        for account in accounts:
            send(running, *range(1, 60), account=account)
        running.process.kill()
    with control() as noted, receiver(tmp_path, "--forward-to", noted.url):
        noted.wait(59 * len(accounts))
        for account in accounts:
            order = [a["sequence"] for _, a in noted.posts if a["account"] == account]
            assert order == sorted(order)
            assert len(set(order)) == 59
    with control() as again, receiver(tmp_path, "--forward-to", again.url) as running:
        send(running, 60)
        deadline = time.monotonic() + 10
        while "0060" not in again.sequences() and time.monotonic() < deadline:
            time.sleep(0.01)
        assert "0060" in again.sequences()
        # Only what was taken a moment before the kill may come twice.
        assert len(again.posts) < 59


def test_a_control_wing_that_is_away_is_found_when_it_comes(tmp_path: Path):
    with control() as noted:
        port = noted.port
    with receiver(tmp_path, "--forward-to", f"http://127.0.0.1:{port}") as running:
        send(running, 1)
        time.sleep(0.3)
        with control(port) as late:
            late.wait(1)
            assert late.sequences() == ["0001"]
