"""Assessment templates as data: sections, questions, kinds of answers, help with its source.

A template never changes once somebody has begun with it: a change is a new version beside.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from importlib import resources

from vaka.core.errors import Absent

# Versions in their order, each with its file: the first whole, a later one what it changes.
FILES = {"se-kommun/1": "se-kommun-1.toml", "se-kommun/2": "se-kommun-2.toml"}
NEWEST = "se-kommun/2"
# What a template asks besides at some kinds of place; `se-kommun/2+school` is both.
PLACES = {
    "se-kommun/1": "se-kommun-1-places.toml",
    "se-kommun/2": "se-kommun-1-places.toml",
}


class Kind(StrEnum):
    """What an answer is made of; the value is JSON."""

    TEXT = "text"
    LINE = "line"
    YES_NO = "yes-no"
    CHOICE = "choice"
    CHOICES = "choices"
    NUMBER = "number"
    WHOLE = "whole"
    DATE = "date"
    HOURS = "hours"
    PURPOSES = "purposes"
    ACCESS = "access"
    AREA = "area"
    MASKS = "masks"
    PRESETS = "presets"


@dataclass(frozen=True)
class Words:
    """The same words in Swedish and English."""

    sv: str
    en: str


@dataclass(frozen=True)
class Option:
    """One answer to choose."""

    code: str
    text: Words


@dataclass(frozen=True)
class Question:
    """One question. `terms` is the field of `vaka.terms/1` that its answer becomes, if any.

    `waived` are the exemptions (KBL 11 and 13 §§) under which it need not be answered.
    """

    id: str
    kind: Kind
    text: Words
    help: Words
    source: str
    required: bool
    options: tuple[Option, ...]
    terms: str
    waived: tuple[str, ...]


@dataclass(frozen=True)
class Section:
    """A numbered section of questions."""

    number: int
    title: Words
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Template:
    """A template in one version; `id` holds both, as se-kommun/1."""

    id: str
    title: Words
    sections: tuple[Section, ...]

    def questions(self) -> Iterator[Question]:
        """Yield every question, in order."""
        for section in self.sections:
            yield from section.questions

    def question(self, key: str) -> Question:
        """Return the question of that id.

        :raises Absent: when the template has none.
        """
        found = next((each for each in self.questions() if each.id == key), None)
        if found is None:
            raise Absent("question", key)
        return found


@cache
def template(key: str) -> Template:
    """Return the template of that id and version, with what it asks at a place: `id+place`.

    :raises Absent: when there is none, or it asks nothing more at such a place.
    """
    base, plus, place = key.partition("+")
    if base not in FILES or (plus and place not in places(base)):
        raise Absent("template", key)
    whole = _version(base)
    return replace(extended(whole, _asked_at(base, place) if plus else {}), id=key)


def template_for(base: str, place: str) -> Template:
    """Return the template as it is asked at a kind of place."""
    return template(f"{base}+{place}" if place in places(base) else base)


def extended(whole: Template, more: Mapping[int, tuple[Question, ...]]) -> Template:
    """Return a template that asks more, by section; nothing of it is taken away."""
    sections = tuple(
        replace(each, questions=(*each.questions, *more.get(each.number, ())))
        for each in whole.sections
    )
    return replace(whole, sections=sections)


def _version(base: str) -> Template:
    """Return a version as it is asked everywhere."""
    told = _file(FILES[base])
    if "base" in told:
        return _changed(_version(str(told["base"])), told)
    asked = told["section"]
    assert isinstance(asked, list)
    sections = tuple(_section(number, each) for number, each in enumerate(asked, 1))
    return Template(base, _words(told), sections)


def _changed(before: Template, told: Mapping[str, object]) -> Template:
    """Return the version that follows: questions said anew where they stood, others added."""
    anew = {str(each["id"]): each for each in _tables(told, "change")}
    sections = tuple(
        replace(each, questions=tuple(_anew(own, anew) for own in each.questions))
        for each in before.sections
    )
    added = _by_section(_tables(told, "add"))
    return extended(replace(before, title=_words(told), sections=sections), added)


def _anew(question: Question, anew: Mapping[str, Mapping[str, object]]) -> Question:
    """Return a question in its new words; its kind, terms and requirement stay as they were."""
    said = anew.get(question.id)
    if said is None:
        return question
    return replace(
        question,
        text=_words(said),
        help=_help(said) if "help_sv" in said else question.help,
        source=str(said.get("source", question.source)),
    )


def places(base: str) -> frozenset[str]:
    """Return the kinds of place at which a template asks more."""
    return frozenset(place for each in _more(base) for place in _listed(each, "places"))


def _asked_at(base: str, place: str) -> dict[int, tuple[Question, ...]]:
    """Return what is asked besides at a place, by section."""
    return _by_section(each for each in _more(base) if place in _listed(each, "places"))


def _by_section(told: Iterable[Mapping[str, object]]) -> dict[int, tuple[Question, ...]]:
    asked: dict[int, tuple[Question, ...]] = {}
    for each in told:
        number = each["section"]
        assert isinstance(number, int)
        asked[number] = (*asked.get(number, ()), _question(each))
    return asked


def _more(base: str) -> list[Mapping[str, object]]:
    return _tables(_file(PLACES[base]), "question")


def _tables(told: Mapping[str, object], name: str) -> list[Mapping[str, object]]:
    tables = told[name]
    assert isinstance(tables, list)
    return tables


@cache
def _file(name: str) -> Mapping[str, object]:
    return tomllib.loads(resources.files("vaka.law.se").joinpath(name).read_text("utf-8"))


def _listed(told: Mapping[str, object], name: str) -> list[str]:
    value = told[name]
    assert isinstance(value, list)
    return value


def _section(number: int, told: Mapping[str, object]) -> Section:
    asked = _tables(told, "question")
    return Section(number, _words(told), tuple(_question(each) for each in asked))


def _question(told: Mapping[str, object]) -> Question:
    options, waived = told.get("options", []), told.get("waived", [])
    assert isinstance(options, list)
    assert isinstance(waived, list)
    return Question(
        id=str(told["id"]),
        kind=Kind(str(told["kind"])),
        text=_words(told),
        help=_help(told),
        source=str(told.get("source", "")),
        required=bool(told.get("required", True)),
        options=tuple(Option(code, Words(sv, en)) for code, sv, en in options),
        terms=str(told.get("terms", "")),
        waived=tuple(waived),
    )


def _help(told: Mapping[str, object]) -> Words:
    return Words(str(told.get("help_sv", "")), str(told.get("help_en", "")))


def _words(told: Mapping[str, object]) -> Words:
    return Words(str(told["sv"]), str(told["en"]))
