"""The recorder keeps what it may, to the instant, and outlives a disk that takes nothing."""

import contextlib
import errno
import io
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import av
import pytest

from tests.unit.edge.video.pictures import Stream, stream
from vaka.core.period import Period
from vaka.edge.video.media.sound import Sound
from vaka.edge.video.media.source import Sample
from vaka.edge.video.recording.recorder import SEGMENT, Licence, Recorder
from vaka.edge.video.recording.vault import OpenSegment, Vault

AT = datetime(2026, 3, 2, 20, tzinfo=UTC)
DAY = timedelta(hours=24)
LICENCE = Licence("terms-1", Period(AT, AT + DAY), DAY)
SQUARE = "torget"


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    with contextlib.closing(Vault(tmp_path)) as made:
        yield made


@pytest.fixture(scope="module")
def pictures() -> Iterator[Stream]:
    with stream(40, at=AT) as made:
        yield made


def taken(recorder: Recorder, pictures: Stream, *, at: datetime = AT) -> None:
    for sample in pictures.again(at=at):
        recorder.take(pictures.source, sample)


def kept_pictures(vault: Vault, segment: str) -> int:
    video = b"".join(vault.read(segment, at=AT))
    with av.open(io.BytesIO(video)) as container:
        return sum(1 for packet in container.demux(video=0) if packet.size)


def test_without_a_licence_nothing_is_written(vault: Vault, pictures: Stream) -> None:
    taken(recorder := Recorder(SQUARE, vault), pictures)
    recorder.stop()
    assert vault.kept(SQUARE) == []


def test_every_picture_under_the_licence_is_kept(vault: Vault, pictures: Stream) -> None:
    recorder = Recorder(SQUARE, vault)
    recorder.allow(LICENCE)
    taken(recorder, pictures)
    recorder.stop()
    [kept] = vault.kept(SQUARE)
    assert (kept.terms, kept.starts, kept.ends) == ("terms-1", AT, pictures.samples[-1].at)
    assert kept_pictures(vault, kept.id) == len(pictures.samples)


def test_the_picture_at_the_end_of_the_hour_is_not_written(
    vault: Vault, pictures: Stream
) -> None:
    last = pictures.samples[29]
    recorder = Recorder(SQUARE, vault)
    recorder.allow(Licence("terms-1", Period(AT, last.at), DAY))
    taken(recorder, pictures)
    [kept] = vault.kept(SQUARE)
    assert kept.ends == pictures.samples[28].at
    assert kept_pictures(vault, kept.id) == 29


def test_what_lay_since_before_the_hour_is_not_kept(vault: Vault, pictures: Stream) -> None:
    recorder = Recorder(SQUARE, vault)
    recorder.allow(LICENCE)
    taken(recorder, pictures, at=AT - timedelta(seconds=0.3))
    recorder.stop()
    [kept] = vault.kept(SQUARE)
    assert kept.starts >= AT


def test_a_recording_begins_with_a_picture_that_stands_alone(
    vault: Vault, pictures: Stream
) -> None:
    recorder = Recorder(SQUARE, vault)
    recorder.allow(LICENCE)
    for sample in pictures.samples[1:8]:
        assert not sample.key
        recorder.take(pictures.source, sample)
    recorder.stop()
    assert vault.kept(SQUARE) == []


def test_a_segment_is_cut_at_the_first_whole_picture_after_ten_seconds(
    vault: Vault, pictures: Stream
) -> None:
    recorder = Recorder(SQUARE, vault)
    recorder.allow(LICENCE)
    taken(recorder, pictures)
    taken(recorder, pictures, at=AT + SEGMENT)
    recorder.stop()
    assert [kept.starts for kept in vault.kept(SQUARE)] == [AT, AT + SEGMENT]


def test_new_terms_and_a_new_stream_each_begin_a_new_segment(
    vault: Vault, pictures: Stream
) -> None:
    recorder = Recorder(SQUARE, vault)
    recorder.allow(LICENCE)
    taken(recorder, pictures)
    recorder.allow(Licence("terms-2", Period(AT, AT + DAY), DAY))
    taken(recorder, pictures, at=AT + timedelta(seconds=3))
    with stream(20, at=AT + timedelta(seconds=6)) as other:
        for sample in other.samples:
            recorder.take(other.source, sample)
        recorder.stop()
    assert [kept.terms for kept in vault.kept(SQUARE)] == ["terms-1", "terms-2", "terms-2"]


LAW = Sound("alaw", 8_000, 1)


def speaking(samples: list[Sample]) -> list[Sample]:
    """Pictures, and with each the sixtieth of a second of sound before it."""
    return [
        replace(
            each,
            sound=(
                Sample(
                    b"%04d" % number + bytes(129),
                    each.dts - 1500,
                    each.dts - 1500,
                    key=True,
                    at=each.at - timedelta(seconds=1 / 60),
                ),
            ),
        )
        for number, each in enumerate(samples)
    ]


def kept_sound(vault: Vault) -> list[int]:
    """Which pieces of sound are kept, segment after segment."""
    found: list[int] = []
    for segment in vault.kept(SQUARE):
        with av.open(io.BytesIO(b"".join(vault.read(segment.id, at=AT)))) as container:
            pieces = [bytes(each) for each in container.demux() if each.stream.type == "audio"]
        found += [int(piece[:4]) for piece in pieces if piece]
    return found


@pytest.mark.parametrize(
    ("allowed", "kept"),
    [
        (Period(AT, AT + DAY), list(range(1, 300))),
        (Period(AT + timedelta(seconds=2), AT + timedelta(seconds=4)), list(range(31, 61))),
        (None, []),
    ],
)
def test_each_piece_of_sound_is_kept_once_and_only_while_it_may_be(
    vault: Vault, pictures: Stream, allowed: Period | None, kept: list[int]
) -> None:
    """Over two cuts; that of before the first picture has no place."""
    first = next(number for number, each in enumerate(pictures.samples[1:], 1) if each.key)
    group, ticks = pictures.samples[:first], 6000
    samples = [
        replace(
            group[number % first],
            pts=number * ticks,
            dts=number * ticks,
            at=AT + timedelta(seconds=number / 15),
        )
        for number in range(300)
    ]
    recorder, source = Recorder(SQUARE, vault), replace(pictures.source, sound=LAW)
    recorder.allow(replace(LICENCE, sound=allowed))
    for sample in speaking(samples):
        recorder.take(source, sample)
    recorder.stop()
    assert len(vault.kept(SQUARE)) == 2
    assert kept_sound(vault) == kept


@pytest.mark.parametrize(
    "problem",
    [
        OSError(errno.ENOSPC, "No space left on device"),
        sqlite3.OperationalError("disk is full"),
    ],
)
def test_a_full_disk_stops_the_segment_and_the_next_whole_picture_tries_again(
    vault: Vault,
    pictures: Stream,
    problem: Exception,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def full(segment: OpenSegment, video: bytes, *, until: datetime) -> None:
        raise problem

    recorder = Recorder(SQUARE, vault)
    recorder.allow(LICENCE)
    with monkeypatch.context() as disk:
        disk.setattr(OpenSegment, "write", full)
        taken(recorder, pictures)
        assert recorder.failing
    taken(recorder, pictures, at=AT + SEGMENT)
    recorder.stop()
    assert not recorder.failing
    assert [kept.starts for kept in vault.kept(SQUARE)] == [AT + SEGMENT]
    assert caplog.text.count("cannot be recorded") == 1
    lost = vault.mend().lost
    assert lost
    assert len(vault.kept(SQUARE)) == 1


def test_a_disk_that_fails_as_recording_ends_does_not_keep_it_going(
    vault: Vault, pictures: Stream, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(segment: OpenSegment) -> None:
        raise OSError(errno.EIO, "Input/output error")

    recorder = Recorder(SQUARE, vault)
    recorder.allow(LICENCE)
    taken(recorder, pictures)
    monkeypatch.setattr(OpenSegment, "close", broken)
    recorder.allow(None)
    monkeypatch.undo()
    taken(recorder, pictures, at=AT + SEGMENT)
    recorder.stop()
    assert vault.kept(SQUARE) == []
    # What was written before is whole on disk, and the next start keeps it.
    assert [kept.starts for kept in vault.mend().completed] == [AT]


def test_a_vault_that_opens_nothing_is_said_too(
    vault: Vault, pictures: Stream, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unable(*args: object, **facts: object) -> OpenSegment:
        raise OSError(errno.EROFS, "Read-only file system")

    recorder = Recorder(SQUARE, vault)
    recorder.allow(LICENCE)
    monkeypatch.setattr(vault, "open", unable)
    taken(recorder, pictures)
    assert recorder.failing
