"""The steps of a card or a plan as a form: added, moved, taken away; without script too.

Each button posts all rows, and the page comes back with them as they then are. What a step may
hang on is offered from the questions above it.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from django.forms import Form
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from vaka.core.errors import BadInput
from vaka.response.rules.cards import Step
from vaka.web.accepting import accepted

MOST = 60
BETWEEN = "|"
WHERE = re.compile(r"steps\[(\d+)\]")


@dataclass(frozen=True)
class Row:
    """One step as it stands in the form; `questions` are what it may hang on, with words."""

    key: str
    text: str = ""
    note: str = ""
    required: bool = True
    answers: str = ""
    only_if: str = ""
    error: str = ""
    questions: Sequence[tuple[str, str]] = field(default=())

    @property
    def step(self) -> dict[str, object]:
        """Return it as the rules read it."""
        question, _between, answer = self.only_if.partition(BETWEEN)
        return {
            "key": self.key,
            "text": self.text,
            "note": self.note,
            "required": self.required,
            "answers": self.each_answer,
            "only_if": [question, answer] if self.only_if else None,
        }

    @property
    def each_answer(self) -> list[str]:
        """Return the answers, which are written with commas between."""
        return [answer.strip() for answer in self.answers.split(",") if answer.strip()]


def of(steps: Sequence[Step]) -> list[Row]:
    """Return the rows for some steps, or one empty row."""
    rows = [
        Row(
            key=step.key,
            text=step.text,
            note=step.note,
            required=step.required,
            answers=", ".join(step.answers),
            only_if=BETWEEN.join(step.only_if) if step.only_if else "",
        )
        for step in steps
    ]
    return offered(rows or [Row("1")])


def posted(request: HttpRequest) -> list[Row]:
    """Return the rows as they were posted, changed as the pressed button says."""
    said = request.POST
    count = said.get("steps", "")
    rows = [_row(said, n) for n in range(min(int(count), MOST) if count.isdecimal() else 0)]
    verb, _between, number = said.get("do", "").partition("-")
    place = int(number) if number.isdecimal() else -1
    return offered(_changed(rows, verb, place))


def _row(said: Mapping[str, str], n: int) -> Row:
    def of_step(name: str) -> str:
        return said.get(f"step-{n}-{name}", "").strip()

    return Row(
        key=of_step("key"),
        text=of_step("text"),
        note=of_step("note"),
        required=f"step-{n}-required" in said,
        answers=of_step("answers"),
        only_if=of_step("only_if"),
    )


def _changed(rows: list[Row], verb: str, place: int) -> list[Row]:
    if verb == "add" and len(rows) < MOST:
        return [*rows, Row(_unused(rows))]
    if not 0 <= place < len(rows):
        return rows
    rest = rows[:place] + rows[place + 1 :]
    match verb:
        case "remove":
            return rest
        case "up" | "down":
            there = max(0, place - 1) if verb == "up" else place + 1
            return [*rest[:there], rows[place], *rest[there:]]
    return rows


def _unused(rows: Sequence[Row]) -> str:
    """Return a key that no step has: a check of another version must not be taken for its."""
    known = {row.key for row in rows}
    return next(key for n in range(1, MOST + 2) if (key := str(n)) not in known)


def offered(rows: Sequence[Row]) -> list[Row]:
    """Return the rows, each with the answers above it that it may hang on."""
    found: list[Row] = []
    above: list[tuple[str, str]] = []
    for row in rows:
        found.append(replace(row, questions=tuple(above)))
        above += [
            (f"{row.key}{BETWEEN}{answer}", f"{row.text}: {answer}")
            for answer in row.each_answer
        ]
    return found


def wrong(rows: Sequence[Row], problem: BadInput) -> list[Row]:
    """Return the rows, with what is wrong beside the one that it is about."""
    number = WHERE.match(problem.where)
    place = int(number.group(1)) - 1 if number else 0
    told = list(rows) or offered([Row("1")])
    told[place] = replace(told[place], error=f"{_(problem.problem)}. {_(problem.mend)}.")
    return told


Editing = TypeVar("Editing", bound=Form)


@dataclass(frozen=True)
class Editor:
    """A form with its steps: what the page shows, and whether what it says is kept."""

    form: Form
    rows: Sequence[Row]
    kept: bool = False

    @property
    def told(self) -> dict[str, object]:
        """Return it as the template takes it."""
        return {"form": self.form, "rows": self.rows}


def edit(
    request: HttpRequest,
    form_of: Callable[[QueryDict | None, dict[str, object]], Editing],
    *,
    initial: dict[str, object],
    written: Sequence[Step],
    keep: Callable[[Editing, list[Row]], None],
) -> Editor:
    """Show the form as it was written, change its steps, or keep it when that is asked for."""
    if request.method != "POST":
        return Editor(form_of(None, initial), of(written))
    rows, form = posted(request), form_of(request.POST, initial)
    if request.POST.get("do") != "publish":
        # What is not finished is not wrong yet.
        said = {name: form[name].data for name in form.fields}
        return Editor(form_of(None, said), rows)
    found: list[BadInput] = []

    def keep_rows() -> None:
        try:
            keep(form, rows)
        except BadInput as problem:
            if not problem.where.startswith("steps"):
                raise
            found.append(problem)

    if accepted(form, keep_rows) and not found:
        return Editor(form, rows, kept=True)
    return Editor(form, wrong(rows, found[0]) if found else rows)
