"""The alarm process over real sockets."""

import contextlib
import json
import resource
import socket
import sqlite3
import ssl
import subprocess
import sys
import threading
import time
import urllib.request
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.servers.certificates import vouched_certificate
from tests.servers.receiving import Receiver, answer, ask, listed, receiver, vaka
from vaka.edge.alarms import wire
from vaka.edge.alarms.frame import seal
from vaka.edge.alarms.schema import FILE
from vaka.edge.alarms.wire import Message

KEY = "00112233445566778899AABBCCDDEEFF"
ALARM = Message("SIA-DCS", "0028", "1234", "1", "0", ("#1234|Nri1/BA001^Östra entrén^",))


@pytest.fixture
def running(tmp_path: Path):
    with receiver(tmp_path) as found:
        yield found


def now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def test_an_alarm_is_acknowledged_and_listed_as_the_interface_says(running: Receiver):
    sent = replace(ALARM, timestamp=now(), extended=("X013E00.246", "Y55N36.27"))
    with running.connect() as line:
        reply = ask(line, sent)
    assert (reply.token, reply.sequence, reply.account) == ("ACK", "0028", "1234")
    (alarm,) = running.alarms()
    assert alarm["received_at"]
    expected = {
        "protocol": "SIA-DCS",
        "account": "1234",
        "sequence": "0028",
        "receiver": "1",
        "line": "0",
        "code": "BA",
        "qualifier": "N",
        "area": "1",
        "zone": "001",
        "text": "Östra entrén",
        "position": [13.0041, 55.6045],
        "occurred_at": now().isoformat()[:14],
        "encrypted": False,
        "duplicate_of": None,
        "deviations": [],
        "raw": wire.encode(sent).decode("latin-1"),
    }
    alarm["occurred_at"] = str(alarm["occurred_at"])[:14]
    assert {name: alarm[name] for name in expected} == expected


def test_messages_split_and_joined_by_the_network_are_all_answered_in_order(running: Receiver):
    frames = [wire.encode(replace(ALARM, sequence=f"{n:04}")) for n in range(1, 101)]
    stream = b"\0".join(frames)
    with running.connect() as line:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for at in range(0, len(stream), 37):
            line.sendall(stream[at : at + 37])
        replies = [wire.decode(answer(line)) for _ in frames]
    assert [reply.sequence for reply in replies] == [f"{n:04}" for n in range(1, 101)]
    assert len(running.alarms()) == 100


def test_a_datagram_is_answered_to_where_it_came_from(running: Receiver):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.settimeout(10)
        line.sendto(wire.encode(ALARM), running.dc09)
        assert wire.decode(line.recv(999)).token == "ACK"
        line.sendto(wire.encode(ALARM)[:-1], running.dc09)
        assert wire.decode(line.recv(999)).token == "ACK"
    first, second = running.alarms()
    assert second["duplicate_of"] == first["id"]


def test_the_same_message_again_is_acknowledged_and_kept_as_a_duplicate(running: Receiver):
    with running.connect() as line:
        for _ in range(3):
            assert ask(line, ALARM).token == "ACK"
        assert ask(line, replace(ALARM, sequence="0029")).token == "ACK"
    first, again, third, other = running.alarms()
    assert first["duplicate_of"] is None
    assert again["duplicate_of"] == third["duplicate_of"] == first["id"]
    assert other["duplicate_of"] is None


def test_garbage_is_not_answered_and_does_not_disturb_what_follows(running: Receiver):
    damaged = wire.encode(ALARM).replace(b"BA001", b"BA002")
    with running.connect() as line:
        line.sendall(b"GET / HTTP/1.1\r\n\r\n" + bytes(range(256)) + damaged)
        assert ask(line, replace(ALARM, sequence="0030")).sequence == "0030"
        line.sendall(seal(b'"XYZ"0007R1L0#1234[]'))
        assert answer(line)[9:] == b'"DUH"0007R1L0#1234[]\r'
    assert [alarm["sequence"] for alarm in running.alarms()] == ["0030"]


def test_a_heartbeat_without_a_frame_is_acknowledged(running: Receiver):
    with running.connect() as line:
        line.sendall(b"SR0001L0001    001465XX    [ID00000000]")
        assert b'"ACK"' in answer(line)
    (beat,) = running.alarms()
    assert (beat["protocol"], beat["account"]) == ("NULL", "001465")
    assert beat["deviations"] == ["unframed-heartbeat"]


def test_accounts_with_keys_are_encrypted_both_ways(tmp_path: Path):
    accounts = tmp_path / "accounts.toml"
    accounts.write_text(f'[accounts.AAA]\nkey = "{KEY}"\n[accounts.1234]\n')
    key = bytes.fromhex(KEY)
    secret = replace(ALARM, account="AAA", data=("#AAA|NBA1",), encrypted=True)
    with receiver(tmp_path, "--accounts", accounts) as running:
        with running.connect() as line:
            reply = ask(line, replace(secret, timestamp=now()), key=key)
            assert (reply.token, reply.encrypted) == ("ACK", True)
            old = replace(secret, timestamp=now().replace(year=2020), sequence="0002")
            assert ask(line, old, key=key).token == "NAK"
            assert ask(line, replace(ALARM, account="AAA", data=("|NBA1",))).token == "DUH"
            assert ask(line, ALARM).token == "ACK"
        first, second = running.alarms()
    assert (first["encrypted"], first["known"], first["code"]) == (True, True, "BA")
    assert (second["encrypted"], second["known"]) == (False, True)
    assert KEY.encode() not in (running.journal / "alarms.sqlite").read_bytes()


def test_silence_is_an_alarm_and_the_next_message_restores_it(tmp_path: Path):
    accounts = tmp_path / "accounts.toml"
    accounts.write_text("[accounts.1234]\ninterval = 1\n")
    with receiver(tmp_path, "--accounts", accounts) as running:
        deadline = time.monotonic() + 10
        while not listed(running.journal) and time.monotonic() < deadline:
            time.sleep(0.2)
        with running.connect() as line:
            ask(line, Message("NULL", "0000", "1234"))
        codes = [(alarm["protocol"], alarm["code"]) for alarm in running.alarms()]
    assert codes[0] == ("SUPERVISION", "YC")
    assert ("SUPERVISION", "YK") in codes


def test_a_flood_does_not_hold_up_another_and_is_all_kept(running: Receiver):
    flood = [
        wire.encode(replace(ALARM, sequence=f"{n:04}", account="F100", data=("|NBA1",)))
        for n in range(1, 3001)
    ]
    with running.connect() as flooding, running.connect() as line:
        pouring = threading.Thread(target=flooding.sendall, args=(b"".join(flood),))
        pouring.start()
        assert ask(line, ALARM).token == "ACK"
        # It sends faster than the disk keeps; what was not yet read waits with the sender.
        answers = [wire.decode(answer(flooding)).sequence for _ in flood]
        pouring.join()
    assert answers == [f"{n:04}" for n in range(1, 3001)]
    kept = [alarm["account"] for alarm in running.alarms()]
    assert len(kept) == 3001
    assert kept.index("1234") < 3000


def test_one_address_cannot_take_all_connections(running: Receiver):
    with contextlib.ExitStack() as stack:
        lines = [stack.enter_context(running.connect()) for _ in range(1025)]
        assert lines[-1].recv(1) == b""
        assert ask(lines[0], ALARM).token == "ACK"
        lines[1].close()
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError), running.connect() as late:
                late.sendall(wire.encode(replace(ALARM, sequence="0029")))
                if late.recv(1):
                    break
    assert [alarm["sequence"] for alarm in running.alarms()] == ["0028", "0029"]


def test_the_same_alarm_over_tcp_and_udp_is_one(running: Receiver):
    with (
        running.connect() as line,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other,
    ):
        assert ask(line, ALARM).token == "ACK"
        other.settimeout(10)
        other.sendto(wire.encode(replace(ALARM, receiver="2", line="1")), running.dc09)
        assert wire.decode(other.recv(999)).token == "ACK"
    first, second = running.alarms()
    assert (first["duplicate_of"], second["duplicate_of"]) == (None, first["id"])


def test_an_alarm_over_tls_is_acknowledged(tmp_path: Path):
    shown = vouched_certificate(tmp_path)
    trusting = ssl.create_default_context(cafile=shown.authority)
    with over_tls(tmp_path) as running:
        with secured(running, trusting) as line:
            assert ask(line, ALARM).token == "ACK"
        with running.connect() as line:
            assert ask(line, replace(ALARM, sequence="0029")).token == "ACK"
        assert len(running.alarms()) == 2


def test_only_transmitters_that_the_authority_vouches_for_are_let_in(tmp_path: Path):
    shown = vouched_certificate(tmp_path)
    (tmp_path / "panel").mkdir()
    panel = vouched_certificate(tmp_path / "panel")
    stranger = ssl.create_default_context(cafile=shown.authority)
    known = ssl.create_default_context(cafile=shown.authority)
    known.load_cert_chain(tmp_path / "panel" / "camera.pem")
    with over_tls(tmp_path, VAKA_DC09_TLS_CLIENTS=str(panel.authority)) as running:
        with secured(running, known) as line:
            assert ask(line, ALARM).token == "ACK"
        assert hung_up_on(running, stranger)
        assert len(running.alarms()) == 1


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({}, "TLS needs the receiver's certificate and key"),
        ({"VAKA_DC09_TLS_CERTIFICATE": "no", "VAKA_DC09_TLS_KEY": "no"}, "cannot be used"),
    ],
)
def test_tls_without_usable_files_is_refused(tmp_path: Path, told: dict[str, str], says: str):
    done = vaka(
        *("receiver", "--dc09", "127.0.0.1:0", "--dc09-tls", "127.0.0.1:0"),
        folder=tmp_path,
        **told,
    )
    assert done.returncode == 2
    assert says in done.stderr
    assert "VAKA_DC09_TLS_CERTIFICATE" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def hung_up_on(running: Receiver, context: ssl.SSLContext) -> bool:
    try:
        with secured(running, context) as line:
            line.sendall(wire.encode(replace(ALARM, sequence="0029")))
            return line.recv(1) == b""
    except OSError:
        return True


def over_tls(folder: Path, **told: str) -> contextlib.AbstractContextManager[Receiver]:
    both = str(folder / "camera.pem")
    files = {"VAKA_DC09_TLS_CERTIFICATE": both, "VAKA_DC09_TLS_KEY": both}
    return receiver(folder, "--dc09-tls", "127.0.0.1:0", **files, **told)


def secured(running: Receiver, context: ssl.SSLContext) -> ssl.SSLSocket:
    assert running.tls
    line = socket.create_connection(running.tls, timeout=10)
    return context.wrap_socket(line, server_hostname="127.0.0.1")


def test_health_and_metrics(running: Receiver):
    with running.connect() as line:
        ask(line, ALARM)
    base = "http://{}:{}".format(*running.health)
    with urllib.request.urlopen(base + "/healthz", timeout=10) as reply:
        assert json.load(reply) == {"healthy": True, "problem": None}
    with urllib.request.urlopen(base + "/metrics", timeout=10) as reply:
        text = reply.read().decode()
    assert 'vaka_receiver_messages_total{finding="accepted"} 1.0' in text
    assert "vaka_receiver_alarms_total 1.0" in text


def test_it_stops_cleanly_and_goes_on_where_it_was(tmp_path: Path):
    for turn in (1, 2):
        with receiver(tmp_path) as running:
            with running.connect() as line:
                ask(line, replace(ALARM, sequence=f"{turn:04}"))
            assert running.stop() == 0
    assert [alarm["sequence"] for alarm in listed(tmp_path / "journal")] == ["0001", "0002"]


def test_two_receivers_never_share_a_journal(running: Receiver):
    done = vaka(
        *("receiver", "--dc09", "127.0.0.1:0", "--journal", running.journal),
        folder=running.journal.parent,
    )
    assert done.returncode == 2
    assert "another receiver writes here" in done.stderr


def test_a_port_that_is_taken_is_told_in_one_line(running: Receiver, tmp_path: Path):
    taken = "{}:{}".format(*running.dc09)
    done = vaka("receiver", "--dc09", taken, "--journal", tmp_path / "other", folder=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("vaka: --dc09: cannot listen on")
    assert len(done.stderr.splitlines()) == 1


def test_the_list_is_empty_bad_or_since(running: Receiver, tmp_path: Path):
    empty = vaka("alarms", "list", "--journal", running.journal, "--json", folder=tmp_path)
    assert (empty.returncode, json.loads(empty.stdout)) == (1, [])
    nowhere = vaka("alarms", "list", "--journal", tmp_path / "nowhere", folder=tmp_path)
    assert nowhere.returncode == 2
    assert "there is no journal" in nowhere.stderr
    with running.connect() as line:
        ask(line, ALARM)
    for since, status in (("2020-01-01T00:00:00Z", 0), ("2099-01-01T00:00:00+02:00", 1)):
        done = vaka(
            *("alarms", "list", "--journal", running.journal, "--since", since), folder=tmp_path
        )
        assert done.returncode == status
    bad = vaka(
        *("alarms", "list", "--journal", running.journal, "--since", "noon"), folder=tmp_path
    )
    assert bad.returncode == 2
    assert "--since" in bad.stderr


def test_replay_reads_the_raw_messages_again(tmp_path: Path):
    accounts = tmp_path / "accounts.toml"
    accounts.write_text(f'[accounts.AAA]\nkey = "{KEY}"\n')
    secret = replace(ALARM, account="AAA", data=("#AAA|NBA1",), encrypted=True)
    with receiver(tmp_path, "--accounts", accounts) as running:
        with running.connect() as line:
            ask(line, replace(ALARM, data=("#1234|NBA1/FA2",)))
            ask(line, replace(secret, timestamp=now()), key=bytes.fromhex(KEY))
        before = running.alarms()
    for options in ((), ("--accounts", accounts)):
        done = vaka("alarms", "replay", running.journal, "--json", *options, folder=tmp_path)
        assert done.returncode == 0
        assert json.loads(done.stdout) == before


def test_the_journal_forgets_old_heartbeats_and_keeps_what_waits(tmp_path: Path):
    with receiver(tmp_path) as running, running.connect() as line:
        ask(line, replace(ALARM, token="NULL", data=("",)))
        ask(line, ALARM)
    with contextlib.closing(sqlite3.connect(tmp_path / "journal" / FILE)) as journal, journal:
        journal.execute("UPDATE alarm SET received_at = '2020-01-01T00:00:00.000000Z'")
    with receiver(tmp_path, VAKA_JOURNAL_DAYS="1") as running:
        deadline = time.monotonic() + 10
        while len(running.alarms()) > 1 and time.monotonic() < deadline:
            time.sleep(0.05)
        assert [each["protocol"] for each in running.alarms()] == ["SIA-DCS"]
    done = vaka("receiver", "--journal", tmp_path / "j", folder=tmp_path, VAKA_JOURNAL_DAYS="0")
    assert (done.returncode, "VAKA_JOURNAL_DAYS" in done.stderr) == (2, True)


def test_the_receiver_starts_without_django_and_under_a_second():
    program = (
        "import sys; import vaka.cli.receiver, vaka.edge.alarms.receiver;"
        "print(sorted(name for name in sys.modules if name.split('.')[0] == 'django'))"
    )
    # Time of the processor, not of the wall: others use this machine too.
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.stdout.strip() == "[]"
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 1.0
