"""The vault keeps what it must and forgets what it must, also across a kill."""

import hashlib
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaka.core.errors import Absent, BadInput
from vaka.core.ids import new_id
from vaka.core.period import Period
from vaka.edge.video.recording.keys import MASTER, KeyStore
from vaka.edge.video.recording.sealed import SealedWriter, blocks
from vaka.edge.video.recording.vault import KEYS, VIDEO, Vault
from vaka.terms.orders import Hold

AT = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY = timedelta(hours=24)


@pytest.fixture
def vault(tmp_path: Path):
    made = Vault(tmp_path)
    yield made
    made.close()


def write(vault: Vault, *parts: bytes, at: datetime = AT, camera: str = "torget"):
    segment = vault.open(new_id(at=at), camera=camera, terms="t", starts=at, keep_for=DAY)
    for number, part in enumerate(parts, 1):
        segment.write([part], until=at + timedelta(seconds=number))
    return segment.close()


def test_a_segment_is_read_back_as_it_was_written(vault: Vault) -> None:
    kept = write(vault, b"ftyp", b"moof" * 1000)
    assert b"".join(vault.read(kept.id, at=AT)) == b"ftyp" + b"moof" * 1000
    assert kept.sha256 == hashlib.sha256(b"ftyp" + b"moof" * 1000).hexdigest()
    assert (kept.ends, kept.dispose_at) == (
        AT + timedelta(seconds=2),
        AT + timedelta(seconds=2) + DAY,
    )
    assert vault.kept("torget") == [kept]


def test_nothing_of_the_video_is_readable_on_disk(vault: Vault, tmp_path: Path) -> None:
    write(vault, b"bilden av torget" * 50)
    assert not [
        p for p in tmp_path.rglob("*") if p.is_file() and b"torget" * 2 in p.read_bytes()
    ]
    assert not [p for p in tmp_path.rglob("*") if p.is_file() and b"bilden" in p.read_bytes()]


def test_what_is_due_cannot_be_read_though_nobody_has_swept(vault: Vault) -> None:
    kept = write(vault, b"video")
    assert vault.read(kept.id, at=kept.dispose_at - timedelta(microseconds=1))
    with pytest.raises(Absent):
        vault.read(kept.id, at=kept.dispose_at)


def test_disposal_destroys_the_key_and_the_file(vault: Vault, tmp_path: Path) -> None:
    soon, late = write(vault, b"one"), write(vault, b"two", at=AT + timedelta(hours=1))
    wrapped = wrapped_keys(tmp_path / KEYS)
    assert vault.dispose(at=soon.dispose_at) == [soon]
    assert vault.dispose(at=soon.dispose_at) == []
    with pytest.raises(Absent):
        vault.read(soon.id, at=AT)
    assert b"".join(vault.read(late.id, at=AT)) == b"two"
    assert not list(tmp_path.rglob(f"{soon.id}*"))
    remains = b"".join(p.read_bytes() for p in (tmp_path / KEYS).glob("keys.db*"))
    assert wrapped[soon.id] not in remains
    assert wrapped[late.id] in remains


def wrapped_keys(folder: Path) -> dict[str, bytes]:
    import sqlite3

    rows = sqlite3.connect(folder / "keys.db")
    try:
        return dict(rows.execute("SELECT segment, wrapped FROM key"))
    finally:
        rows.close()


def test_a_hundred_destroyed_keys_leave_no_byte(tmp_path: Path) -> None:
    store = KeyStore(tmp_path)
    names = [f"segment-{n}" for n in range(100)]
    for name in names:
        store.make(name)
    wrapped = wrapped_keys(tmp_path)
    store.destroy(names)
    remains = b"".join(p.read_bytes() for p in tmp_path.glob("keys.db*"))
    assert not [name for name in names if wrapped[name] in remains]
    store.close()


def test_a_backup_of_the_video_has_no_key(vault: Vault, tmp_path: Path) -> None:
    kept = write(vault, b"video")
    wrapped, master = wrapped_keys(tmp_path / KEYS), (tmp_path / KEYS / MASTER).read_bytes()
    backup = b"".join(p.read_bytes() for p in (tmp_path / VIDEO).rglob("*") if p.is_file())
    assert kept.id.encode() in backup
    assert wrapped[kept.id] not in backup
    assert master not in backup


def test_a_segment_without_its_key_is_noise(vault: Vault, tmp_path: Path) -> None:
    kept = write(vault, b"video")
    file = next(tmp_path.rglob("*.seg"))
    with pytest.raises(BadInput, match="altered"):
        list(blocks(file, os.urandom(32), kept.id))


@given(st.lists(st.binary(min_size=1, max_size=200), min_size=1, max_size=6), st.data())
@settings(deadline=None, max_examples=60)
def test_an_altered_sealed_file_is_refused_or_ends_early(parts: list[bytes], data) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path, key = Path(folder) / "x", bytes(32)
        writer = SealedWriter(path, key, "segment")
        for part in parts:
            writer.write(b"", [part])
        writer.close()
        whole = path.read_bytes()
        place = data.draw(st.integers(0, len(whole) - 1))
        altered = whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]
        path.write_bytes(altered)
        try:
            found = list(blocks(path, key, "segment"))
        except BadInput:
            return
        assert found == parts[: len(found)]
        assert len(found) < len(parts)


def test_a_sealed_file_is_bound_to_its_name(tmp_path: Path) -> None:
    writer = SealedWriter(tmp_path / "x", bytes(32), "one")
    writer.write(b"", [b"video"])
    writer.close()
    with pytest.raises(BadInput):
        list(blocks(tmp_path / "x", bytes(32), "two"))


def test_a_cameras_id_is_never_a_path(vault: Vault, tmp_path: Path) -> None:
    write(vault, b"video", camera="../../etc")
    write(vault, b"video", camera="..")
    assert all(tmp_path in p.resolve().parents for p in tmp_path.rglob("*.seg"))
    assert len(list(tmp_path.rglob("*.seg"))) == 2


def test_an_untouched_vault_needs_no_mending(vault: Vault) -> None:
    write(vault, b"video")
    mended = vault.mend()
    assert (mended.completed, mended.lost, mended.strangers) == ((), (), 0)


def test_a_file_nobody_knows_and_a_row_without_file_are_cleared(
    vault: Vault, tmp_path: Path
) -> None:
    kept = write(vault, b"video")
    (tmp_path / VIDEO / "torget" / "stranger.seg").write_bytes(b"x")
    (tmp_path / VIDEO / "torget" / f"{kept.id}.seg").unlink()
    mended = vault.mend()
    assert [each.id for each in mended.lost] == [kept.id]
    assert mended.strangers == 1
    assert vault.kept("torget") == []


@pytest.mark.parametrize("unlinked", [False, True])
def test_a_disposal_that_a_kill_has_halved_is_finished_and_told(
    tmp_path: Path, unlinked: bool
) -> None:
    gone: list[str] = []
    vault = Vault(tmp_path, disposed=lambda segment: gone.append(segment.id))
    kept, other = write(vault, b"video"), write(vault, b"another")
    store = KeyStore(tmp_path / KEYS)
    store.destroy([kept.id])
    store.close()
    if unlinked:
        (tmp_path / VIDEO / "torget" / f"{kept.id}.seg").unlink()
    vault.mend()
    assert gone == [kept.id]
    assert [segment.id for segment in vault.kept("torget")] == [other.id]
    assert [path.stem for path in tmp_path.rglob("*.seg")] == [other.id]
    vault.close()


def hold(start: datetime, end: datetime, until: datetime) -> Hold:
    return Hold(new_id(at=AT), Period(start, end), until)


def test_hard_case_06_what_is_held_is_kept_and_can_be_read_until_the_hold_ends(
    vault: Vault,
) -> None:
    held, free = write(vault, b"rutan"), write(vault, b"natten", at=AT + timedelta(hours=1))
    until = AT + 10 * DAY
    vault.hold("torget", (hold(AT - DAY, AT + timedelta(seconds=1), until),))
    late = AT + 2 * DAY
    assert vault.dispose(at=late) == [free]
    assert b"".join(vault.read(held.id, at=late)) == b"rutan"
    assert vault.dispose(at=until - timedelta(microseconds=1)) == []
    with pytest.raises(Absent):
        vault.read(held.id, at=until)
    assert vault.dispose(at=until) == [held]


def test_a_hold_is_about_its_own_camera_and_its_own_time(vault: Vault) -> None:
    kept = write(vault, b"video", at=AT)
    beside = (
        hold(AT - DAY, AT, AT + 10 * DAY),
        hold(kept.ends + timedelta(microseconds=1), AT + DAY, AT + 10 * DAY),
    )
    vault.hold("torget", beside)
    vault.hold("garaget", (hold(AT - DAY, AT + DAY, AT + 10 * DAY),))
    assert vault.dispose(at=kept.dispose_at) == [kept]


def test_a_hold_that_was_lifted_keeps_nothing(vault: Vault) -> None:
    kept = write(vault, b"video")
    vault.hold("torget", (hold(AT - DAY, AT + DAY, AT + 10 * DAY),))
    vault.hold("torget", ())
    assert vault.dispose(at=kept.dispose_at) == [kept]


def test_a_hold_is_remembered_across_a_stop_before_anybody_is_heard(tmp_path: Path) -> None:
    first = Vault(tmp_path)
    kept = write(first, b"video")
    first.hold("torget", (hold(AT - DAY, AT + DAY, AT + 10 * DAY),))
    first.close()
    again = Vault(tmp_path)
    assert again.dispose(at=kept.dispose_at) == []
    again.close()
