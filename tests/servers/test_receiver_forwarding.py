"""From the journal to the control wing: at least once, in order, at once."""

import contextlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.servers.receiving import Receiver, ask, receiver
from tests.unit.edge.alarms.test_journal import alarm, with_journal
from vaka.core.ids import new_id
from vaka.edge.alarms.journal import Journal
from vaka.edge.alarms.rows import Reader
from vaka.edge.alarms.wire import Message

ALARM = Message("SIA-DCS", "0001", "1234", data=("|NBA1",))


@dataclass
class Control:
    """A control wing that notes what it is given; `statuses` are its next answers."""

    posts: list[list[dict[str, object]]] = field(default_factory=list)
    taken: list[dict[str, object]] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)  # sequences
    breaks_on: set[str] = field(default_factory=set)  # accounts
    said: list[bytes] = field(default_factory=list)  # instead of an answer
    tokens: set[str] = field(default_factory=set)
    gate: threading.Event = field(default_factory=threading.Event)  # answers while it is set
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def answer(self, alarms: list[dict[str, object]]) -> tuple[int, object]:
        self.posts.append(alarms)
        assert self.gate.wait(10)
        broken = any(alarm["account"] in self.breaks_on for alarm in alarms)
        status = self.statuses.pop(0) if self.statuses else 500 if broken else 200
        if status != 200:
            return status, {"problem": "as told"}
        self.taken += [alarm for alarm in alarms if alarm["sequence"] not in self.refused]
        words = dict.fromkeys(self.refused, "it is no alarm")
        return 200, [{"problem": words.get(str(alarm["sequence"]), "")} for alarm in alarms]

    def wait(self, count: int) -> None:
        until(lambda: len(self.taken) >= count)

    def order(self, account: str = "1234") -> list[object]:
        return [alarm["sequence"] for alarm in self.taken if alarm["account"] == account]


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < deadline, "it did not come"
        time.sleep(0.005)


@contextlib.contextmanager
def control(port: int = 0) -> Iterator[Control]:
    noted = Control()
    noted.gate.set()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            assert self.path == "/api/alarm-batches"
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            noted.tokens.add(self.headers["Authorization"])
            status, told = noted.answer(body)
            said = noted.said.pop(0) if noted.said else json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

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
        assert noted.taken == running.alarms()
        assert all(alarm["id"] for alarm in noted.taken)
        assert noted.tokens == {"Bearer abc"}


def test_heartbeats_stay_with_the_receiver(tmp_path: Path):
    with control() as noted, receiver(tmp_path, "--forward-to", noted.url) as running:
        with running.connect() as line:
            ask(line, Message("NULL", "0000", "1234"))
        send(running, 7)
        noted.wait(1)
        assert noted.order() == ["0007"]


def test_a_control_wing_that_fails_gets_the_alarms_later_in_order(tmp_path: Path):
    with control() as noted, receiver(tmp_path, "--forward-to", noted.url) as running:
        noted.statuses = [503, 500]
        send(running, 1, 2, 3)
        noted.wait(3)
        assert noted.order() == ["0001", "0002", "0003"]
        assert noted.posts[0][0]["id"] == noted.taken[0]["id"]


def test_an_alarm_that_will_never_be_taken_does_not_hold_up_the_next(tmp_path: Path):
    with control() as noted, receiver(tmp_path, "--forward-to", noted.url) as running:
        noted.statuses = [422]
        noted.refused = {"0003"}
        send(running, 1)
        until(lambda: len(noted.posts) == 1)
        send(running, 2, 3, 4)
        noted.wait(2)
        assert noted.order() == ["0002", "0004"]
        until(lambda: not waiting(running))
        assert len(running.alarms()) == 4


def test_a_storm_goes_in_batches_and_does_not_hold_up_another_account(tmp_path: Path):
    with receiver(tmp_path) as running:
        send(running, *range(1, 301), account="F100")
        send(running, 7, account="1234")
    with control() as noted, receiver(tmp_path, "--forward-to", noted.url):
        noted.wait(301)
        assert len(noted.posts) <= 5
        # Half of the first batch is its share, and the storm has the other half.
        assert "1234" in {alarm["account"] for alarm in noted.posts[0]}
        assert len(noted.order("F100")) == 300


def test_thousands_of_invented_accounts_do_not_hold_up_one_that_is_known(tmp_path: Path):
    accounts = tmp_path / "accounts.toml"
    accounts.write_text("[accounts.1234]\n")
    at = datetime.now(UTC)
    first = alarm(at=at)
    invented = [
        replace(first, id=new_id(at=at), account=f"{0xA00000 + number:X}")
        for number in range(5000)
    ]
    known = replace(first, id=new_id(at=at), known=True)

    async def storm(journal: Journal) -> None:
        journal.append([*invented, known])

    with_journal(tmp_path / "journal", storm)
    with control() as noted:
        noted.gate.clear()
        told = ("--accounts", accounts, "--forward-to", noted.url)
        with receiver(tmp_path, *told) as running:
            until(lambda: len(noted.posts) == 2)
            assert "1234" in {post[0]["account"] for post in noted.posts}
            send(running, 8)
            noted.gate.set()
            noted.wait(5002)
    # It waited for what was under way, and for no more than one turn of strangers.
    assert "0008" in {post[0]["sequence"] for post in noted.posts[2:4]}


def test_an_alarm_on_which_the_control_wing_breaks_is_its_own_trouble(tmp_path: Path):
    with receiver(tmp_path) as running:
        for account in ("1111", "F100", "2222"):
            send(running, 1, 2, account=account)
    with control() as noted, receiver(tmp_path, "--forward-to", noted.url) as running:
        noted.breaks_on = {"F100"}
        noted.wait(4)
        send(running, 7, account="1234")
        noted.wait(5)
        assert noted.order("1111") == noted.order("2222") == ["0001", "0002"]
        assert noted.order("F100") == []
        noted.breaks_on = set()
        noted.wait(7)
        assert noted.order("F100") == ["0001", "0002"]


def test_what_waits_survives_a_restart_and_order_per_account_is_kept(tmp_path: Path):
    accounts = ["1111", "2222", "3333"]
    with receiver(tmp_path) as running:
        for account in accounts:
            send(running, *range(1, 60), account=account)
        running.process.kill()
    with control() as noted, receiver(tmp_path, "--forward-to", noted.url) as running:
        noted.wait(59 * len(accounts))
        for account in accounts:
            assert noted.order(account) == [f"{number:04}" for number in range(1, 60)]
        # What was taken a moment before a kill may come twice; all else is noted.
        until(lambda: not waiting(running))
        running.process.kill()
    with control() as again, receiver(tmp_path, "--forward-to", again.url) as running:
        send(running, 60)
        again.wait(1)
        assert again.order() == ["0060"]


def waiting(running: Receiver) -> set[str | None]:
    with contextlib.closing(Reader(running.journal)) as reader:
        return set(reader.accounts_waiting())


def test_a_control_wing_that_is_away_is_found_when_it_comes(tmp_path: Path):
    with control() as noted:
        port = noted.port
    with receiver(tmp_path, "--forward-to", f"http://127.0.0.1:{port}") as running:
        send(running, 1)
        time.sleep(0.3)
        with control(port) as late:
            late.wait(1)
            assert late.order() == ["0001"]


@pytest.mark.parametrize("said", [b"<html>", b"[]", b'[{"problem": 1}]'])
def test_what_is_no_answer_is_no_receipt(tmp_path: Path, said: bytes):
    with control() as noted, receiver(tmp_path, "--forward-to", noted.url) as running:
        noted.said = [said]
        send(running, 1)
        until(lambda: len(noted.posts) == 2)
        noted.wait(2)
        assert noted.order() == ["0001", "0001"]
