"""The journal on a real disk: durable settings, full disks, failures."""

import asyncio
import contextlib
import shutil
import sqlite3
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.unit.edge.alarms.strategies import AT
from vaka.core.errors import BadInput
from vaka.core.ids import new_id
from vaka.edge.alarms import disposal, schema
from vaka.edge.alarms.alarm import Alarm, written
from vaka.edge.alarms.journal import Journal, JournalFailed, JournalFull
from vaka.edge.alarms.rows import Reader


def alarm(*, at=AT, account: str | None = "1234", fingerprint: bytes | None = None) -> Alarm:
    return Alarm(
        id=new_id(at=at),
        received_at=at,
        protocol="SIA-DCS",
        account=account,
        raw=b"\n\xff\r",
        text="Östra\0entrén",
        position=(13.0, 55.6),
        occurred_at=at,
        deviations=("binary-crc",),
        extended=(("V", "1"),),
        fingerprint=fingerprint,
        same_since=at - timedelta(minutes=10),
    )


def with_journal(folder: Path, work: Callable[[Journal], Awaitable[None]]) -> None:
    async def run() -> None:
        journal = Journal(folder)
        try:
            await work(journal)
        finally:
            journal.close()

    asyncio.run(run())


async def kept_one(journal: Journal) -> None:
    journal.append([alarm()])


def test_what_was_appended_is_read_as_it_was(tmp_path: Path):
    sent = alarm()

    async def work(journal: Journal) -> None:
        journal.append([sent])
        (read,) = Reader(tmp_path / "a" / "b").alarms()
        assert replace(read, same_since=sent.same_since) == sent

    with_journal(tmp_path / "a" / "b", work)


def test_what_comes_together_shares_a_commit(tmp_path: Path):
    async def work(journal: Journal) -> None:
        journal.append([alarm() for _ in range(200)])
        assert journal.commits == 1

    with_journal(tmp_path, work)
    assert len(list(Reader(tmp_path).alarms())) == 200


def test_a_duplicate_points_to_the_first_and_only_inside_the_window(tmp_path: Path):
    first, second, third = (alarm(fingerprint=b"x") for _ in range(3))
    late = alarm(at=AT + timedelta(minutes=11), fingerprint=b"x")

    async def work(journal: Journal) -> None:
        journal.append([first, second])
        journal.append([third])
        journal.append([late])

    with_journal(tmp_path, work)
    found = {read.id: read.duplicate_of for read in Reader(tmp_path).alarms()}
    assert found == {first.id: None, second.id: first.id, third.id: first.id, late.id: None}


def test_no_alarm_makes_the_log_longer(tmp_path: Path):
    async def work(journal: Journal) -> None:
        log = journal.folder / f"{schema.FILE}-wal"
        before = log.stat()
        for _ in range(20):
            journal.append([alarm() for _ in range(50)])
        after = log.stat()
        assert (after.st_size, after.st_blocks) == (before.st_size, before.st_blocks)

    with_journal(tmp_path, work)
    assert len(list(Reader(tmp_path).alarms())) == 1000


def test_where_there_is_little_room_none_is_taken_for_the_log(tmp_path: Path, monkeypatch):
    little = shutil.disk_usage(tmp_path)._replace(free=100 * 1024 * 1024)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: little)

    async def work(journal: Journal) -> None:
        assert (journal.folder / f"{schema.FILE}-wal").stat().st_size == 0
        journal.append([alarm()])

    with_journal(tmp_path, work)
    assert len(list(Reader(tmp_path).alarms())) == 1


# As release 0.1 of September to November 2026 wrote it.
EARLIER = """
CREATE TABLE alarm (
    position INTEGER PRIMARY KEY, id TEXT NOT NULL, received_at TEXT NOT NULL,
    protocol TEXT NOT NULL, account TEXT, raw BLOB NOT NULL, sequence TEXT, receiver TEXT,
    line TEXT, code TEXT, qualifier TEXT, area TEXT, zone TEXT, text TEXT, user TEXT,
    longitude REAL, latitude REAL, occurred_at TEXT, encrypted INTEGER NOT NULL,
    known INTEGER NOT NULL, deviations TEXT NOT NULL, extended TEXT NOT NULL,
    fingerprint BLOB, duplicate_of TEXT, forwarded_at TEXT, refused TEXT
) STRICT;
CREATE INDEX alarm_first ON alarm (account, sequence, fingerprint)
    WHERE fingerprint IS NOT NULL AND duplicate_of IS NULL;
CREATE INDEX alarm_unforwarded ON alarm (account, position)
    WHERE forwarded_at IS NULL AND protocol <> 'NULL';
"""


@pytest.fixture
def earlier(tmp_path: Path) -> Alarm:
    """Leave a journal of an earlier release with one alarm, and return what it was."""
    kept = replace(alarm(fingerprint=b"x"), encrypted=True, zone="001", sequence="0007")
    at = written(AT)
    with contextlib.closing(sqlite3.connect(tmp_path / schema.FILE)) as journal:
        journal.executescript(EARLIER)
        journal.execute(
            "INSERT INTO alarm VALUES (1, ?, ?, 'SIA-DCS', '1234', ?, '0007', NULL, NULL, NULL,"
            " NULL, NULL, '001', ?, NULL, 13.0, 55.6, ?, 1, 0, ?, ?, ?, NULL, NULL, NULL)",
            (kept.id, at, kept.raw, kept.text, at, '["binary-crc"]', '[["V", "1"]]', b"x"),
        )
        journal.execute(
            "INSERT INTO alarm (id, received_at, protocol, account, raw, encrypted, known,"
            " deviations, extended) VALUES (?, ?, 'NULL', '99', x'', 0, 1, '[]', '[]')",
            (new_id(at=AT), at),
        )
        journal.commit()
    return kept


def test_a_journal_of_an_earlier_release_is_written_on(earlier: Alarm, tmp_path: Path):
    async def more(journal: Journal) -> None:
        journal.append([replace(earlier, id=new_id(at=AT)), alarm(fingerprint=b"y")])

    with_journal(tmp_path, more)
    kept, beat, again, other = Reader(tmp_path).alarms()
    assert replace(kept, same_since=earlier.same_since) == earlier
    assert (beat.protocol, beat.known, beat.text, beat.position) == ("NULL", True, None, None)
    assert (again.duplicate_of, other.duplicate_of) == (earlier.id, None)
    assert Reader(tmp_path).accounts_waiting() == {"1234": False}


def test_a_journal_of_an_earlier_release_is_not_read_before_it_is_carried_over(
    earlier: Alarm, tmp_path: Path
):
    with pytest.raises(BadInput, match="Start `vaka receiver` on it once"):
        Reader(tmp_path)


def test_an_account_is_heard_of_since_its_first_message(tmp_path: Path):
    hour = timedelta(hours=1)
    told = [
        ("AAAA", 900, b"a"),  # old, and again inside the two days
        ("BBBB", 800, b"b"),  # old, and silent since
        ("FFFF", 700, None),  # old, with neither number nor time, and silent since
        ("AAAA", 47, b"c"),
        ("CCCC", 30, None),  # such signs of life as come each day
        ("DDDD", 20, b"d"),
        ("CCCC", 6, None),
        (None, 5, None),
        ("DDDD", 4, b"e"),
    ]

    async def work(journal: Journal) -> None:
        for account, hours, mark in told:
            journal.append([alarm(at=AT - hours * hour, account=account, fingerprint=mark)])

    with_journal(tmp_path, work)
    since = AT - 48 * hour
    assert Reader(tmp_path).first_heard(since=since) == {
        "AAAA": since,
        "BBBB": since,
        "CCCC": AT - 30 * hour,
        "DDDD": AT - 20 * hour,
        None: AT - 5 * hour,
    }


def test_an_empty_journal_has_heard_of_nobody(tmp_path: Path):
    async def work(_journal: Journal) -> None:
        pass

    with_journal(tmp_path, work)
    assert Reader(tmp_path).first_heard(since=AT) == {}


def test_who_has_been_heard_of_is_asked_without_reading_the_journal(tmp_path: Path):
    async def work(journal: Journal) -> None:
        journal.append([alarm(fingerprint=b"x")])

    with_journal(tmp_path, work)
    asked: list[str] = []
    reader = Reader(tmp_path)
    reader._connection.set_trace_callback(asked.append)
    reader.first_heard(since=AT)
    with contextlib.closing(sqlite3.connect(tmp_path / schema.FILE)) as beside:
        steps = [
            step
            for question in asked
            for *_, step in beside.execute(f"EXPLAIN QUERY PLAN {question}")
        ]
    assert steps
    assert not [step for step in steps if step.startswith("SCAN alarm")]


def test_the_folder_and_file_are_for_the_owner_alone(tmp_path: Path):
    async def work(journal: Journal) -> None:
        assert journal.folder.stat().st_mode & 0o777 == 0o700
        assert (journal.folder / schema.FILE).stat().st_mode & 0o777 == 0o600

    with_journal(tmp_path / "journal", work)


@pytest.mark.parametrize("weaker", ["NORMAL", "OFF"])
def test_a_weaker_journal_is_refused(
    weaker: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(schema, "SYNCHRONOUS", weaker)
    with pytest.raises(BadInput, match="would not be durable"):
        schema.open_for_writing(tmp_path)


def test_a_database_that_is_not_in_wal_is_refused():
    with pytest.raises(BadInput, match="journal_mode=memory"):
        schema.assert_durable(sqlite3.connect(":memory:"))


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path):
    (tmp_path / "file").write_text("")
    with pytest.raises(BadInput, match="no journal can be kept here"):
        schema.open_for_writing(tmp_path / "file" / "journal")


def test_a_full_disk_keeps_nothing_says_so_and_goes_on_when_there_is_room(tmp_path: Path):
    async def work(journal: Journal) -> None:
        journal.append([alarm()])
        (pages,) = journal._connection.execute("PRAGMA page_count").fetchone()
        journal._connection.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(JournalFull):
            journal.append([alarm() for _ in range(1000)])
        journal._connection.execute("PRAGMA max_page_count = 100000")
        journal.append([alarm()])
        assert not journal.failed.done()

    with_journal(tmp_path, work)
    assert len(list(Reader(tmp_path).alarms())) == 2


def test_after_a_failure_nothing_more_is_kept(tmp_path: Path):
    async def work(journal: Journal) -> None:
        journal._connection.execute("DROP TABLE alarm")
        with pytest.raises(JournalFailed):
            journal.append([alarm()])
        with pytest.raises(JournalFailed):
            journal.dispose(before=AT, after=0)
        assert isinstance(await journal.failed, JournalFailed)

    with_journal(tmp_path, work)


def test_a_reader_cannot_write(tmp_path: Path):
    with_journal(tmp_path, kept_one)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        Reader(tmp_path)._connection.execute("DELETE FROM alarm")


def test_who_listens_hears_only_of_what_is_kept(tmp_path: Path):
    heard: list[str] = []

    async def work(journal: Journal) -> None:
        journal.listen(lambda alarms: heard.extend(one.id for one in alarms))
        journal.append([first := alarm()])
        assert heard == [first.id]
        journal._connection.execute("DROP TABLE alarm")
        with pytest.raises(JournalFailed):
            journal.append([alarm()])
        assert heard == [first.id]

    with_journal(tmp_path, work)


def test_how_forwarding_went_is_written_with_the_next_alarm_or_soon(tmp_path: Path):
    async def work(journal: Journal) -> None:
        reader = Reader(tmp_path)
        journal.append([alarm(), alarm()])
        assert reader.accounts_waiting() == {"1234": False}
        [(first, _)] = reader.next_waiting("1234", after=0, most=1)
        journal.mark_forwarded(first, at=AT)
        commits = journal.commits
        journal.append([alarm()])
        assert journal.commits == commits + 1
        [(second, _)] = reader.next_waiting("1234", after=0, most=1)
        assert second > first
        journal.mark_refused(second, "422", at=AT)
        await asyncio.sleep(0.2)
        assert journal.commits == commits + 2
        [(third, _)] = reader.next_waiting("1234", after=0, most=1)
        assert third > second
        journal.mark_forwarded(third, at=AT)

    with_journal(tmp_path, work)
    assert Reader(tmp_path).accounts_waiting() == {}


def test_what_is_forwarded_is_disposed_of_in_time_and_nothing_else(tmp_path: Path):
    old, month = AT - timedelta(days=31), timedelta(days=30)

    async def work(journal: Journal) -> None:
        beats = [replace(alarm(at=old), protocol="NULL", raw=b"beat") for _ in range(300)]
        silent = replace(alarm(at=old), protocol="SUPERVISION", code="YC")
        again = replace(alarm(at=old), protocol="SUPERVISION", code="YK")
        given, waiting, new = alarm(at=old), alarm(at=old), alarm()
        journal.append([*beats, silent, again, given, waiting])
        journal.append([new])
        for position in (301, 302, 303, 305):
            journal.mark_forwarded(position, at=AT)
        journal.append([])
        await disposal.one_round(journal, before=AT - month)
        kept = [each.id for each in Reader(tmp_path).alarms()]
        # What was last said of a transmitter is how a restart knows that it is silent or not.
        assert kept == [again.id, waiting.id, new.id]
        await disposal.one_round(journal, before=AT - month)
        assert len(list(Reader(tmp_path).alarms())) == 3

    with_journal(tmp_path, work)
    # Overwritten, not only let go.
    assert b"beat" not in (tmp_path / schema.FILE).read_bytes()


def test_what_a_restored_centre_has_lost_waits_anew(tmp_path: Path):
    async def work(journal: Journal) -> None:
        earlier, beat = alarm(at=AT - timedelta(seconds=1)), replace(alarm(), protocol="NULL")
        taken, refused, waiting = alarm(), alarm(), alarm()
        journal.append([earlier, beat, taken, refused, waiting])
        for position in (1, 2, 3):
            journal.mark_forwarded(position, at=AT)
        journal.mark_refused(4, "422", at=AT)
        journal.append([])
        assert journal.forward_again(since=AT) == 2
        again = Reader(tmp_path).next_waiting("1234", after=0, most=9)
        assert [each.id for _, each in again] == [taken.id, refused.id, waiting.id]

    with_journal(tmp_path, work)
