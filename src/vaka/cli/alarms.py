"""`vaka alarms`: what was received, from the journal."""

import asyncio
import json
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vaka.conf import environment
from vaka.core.errors import BadInput

if TYPE_CHECKING:
    from vaka.edge.alarms.alarm import Alarm

# A path that is not there is told by the journal itself, which knows the mend.
_FOLDER = click.Path(file_okay=False, path_type=Path)
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def command() -> None:
    """Show what was received, from the journal."""


@command.command("list")
@click.option("--journal", type=_FOLDER, help="The receiver's --journal.")
@click.option("--since", help="RFC 3339, such as 2026-03-02T12:00:00Z.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON only.")
def list_command(journal: Path | None, since: str | None, as_json: bool) -> None:
    """List what was received, in order of receipt; exit 1 when there is nothing."""
    from vaka.edge.alarms.rows import Reader

    reader = Reader(journal or environment.read().data_path / "journal")
    _finish(reader.alarms(since=_instant(since) if since else None), as_json=as_json)


@command.command()
@click.argument("folder", type=_FOLDER, metavar="DIR")
@click.option("--accounts", type=_FILE, help="The keys, for what came encrypted.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON only.")
def replay(folder: Path, accounts: Path | None, as_json: bool) -> None:
    """Read the raw messages of the journal in DIR again, as this version understands them.

    What cannot be read again (a key that is not given) is printed as it was received.
    """
    from vaka.edge.alarms import accounts as known
    from vaka.edge.alarms.replay import replayed
    from vaka.edge.alarms.rows import Reader

    keys = known.read(accounts) if accounts else known.NOBODY
    _finish(replayed(Reader(folder).alarms(), accounts=keys), as_json=as_json)


@command.command()
@click.option("--since", required=True, help="RFC 3339: when the restored backup was made.")
@click.option("--journal", type=_FOLDER, help="The receiver's --journal.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON only.")
def resend(since: str, journal: Path | None, as_json: bool) -> None:
    """Let a stopped receiver forward anew what it received since; exit 1 when that is nothing.

    For when the control wing's database came back from a backup and the journal outlived it.
    The control wing knows again what it has.
    """
    folder = journal or environment.read().data_path / "journal"
    count = asyncio.run(_resend(folder, _instant(since)))
    click.echo(json.dumps({"waiting": count}) if as_json else f"{count} alarms wait anew")
    sys.exit(0 if count else 1)


async def _resend(folder: Path, since: datetime) -> int:
    from vaka.edge.alarms.journal import Journal
    from vaka.edge.alarms.rows import Reader

    Reader(folder).close()  # none is made where there was none
    journal = Journal(folder)
    try:
        return journal.forward_again(since=since)
    finally:
        journal.close()


def _finish(alarms: "Iterable[Alarm]", *, as_json: bool) -> None:
    from vaka.edge.alarms.alarm import to_json

    found = [to_json(alarm) for alarm in alarms]
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        for alarm in found:
            click.echo(_line(alarm))
    sys.exit(0 if found else 1)


def _line(alarm: dict[str, object]) -> str:
    columns = ("received_at", "protocol", "account", "sequence", "code", "area", "zone", "text")
    parts = [str(alarm[name]) if alarm[name] is not None else "-" for name in columns]
    if alarm["duplicate_of"]:
        parts.append(f"(again {alarm['duplicate_of']})")
    return "  ".join(parts)


def _instant(text: str) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None:
        mend = "Write 2026-03-02T12:00:00Z"
        raise BadInput("--since", f"{text} is no instant with a time zone", mend)
    return instant.astimezone(UTC)
