"""`vaka import`: problems, survey figures, police events and warnings."""

import io
import json
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vaka.cli.acting import actor
from vaka.cli.found_site import found_site
from vaka.core.errors import BadInput, Conflict

if TYPE_CHECKING:
    from vaka.municipality.rules import Actor
    from vaka.needs.rules.columns import ColumnMap
    from vaka.needs.rules.reports import ImportReport, Strictness

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
as_login = click.option("--as", "login", help="Login of whoever imports.")
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON only.")
strict = click.option("--strict", is_flag=True, help="One bad row keeps all of them out.")

in_site = click.option("--site", required=True, help="Id or name of the site.")


@click.group()
def command() -> None:
    """Read problems, survey results, police events or warnings from a file."""


@command.command()
@click.argument("file", type=FILE)
@in_site
@click.option("--source", help="Read it as the files of this source are read.")
@click.option(
    "--columns",
    "told",
    type=FILE,
    help="How the source's files are read (vaka.columns/1); remembered when it goes in.",
)
@click.option("--dry-run", is_flag=True, help="Only tell what would come in.")
@as_login
@strict
@as_json
def problems(
    file: Path,
    site: str,
    source: str | None,
    told: Path | None,
    dry_run: bool,
    login: str | None,
    strict: bool,
    as_json: bool,
) -> None:
    """Take in a file (CSV, XLSX) of documented problems at one site."""
    at = _ready()
    from vaka.needs import actions, queries

    by = _actor(login, at)
    key, content = found_site(site, by), file.read_bytes()
    columns = _columns(source, told, site=key, by=by)
    if dry_run:
        plan = queries.plan_problems(
            content, name=str(file), site=key, columns=columns, by=by, at=at
        )
        _tell_trial(plan.report, plan.strange, str(file), as_json)
        return
    report = actions.import_problems(
        content,
        name=str(file),
        site=key,
        columns=columns,
        strictness=_strictness(strict),
        by=by,
        at=at,
    )
    if columns and told:
        actions.tell_columns(columns, site=key, by=by, at=at)
    _tell(report, str(file), as_json)


@command.command()
@in_site
@as_login
@as_json
def alarms(site: str, login: str | None, as_json: bool) -> None:
    """Take in what the safety centre has closed and found real at a site."""
    at = _ready()
    from vaka.needs import actions
    from vaka.response import queries as response
    from vaka.response.rules.reporting import SOURCE

    by = _actor(login, at)
    key = found_site(site, by)
    found = response.reports(key, by=by)
    report = actions.import_rows(found, name=SOURCE, site=key, by=by, at=at)
    _tell(report, SOURCE, as_json)


@command.command("list")
@in_site
@as_login
@as_json
def listed(site: str, login: str | None, as_json: bool) -> None:
    """List what was taken in at a site, the newest first, and what can be undone."""
    at = _ready()
    from vaka.needs import queries

    by = _actor(login, at)
    rows = [
        {
            "id": each.row.pk,
            "name": each.row.name,
            "taken_at": each.row.taken_at.isoformat(),
            "counts": each.row.counts,
            "sha256": each.row.sha256,
            "why_not": each.why_not or "",
        }
        for each in queries.brought_to(found_site(site, by), by=by)
    ]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False))
    else:
        for row in rows:
            click.echo(f"{row['id']}  {row['taken_at']}  {row['name']}  {row['why_not']}")
    sys.exit(0 if rows else 1)


@command.command()
@click.argument("key", metavar="ID")
@as_login
def undo(key: str, login: str | None) -> None:
    """Take back what the import ID brought; exit 1 and say why when it cannot be."""
    at = _ready()
    from vaka.needs import actions

    try:
        actions.undo_import(key, by=_actor(login, at), at=at)
    except Conflict as no:
        click.echo(f"{key}: {no.reason}", err=True)
        sys.exit(1)
    click.echo(f"{key}: undone")


@command.command()
@click.argument("file", type=FILE)
@as_login
@strict
@as_json
def survey(file: Path, login: str | None, strict: bool, as_json: bool) -> None:
    """Take in a CSV file of safety-survey figures."""
    at = _ready()
    from vaka.needs import actions

    report = actions.import_survey(
        file.read_bytes(),
        name=str(file),
        strictness=_strictness(strict),
        by=_actor(login, at),
        at=at,
    )
    _tell(report, str(file), as_json)


@command.command("police-events")
@click.argument("file", type=FILE, required=False)
@click.option("--live", is_flag=True, help="Fetch the newest from polisen.se.")
@click.option("--address", help="Another address than polisen.se's, with --live.")
@as_login
@as_json
def police_events(
    file: Path | None, live: bool, address: str | None, login: str | None, as_json: bool
) -> None:
    """Take in events of polisen.se: JSON or JSON lines, plain or gzip."""
    if (file is None) != live:
        raise BadInput("FILE", "give a file or --live, one of them", "vaka import --help")
    at = _ready()
    from vaka.integrations.polisen import client

    by = _actor(login, at)
    if file is None:
        where = address or client.ADDRESS
        content = client.newest(where)
        report = _take_events(io.BytesIO(content).read, where, by, at)
    else:
        where = str(file)
        with (
            file.open("rb") as opened,
            click.progressbar(
                length=file.stat().st_size, label=file.name, file=sys.stderr
            ) as bar,
        ):

            def read(size: int) -> bytes:
                chunk = opened.read(size)
                bar.update(len(chunk))
                return chunk

            report = _take_events(read, where, by, at)
    _tell(report, where, as_json)


@command.command()
@click.argument("file", type=FILE)
@as_json
def warnings(file: Path, as_json: bool) -> None:
    """Take in warnings in CAP 1.2: one message, or a feed that holds several."""
    at = _ready()
    from vaka.integrations.cap import wire
    from vaka.servers import feeds

    found = wire.read(file.read_bytes(), where=str(file))
    new = feeds.take(found, source=str(file), at=at)
    for why in found.rejected:
        click.echo(f"{file}: {why}", err=True)
    told = {"read": len(found.warnings), "new": new, "rejected": len(found.rejected)}
    click.echo(json.dumps(told) if as_json else "  ".join(f"{k} {v}" for k, v in told.items()))
    sys.exit(0 if found.warnings else 1)


@command.command()
@click.argument("file", type=FILE)
@as_login
@as_json
def effects(file: Path, login: str | None, as_json: bool) -> None:
    """Take in what sites of other municipalities showed: a line of JSON each."""
    at = _ready()
    from vaka.measures import actions

    plan = actions.import_effects(
        file.read_bytes(), name=str(file), by=_actor(login, at), at=at
    )
    for row in plan.rejected:
        click.echo(f"{file}: {row}", err=True)
    told = {
        "new": len(plan.new),
        "changed": len(plan.changed),
        "unchanged": plan.unchanged,
        "rejected": len(plan.rejected),
    }
    click.echo(json.dumps(told) if as_json else "  ".join(f"{k} {n}" for k, n in told.items()))
    sys.exit(0 if sum(told.values()) > len(plan.rejected) else 1)


def _take_events(
    read: Callable[[int], bytes], name: str, by: "Actor", at: datetime
) -> "ImportReport":
    from vaka.integrations.polisen.wire import EventFile
    from vaka.needs import actions

    return actions.import_police_events(EventFile(read, name=name), by=by, at=at)


def _ready() -> datetime:
    """Set the database up; return this instant, the one look at the clock."""
    from vaka.servers import database

    database.ready()
    return datetime.now(UTC)


def _actor(login: str | None, at: datetime) -> "Actor":
    """Return who imports."""
    from vaka.municipality.rules import Role

    return actor(login, Role.ADMINISTRATOR, Role.SAFETY_COORDINATOR, at=at)


def _columns(
    source: str | None, told: Path | None, *, site: str, by: "Actor"
) -> "ColumnMap | None":
    """Return how the file is read; None when it has our own columns.

    :raises BadInput: when nobody has told how that source is read.
    """
    from vaka.needs import queries
    from vaka.needs.rules import columns

    if told:
        try:
            document = json.loads(told.read_bytes())
        except ValueError:
            raise BadInput(
                str(told), "it is no JSON", "See docs/reference/problems.md"
            ) from None
        return columns.read(document, where=str(told))
    if not source:
        return None
    if known := queries.columns_of(source, site=site, by=by):
        return known
    names = ", ".join(each.source for each in queries.sources(site, by=by)) or "none yet"
    raise BadInput("--source", f"nobody told how {source!r} is read", f"Known are: {names}")


def _strictness(strict: bool) -> "Strictness":
    from vaka.needs.rules.reports import Strictness

    return Strictness.ALL_OR_NOTHING if strict else Strictness.TAKE_GOOD_ROWS


def _tell_trial(
    report: "ImportReport", strange: "Mapping[str, int]", name: str, as_json: bool
) -> None:
    """Print what would be done, and what the source calls kinds that are not known."""
    for word, count in strange.items():
        click.echo(f"{name}: {word!r} is no kind that we know: {count} rows", err=True)
    _print(report, name, as_json, {"strange": strange, "left_out": report.left_out})


def _tell(report: "ImportReport", name: str, as_json: bool) -> None:
    """Print what was done; exit 2 when rows kept all out, 1 when there was nothing."""
    _print(report, name, as_json, {"import_id": report.key, "left_out": report.left_out})
    if not report.applied or report.rejected == report.read > 0:
        click.echo(f"vaka: {name}: nothing was taken in", err=True)
        sys.exit(2)
    sys.exit(0 if report.read else 1)


def _print(
    report: "ImportReport", name: str, as_json: bool, more: "Mapping[str, object]"
) -> None:
    for row in report.reasons:
        column = f"{row.column}: " if row.column else ""
        click.echo(f"{name}:{row.line}: {column}{row.problem}. {row.mend}", err=True)
    if as_json:
        reasons = [
            {"line": row.line, "column": row.column, "reason": row.fault, "problem": str(row)}
            for row in report.reasons
        ]
        told = {
            **report.counts(),
            "applied": report.applied,
            "sha256": report.sha256,
            "reasons": reasons,
            **more,
        }
        click.echo(json.dumps(told, ensure_ascii=False))
    else:
        click.echo("  ".join(f"{word} {count}" for word, count in report.counts().items()))
