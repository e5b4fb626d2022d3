"""`vaka export`: verify a copy of recordings, anywhere, without a database."""

import json
import sys
import zipfile
from pathlib import Path

import click

from vaka.cli.export_text import lines
from vaka.conf import environment
from vaka.core.errors import BadInput
from vaka.signed_video.certificates import read_authorities
from vaka.terms.copies import to_json
from vaka.terms.copy_file import read, signatures
from vaka.terms.signature import KeySet, Untrusted
from vaka.terms.signatures import to_json as signatures_to_json


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
@click.option(
    "--authorities",
    type=click.Path(exists=True, dir_okay=False),
    help="A PEM file of who vouches for cameras' signatures; default: the installation's.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON only.")
def verify(file: Path, trust: Path | None, authorities: str | None, as_json: bool) -> None:
    """Say whether FILE is a copy as it was handed out; exit 1 and say why when it is not.

    The signatures that its camera put into the video are judged anew, and told; a copy can
    hold though they do not.
    """
    told = environment.read()
    trusted = KeySet.read(trust or told.keys_path)
    vouching = read_authorities(authorities or told.signing_authorities)
    if not zipfile.is_zipfile(file):
        raise BadInput(str(file), "it is no ZIP", "Give the file as it was handed out")
    try:
        with zipfile.ZipFile(file) as archive:
            manifest = read(archive, trusted)
            judged = signatures(archive, manifest, vouching)
    except (Untrusted, BadInput) as no:
        click.echo(json.dumps({"holds": False, "problem": str(no)}) if as_json else str(no))
        sys.exit(1)
    if as_json:
        holds = {
            "holds": True,
            "manifest": to_json(manifest),
            "signatures": signatures_to_json(judged),
        }
        click.echo(json.dumps(holds, ensure_ascii=False))
    else:
        for line in lines(manifest, judged):
            click.echo(line)
