"""Whatever stops between transmitter and record, each alarm is in the centre, and once."""

import contextlib
import itertools
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from tests.faults.centre import TOKEN, Cable, breakable
from tests.servers.receiving import Receiver, answer, receiver
from vaka.edge.alarms import wire
from vaka.edge.alarms.rows import Reader
from vaka.edge.alarms.wire import Message

ACCOUNTS = ("0A1", "0A2", "0A3", "0A4", "0A5", "0A6")
Name = tuple[str, str]  # account, sequence


@dataclass
class Transmitter:
    """Sends each alarm over both paths, one after the other, and notes what was answered."""

    account: str
    paths: list[Receiver]
    acknowledged: Counter[Name] = field(default_factory=Counter)
    ended: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Send until told to end."""
        for number in itertools.count(1):
            if self.ended.wait(0.1):
                return
            message = Message(
                "SIA-DCS",
                f"{number:04}",
                self.account,
                data=(f"#{self.account}|Nri1/BA{number % 100:02}",),
                timestamp=datetime.now(UTC).replace(microsecond=0),
            )
            for path in list(self.paths):
                with contextlib.suppress(OSError, AssertionError):
                    with socket.create_connection(path.dc09, timeout=5) as line:
                        line.sendall(wire.encode(message))
                        assert b'"ACK"' in answer(line)
                    self.acknowledged[self.account, message.sequence] += 1


def until(holds: Callable[[], bool], *, seconds: float = 60) -> None:
    late = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < late, "it did not come"
        time.sleep(0.05)


def waiting(journal: Path) -> bool:
    with contextlib.closing(Reader(journal)) as reader:
        return bool(reader.accounts_waiting())


def test_nothing_is_lost_or_doubled_whatever_stops(tmp_path: Path) -> None:
    for name in ("centre", "fibre", "mobile"):
        (tmp_path / name).mkdir()
    with contextlib.ExitStack() as stack:
        cluster, served = stack.enter_context(breakable(tmp_path / "centre"))
        cable = Cable(served.port)
        stack.callback(cable.close)

        def started(name: str, port: int) -> Receiver:
            wing = ("--forward-to", f"http://127.0.0.1:{port}")
            begun = receiver(tmp_path / name, *wing, VAKA_EDGE_TOKEN=TOKEN)
            return stack.enter_context(begun)

        paths = [started("fibre", cable.port), started("mobile", served.port)]
        transmitters = [Transmitter(account, paths) for account in ACCOUNTS]
        threads = [threading.Thread(target=each.run) for each in transmitters]
        for thread in threads:
            thread.start()

        def acknowledged() -> int:
            return sum(len(each.acknowledged) for each in transmitters)

        def goes_on() -> None:
            """See to it that something is under way when the next thing stops."""
            enough = acknowledged() + 24
            until(lambda: acknowledged() >= enough)

        goes_on()
        cluster.crash()
        goes_on()
        cluster.start()
        goes_on()
        cable.pull()
        goes_on()
        cable.mend()
        goes_on()
        paths[1].process.kill()
        paths[1].process.wait(10)
        goes_on()
        paths[1] = started("mobile", served.port)
        goes_on()
        served.kill()
        goes_on()
        served.start()
        goes_on()

        for each, thread in zip(transmitters, threads, strict=True):
            each.ended.set()
            thread.join()
        until(lambda: not any(waiting(path.journal) for path in paths))

        with psycopg.connect(cluster.url) as database:
            rows = database.execute(
                "SELECT account, sequence, count(*) FROM response_alarm"
                " WHERE duplicate_of_id IS NULL GROUP BY account, sequence"
            )
            originals = {(account, sequence): count for account, sequence, count in rows}
            copies = database.execute(
                "SELECT count(*) FROM response_alarm WHERE duplicate_of_id IS NOT NULL"
            ).fetchone()
        told = Counter[Name]()
        for each in transmitters:
            told += each.acknowledged
        assert told.keys() - originals.keys() == set(), "acknowledged and lost"
        assert set(originals.values()) == {1}, "one alarm is two"
        # Most came over both paths, so that there was something to know again.
        assert copies
        assert copies[0] > len(originals) / 2
        assert served.record_holds()
