"""`vaka share`: counts of a site's problems as they may leave the house."""

import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime

import click

from vaka.cli.acting import actor
from vaka.cli.found_site import found_site

HIDDEN = ".."


@click.command()
@click.option("--site", required=True, help="Id or name of the site.")
@click.option("--as", "login", help="Login of whoever shares.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON only.")
def command(site: str, login: str | None, as_json: bool) -> None:
    """Print a site's problems by kind and whole year; what is hidden is .. (null in JSON)."""
    from vaka.municipality.rules import Role
    from vaka.needs import queries
    from vaka.servers import database

    database.ready()
    at = datetime.now(UTC)
    by = actor(login, Role.SAFETY_COORDINATOR, at=at)
    told = queries.shared_counts(found_site(site, by), by=by, at=at)
    tables = {"reported": told.reported, "found_by_looking": told.found}
    if as_json:
        click.echo(json.dumps({name: asdict(table) for name, table in tables.items()}))
    else:
        for name, table in tables.items():
            click.echo("\t".join([name, *table.columns, "together"]))
            for kind, counts in zip([*table.rows, "together"], table.counts, strict=True):
                words = (HIDDEN if count is None else str(count) for count in counts)
                click.echo("\t".join([kind, *words]))
    sys.exit(0 if told.reported.rows or told.found.rows else 1)
