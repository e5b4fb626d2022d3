"""What has changed: in a template question by question, in a text paragraph by paragraph."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from vaka.law.templates import Question, Template


class Change(StrEnum):
    """What became of a question or a paragraph."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    SAME = "same"


class Aspect(StrEnum):
    """What of a question is another than before."""

    TEXT = "text"
    HELP = "help"
    SOURCE = "source"
    KIND = "kind"
    OPTIONS = "options"
    REQUIRED = "required"


@dataclass(frozen=True)
class QuestionChange:
    """A question that is not as it was, and where it stands."""

    change: Change
    section: int
    before: Question | None
    after: Question | None
    aspects: tuple[Aspect, ...] = ()

    @property
    def question(self) -> Question:
        """Return the question as it is now, or as it was when it is gone."""
        told = self.after or self.before
        assert told is not None
        return told


def of_templates(before: Template, after: Template) -> list[QuestionChange]:
    """Return what changed from one version to another, question by question, in order."""
    old, new = _asked(before), _asked(after)
    changes = [*_new(old, new), *_gone(old, new)]
    return sorted(changes, key=lambda each: each.section)


def _new(old: "Asked", new: "Asked") -> Iterator[QuestionChange]:
    for key, (section, question) in new.items():
        if key not in old:
            yield QuestionChange(Change.ADDED, section, None, question)
            continue
        was = old[key][1]
        if aspects := _aspects(was, question):
            yield QuestionChange(Change.CHANGED, section, was, question, aspects)


def _gone(old: "Asked", new: "Asked") -> Iterator[QuestionChange]:
    for key, (section, question) in old.items():
        if key not in new:
            yield QuestionChange(Change.REMOVED, section, question, None)


def _aspects(was: Question, now: Question) -> tuple[Aspect, ...]:
    return tuple(each for each in Aspect if getattr(was, each) != getattr(now, each))


Asked = Mapping[str, tuple[int, Question]]


def _asked(template: Template) -> Asked:
    return {
        question.id: (section.number, question)
        for section in template.sections
        for question in section.questions
    }


@dataclass(frozen=True)
class ParagraphChange:
    """A paragraph, and what became of it."""

    change: Change
    text: str


def of_texts(before: str, after: str) -> list[ParagraphChange]:
    """Return the later text by paragraph, with what is new in it and what is gone."""
    old, new = _paragraphs(before), _paragraphs(after)
    found: list[ParagraphChange] = []
    for step, i, k, j, m in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if step == "equal":
            found += [ParagraphChange(Change.SAME, each) for each in new[j:m]]
            continue
        found += [ParagraphChange(Change.REMOVED, each) for each in old[i:k]]
        found += [ParagraphChange(Change.ADDED, each) for each in new[j:m]]
    return found


def _paragraphs(text: str) -> list[str]:
    return [part.strip() for part in text.splitlines() if part.strip()]
