"""The page that opens the file: what a person reads first, in Swedish, on screen or paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib import resources
from typing import TYPE_CHECKING

from django.template import Context, Engine

from vaka.balancing import queries as balancing
from vaka.balancing.documents.answers import in_words
from vaka.decisions import queries as decisions
from vaka.law.templates import Section
from vaka.municipality import queries as municipality
from vaka.oversight.queries import Dossier

if TYPE_CHECKING:
    from vaka.balancing.models import Balancing
    from vaka.decisions.models import Decision, IssuedTerms


@dataclass(frozen=True)
class AnswerRead:
    """One question and what was answered."""

    question: str
    lines: Sequence[str]


@dataclass(frozen=True)
class BalancingRead:
    """An assessment in one version, section by section."""

    row: "Balancing"
    sections: Sequence[tuple[Section, Sequence[AnswerRead]]]


@dataclass(frozen=True)
class Chapter:
    """One camera as the page tells of it, with the names of its files."""

    told: Dossier
    files: Sequence[str]
    balancings: Sequence[BalancingRead]
    issued: "Sequence[tuple[Decision, Sequence[IssuedTerms]]]"
    views: int
    kept: int
    disposed: int


def chapter(told: Dossier, files: Sequence[str]) -> Chapter:
    """Return what the page tells of one camera."""
    return Chapter(
        told=told,
        files=files,
        balancings=[_read(each) for each in told.balancings if each.content_sha256],
        issued=[(each, list(decisions.issued(each))) for each in told.decisions],
        views=len(told.views),
        kept=len(told.kept),
        disposed=len(told.disposed),
    )


def index_html(chapters: Sequence[Chapter], *, entries: int, at: datetime) -> bytes:
    """Return the page, which needs no other file to be read."""
    text = resources.files("vaka.oversight").joinpath("papers/index.html").read_text("utf-8")
    page = Engine().from_string(text)
    told = {
        "municipality": municipality.municipality(),
        "chapters": chapters,
        "entries": entries,
        "at": at,
    }
    return page.render(Context(told)).encode()


def _read(row: "Balancing") -> BalancingRead:
    values = balancing.values(row)
    sections = [
        (
            section,
            [
                AnswerRead(asked.text.sv, in_words(asked, values[asked.id]))
                for asked in section.questions
                if asked.id in values
            ],
        )
        for section in balancing.template_of(row).sections
    ]
    return BalancingRead(row, sections)
