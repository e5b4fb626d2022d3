"""What the doctor says of processes and servers: real sockets on this machine."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.servers.certificates import own_certificate
from tests.servers.serving import free_port
from tests.unit.doctor.asking import about, codes
from vaka.doctor import brokers, certificates, processes
from vaka.doctor.finding import Asked

NOW = datetime.now(UTC)
WELL = {"/healthz": {"status": "ok"}}


@contextmanager
def answering(pages: dict[str, object], *, folder: Path | None = None) -> Iterator[int]:
    """Answer those pages, text or JSON; under TLS by a certificate in a folder."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told = pages.get(self.path)
            status = told if isinstance(told, int) else 200 if told else 404
            self.send_response(status)
            self.end_headers()
            text = told if isinstance(told, str) else json.dumps(told)
            self.wfile.write(text.encode())

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    if folder:
        context = own_certificate(folder, valid_for=timedelta(days=9)).context
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def one_machine(folder: Path, port: int, *, worker: int = 0) -> Asked:
    """Ask about an installation all of whose processes answer at one port."""
    (folder / "django-secret").touch()
    (folder / "journal").mkdir(exist_ok=True)
    here = f"127.0.0.1:{port}"
    return about(
        folder,
        at=NOW,
        development="yes",
        public_url=f"http://{here}",
        control_url=f"http://{here}",
        gateway_url=f"http://{here}",
        receiver_listen=here,
        worker_listen=f"127.0.0.1:{worker or port}",
        cap_feeds="https://warnings/a, https://warnings/b",
        mqtt="/etc/vaka/mqtt.toml",
    )


def figures(*, done: float, read: float, began: float) -> str:
    rounds = "".join(
        f'vaka_worker_last_round_timestamp_seconds{{duty="{duty}"}} {done}\n'
        for duty in processes.DUTIES
    )
    return (
        f'{rounds}vaka_cap_last_read_timestamp_seconds{{feed="https://warnings/a"}} {read}\n'
        f"process_start_time_seconds {began}\nvaka_receiver_mqtt_connected 1.0\n"
    )


def test_processes_that_are_well_give_no_finding(tmp_path: Path) -> None:
    now = NOW.timestamp()
    with answering(WELL | {"/metrics": figures(done=now, read=now, began=now)}) as port:
        asked = one_machine(tmp_path, port)
        assert list(processes.alive(asked)) == []
        assert codes(processes.duties(asked)) == ["feed-unread"]  # b was never read
        assert list(processes.mqtt(asked)) == []
        assert list(processes.restarted(asked)) == []


def test_a_process_that_does_not_answer_is_named(tmp_path: Path) -> None:
    with answering(WELL) as port:
        (only,) = processes.alive(one_machine(tmp_path, port, worker=free_port()))
    assert (only.code, only.facts["name"]) == ("process-silent", "worker")
    assert only.facts["problem"] == "Connection refused"


def test_what_is_not_answered_is_not_called_well(tmp_path: Path) -> None:
    asked = one_machine(tmp_path, free_port())
    assert codes(processes.restarted(asked)) == ["unasked"] * 4
    for question in (processes.duties, processes.mqtt):
        with pytest.raises(ConnectionRefusedError):
            list(question(asked))


def test_where_no_receiver_has_been_that_is_remarked_on(tmp_path: Path) -> None:
    with answering(WELL) as port:
        asked = one_machine(tmp_path, port)
        (tmp_path / "journal").rmdir()
        assert codes(processes.alive(asked)) == ["receiver-none"]


def test_what_speaks_no_http_is_silent_too(tmp_path: Path) -> None:
    def greet(listening: socket.socket) -> None:
        line, _ = listening.accept()
        with line:
            line.recv(1000)
            line.sendall(b"220 mail ready\r\n\r\n")

    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=greet, args=(listening,), daemon=True).start()
        with pytest.raises(OSError, match="no HTTP"):
            processes.fetch(("http", "127.0.0.1", listening.getsockname()[1]), "/healthz")


@pytest.mark.parametrize(
    ("status", "body", "problem"),
    [
        (200, b'{"status": "ok"}', ""),
        (200, b'{"status": "ok", "centre": true, "relay": {"trouble": null}}', ""),
        (200, b'{"status": "ok", "centre": false}', "ok: the centre does not answer it"),
        (503, b'{"healthy": false, "problem": "the disk failed"}', "HTTP 503"),
        (200, b'{"healthy": false, "problem": "the disk failed"}', "the disk failed"),
        (200, b'{"relay": {"trouble": "not connected yet"}}', "NATS: not connected yet"),
        (200, b"<html>", "HTTP 200"),
        (500, b"[]", "HTTP 500"),
    ],
)
def test_what_a_process_complains_of_is_told(status: int, body: bytes, problem: str) -> None:
    assert processes.unwell(status, body) == problem


def test_a_worker_that_stands_still_and_old_code_are_told(tmp_path: Path) -> None:
    late = (NOW - timedelta(hours=1)).timestamp()
    old = figures(done=late, read=late, began=0.0).replace("connected 1.0", "connected 0.0")
    with answering(WELL | {"/metrics": old}) as port:
        asked = one_machine(tmp_path, port)
        told = list(processes.duties(asked))
        assert codes(told) == ["duty-late"] * 4 + ["feed-unread"] * 2
        assert told[-1].facts == {"feed": "https://warnings/b", "since": "-"}
        assert codes(processes.mqtt(asked)) == ["mqtt-lost"]
        assert {each.facts["name"] for each in processes.restarted(asked)} == {
            "worker",
            "gateway",
            "serve",
            "receiver",
        }


def test_an_edge_machine_is_asked_for_its_own_processes_alone(tmp_path: Path) -> None:
    (tmp_path / "gateway").mkdir()
    asked = about(tmp_path, gateway_listen="0.0.0.0:8010")
    assert [each.name for each in processes.expected(asked)] == ["gateway"]
    (tmp_path / "journal").mkdir()
    assert [each.name for each in processes.expected(asked)] == ["gateway", "receiver"]


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (lambda: (200, b"{}"), []),
        (lambda: (301, b""), ["proxy-header"]),
        (lambda: (502, b""), ["pages-unreachable"]),
    ],
)
def test_the_pages_are_asked_for_as_people_do(
    tmp_path: Path, answer: Callable[[], tuple[int, bytes]], told: list[str]
) -> None:
    asked = about(tmp_path, public_url="https://vaka.kommun.se")
    assert codes(processes.pages(asked, lambda place, path: answer())) == told


def test_a_certificate_that_nobody_trusts_is_a_page_that_nobody_reaches(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes.addresses, "is_here", lambda host: False)
    with answering(WELL, folder=tmp_path) as port:
        asked = about(tmp_path, at=NOW, public_url=f"https://127.0.0.1:{port}")
        unreachable, *_ = processes.pages(asked)
        assert "CERTIFICATE_VERIFY_FAILED" in str(unreachable.facts["problem"])
        assert codes(certificates.of_servers(asked)) == ["certificate-ends"]


def test_a_broker_that_is_away_is_told(tmp_path: Path) -> None:
    topics = tmp_path / "mqtt.toml"

    def asked(port: int) -> Asked:
        topics.write_text(
            f'[broker]\naddress = "mqtt://127.0.0.1:{port}"\n'
            '[[onvif]]\ntopic = "a/#"\naccount = "1"\ncode = "BA"\n'
        )
        return about(tmp_path, mqtt=str(topics))

    with socket.create_server(("127.0.0.1", 0)) as listening:
        assert list(brokers.mqtt(asked(listening.getsockname()[1]))) == []
    assert codes(brokers.mqtt(asked(free_port()))) == ["mqtt-away"]


def test_brokers_that_are_away_are_told_within_their_time(tmp_path: Path) -> None:
    began = time.monotonic()
    asked = about(tmp_path, nats=f"nats://127.0.0.1:{free_port()}")
    assert codes(brokers.nats(asked)) == ["nats-away"]
    assert time.monotonic() - began < 20


@pytest.mark.parametrize(
    ("version", "old"), [("2.9.10", True), ("2.10.23", False), ("2.11.0-RC.1", False)]
)
def test_a_version_of_a_broker_is_read(version: str, old: bool) -> None:
    assert (brokers._version(version) < brokers.OLDEST_NATS) is old
