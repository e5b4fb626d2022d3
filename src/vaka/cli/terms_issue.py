"""`vaka terms issue`: sign the terms of a decision. The one part of `terms` that needs rows."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from vaka.cli.acting import actor


@click.command()
@click.option("--decision", required=True, help="The id of the decision.")
@click.option("--as", "login", help="Whose login signs; default: the command line itself.")
@click.option(
    "-o",
    "file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write; default: standard output.",
)
def issue(decision: str, login: str | None, file: Path | None) -> None:
    """Sign the terms of a decision; they supersede earlier ones of its camera."""
    from vaka.servers import database

    database.ready()
    from vaka.core.errors import Conflict, Refused
    from vaka.decisions import actions
    from vaka.municipality.rules import Role

    at = datetime.now(UTC)
    by = actor(login, Role.BOARD_SECRETARY, at=at)
    try:
        terms = actions.issue_terms(decision=decision, by=by, at=at)
    except (Conflict, Refused) as no:
        click.echo(f"vaka: {no}", err=True)
        sys.exit(1)
    if file:
        file.write_text(terms.text + "\n", "utf-8")
        click.echo(f"{terms.id} → {file}", err=True)
    else:
        click.echo(terms.text)
