"""What is on disk is whole or not there, the owner's alone, and forgotten when it must be."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from vaka.core.errors import Absent, BadInput
from vaka.edge.video.durable import open_database, write_file
from vaka.edge.video.outbox import BATCH, Outbox
from vaka.edge.video.recording.keys import MASTER, KeyStore

AT = datetime(2026, 3, 2, 20, tzinfo=UTC)


def test_a_file_is_put_in_place_whole_and_is_its_owners_alone(tmp_path: Path) -> None:
    place = tmp_path / "orders.jws"
    write_file(place, b"first")
    write_file(place, b"second")
    assert place.read_bytes() == b"second"
    assert place.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [place]


def test_a_write_that_fails_leaves_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(handle: int) -> None:
        raise OSError("Input/output error")

    place = tmp_path / "orders.jws"
    write_file(place, b"first")
    monkeypatch.setattr(os, "fsync", broken)
    with pytest.raises(OSError, match="Input/output"):
        write_file(place, b"second")
    assert place.read_bytes() == b"first"


def test_a_database_that_promises_less_than_it_must_is_refused() -> None:
    with pytest.raises(BadInput, match="promises only"):
        open_database(Path(":memory:"), "")


def test_the_key_of_a_segment_is_the_same_after_a_restart(tmp_path: Path) -> None:
    store = KeyStore(tmp_path)
    made = store.make("segment")
    store.close()
    again = KeyStore(tmp_path)
    assert again.get("segment") == made
    with pytest.raises(Absent):
        again.get("another")
    again.close()
    assert made not in b"".join(path.read_bytes() for path in tmp_path.iterdir())


def test_a_master_key_that_is_none_is_refused_and_not_made_anew(tmp_path: Path) -> None:
    (tmp_path / MASTER).write_bytes(b"short")
    with pytest.raises(BadInput, match="no key"):
        KeyStore(tmp_path)
    assert (tmp_path / MASTER).read_bytes() == b"short"


def test_events_leave_in_the_order_they_came_and_only_when_taken(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path)
    for number in range(BATCH + 1):
        at = AT + timedelta(seconds=number)
        outbox.put("camera.health", "torget", {"state": "recording"}, at=at)
    first = outbox.oldest()
    assert len(first) == BATCH
    assert first == sorted(first, key=lambda event: str(event.body["at"]))
    outbox.close()
    after_restart = Outbox(tmp_path)
    after_restart.taken([event.id for event in first])
    [last] = after_restart.oldest()
    assert last.body["at"] == (AT + timedelta(seconds=BATCH)).isoformat()
    after_restart.close()


def test_an_event_put_twice_is_one_event(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path)
    for _ in range(2):
        outbox.put("segment.kept", "torget", {"segment": "s"}, at=AT)
    outbox.put("segment.kept", "torget", {"segment": "other"}, at=AT)
    assert len(outbox.oldest()) == 2
    outbox.close()
