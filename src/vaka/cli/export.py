"""`vaka export`: verify a copy of recordings, anywhere, without a database."""

import json
import sys
import zipfile
from pathlib import Path

import click

from vaka.conf import environment
from vaka.core.errors import BadInput
from vaka.terms.copies import to_json
from vaka.terms.copy_file import read
from vaka.terms.signature import KeySet, Untrusted


@click.group()
def command() -> None:
    """Verify copies of recordings."""


@command.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--trust",
    type=click.Path(exists=True, path_type=Path),
    help="A public key (*.jwk), or a folder of them; default: the installation's keys.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON only.")
def verify(file: Path, trust: Path | None, as_json: bool) -> None:
    """Say whether FILE is a copy as it was handed out; exit 1 and say why when it is not."""
    trusted = KeySet.read(trust or environment.read().keys_path)
    if not zipfile.is_zipfile(file):
        raise BadInput(str(file), "it is no ZIP", "Give the file as it was handed out")
    try:
        with zipfile.ZipFile(file) as archive:
            manifest = read(archive, trusted)
    except (Untrusted, BadInput) as no:
        click.echo(json.dumps({"holds": False, "problem": str(no)}) if as_json else str(no))
        sys.exit(1)
    told = to_json(manifest)
    if as_json:
        click.echo(json.dumps({"holds": True, "manifest": told}, ensure_ascii=False))
    else:
        click.echo(f"The copy holds. Camera {manifest.camera}, first picture {told['starts']},")
        click.echo(f"handed out {told['made']} for {manifest.purpose}.")
        if made := manifest.altered:
            click.echo("Third persons were made unrecognisable: it is not as it was recorded.")
            click.echo(
                f"Prepared by {made.prepared_by}, released by {made.released_by};"
                f" {made.doubts} doubtful stretches looked at, {made.covers} covered by hand."
            )
