"""`vaka evidence`: what research says, without a database."""

import json

import click

BY = {"setting": "setting", "crime": "crime_type", "measures": "other_measures"}
CERTAIN = {True: "yes", False: "no", None: "not said"}


@click.group()
def command() -> None:
    """Pooled research on camera surveillance."""


@command.command()
@click.option("--by", type=click.Choice(list(BY)), help="Only the rows grouped so.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON only.")
def pool(by: str | None, as_json: bool) -> None:
    """Print the published pooled results, each with its status."""
    from vaka.measures.rules.evidence import EvidenceStatus, Group, pooled

    rows = pooled(Group(BY[by]) if by else None)
    if as_json:
        click.echo(json.dumps([vars(row) for row in rows], ensure_ascii=False, indent=2))
        return
    click.echo(f"{'group':<16}{'level':<18}{'studies':>7}{'change':>11}  certain   status")
    for row in rows:
        change = f"{row.change_percent:+d} %" if row.change_percent is not None else "not given"
        read = "verified" if row.status is EvidenceStatus.VERIFIED else "NOT VERIFIED"
        click.echo(
            f"{row.group:<16}{row.level:<18}{row.studies or '?':>7}{change:>11}  "
            f"{CERTAIN[row.significant]:<9} {read}: {row.review}"
        )
    click.echo("Quoted, not pooled anew. NOT VERIFIED: not seen in a source we could read.")
