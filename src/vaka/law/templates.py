"""Assessment templates as data: sections, questions, kinds of answers, help with its source.

A template never changes once somebody has begun with it: a change is a new version beside.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources

from vaka.core.errors import Absent

FILES = {"se-kommun/1": "se-kommun-1.toml"}
# What a template asks besides at some kinds of place; `se-kommun/1+school` is both.
PLACES = {"se-kommun/1": "se-kommun-1-places.toml"}


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
    told = _file(FILES[base])
    asked = told["section"]
    assert isinstance(asked, list)
    more = _asked_at(base, place) if plus else {}
    sections = tuple(
        _section(number, each, more.get(number, ())) for number, each in enumerate(asked, 1)
    )
    return Template(key, _words(told), sections)


def template_for(base: str, place: str) -> Template:
    """Return the template as it is asked at a kind of place."""
    return template(f"{base}+{place}" if place in places(base) else base)


def places(base: str) -> frozenset[str]:
    """Return the kinds of place at which a template asks more."""
    return frozenset(place for each in _more(base) for place in _listed(each, "places"))


def _asked_at(base: str, place: str) -> dict[int, tuple[Question, ...]]:
    """Return what is asked besides at a place, by section."""
    asked: dict[int, tuple[Question, ...]] = {}
    for each in _more(base):
        if place in _listed(each, "places"):
            number = each["section"]
            assert isinstance(number, int)
            asked[number] = (*asked.get(number, ()), _question(each))
    return asked


def _more(base: str) -> list[Mapping[str, object]]:
    told = _file(PLACES[base])["question"]
    assert isinstance(told, list)
    return told


@cache
def _file(name: str) -> Mapping[str, object]:
    return tomllib.loads(resources.files("vaka.law.se").joinpath(name).read_text("utf-8"))


def _listed(told: Mapping[str, object], name: str) -> list[str]:
    value = told[name]
    assert isinstance(value, list)
    return value


def _section(number: int, told: Mapping[str, object], more: tuple[Question, ...]) -> Section:
    asked = told["question"]
    assert isinstance(asked, list)
    own = (_question(each) for each in asked)
    return Section(number, _words(told), (*own, *more))


def _question(told: Mapping[str, object]) -> Question:
    options, waived = told.get("options", []), told.get("waived", [])
    assert isinstance(options, list)
    assert isinstance(waived, list)
    return Question(
        id=str(told["id"]),
        kind=Kind(str(told["kind"])),
        text=_words(told),
        help=Words(str(told.get("help_sv", "")), str(told.get("help_en", ""))),
        source=str(told.get("source", "")),
        required=bool(told.get("required", True)),
        options=tuple(Option(code, Words(sv, en)) for code, sv, en in options),
        terms=str(told.get("terms", "")),
        waived=tuple(waived),
    )


def _words(told: Mapping[str, object]) -> Words:
    return Words(str(told["sv"]), str(told["en"]))
