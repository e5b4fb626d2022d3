"""Published decisions of courts, as data: what was weighed, what was granted and refused."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from vaka.law.templates import Words


@dataclass(frozen=True)
class Published:
    """A published decision, in terms that a weighing can be held against.

    `uses` is what was allowed and `without` what was not; what the decision leaves unsaid is in
    neither. `hours` are written as in `vaka.terms/1`, `kind` is a kind of place.
    """

    id: str
    source: str
    year: int
    kind: str
    purposes: frozenset[str]
    uses: frozenset[str]
    without: frozenset[str]
    masked: bool
    outcome: str
    hours: tuple[Mapping[str, object], ...]
    title: Words
    granted: Words
    refused: Words


@cache
def published() -> tuple[Published, ...]:
    """Return every published decision that we have as data, the newest first."""
    text = resources.files("vaka.law.se").joinpath("precedents.toml").read_text("utf-8")
    read = [_read(each) for each in tomllib.loads(text)["precedent"]]
    return tuple(sorted(read, key=lambda each: each.year, reverse=True))


def _read(told: Mapping[str, object]) -> Published:
    year = told["dated"]
    assert isinstance(year, int)
    return Published(
        id=str(told["id"]),
        source=str(told["source"]),
        year=year,
        kind=str(told["kind"]),
        purposes=_words(told["purposes"]),
        uses=_words(told["uses"]),
        without=_words(told["without"]),
        masked=told["masked"] is True,
        outcome=str(told["outcome"]),
        hours=tuple(_tables(told["hours"])),
        title=_said(told, "title"),
        granted=_said(told, "granted"),
        refused=_said(told, "refused"),
    )


def _said(told: Mapping[str, object], name: str) -> Words:
    return Words(str(told[f"{name}_sv"]), str(told[f"{name}_en"]))


def _words(value: object) -> frozenset[str]:
    assert isinstance(value, list)
    return frozenset(value)


def _tables(value: object) -> Sequence[Mapping[str, object]]:
    assert isinstance(value, list)
    return value
