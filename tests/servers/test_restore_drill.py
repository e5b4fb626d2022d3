"""The restore drill: everything is copied while it runs, lost, and put back."""

import contextlib
import json
import os
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import threading
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.cookiejar import CookieJar
from pathlib import Path

import psycopg
import pyrage
import pytest
from django.conf import settings
from django.contrib.auth.hashers import ScryptPasswordHasher
from django.db import connection

from tests.faults.centre import TOKEN, Served
from tests.faults.test_centre_stops import until
from tests.servers.receiving import Receiver, answer, receiver
from vaka.backup import sqlite
from vaka.core.ids import new_id
from vaka.edge.alarms import wire
from vaka.edge.alarms.rows import Reader
from vaka.edge.alarms.wire import Message
from vaka.municipality.models import Person

pytestmark = pytest.mark.django_db(transaction=True)
Name = tuple[str, str]  # account, sequence
ACCOUNT, PASSWORD, CANARY = "0A1", "exempel-lösenord", "kanariefågel-4711"
COUNT = "SELECT account, sequence FROM response_alarm"


@dataclass
class Transmitter:
    """Sends one alarm after the other, and notes those that were acknowledged."""

    to: tuple[str, int]
    acknowledged: list[Name] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Send until told to end."""
        with socket.create_connection(self.to, timeout=30) as line:
            for number in range(1, 9999):
                if self.ended.wait(0.1):
                    return
                message = Message(
                    "SIA-DCS",
                    f"{number:04}",
                    ACCOUNT,
                    data=(f"#{ACCOUNT}|Nri1/BA{number % 100:02}",),
                    timestamp=datetime.now(UTC).replace(microsecond=0),
                )
                line.sendall(wire.encode(message))
                assert b'"ACK"' in answer(line)
                self.acknowledged.append((ACCOUNT, message.sequence))


@contextlib.contextmanager
def transmitting(to: tuple[str, int]) -> Iterator[Transmitter]:
    transmitter = Transmitter(to)
    thread = threading.Thread(target=transmitter.run)
    thread.start()
    try:
        yield transmitter
    finally:
        transmitter.ended.set()
        thread.join()


def installation(folder: Path) -> Served:
    """Return an installation with the keys and the database of this test."""
    folder.mkdir(parents=True)
    shutil.copytree(settings.VAKA.keys_path, folder / "keys")
    if not settings.VAKA.database_url:
        name = Path(connection.settings_dict["NAME"])
        sqlite.copy(name, folder / "vaka.sqlite3", lambda _done, _total: None)
        return Served("", folder)
    return Served(address(connection.settings_dict["NAME"]), folder)


def address(database: str) -> str:
    """Return the address of a database of the tests' server, and a password in it."""
    told = urllib.parse.urlsplit(settings.VAKA.database_url)
    place = f"vaka:{urllib.parse.quote(CANARY)}@{told.hostname}:{told.port}"
    return told._replace(netloc=place, path=f"/{database}").geturl()


@pytest.fixture
def new_machine(tmp_path: Path):
    """Give machines that have nothing yet, each with an empty database of its own."""
    made: list[str] = []

    def make() -> Served:
        name = f"drill_{new_id(at=datetime.now(UTC)).lower()}"
        folder = tmp_path / name
        if not settings.VAKA.database_url:
            return Served("", folder)
        made.append(name)
        administer(f"CREATE DATABASE {name} TEMPLATE template0")
        return Served(address(name), folder)

    yield make
    for name in made:
        administer(f"DROP DATABASE {name} WITH (FORCE)")


def administer(statement: str) -> None:
    with psycopg.connect(settings.VAKA.database_url, autocommit=True) as server:
        server.execute(statement.encode())


def receiving_for(told: Served) -> contextlib.AbstractContextManager[Receiver]:
    forwarding = ("--forward-to", f"http://127.0.0.1:{told.port}")
    return receiver(told.folder, *forwarding, **told.environment)


def vaka(told: Served, *words: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "vaka.cli", *map(str, words)],
        env={**told.environment, "PYTHONWARNINGS": "", **more},
        capture_output=True,
        text=True,
        check=False,
    )


def checkpoint(told: Served, file: Path) -> Path:
    """Keep the newest checkpoint, as a witness does."""
    file.write_text(json.loads(vaka(told, "record", "prove", "0").stdout)["checkpoint"])
    return file


def entries(file: Path) -> int:
    return int(file.read_text().splitlines()[1])


def taken(told: Served) -> Counter[Name]:
    """Return the alarms in the database, and how often each is there."""
    if told.database:
        with psycopg.connect(told.database) as rows:
            return Counter(rows.execute(COUNT).fetchall())
    with closing(sqlite3.connect(told.folder / "vaka.sqlite3")) as rows:
        return Counter(rows.execute(COUNT).fetchall())


def journalled(told: Served) -> tuple[set[Name], set[Name]]:
    """Return the alarms in the journal, and those that it has yet to send."""
    journal = Reader(told.folder / "journal")
    every = {(alarm.account, alarm.sequence) for alarm in journal.alarms()}
    waiting = journal.next_waiting(ACCOUNT, after=0, most=9999)
    return every, {(alarm.account, alarm.sequence) for _, alarm in waiting}


def logged_in(told: Served) -> str:
    """Return the page that the administrator comes to."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    place = f"http://127.0.0.1:{told.port}/login/"
    page = browser.open(place).read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert token
    form = {
        "username": "administratör",
        "password": PASSWORD,
        "csrfmiddlewaretoken": token[1],
    }
    with browser.open(place, urllib.parse.urlencode(form).encode()) as answered:
        assert not answered.url.endswith("/login/")
        return answered.read().decode()


def overheard(folder: Path) -> tuple[dict[str, str], Path]:
    """Return a path on which `pg_dump` notes what it is told, and the note."""
    (folder / "bin").mkdir()
    tool, note = folder / "bin" / "pg_dump", folder / "words"
    note.touch()
    tool.write_text(f'#!/bin/sh\necho "$@" >> {note}\nexec {shutil.which("pg_dump")} "$@"\n')
    tool.chmod(0o755)
    return {"PATH": f"{folder / 'bin'}:{os.environ['PATH']}"}, note


def test_what_is_lost_comes_back_and_says_what_is_missing(
    founder, tmp_path: Path, new_machine
) -> None:
    Person.objects.update(password=ScryptPasswordHasher().encode(PASSWORD, "salt"))
    key = pyrage.x25519.Identity.generate()
    (tmp_path / "key").write_text(str(key))
    old = installation(tmp_path / "old")
    secrets = {"VAKA_MAIL_SERVER": f"smtps://a:{CANARY}@mail.example.org"}
    path, words = overheard(tmp_path)
    old.start()
    with (
        receiving_for(old) as receiving,
        transmitting(receiving.dc09) as transmitter,
    ):
        until(lambda: len(taken(old)) > 10)
        before = checkpoint(old, tmp_path / "before")
        acknowledged = list(transmitter.acknowledged)
        backup = ("backup", "-o", tmp_path / "b.age", "--recipient", str(key.to_public()))
        made = vaka(old, *backup, "--json", **secrets, **path)
        assert made.returncode == 0, made.stderr
        size = json.loads(made.stdout)["record"]["size"]
        until(lambda: entries(checkpoint(old, tmp_path / "after")) > size)
    assert len(transmitter.acknowledged) > len(acknowledged)
    open_ = made.stdout + made.stderr + words.read_text()
    open_ += (tmp_path / "b.age").read_bytes().decode("latin-1")
    for secret in (CANARY, TOKEN, "PRIVATE KEY", urllib.parse.quote(CANARY)):
        assert secret not in open_
    old.kill()
    (old.folder / "journal").rename(tmp_path / "journal that outlived it")
    shutil.rmtree(old.folder)

    new = new_machine()
    restore = ("restore", tmp_path / "b.age", "--identity", tmp_path / "key", "--json")
    put_back = vaka(new, *restore, "--checkpoint", before)
    assert put_back.returncode == 0, put_back.stderr
    told = json.loads(put_back.stdout)
    assert told["record"]["holds"]
    assert told["record"]["size"] == size >= entries(before)
    assert 0 < told["seconds"] < told["age_seconds"] + told["seconds"]
    assert CANARY not in put_back.stdout + put_back.stderr
    assert CANARY in (new.folder / "told-by-the-backup" / "settings.toml").read_text()
    kept, waiting = journalled(new)
    assert set(acknowledged) <= kept
    # What the journal takes for sent is in the database; the rest it sends, and is known again.
    assert kept - waiting <= set(taken(new))

    newer = new_machine()
    lacking = vaka(newer, *restore, "--checkpoint", tmp_path / "after")
    assert lacking.returncode == 1
    lost = json.loads(lacking.stdout)["record"]["lost"]
    assert lost == {"from": size, "to": entries(tmp_path / "after") - 1}
    # The receiver stood on another machine, and has what the database has lost.
    shutil.rmtree(newer.folder / "journal")
    (tmp_path / "journal that outlived it").rename(newer.folder / "journal")
    assert vaka(newer, "alarms", "resend", "--since", told["made_at"]).returncode == 0
    newer.start()
    assert "administratör" in logged_in(newer)
    with receiving_for(newer):
        until(lambda: set(transmitter.acknowledged) == set(taken(newer)))
    assert set(taken(newer).values()) == {1}
    assert newer.record_holds()
    newer.kill()
