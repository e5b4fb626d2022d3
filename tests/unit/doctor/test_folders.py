"""What the doctor says of the data folder: real files, modes and owners."""

import os
import shutil
from collections import namedtuple
from pathlib import Path

import pytest

from tests.unit.doctor.asking import about, codes
from vaka.core import keyfile
from vaka.doctor import folders

MOUNTS = """\
22 1 0:20 / / rw,relatime shared:1 - ext4 /dev/vda1 rw
31 22 0:27 / /run rw,nosuid - tmpfs tmpfs rw
40 22 0:40 / /mnt/on\\040net rw,relatime shared:9 master:1 - nfs4 server:/vaka rw
41 22 0:41 / /srv/box rw - overlay overlay rw
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder as `vaka found` and the processes make it."""
    tmp_path.chmod(0o700)
    keyfile.write_once(tmp_path / "keys" / "terms.private.pem", b"key")
    (tmp_path / "keys" / "terms.public.jwk").write_text("{}")
    for name in ("gateway/video", "gateway/video-keys", "journal", "checkpoints"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "vaka.sqlite3").write_bytes(b"")
    return tmp_path


def test_files_that_only_their_owner_reads_give_no_finding(folder: Path) -> None:
    asked = about(folder)
    assert [*folders.readable(asked), *folders.owned(asked), *folders.durable(asked)] == []


def test_a_key_that_others_may_read_is_named_whatever_the_folder_is(folder: Path) -> None:
    (folder / "keys" / "terms.private.pem").chmod(0o640)
    (only,) = folders.readable(about(folder))
    assert only.code == "file-open"
    assert only.facts["mode"] == "0640"
    assert str(only.facts["first"]).endswith("terms.private.pem")


def test_data_is_open_when_its_folder_is(folder: Path) -> None:
    (folder / "vaka.sqlite3").chmod(0o644)
    assert codes(folders.readable(about(folder))) == []
    folder.chmod(0o755)
    assert codes(folders.readable(about(folder))) == ["file-open"]


def test_a_login_file_may_be_the_groups_and_no_others(folder: Path) -> None:
    login = folder / "nats-login"
    login.write_text("vaka:secret")
    login.chmod(0o640)
    assert list(folders.readable(about(folder, nats_login=str(login)))) == []
    login.chmod(0o644)
    assert codes(folders.readable(about(folder, nats_login=str(login)))) == ["file-open"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_what_root_made_in_the_services_folder_is_found(folder: Path) -> None:
    for at, names, files in os.walk(folder):
        for name in (*names, *files):
            os.chown(Path(at) / name, 65534, 65534)
    os.chown(folder, 65534, 65534)
    (folder / "journal" / "alarms.sqlite").write_bytes(b"")
    strange, other = folders.owned(about(folder))
    assert (strange.code, strange.facts["owner"], strange.facts["count"]) == (
        "file-owner",
        "root",
        1,
    )
    assert (other.code, other.facts["user"]) == ("other-user", "root")


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/var/lib/vaka", ("/", "ext4")),
        ("/run/vaka/journal", ("/run", "tmpfs")),
        ("/mnt/on net/vaka", ("/mnt/on net", "nfs4")),
    ],
)
def test_on_what_kind_of_disk_a_folder_lies(path: str, told: tuple[str, str]) -> None:
    assert folders.file_system(Path(path), folders._mounts(MOUNTS)) == told


@pytest.mark.parametrize(
    ("kind", "code"),
    [("nfs4", "disk-network"), ("tmpfs", "disk-forgetful"), ("overlay", "disk-container")],
)
def test_a_disk_that_loses_or_damages_is_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch, kind: str, code: str
) -> None:
    monkeypatch.setattr(folders, "_mounts", lambda _: {"/": "ext4", str(folder): kind})
    assert set(codes(folders.disks(about(folder)))) == {code}


def test_a_disk_of_memory_is_known_where_there_is_one() -> None:
    if not os.access("/dev/shm", os.W_OK):
        pytest.skip("there is no /dev/shm here")
    made = Path("/dev/shm") / f"vaka-{os.getpid()}"
    made.mkdir()
    try:
        assert codes(folders.disks(about(made))) == ["disk-forgetful"]
    finally:
        shutil.rmtree(made)


def test_a_disk_that_does_not_confirm_is_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_handle: int) -> None:
        raise OSError(22, "Invalid argument")

    monkeypatch.setattr(os, "fsync", refuse)
    assert set(codes(folders.durable(about(folder)))) == {"folder-not-durable"}


@pytest.mark.parametrize(
    ("free", "told"), [(9, []), (3, ["disk-little"]), (0.5, ["disk-full"])]
)
def test_each_disk_with_little_room_is_told_once(
    folder: Path, monkeypatch: pytest.MonkeyPatch, free: float, told: list[str]
) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(0, 0, int(free * folders.GIB)))
    assert codes(folders.room(about(folder))) == told


def test_keys_of_video_on_the_videos_own_disk_are_remarked_on(folder: Path) -> None:
    assert codes(folders.keys_apart(about(folder))) == ["video-keys-same-disk"]


def test_a_witness_that_cannot_fetch_is_remarked_on(folder: Path) -> None:
    newest = folder / "checkpoints" / "newest.checkpoint"
    newest.write_text("x\n1\nroot\n")
    assert codes(folders.witnessed(about(folder))) == ["witness-shut-out"]
