"""What is not to the letter what was written is refused, and nothing is put in place."""

import io
import tarfile
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pyrage
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.unit.backup.edge_machine import OPENER, backed_up, identity, machine, restored
from vaka.backup import manifest as manifests
from vaka.backup import restoring
from vaka.backup.manifest import Database, Manifest
from vaka.core.errors import BadInput
from vaka.servers import database


@dataclass(frozen=True)
class Backups:
    """One installation, sealed and in clear."""

    sealed: Path
    clear: Path
    identity: Path
    manifest: Manifest


@pytest.fixture(scope="module")
def backups(tmp_path_factory) -> Backups:
    folder = tmp_path_factory.mktemp("backups")
    told = machine(folder)
    sealed = backed_up(told, folder / "b.tar.age", OPENER)
    clear = backed_up(told, folder / "b.tar")
    return Backups(sealed.file, clear.file, identity(folder), clear.manifest)


def refused(
    file: Path, into: Path, problem: str = ".", *, identity: Path | None = None
) -> None:
    with pytest.raises(BadInput, match=problem) as no:
        restored(file, into, identity=identity)
    assert "\n" not in str(no.value)
    assert not into.exists() or not list(into.iterdir())


@pytest.mark.parametrize("place", ["first", "header", "middle", "last"])
@pytest.mark.parametrize("harm", ["cut", "altered"])
def test_sealed_and_harmed(backups: Backups, tmp_path: Path, place: str, harm: str) -> None:
    content = bytearray(backups.sealed.read_bytes())
    at = {"first": 5, "header": 80, "middle": len(content) // 2, "last": len(content) - 1}[
        place
    ]
    if harm == "cut":
        del content[at:]
    else:
        content[at] ^= 1
    (tmp_path / "b").write_bytes(content)
    refused(tmp_path / "b", tmp_path / "into", identity=backups.identity)


def test_sealed_for_others(backups: Backups, tmp_path: Path) -> None:
    other = identity(tmp_path, pyrage.x25519.Identity.generate())
    refused(backups.sealed, tmp_path / "into", "sealed for others", identity=other)


def test_without_its_key(backups: Backups, tmp_path: Path) -> None:
    refused(backups.sealed, tmp_path / "into", "--identity: .* is sealed")
    (tmp_path / "key").write_text("AGE-SECRET-KEY-1NONE")
    refused(backups.sealed, tmp_path / "into", "no key", identity=tmp_path / "key")


def test_every_byte_of_a_clear_one_is_held_against_its_hash(
    backups: Backups, tmp_path: Path
) -> None:
    content = bytearray(backups.clear.read_bytes())
    place = content.index(b"tokenet")
    content[place] ^= 1
    (tmp_path / "b").write_bytes(content)
    refused(tmp_path / "b", tmp_path / "into", "data/edge-token is not as it was written")


def test_a_clear_one_that_was_cut(backups: Backups, tmp_path: Path) -> None:
    content = backups.clear.read_bytes()
    for length in (0, 100, 512, 3000, len(content) // 2, len(content) - 2048):
        (tmp_path / "b").write_bytes(content[:length])
        refused(tmp_path / "b", tmp_path / "into")


def repacked(file: Path, manifest: bytes, members: dict[str, bytes]) -> Path:
    """Write a tar that says what one likes."""
    with tarfile.open(file, "w") as tar:
        for name, content in {"manifest.json": manifest, **members}.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    return file


@pytest.mark.parametrize("name", ["../out", "/etc/out", "data/../../out", "data//x", "", "."])
def test_no_part_lies_elsewhere(backups: Backups, tmp_path: Path, name: str) -> None:
    part = replace(backups.manifest.parts[0], name=name)
    told = manifests.encode(replace(backups.manifest, parts=(part,)))
    file = repacked(tmp_path / "b", told, {name: b""})
    refused(file, tmp_path / "into", "its manifest cannot be read")


def test_what_the_manifest_does_not_name_is_refused(backups: Backups, tmp_path: Path) -> None:
    told = manifests.encode(replace(backups.manifest, parts=()))
    file = repacked(tmp_path / "b", told, {"data/more": b"x"})
    refused(file, tmp_path / "into", "more in it than its manifest says")
    told = manifests.encode(replace(backups.manifest, parts=backups.manifest.parts[:1] * 2))
    refused(repacked(tmp_path / "b", told, {}), tmp_path / "into", "names a part twice")


def test_something_else_is_no_backup(tmp_path: Path) -> None:
    (tmp_path / "b").write_text("not a backup at all")
    refused(tmp_path / "b", tmp_path / "into", "it is no whole backup")
    with tarfile.open(tmp_path / "t", "w") as tar:
        tar.add(tmp_path / "b", "b")
    refused(tmp_path / "t", tmp_path / "into", "it is no backup of Vaka")


def test_one_from_a_newer_version(backups: Backups, tmp_path: Path) -> None:
    told = manifests.encode(backups.manifest).replace(b"vaka.backup/1", b"vaka.backup/2")
    file = repacked(tmp_path / "b", told, {})
    refused(file, tmp_path / "into", "its format is vaka.backup/2, here is vaka.backup/1")


@pytest.mark.parametrize(
    ("made_by", "problem"),
    [
        (Database("sqlite", "3", {"record": ["0099_later"]}), "record 0099_later"),
        (Database("postgresql", "15.1", {}), "VAKA_DATABASE_URL: the backup is of PostgreSQL"),
    ],
)
def test_a_database_that_does_not_fit(
    backups: Backups, tmp_path: Path, made_by: Database, problem: str
) -> None:
    told = manifests.encode(replace(backups.manifest, database=made_by, parts=()))
    refused(repacked(tmp_path / "b", told, {}), tmp_path / "into", problem)


def test_an_installation_that_is_there_is_not_written_over(
    backups: Backups, tmp_path: Path
) -> None:
    (tmp_path / "keys").mkdir()
    with pytest.raises(BadInput, match=r"there is an installation here already \(keys\)"):
        restored(backups.clear, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["keys"]


def test_settings_that_are_there_stay(backups: Backups, tmp_path: Path) -> None:
    (tmp_path / "vaka.toml").write_text('gateway_id = "g"')
    restored(backups.clear, tmp_path)
    assert (tmp_path / "vaka.toml").read_text() == 'gateway_id = "g"'


def test_one_that_was_killed_halfway_starts_nothing_and_is_not_gone_on_with(
    backups: Backups, tmp_path: Path, monkeypatch
) -> None:
    class PowerCut(BaseException):
        pass

    def cut(*_: object) -> None:
        raise PowerCut

    monkeypatch.setattr(restoring, "sync_folder", cut)
    with pytest.raises(PowerCut):
        restored(backups.clear, tmp_path)
    monkeypatch.undo()
    with pytest.raises(BadInput, match="a restore was broken off here"):
        database.refuse_unfinished(tmp_path)
    with pytest.raises(BadInput, match="a restore was broken off here"):
        restored(backups.clear, tmp_path)


@given(
    st.binary(max_size=200) | st.from_regex(rb'\{"format": ?"vaka.backup/1".*', fullmatch=True)
)
def test_whatever_stands_for_a_manifest_is_read_or_refused(content: bytes) -> None:
    try:
        read = manifests.decode(content, file=Path("b"))
    except BadInput:
        return
    assert msgspec.to_builtins(read)
