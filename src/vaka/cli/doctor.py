"""`vaka doctor`: what is configured, reachable, outdated, unsafe."""

import json
import logging
import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from vaka.conf import environment

if TYPE_CHECKING:
    from vaka.doctor.finding import Answer, Group
    from vaka.doctor.words import Language

_GROUPS = {
    "configured": ("Configured", "Inställt"),
    "reachable": ("Reachable", "Nåbart"),
    "outdated": ("Outdated", "Föråldrat"),
    "unsafe": ("Unsafe", "Osäkert"),
}
_MARKS = {
    "wrong": ("WRONG", "FEL"),
    "unasked": ("UNKNOWN", "OVISST"),
    "remark": ("remark", "notera"),
    "well": ("ok", "ok"),
}
_SUMS = (
    "{wrong} wrong, {unasked} unknown, {remark} to note, {well} well",
    "{wrong} fel, {unasked} ovissa, {remark} att notera, {well} bra",
)


@click.command()
@click.option("--all", "whole", is_flag=True, help="Verify all of the record, not its end.")
@click.option(
    "--language",
    type=click.Choice(["en", "sv"]),
    help="English or Swedish; else as the terminal is set.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON only.")
def command(whole: bool, language: str | None, as_json: bool) -> None:
    """Ask what is configured, reachable, outdated or unsafe, and change nothing.

    Run it as the service account, with its settings. Exit status 0: all is well, or worth a
    remark; 1: something is wrong, or could not be asked.
    """
    from vaka.doctor import asking, words
    from vaka.doctor.finding import Asked, Depth, Level
    from vaka.doctor.probes import PROBES

    # What libraries have to say of what is wrong is in the findings.
    logging.disable()
    depth = Depth.WHOLE if whole else Depth.TAIL
    asked = Asked(environment.read(), os.environ, datetime.now(UTC), depth)
    answers = asking.answers(asked, PROBES)
    spoken = words.Language.SWEDISH if _swedish(language) else words.Language.ENGLISH
    if as_json:
        told = [_as_json(answer, spoken) for answer in answers]
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(_lines(answers, spoken)))
    bad = {Level.WRONG, Level.UNASKED}
    sys.exit(1 if any(words.level(answer) in bad for answer in answers) else 0)


def _swedish(language: str | None) -> bool:
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    terminal = next((os.environ[name] for name in names if os.environ.get(name)), "")
    return (language or terminal).lower().startswith("sv")


def _as_json(answer: "Answer", language: "Language") -> dict[str, object]:
    from vaka.doctor import words

    told: dict[str, object] = {
        "question": answer.probe,
        "group": str(answer.group),
        "level": str(words.level(answer)),
    }
    if answer.finding is None:
        return told | {"code": None}
    said = words.told(answer.finding, language)
    return told | {
        "code": said.code,
        "facts": dict(answer.finding.facts),
        "what": said.what,
        "why": said.why,
        "mend": said.mend,
        "see": said.see,
    }


def _lines(answers: Sequence["Answer"], language: "Language") -> Iterator[str]:
    from vaka.doctor import words
    from vaka.doctor.finding import Group, Level

    for group in Group:
        yield _GROUPS[group][language]
        yield from _group(answers, group, language)
        yield ""
    counted = Counter(str(words.level(answer)) for answer in answers)
    yield _SUMS[language].format_map({str(level): counted[level] for level in Level})


def _group(answers: Sequence["Answer"], group: "Group", language: "Language") -> Iterator[str]:
    """Yield what was found in a group, trouble first."""
    from vaka.doctor import words
    from vaka.doctor.finding import Level

    order = list(Level)
    mine = [answer for answer in answers if answer.group is group]
    for answer in sorted(mine, key=lambda each: order.index(words.level(each))):
        mark = f"  {_MARKS[words.level(answer)][language]:8}"
        question = words.questions()[answer.probe][language]
        if answer.finding is None:
            yield f"{mark}{question}"
            continue
        said = words.told(answer.finding, language)
        asked = f"{question}: " if said.level is Level.UNASKED else ""
        yield f"{mark}{asked}{said.what}  [{said.code}]"
        yield f"{'':10}{said.why} ({said.see})"
        yield f"{'':10}→ {said.mend}"
