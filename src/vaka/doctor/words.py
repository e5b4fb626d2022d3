"""Findings in words, English or Swedish: `codes.toml` has every sentence."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from importlib.resources import files

from vaka.doctor.finding import Answer, Finding, Level


class Language(IntEnum):
    """A language, by its place in the table."""

    ENGLISH = 0
    SWEDISH = 1


_KEYS = {Language.ENGLISH: "en", Language.SWEDISH: "sv"}


@dataclass(frozen=True)
class Code:
    """What the table says of a code; the sentences hold the names of facts in braces."""

    level: Level
    see: str
    sentences: Mapping[Language, tuple[str, str, str]]


@dataclass(frozen=True)
class Told:
    """A finding in words: what was found, why it matters, how it is mended, where more is."""

    code: str
    level: Level
    what: str
    why: str
    mend: str
    see: str


@cache
def questions() -> Mapping[str, tuple[str, str]]:
    """Return what each question is about, in English and in Swedish."""
    return {name: _two(each) for name, each in _table()["questions"].items()}


@cache
def codes() -> Mapping[str, Code]:
    """Return every code."""
    return {name: _code(each) for name, each in _table()["codes"].items()}


def _code(row: object) -> Code:
    assert isinstance(row, dict)
    return Code(
        Level(str(row["level"])),
        str(row["see"]),
        {language: _three(row[key]) for language, key in _KEYS.items()},
    )


def _two(labels: object) -> tuple[str, str]:
    assert isinstance(labels, list)
    english, swedish = labels
    return english, swedish


def _three(sentences: object) -> tuple[str, str, str]:
    assert isinstance(sentences, list)
    what, why, mend = sentences
    return what, why, mend


@cache
def _table() -> dict[str, dict[str, object]]:
    table: dict[str, dict[str, object]] = tomllib.loads(
        files("vaka.doctor").joinpath("codes.toml").read_text("utf-8")
    )
    return table


def level(answer: Answer) -> Level:
    """Return how an answer is to be taken."""
    return codes()[answer.finding.code].level if answer.finding else Level.WELL


def told(finding: Finding, language: Language) -> Told:
    """Return a finding in words."""
    code = codes()[finding.code]
    what, why, mend = (
        sentence.format_map(finding.facts) for sentence in code.sentences[language]
    )
    return Told(finding.code, code.level, what, why, mend, code.see)


def reference() -> Iterator[str]:
    """Yield the rows of the table of codes in the reference, in the order of the codes."""
    for name, code in sorted(codes().items()):
        what, why, mend = code.sentences[Language.ENGLISH]
        yield f"| `{name}` | {code.level} | {what} | {why} ({code.see}) | {mend} |"
