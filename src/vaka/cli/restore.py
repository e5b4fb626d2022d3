"""`vaka restore`: a backup put in place, and the record verified."""

import json
import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import click

from vaka.cli.acting import COMMAND_LINE
from vaka.cli.bars import Bars
from vaka.cli.receiver import keep_for
from vaka.conf import environment

if TYPE_CHECKING:
    from vaka.backup.manifest import Manifest
    from vaka.backup.settling import Settled

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("file", type=_FILE)
@click.option(
    "--into",
    type=click.Path(file_okay=False, path_type=Path),
    help="An empty folder; default: VAKA_DATA_DIR.",
)
@click.option("--identity", type=_FILE, help="File of the key that opens it (age-keygen).")
@click.option(
    "--checkpoint",
    type=_FILE,
    help="A checkpoint that a witness kept; what it saw must be there.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON only.")
def command(
    file: Path, into: Path | None, identity: Path | None, checkpoint: Path | None, as_json: bool
) -> None:
    """Put the backup FILE in place, where nothing is yet, and verify the record.

    Everything is held against its hash first. Exit 1, when all is in place, if the record does
    not hold or lacks entries that the witness saw. Logins end, and what fell due for disposal
    while the backup lay there goes.
    """
    from vaka.backup import restoring, settling

    if into:
        os.environ["VAKA_DATA_DIR"] = str(into)
    told = environment.read()
    days = keep_for(told)
    witnessed = checkpoint.read_text("utf-8", "replace") if checkpoint else ""
    begun, at = monotonic(), datetime.now(UTC)
    with Bars() as bars:
        manifest = restoring.restore(file, told, identity=identity, progress=bars.tell)
    settling.settle_journal(told, keep_for=days, at=at)
    settled = None
    if manifest.database:
        settled = settling.settle_database(
            manifest, witnessed=witnessed, by=COMMAND_LINE, at=at
        )
    figures = {"age": at - manifest.made_at, "took": timedelta(seconds=monotonic() - begun)}
    if as_json:
        click.echo(json.dumps(_as_json(manifest, settled, **figures), ensure_ascii=False))
    else:
        click.echo("\n".join(_lines(manifest, settled, told.data_path, **figures)))
    sys.exit(0 if settled is None or settled.holds else 1)


def _as_json(
    manifest: "Manifest", settled: "Settled | None", *, age: timedelta, took: timedelta
) -> dict[str, object]:
    return {
        "made_at": manifest.made_at.isoformat(),
        "age_seconds": round(age.total_seconds(), 3),
        "seconds": round(took.total_seconds(), 3),
        "parts": len(manifest.parts),
        "bytes": manifest.bytes,
        "record": settled
        and {
            "holds": settled.holds,
            "size": settled.size,
            "root": settled.root,
            "findings": settled.findings,
            "lost": settled.lost and {"from": settled.lost[0], "to": settled.lost[1]},
        },
        "sessions_ended": settled.sessions_ended if settled else 0,
        "incidents_disposed": settled.incidents_disposed if settled else 0,
    }


def _lines(
    manifest: "Manifest",
    settled: "Settled | None",
    data: Path,
    *,
    age: timedelta,
    took: timedelta,
) -> list[str]:
    from vaka.backup import restoring

    whole = timedelta(seconds=int(age.total_seconds()))
    parts = f"{len(manifest.parts)} parts, {manifest.bytes} bytes"
    made = f"{manifest.made_at:%Y-%m-%d %H:%M:%S} UTC, {whole} ago"
    lines = [
        f"Restored {parts}, in {took.total_seconds():.1f} s (RTO)",
        f"The backup was made {made}: what happened since is not in it (RPO)",
        f"What the old installation was told lies in {data / restoring.TOLD}",
    ]
    return lines + (_record_lines(settled) if settled else [])


def _record_lines(settled: "Settled") -> list[str]:
    gone = (
        f"{settled.sessions_ended} logins ended, {settled.incidents_disposed} incidents "
        "disposed of whose time was over"
    )
    if settled.findings:
        found = len(settled.findings)
        return [*settled.findings, f"The record does not hold: {found} findings"]
    if settled.lost:
        first, last = settled.lost
        lost = f"Lost: entries {first} to {last} ({last - first + 1}), which the witness saw"
        return [gone, lost]
    return [gone, f"The record holds: {settled.size} entries, root {settled.root}"]
