"""What the edge lets go of when it comes back from a backup."""

from datetime import timedelta
from pathlib import Path

from tests.unit.backup.edge_machine import AT, backed_up, machine, restored
from tests.unit.edge.alarms.test_journal import alarm, with_journal
from vaka.backup import settling
from vaka.conf.environment import Environment
from vaka.edge.alarms.journal import Journal
from vaka.edge.alarms.rows import Reader
from vaka.edge.video.recording.index import Segment
from vaka.edge.video.recording.vault import Vault

MONTH = timedelta(days=30)


def test_alarms_past_the_journals_time_are_gone_before_anybody_lists_them(
    tmp_path: Path,
) -> None:
    told = machine(tmp_path)

    async def work(journal: Journal) -> None:
        journal.append([alarm(at=AT), alarm(at=AT)])
        journal.mark_forwarded(1, at=AT)
        journal.append([])

    with_journal(told.data_path / "journal", work)
    made, back = backed_up(told, tmp_path), tmp_path / "back"
    restored(made.file, back)
    there = Environment(data_dir=str(back))
    settling.settle_journal(there, keep_for=MONTH, at=AT + MONTH)
    assert len(list(Reader(back / "journal").alarms())) == 2
    settling.settle_journal(there, keep_for=MONTH, at=AT + MONTH + timedelta(seconds=1))
    # One still waits to be sent: it stays, however old.
    assert len(list(Reader(back / "journal").alarms())) == 1


def test_a_machine_without_a_journal_gets_none(tmp_path: Path) -> None:
    told = machine(tmp_path)
    settling.settle_journal(told, keep_for=MONTH, at=AT)
    assert not (told.data_path / "journal").exists()


def test_a_restored_gateway_tells_that_its_recordings_are_gone(tmp_path: Path) -> None:
    told = machine(tmp_path)
    vault = Vault(told.data_path / "gateway")
    segment = vault.open("S2", camera="torget", terms="T", starts=AT, keep_for=MONTH)
    segment.write([b"video"], until=AT)
    segment.close()
    vault.close()
    back = tmp_path / "back"
    restored(backed_up(told, tmp_path).file, back)
    told_of: list[Segment] = []
    again = Vault(back / "gateway", disposed=told_of.append)
    again.mend()
    assert [each.id for each in told_of] == ["S2"]
    assert not again.kept("torget")
    again.close()
