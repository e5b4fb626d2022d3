"""`vaka effect`: the effect of one measure, from a file of counts."""

import csv
import json
import re
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vaka.core.errors import BadInput

if TYPE_CHECKING:
    from vaka.evaluation.rules.judging import Effect
    from vaka.evaluation.rules.trials import Arm, Trial
    from vaka.measures.rules.ratios import Counts, Estimate

SUMS = ("arm", "before", "after")
MEND = "Write arm,before,after; arms are treated, control, buffer, buffer-control"
MONTH = re.compile(r"\d{4}-\d{2}")
# Months before and after, when no option says.
BEFORE, AFTER = 24, 12


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--starts", help="Month of the measure, YYYY-MM; for a file of months.")
@click.option("--trigger", help="Months that chose the place, YYYY-MM:YYYY-MM; left out.")
@click.option("--before", type=click.IntRange(1, 120), default=BEFORE, show_default=True)
@click.option("--after", type=click.IntRange(1, 120), default=AFTER, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print JSON only.")
def command(
    file: Path, starts: str | None, trigger: str | None, before: int, after: int, as_json: bool
) -> None:
    """Print the effect that the counts in FILE show (docs/reference/effects.md).

    FILE is CSV: either place,arm,month,count with --starts, or sums as arm,before,after. Each
    control on a line of its own lets the placebo test judge; one pooled line gives an estimate
    but no verdict.
    """
    from vaka.evaluation.rules.judging import effect

    found = effect(
        _months(file, starts, trigger, before, after) if starts else _sums(file, trigger)
    )
    click.echo(_json(found) if as_json else _words(found))


def _json(found: "Effect") -> str:
    told = asdict(found)
    told["arms"] = {arm.value: asdict(counts) for arm, counts in found.arms.items()}
    return json.dumps(told, sort_keys=True)


def _months(file: Path, starts: str, trigger: str | None, before: int, after: int) -> "Trial":
    from vaka.evaluation.rules import counts_file, trials

    first, last = (trigger or "").partition(":")[::2]
    window = (_month(first, "--trigger"), _month(last, "--trigger")) if trigger else None
    if window and window[0] > window[1]:
        raise BadInput("--trigger", "it ends before it begins", "Swap the months")
    months = trials.calendar(
        _month(starts, "--starts"), before=before, after=after, trigger=window
    )
    return trials.trial(counts_file.areas(_text(file), name=str(file)), months, name=str(file))


def _month(text: str, option: str) -> date:
    try:
        if MONTH.fullmatch(text):
            return date.fromisoformat(f"{text}-01")
    except ValueError:
        pass
    raise BadInput(option, f"{text!r} is no month", "Write it as 2025-10")


def _sums(file: Path, trigger: str | None) -> "Trial":
    from vaka.evaluation.rules.counts_file import require_columns, told_lines
    from vaka.evaluation.rules.trials import Arm, of_sums

    if trigger:
        raise BadInput("--trigger", "sums have no months", "Give --starts and a file of months")
    lines = list(told_lines(_text(file)))
    reader = csv.DictReader(line for _, line in lines)
    require_columns(reader.fieldnames, SUMS, name=str(file))
    rows: dict[Arm, list[Counts]] = {arm: [] for arm in Arm}
    for cells in reader:
        where = f"{file}, line {lines[reader.line_num - 1][0]}"
        arm, counts = _row(cells, where)
        rows[arm].append(counts)
    for needed in (Arm.TREATED, Arm.CONTROL):
        if not rows[needed]:
            raise BadInput(str(file), f"there is no line for {needed}", MEND)
    return of_sums(rows, name=str(file))


def _row(cells: "dict[str, str | None]", where: str) -> "tuple[Arm, Counts]":
    from vaka.evaluation.rules.trials import Arm
    from vaka.measures.rules.ratios import Counts

    try:
        counts = Counts(int(cells["before"] or ""), int(cells["after"] or ""))
        arm = Arm(cells["arm"] or "")
    except ValueError as problem:
        raise BadInput(where, str(problem), MEND) from None
    if min(counts.before, counts.after) < 0:
        raise BadInput(where, "a count is below 0", MEND)
    return arm, counts


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput(str(file), "it is not UTF-8 text", MEND) from None


def _words(found: "Effect") -> str:
    relative, change = found.relative, found.change_percent
    difference = found.difference_a_year
    placebo = f"{found.placebo_p:.3f}" if found.placebo_p is not None else "one control only"
    rows = [
        ("relative effect (a·d)/(b·c)", f"{relative.value:.3f}", _span(relative, ".3f")),
        ("change against the control", f"{change.value:+.1f} %", _span(change, "+.1f")),
        ("  as the controls changed", "", _ends(found.placebo_percent)),
        (
            "weighted displacement diff.",
            f"{difference.value:+.1f}",
            f"(standard error {difference.standard_error:.1f})",
        ),
        ("placebo p", placebo, f"({found.controls} controls)"),
        ("verdict", found.ruling.value, ", ".join(found.why)),
    ]
    return "\n".join(f"{name:<28}{value:<10} {beside}".rstrip() for name, value, beside in rows)


def _span(estimate: "Estimate", form: str) -> str:
    return f"({estimate.low:{form}} to {estimate.high:{form}})"


def _ends(ends: tuple[float, float] | None) -> str:
    return f"({ends[0]:+.1f} to {ends[1]:+.1f}, 90 %)" if ends else "no single controls"
