"""`vaka evidence`: what research says, and what shared sites say together."""

import json
import math
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vaka.core.errors import BadInput

if TYPE_CHECKING:
    from vaka.measures.rules.evidence import Group
    from vaka.measures.rules.pooling import RandomEffects
    from vaka.measures.rules.shared import Living
    from vaka.measures.rules.site_effects import SiteEffect

BY = {
    "setting": "setting",
    "crime": "crime_type",
    "measures": "other_measures",
    "monitoring": "monitoring",
}
CERTAIN = {True: "yes", False: "no", None: "not said"}
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
as_json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON only.")


@click.group()
def command() -> None:
    """Pooled research on camera surveillance."""


@command.command()
@click.argument("files", type=FILE, nargs=-1)
@click.option("--by", type=click.Choice(list(BY)), help="Grouped so.")
@click.option(
    "--method",
    type=click.Choice(["reml", "dl"]),
    default="reml",
    show_default=True,
    help="How the variance between sites is estimated.",
)
@as_json_option
def pool(files: tuple[Path, ...], by: str | None, method: str, as_json: bool) -> None:
    """Print the published pooled results, or pool the sites in FILES anew.

    FILES hold a line of JSON a site, as municipalities share them (docs/reference/effects.md).
    """
    from vaka.measures.rules.evidence import Group

    group = Group(BY[by]) if by else None
    if files:
        _pool_anew(files, group or Group.ALL, method, as_json)
    else:
        _published(group, as_json)


@command.command()
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True)
@click.option("--as", "login", help="Login of whoever exports.")
def export(output: Path, login: str | None) -> None:
    """Write our own sites as lines that name no place, for other municipalities."""
    from datetime import UTC, datetime

    from vaka.servers import database

    database.ready()
    from vaka.cli.acting import actor
    from vaka.measures import queries
    from vaka.measures.rules.site_effects import line
    from vaka.municipality.rules import Role

    by = actor(login, Role.ADMINISTRATOR, Role.SAFETY_COORDINATOR, at=datetime.now(UTC))
    ours = queries.own_code()
    sites = [each for each in queries.shared_effects(by=by) if each.municipality == ours]
    output.write_text("".join(f"{line(each)}\n" for each in sites), "utf-8")
    click.echo(f"{len(sites)} sites")


def _published(group: "Group | None", as_json: bool) -> None:
    from vaka.measures.rules.evidence import EvidenceStatus, pooled

    rows = pooled(group)
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


def _pool_anew(files: Iterable[Path], group: "Group", method: str, as_json: bool) -> None:
    from vaka.measures.rules.pooling import Heterogeneity
    from vaka.measures.rules.shared import living

    found = living(_read(files), by=group, heterogeneity=Heterogeneity(method))
    click.echo(json.dumps(_told(found), indent=2) if as_json else _words(found))


def _read(files: Iterable[Path]) -> "list[SiteEffect]":
    """Return the sites of all files, each once.

    :raises BadInput: for the first line that cannot be taken.
    """
    from vaka.measures.rules.site_effects import MEND, RejectedLine, read

    sites = {}
    for file in files:
        for told in read(file.read_bytes(), name=str(file)):
            if isinstance(told, RejectedLine):
                raise BadInput(f"{file}, line {told.line}", told.problem, MEND)
            _number, effect = told
            sites[effect.plan] = effect
    return list(sites.values())


def _told(found: "Living") -> dict[str, object]:
    return {
        "sites": len(found.sites),
        "pooled": _figures(found.pooled),
        "levels": [
            {"level": each.name, "sites": each.sites, "pooled": _figures(each.pooled)}
            for each in found.levels
        ],
        "levels_p": found.levels_p,
        "without": {code: _figures(each) for code, each in found.without.items()},
    }


def _figures(fit: "RandomEffects | None") -> dict[str, object] | None:
    if fit is None:
        return None
    mean = fit.mean
    return {
        "log_ratio": mean.estimate,
        "standard_error": mean.standard_error,
        "low": mean.low,
        "high": mean.high,
        "p": mean.p,
        "prediction": fit.prediction,
        "tau_squared": fit.tau_squared,
        "i_squared": fit.i_squared,
        "change_percent": 100 * math.expm1(mean.estimate),
    }


def _words(found: "Living") -> str:
    lines = [f"{'what':<28}{'sites':>6}{'change':>10}   95 % interval"]
    if len(found.levels) > 1:
        lines += [_line(each.name, each.sites, each.pooled) for each in found.levels]
    lines.append(_line("all sites", len(found.sites), found.pooled))
    if found.pooled and found.pooled.prediction:
        low, high = map(_percent, found.pooled.prediction)
        lines.append(f"{'one more site':<44}   {low} to {high}")
        lines.append(
            f"tau² {found.pooled.tau_squared:.4f}, I² {100 * found.pooled.i_squared:.0f} %"
        )
    if found.levels_p is not None:
        lines.append(f"the groups differ: p = {found.levels_p:.3f}")
    lines += [_line(f"without {code}", fit.studies, fit) for code, fit in found.without.items()]
    return "\n".join(lines)


def _line(name: str, sites: int, fit: "RandomEffects | None") -> str:
    if fit is None:
        return f"{name:<28}{sites:>6}   too few to pool"
    mean = fit.mean
    ends = f"{_percent(mean.low)} to {_percent(mean.high)}"
    return f"{name:<28}{sites:>6}{_percent(mean.estimate):>10}   {ends}"


def _percent(log_ratio: float) -> str:
    return f"{100 * math.expm1(log_ratio):+.1f} %"
