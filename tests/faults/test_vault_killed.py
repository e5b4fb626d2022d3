"""Two hundred kills of whoever writes the vault, at random moments: nothing closed is lost."""

import hashlib
import itertools
import multiprocessing
import os
import random
import signal
import sqlite3
import time
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path

from vaka.core.ids import new_id
from vaka.edge.video.recording.vault import KEYS, Vault

KILLS = 200
LONGEST_SECONDS = 0.04
HOUR = timedelta(hours=1)
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["vaka.edge.video.recording.vault"])


def write(folder: Path, told: Connection) -> None:
    """Write segments for ever: every other is due at once, and disposed of now and then."""
    vault = Vault(folder)
    vault.mend()
    told.send(("begun", ""))
    for number in itertools.count():
        at = datetime.now(UTC)
        keep_for = timedelta(0) if number % 2 else HOUR
        name = new_id(at=at)
        segment = vault.open(name, camera="torget", terms="t", starts=at, keep_for=keep_for)
        for _ in range(3):
            segment.write([os.urandom(3000)], until=at)
        segment.close()
        told.send(("due" if number % 2 else "kept", name))
        if number % 4 == 3:
            for gone in vault.dispose(at=at + HOUR / 2):
                told.send(("gone", gone.id))


def killed_writer(folder: Path, after: float) -> list[tuple[str, str]]:
    """Let somebody write for so many seconds, kill them, and return what they had said."""
    hears, says = PROCESSES.Pipe(duplex=False)
    process = PROCESSES.Process(target=write, args=(folder, says), daemon=True)
    process.start()
    says.close()
    said = [hears.recv()]
    time.sleep(after)
    assert process.pid
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    # What was said and not yet heard lies in the pipe; the last word may be cut.
    with suppress(EOFError, OSError), hears:
        while True:
            said.append(hears.recv())
    return said


def test_two_hundred_kills_lose_nothing_that_was_closed(tmp_path: Path) -> None:
    draw, kept = random.Random(626), set[str]()
    for _ in range(KILLS):
        said = killed_writer(tmp_path, draw.uniform(0, LONGEST_SECONDS))
        kept |= {name for word, name in said if word == "kept"}
        gone = {name for word, name in said if word == "gone"}
        with closing(Vault(tmp_path)) as vault:
            vault.mend()
            found = {segment.id: segment for segment in vault.kept("torget")}
            assert kept <= found.keys()
            assert not gone & found.keys()
            for name, segment in found.items():
                if name in kept:
                    video = b"".join(vault.read(name, at=segment.starts))
                    assert hashlib.sha256(video).hexdigest() == segment.sha256
            assert {path.stem for path in tmp_path.rglob("*.seg")} == found.keys()
            assert not list(tmp_path.rglob("*.part"))
            assert keys(tmp_path) == found.keys()
            if len(kept) > 100:
                kept.clear()
                vault.dispose(at=datetime.now(UTC) + 2 * HOUR)
                assert not list(tmp_path.rglob("*.seg"))
                assert keys(tmp_path) == set()


def keys(folder: Path) -> set[str]:
    """Return which segments there are keys for."""
    with closing(sqlite3.connect(folder / KEYS / "keys.db")) as rows:
        return {name for (name,) in rows.execute("SELECT segment FROM key")}
