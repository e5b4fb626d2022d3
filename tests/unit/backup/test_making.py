"""What is copied of a machine, what never is, and what comes back."""

import dataclasses
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.unit.backup.edge_machine import OPENER, backed_up, identity, machine, restored
from vaka.backup import making
from vaka.conf.environment import Environment
from vaka.core.alone import alone
from vaka.core.errors import BadInput

NO_ROOM = 1 << 60


@pytest.fixture
def told(tmp_path: Path) -> Environment:
    return machine(tmp_path)


def names(folder: Path) -> set[str]:
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


def test_what_is_sealed_comes_back_as_it_was(told: Environment, tmp_path: Path) -> None:
    made = backed_up(told, tmp_path, OPENER)
    assert made.file == tmp_path / "vaka-20260302T120000Z.tar.age"
    assert made.file.stat().st_mode & 0o777 == 0o600
    back = tmp_path / "back"
    assert restored(made.file, back, identity=identity(tmp_path)) == made.manifest
    assert (back / "edge-token").read_text() == "tokenet"
    assert (back / "edge-token").stat().st_mode & 0o777 == 0o600
    with closing(sqlite3.connect(back / "gateway" / "outbox.db")) as outbox:
        [(event,)] = outbox.execute("SELECT body FROM event").fetchall()
    assert "recording.started" in event


def test_recordings_and_their_keys_are_in_no_backup_and_the_reason_is_told(
    told: Environment, tmp_path: Path
) -> None:
    made = backed_up(told, tmp_path, OPENER)
    restored(made.file, tmp_path / "back", identity=identity(tmp_path))
    back = names(tmp_path / "back")
    assert "gateway/video/index.db" in back
    assert not {name for name in back if "video-keys" in name or name.endswith(".seg")}
    why = {each.what: each.why for each in made.manifest.left_out}
    assert why["gateway/video-keys/*"] == (
        "a copied key is a recording that is never disposed of"
    )
    assert {"gateway/video/*/*", "gateway/orders.jws"} <= set(why)


def test_every_file_is_copied_or_told_of(told: Environment, tmp_path: Path) -> None:
    data = told.data_path
    (data / "något nytt").write_text("of a version to come")
    (data / "länk").symlink_to("edge-token")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(data / "s"))
    made = backed_up(told, tmp_path, OPENER)
    copied = {part.name for part in made.manifest.parts}
    assert "data/något nytt" in copied
    reasons = {each.what: each.why for each in made.manifest.left_out}
    assert reasons["länk"] == reasons["s"] == "it is no file of its own (a link, a socket)"
    told_of = sum(each.files for each in made.manifest.left_out)
    assert len([name for name in copied if name.startswith("data/")]) + told_of == len(
        [
            path
            for path in data.rglob("*")
            if not path.is_dir() and path.parent.name != "backup.part"
        ]
    )


def test_settings_and_the_files_that_they_name_are_beside(
    told: Environment, tmp_path: Path
) -> None:
    (tmp_path / "ca.pem").write_text("certifikat")
    told = dataclasses.replace(
        told, mail_server="smtps://a:hemligt@host", camera_authorities=str(tmp_path / "ca.pem")
    )
    made = backed_up(told, tmp_path)
    restored(made.file, tmp_path / "back")
    beside = tmp_path / "back" / "told-by-the-backup"
    assert 'mail_server = "smtps://a:hemligt@host"' in (beside / "settings.toml").read_text()
    assert (beside / "camera_authorities.pem").read_text() == "certifikat"
    assert (beside / "settings.toml").stat().st_mode & 0o777 == 0o600


def test_in_clear_it_is_a_tar_that_says_so_by_its_name(
    told: Environment, tmp_path: Path
) -> None:
    assert backed_up(told, tmp_path).file.name == "vaka-20260302T120000Z.tar"


def test_what_was_copied_on_the_way_is_gone(told: Environment, tmp_path: Path) -> None:
    killed = told.data_path / "backup.part" / "copies"
    killed.mkdir(parents=True)
    (killed / "of a killed one").write_text("hemligt")
    backed_up(told, tmp_path)
    assert names(told.data_path / "backup.part") == {"lock"}


@pytest.mark.parametrize(
    ("to", "problem"),
    [
        ("var", "it lies in the data folder itself"),
        ("var/gateway/b.tar", "it lies in the data folder itself"),
        ("none/b.tar", "there is no such folder"),
        ("there.tar", "it is there already"),
    ],
)
def test_where_it_cannot_lie_is_said(
    told: Environment, tmp_path: Path, to: str, problem: str
) -> None:
    (tmp_path / "there.tar").write_text("")
    with pytest.raises(BadInput, match=problem):
        backed_up(told, tmp_path / to)


def test_what_is_no_key_is_refused(told: Environment, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="VAKA_BACKUP_RECIPIENTS: a key in it is no public key"):
        backed_up(told, tmp_path, OPENER, "age1nobody")


def test_nothing_to_copy_is_no_backup(tmp_path: Path) -> None:
    (tmp_path / "var").mkdir()
    with pytest.raises(BadInput, match="there is nothing to copy"):
        backed_up(Environment(data_dir=str(tmp_path / "var")), tmp_path)


def test_the_journal_keeps_its_room(told, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(making, "RESERVE_BYTES", NO_ROOM)
    with pytest.raises(BadInput, match="MiB are lacking"):
        backed_up(told, tmp_path)
    assert not list(tmp_path.glob("*.tar*"))


def test_two_at_once_are_one(told: Environment, tmp_path: Path) -> None:
    (told.data_path / "backup.part").mkdir()
    lock = alone(told.data_path / "backup.part", who="backup")
    with pytest.raises(BadInput, match="another backup writes here"):
        backed_up(told, tmp_path)
    os.close(lock)


def test_a_damaged_database_is_no_backup(told: Environment, tmp_path: Path) -> None:
    outbox = told.data_path / "gateway" / "outbox.db"
    content = bytearray(outbox.read_bytes())
    content[4096 + 100 : 8192] = bytes(4096 - 100)
    content[4096 : 4096 + 8] = b"\xff" * 8
    outbox.write_bytes(content)
    with pytest.raises(BadInput, match=r"outbox\.db: it"):
        backed_up(told, tmp_path)


def test_half_restored_is_not_backed_up(told: Environment, tmp_path: Path) -> None:
    (told.data_path / "restore.part").mkdir()
    with pytest.raises(BadInput, match="a restore was broken off here"):
        backed_up(told, tmp_path)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_one_that_is_stopped_leaves_nothing_that_looks_whole(
    told: Environment, tmp_path: Path, how: signal.Signals
) -> None:
    big, part = told.data_path / "big", tmp_path / "b.tar.age.part"
    with big.open("wb") as file:
        file.truncate(192 << 20)
    command = [sys.executable, "-m", "vaka.cli", "backup", "-o", str(tmp_path / "b.tar.age")]
    process = subprocess.Popen(
        [*command, "--recipient", OPENER],
        env={**os.environ, "VAKA_DATA_DIR": told.data_dir},
        stderr=subprocess.PIPE,
    )
    while not (part.exists() and part.stat().st_size):
        assert process.poll() is None
        time.sleep(0.001)
    process.send_signal(how)
    process.communicate()
    assert process.returncode == (-how if how == signal.SIGKILL else 130)
    assert not (tmp_path / "b.tar.age").exists()
    if how == signal.SIGTERM:
        assert not part.exists()
        assert names(told.data_path / "backup.part") == {"lock"}
    big.unlink()
    assert backed_up(told, tmp_path / "b.tar.age", OPENER).file.exists()
    assert not part.exists()
