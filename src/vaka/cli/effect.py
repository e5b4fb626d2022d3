"""`vaka effect`: the effect of one measure, from a file of counts."""

import csv
import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import click

from vaka.core.errors import BadInput
from vaka.evaluation.rules import Arm, Counts, Effect, Estimate
from vaka.evaluation.rules import effect as effect_of

COLUMNS = ("arm", "before", "after")
MEND = "Write arm,before,after; arms are treated, control, buffer, buffer-control"


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print JSON only.")
def command(file: Path, as_json: bool) -> None:
    """Print the effect that the counts in FILE (CSV: arm, before, after) show.

    Each control on a line of its own lets the placebo test judge; one pooled line gives an
    estimate but no verdict.
    """
    rows = list(_rows(file))
    arms = {arm: _sum([c for a, c in rows if a == arm]) for arm in Arm if arm in dict(rows)}
    for needed in (Arm.TREATED, Arm.CONTROL):
        if needed not in arms:
            raise BadInput(str(file), f"there is no line for {needed}", MEND)
    controls = [counts for arm, counts in rows if arm == Arm.CONTROL]
    areas = {arm: float(sum(a == arm for a, _ in rows)) for arm in arms}
    found = effect_of(arms, controls=controls if len(controls) > 1 else (), areas=areas)
    click.echo(json.dumps(asdict(found)) if as_json else _words(found))


def _rows(file: Path) -> Iterator[tuple[Arm, Counts]]:
    try:
        lines = file.read_text("utf-8").splitlines()
    except UnicodeDecodeError:
        raise BadInput(str(file), "it is not UTF-8 text", MEND) from None
    reader = csv.DictReader(line for line in lines if not line.startswith("#"))
    if missing := [name for name in COLUMNS if name not in (reader.fieldnames or [])]:
        raise BadInput(f"{file}, line 1", f"the column {missing[0]} is missing", MEND)
    for cells in reader:
        try:
            counts = Counts(int(cells["before"]), int(cells["after"]))
            arm = Arm(cells["arm"])
        except (TypeError, ValueError) as problem:
            raise BadInput(f"{file}, line {reader.line_num}", str(problem), MEND) from None
        if min(counts.before, counts.after) < 0:
            raise BadInput(f"{file}, line {reader.line_num}", "a count is below 0", MEND)
        yield arm, counts


def _sum(areas: list[Counts]) -> Counts:
    return Counts(sum(a.before for a in areas), sum(a.after for a in areas))


def _words(found: Effect) -> str:
    relative, change = found.relative, found.change_percent
    difference = found.displacement_difference
    placebo = f"{found.placebo_p:.3f}" if found.placebo_p is not None else "one control only"
    rows = [
        ("relative effect (a·d)/(b·c)", f"{relative.value:.3f}", _span(relative, ".3f")),
        ("change against the control", f"{change.value:+.1f} %", _span(change, "+.1f")),
        (
            "weighted displacement diff.",
            f"{difference.value:+.1f}",
            f"(standard error {difference.standard_error:.1f})",
        ),
        ("placebo p", placebo, ""),
        ("verdict", found.ruling.value, ""),
    ]
    return "\n".join(f"{name:<28}{value:<10}{beside}".rstrip() for name, value, beside in rows)


def _span(estimate: Estimate, form: str) -> str:
    return f"({estimate.low:{form}} to {estimate.high:{form}})"
