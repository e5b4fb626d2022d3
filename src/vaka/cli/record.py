"""`vaka record`: verify and prove the append-only record."""

import base64
import json
import sys
from pathlib import Path

import click


@click.group()
def command() -> None:
    """Verify and prove the append-only record."""
    from vaka.servers import database

    database.ready()


@command.command()
@click.option(
    "--checkpoint",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A checkpoint that a witness kept; the record must extend it.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON only.")
def verify(checkpoint: Path | None, as_json: bool) -> None:
    """Verify every row; exit 1 and name the place when one was altered."""
    from vaka.record import queries

    audit = queries.audit(witnessed=checkpoint.read_text("utf-8") if checkpoint else "")
    if as_json:
        findings = [{"place": f.place, "problem": f.problem} for f in audit.findings]
        click.echo(
            json.dumps(
                {
                    "holds": audit.holds,
                    "size": audit.size,
                    "root": audit.root,
                    "findings": findings,
                }
            )
        )
    elif audit.holds:
        click.echo(f"The record holds: {audit.size} entries, root {audit.root}")
    else:
        for finding in audit.findings:
            click.echo(f"{finding.place}: {finding.problem}")
        click.echo(f"The record does not hold: {len(audit.findings)} findings")
    sys.exit(0 if audit.holds else 1)


@command.command()
@click.argument("entry", type=click.IntRange(min=0))
def prove(entry: int) -> None:
    """Print the proof that ENTRY (its number) is in the log, as JSON."""

    from vaka.core.errors import Absent
    from vaka.record import queries

    try:
        proof = queries.proof(entry)
    except Absent as problem:
        click.echo(str(problem), err=True)
        sys.exit(1)
    click.echo(
        json.dumps(
            {
                "entry": proof.seq,
                "leaf": proof.leaf_data.decode(),
                "path": [base64.b64encode(step).decode() for step in proof.path],
                "checkpoint": proof.checkpoint,
                "key": proof.verifier_key,
            },
            ensure_ascii=False,
            indent=2,
        )
    )
