"""Reads: precedents, which are published decisions and the final texts that the actor sees."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from vaka.balancing.models import Answer, Balancing
from vaka.balancing.queries.weighing import balancings, values
from vaka.balancing.rules import precedents as rules
from vaka.balancing.rules import questions, uniformity
from vaka.balancing.rules.precedents import Compared, Profile, Sought
from vaka.balancing.rules.states import State
from vaka.balancing.rules.uniformity import Case, Parting
from vaka.law.precedents import Published, published
from vaka.municipality.rules import Actor


@dataclass(frozen=True)
class Precedent:
    """An earlier weighing or a published decision: one of the two, and its profile."""

    key: str
    outcome: str
    profile: Profile
    balancing: Balancing | None = None
    published: Published | None = None

    @property
    def words(self) -> str:
        """Return the words that a search looks in."""
        if self.published:
            told = self.published
            said = (told.title, told.granted, told.refused)
            return " ".join([told.source, *(w for each in said for w in (each.sv, each.en))])
        assert self.balancing is not None
        site = self.balancing.site
        return f"{site.name} {site.address} {self.balancing.board.name}"


def precedents(*, by: Actor) -> list[Precedent]:
    """Return the published decisions, then the final texts of the boards that the actor sees.

    A text that a later final version took the place of is no precedent any more, and a draft
    never is one.
    """
    rows = balancings(by=by).filter(state=State.FINAL)
    last = rows.exclude(superseded_by__state=State.FINAL)
    return [*map(_of_published, published()), *_of_final(list(last))]


def _of_published(told: Published) -> Precedent:
    profile = rules.profile_of_published(told)
    return Precedent(told.id, told.outcome, profile, published=told)


def _of_final(rows: Sequence[Balancing]) -> Iterator[Precedent]:
    given = _values(rows)
    for row in rows:
        told = given[row.id]
        profile = rules.profile_of(questions.proposal(told), row.site.kind)
        yield Precedent(row.id, questions.outcome(told), profile, balancing=row)


def _values(rows: Sequence[Balancing]) -> Mapping[str, Mapping[str, object]]:
    """Return the answers that count in each balancing, with one question to the database."""
    given: dict[str, dict[str, object]] = {row.id: {} for row in rows}
    for answer in Answer.objects.filter(balancing__in=given).order_by("number"):
        given[answer.balancing_id][answer.question] = answer.value
    return given


def search(sought: Sought, *, by: Actor) -> list[Precedent]:
    """Return the precedents that are what is sought."""
    return [each for each in precedents(by=by) if sought.finds(each.words, each.profile)]


@dataclass(frozen=True)
class Similar:
    """A precedent that resembles the weighing at hand, with why and where they part."""

    precedent: Precedent
    compared: Compared


def profile(balancing: Balancing) -> Profile:
    """Return the profile of a balancing as it is answered now."""
    return rules.profile_of(questions.proposal(values(balancing)), balancing.site.kind)


def similar(balancing: Balancing, *, by: Actor) -> list[Similar]:
    """Return the precedents that resemble a balancing, the closest first."""
    this = profile(balancing)
    found = [
        Similar(each, compared)
        for each in precedents(by=by)
        if not _same_camera(each, balancing)
        and (compared := rules.compared(this, each.profile))
    ]
    return sorted(found, key=lambda each: each.compared.weight, reverse=True)


def _same_camera(precedent: Precedent, balancing: Balancing) -> bool:
    other = precedent.balancing
    return other is not None and other.camera == balancing.camera


def partings(found: Sequence[Precedent]) -> list[Parting]:
    """Return where the city's own weighings of like places part."""
    own = [Case(each.key, each.outcome, each.profile) for each in found if each.balancing]
    return uniformity.partings(own)
