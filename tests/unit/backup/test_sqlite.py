"""A database is copied whole while another process writes to it."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from vaka.backup import sqlite
from vaka.core.errors import BadInput

# Each commit adds one row here and one there; in a copy the two are as many.
WRITER = """
import sqlite3, sys
rows = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=20)
for number in range(1_000_000):
    rows.execute("BEGIN IMMEDIATE")
    rows.execute("INSERT INTO one VALUES (?)", (bytes(500),))
    rows.execute("INSERT INTO two VALUES (?)", (bytes(500),))
    rows.execute("COMMIT")
    if number == 10:
        print("going", flush=True)
"""


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "live.sqlite3"
    with closing(sqlite3.connect(path)) as rows:
        rows.execute("PRAGMA journal_mode = WAL")
        rows.executescript("CREATE TABLE one (a); CREATE TABLE two (a); CREATE TABLE big (a);")
        rows.executemany("INSERT INTO big VALUES (?)", [(bytes(4000),)] * 20_000)
        rows.commit()
    return path


def test_a_copy_beside_a_busy_writer_ends_and_is_of_one_instant(
    database: Path, tmp_path: Path
) -> None:
    told: list[int] = []
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(database)], stdout=subprocess.PIPE
    )
    try:
        assert writer.stdout
        assert writer.stdout.readline() == b"going\n"
        sqlite.copy(database, tmp_path / "copy", lambda done, _total: told.append(done))
        assert writer.poll() is None
    finally:
        writer.kill()
        writer.communicate()
    assert len(told) > 3
    assert told == sorted(told), "it began anew"
    with closing(sqlite3.connect(tmp_path / "copy")) as rows:
        one, two = (
            rows.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
            for name in ("one", "two")
        )
    assert one == two >= 11


def test_what_is_no_database_is_said(tmp_path: Path) -> None:
    (tmp_path / "none").write_bytes(sqlite.__name__.encode() * 1000)
    with pytest.raises(BadInput, match="it cannot be copied"):
        sqlite.copy(tmp_path / "none", tmp_path / "copy", lambda _done, _total: None)
