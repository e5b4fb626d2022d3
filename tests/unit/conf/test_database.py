"""Where the rows are kept: SQLite that does not lose them, or PostgreSQL by address."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from vaka.conf.database import SQLITE, database
from vaka.conf.environment import Environment
from vaka.core.errors import BadInput


def test_without_an_address_rows_lie_in_the_data_folder(tmp_path: Path) -> None:
    told = database(Environment(data_dir=str(tmp_path)))
    assert told["ENGINE"] == "vaka.conf.sqlite"
    assert told["NAME"] == tmp_path / "vaka.sqlite3"


def test_what_is_acknowledged_survives_a_power_cut() -> None:
    options = database(Environment())["OPTIONS"]
    assert isinstance(options, dict)
    assert options["transaction_mode"] == "IMMEDIATE"
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        assert pragma in options["init_command"]
    told = database(Environment(database_url="postgresql://db/vaka"))
    assert told["OPTIONS"] == {"options": "-c synchronous_commit=on"}


def test_what_is_erased_is_in_no_page_of_the_file(tmp_path: Path) -> None:
    file = tmp_path / "vaka.sqlite3"
    with closing(sqlite3.connect(file, isolation_level=None)) as rows:
        rows.executescript(f"{SQLITE['init_command']} CREATE TABLE personal (fields TEXT)")
        said = [(f"Vittne {number} bor i port {number}",) for number in range(500)]
        rows.executemany("INSERT INTO personal VALUES (?)", said)
        rows.execute("DELETE FROM personal WHERE rowid % 3")
        rows.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        kept = dict(rows.execute("SELECT rowid, fields FROM personal"))
    found = set(re.findall(rb"Vittne (\d+) bor", file.read_bytes()))
    assert found == {str(row - 1).encode() for row in kept}


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        (
            "postgresql://vaka:lösen%2Ford@db.example.org:5433/trygghet",
            ("vaka", "lösen/ord", "db.example.org", 5433, "trygghet"),
        ),
        ("postgres://db/vaka", ("", "", "db", "", "vaka")),
        # A socket's folder, as PostgreSQL writes it in an address.
        (
            "postgresql://vaka@%2Frun%2Fpostgresql/vaka",
            ("vaka", "", "/run/postgresql", "", "vaka"),
        ),
        ("postgresql:///vaka", ("", "", "", "", "vaka")),
    ],
)
def test_an_address_of_postgresql_is_taken_apart(url: str, wanted: tuple[object, ...]) -> None:
    told = database(Environment(database_url=url))
    assert told["ENGINE"] == "django.db.backends.postgresql"
    names = ("USER", "PASSWORD", "HOST", "PORT", "NAME")
    assert tuple(told[name] for name in names) == wanted


@pytest.mark.parametrize("url", ["mysql://db/vaka", "var/vaka.sqlite3", "sqlite:///vaka"])
def test_another_kind_of_database_is_refused_by_setting(url: str) -> None:
    with pytest.raises(BadInput, match="VAKA_DATABASE_URL: unknown scheme"):
        database(Environment(database_url=url))


def test_an_address_with_a_password_is_not_told_in_the_refusal() -> None:
    with pytest.raises(BadInput) as refused:
        database(Environment(database_url="mysql://vaka:hemligt@db/vaka"))
    assert "hemligt" not in str(refused.value)


def test_a_port_that_is_none_is_refused_by_setting() -> None:
    with pytest.raises(BadInput, match="VAKA_DATABASE_URL"):
        database(Environment(database_url="postgresql://db:port/vaka"))
