"""`vaka supervision-file`: everything on one camera or all, as one file for the authority."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from vaka.cli.acting import actor


@click.command("supervision-file")
@click.option("--camera", help="The id of the camera.")
@click.option("--all", "every", is_flag=True, help="All cameras.")
@click.option("--as", "login", help="Whose login asks; default: the command line itself.")
@click.option(
    "-o",
    "file",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The ZIP to write.",
)
def command(camera: str | None, every: bool, login: str | None, file: Path) -> None:
    """Make the supervision file: problems, balancing, decision, terms, views, record."""
    if bool(camera) == every:
        raise click.UsageError("Give --camera ID or --all.")
    from vaka.servers import database

    database.ready()
    from vaka.core.errors import Absent, Conflict, Refused
    from vaka.municipality.rules import Role
    from vaka.oversight import actions

    at = datetime.now(UTC)
    by = actor(login, Role.INSPECTOR, at=at)
    try:
        made = actions.make_file(camera=camera, by=by, at=at)
    except (Absent, Conflict, Refused) as no:
        click.echo(f"vaka: {no}", err=True)
        sys.exit(1)
    file.write_bytes(made.content)
    click.echo(f"{file}: {len(made.content)} bytes, SHA-256 {made.sha256}")
