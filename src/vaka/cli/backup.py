"""`vaka backup`: one consistent copy of everything, while it runs."""

import json
import signal
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import click

from vaka.cli.bars import Bars
from vaka.conf import environment
from vaka.core.errors import BadInput

if TYPE_CHECKING:
    from vaka.backup.making import Made


@click.command()
@click.option(
    "-o",
    "to",
    required=True,
    type=click.Path(path_type=Path),
    metavar="FILE_OR_DIR",
    help="The file to write; in a folder one named by the instant.",
)
@click.option(
    "--recipient",
    "recipients",
    multiple=True,
    metavar="AGE1…",
    help="Public key of age that may open it; again for more. Default: VAKA_BACKUP_RECIPIENTS.",
)
@click.option("--unencrypted", is_flag=True, help="In clear: keys and personal data lie in it.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON only.")
def command(to: Path, recipients: tuple[str, ...], unencrypted: bool, as_json: bool) -> None:
    """Copy database, journal, keys and whatever else the data folder has, as of one instant.

    Recordings and their keys are never in it. What else is left out is told with its reason.
    """
    from vaka.backup import making

    if unencrypted and recipients:
        raise click.UsageError("Give --recipient or --unencrypted.")
    told = environment.read()
    keys = () if unencrypted else recipients or _named(told)
    # A service manager asks with it: what lies half made goes, as with Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    begun, at = monotonic(), datetime.now(UTC)
    with Bars() as bars:
        made = making.make(told, to=to, recipients=keys, at=at, progress=bars.tell)
    seconds = monotonic() - begun
    if as_json:
        click.echo(json.dumps(_as_json(made, seconds, sealed=bool(keys)), ensure_ascii=False))
    else:
        click.echo("\n".join(_lines(made, seconds)))


def _named(told: environment.Environment) -> tuple[str, ...]:
    """Return the keys that the settings name.

    :raises BadInput: when they name none.
    """
    named = tuple(key.strip() for key in told.backup_recipients.split(",") if key.strip())
    if not named:
        mend = "Give a public key of age, or --unencrypted"
        raise BadInput("VAKA_BACKUP_RECIPIENTS", "it names nobody who may open it", mend)
    return named


def _as_json(made: "Made", seconds: float, *, sealed: bool) -> dict[str, object]:
    record = made.manifest.record
    return {
        "file": str(made.file),
        "bytes": made.written.bytes,
        "sha256": made.written.sha256,
        "sealed": sealed,
        "made_at": made.manifest.made_at.isoformat(),
        "seconds": round(seconds, 3),
        "parts": [part.name for part in made.manifest.parts],
        "record": {"size": record.size, "root": record.root} if record else None,
        "left_out": [
            {"what": each.what, "files": each.files, "why": each.why}
            for each in made.manifest.left_out
        ],
    }


def _lines(made: "Made", seconds: float) -> list[str]:
    manifest = made.manifest
    record = f", a record of {manifest.record.size} entries" if manifest.record else ""
    parts = f"{len(manifest.parts)} parts{record}, {made.written.bytes} bytes"
    return [
        f"{made.file}: {parts}, {seconds:.1f} s",
        f"SHA-256 {made.written.sha256}",
        *(f"Left out: {each.what} ({each.files}): {each.why}" for each in manifest.left_out),
    ]
