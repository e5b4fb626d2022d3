"""Precedents as the actor may see them: published decisions and final texts, never a draft."""

import pytest

from tests.stages.weighing import ANSWERS, finalised
from vaka.balancing import actions, queries
from vaka.balancing.rules.precedents import Difference, Likeness, Limit, Sought
from vaka.balancing.rules.uniformity import Uneven
from vaka.municipality import actions as municipality
from vaka.municipality.rules import SiteKind

pytestmark = pytest.mark.django_db
PUBLISHED = ["hfd-2023-02-06", "ra-2010-22"]
ALWAYS = [
    {
        "days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"],
        "from": "00:00",
        "to": "24:00",
    }
]


@pytest.fixture
def elsewhere(foreign_board, founder, at):
    return municipality.add_site(
        board=foreign_board.id,
        name="Kulturtorget",
        kind=SiteKind.SQUARE,
        address="Kulturtorget 1",
        longitude=13.004,
        latitude=55.6045,
        outline=ANSWERS["watched_area"],
        example=True,
        by=founder,
        at=at,
    )


@pytest.fixture
def foreign_final(elsewhere, foreigner, council, at):
    return finalised(
        site=elsewhere,
        author=foreigner,
        council=council,
        at=at,
        hours=ALWAYS,
        retention_hours=168,
    )


def keys(found) -> list[str]:
    return [each.key for each in found]


def test_the_council_sees_every_board_and_a_board_its_own_and_what_is_published(
    site, author, foreigner, council, foreign_final, at
) -> None:
    own = finalised(site=site, author=author, council=council, at=at)
    assert keys(queries.precedents(by=author)) == [*PUBLISHED, own.id]
    assert keys(queries.precedents(by=foreigner)) == [*PUBLISHED, foreign_final.id]
    assert set(keys(queries.precedents(by=council))) == {
        *PUBLISHED,
        own.id,
        foreign_final.id,
    }


def test_a_draft_is_no_precedent_for_anybody(site, author, council, at) -> None:
    row = actions.draft(site=site.id, by=author, at=at)
    actions.answer(balancing=row.id, answers=ANSWERS, by=author, at=at)
    actions.submit(balancing=row.id, by=author, at=at)
    for reader in (author, council):
        assert keys(queries.precedents(by=reader)) == PUBLISHED


def test_a_later_final_version_is_the_precedent(site, author, council, at) -> None:
    old = finalised(site=site, author=author, council=council, at=at)
    new = actions.revise(balancing=old.id, by=author, at=at)
    assert old.id in keys(queries.precedents(by=author))
    actions.submit(balancing=new.id, by=author, at=at)
    actions.review(balancing=new.id, stance="supports", reasons="Ja.", by=council, at=at)
    actions.finalise(balancing=new.id, by=author, at=at)
    assert keys(queries.precedents(by=author)) == [*PUBLISHED, new.id]


def test_precedents_are_searched_by_place_purpose_and_limits(council, foreign_final) -> None:
    def found(**sought: object) -> list[str]:
        return keys(queries.search(Sought(**sought), by=council))

    assert found(text="uppsala") == ["hfd-2023-02-06"]
    assert found(text="kulturtorget") == [foreign_final.id]
    assert found(kind="square") == ["hfd-2023-02-06", foreign_final.id]
    assert found(purpose="8-2") == []
    assert found(limits=frozenset({Limit.NOT_ALWAYS})) == PUBLISHED
    assert found(limits=frozenset({Limit.FIXED})) == [foreign_final.id]


def test_what_resembles_comes_with_why_and_where_they_part(
    site, author, council, foreign_final, at
) -> None:
    row = actions.draft(site=site.id, by=author, at=at)
    actions.answer(balancing=row.id, answers=ANSWERS, by=author, at=at)
    first, *others = queries.similar(row, by=council)
    assert first.precedent.balancing == foreign_final
    assert first.compared.likenesses == (
        Likeness.KIND,
        Likeness.PURPOSE,
        Likeness.PEOPLE,
        Likeness.USES,
    )
    assert first.compared.differences == (
        Difference.SHORTER_HOURS,
        Difference.KEPT_SHORTER,
    )
    assert keys(each.precedent for each in others) == PUBLISHED
    assert keys(each.precedent for each in queries.similar(row, by=author)) == PUBLISHED


def test_a_camera_is_no_precedent_for_itself(site, author, council, at) -> None:
    old = finalised(site=site, author=author, council=council, at=at)
    new = actions.revise(balancing=old.id, by=author, at=at)
    assert keys(each.precedent for each in queries.similar(new, by=author)) == PUBLISHED


def test_like_places_treated_otherwise_are_told_of_to_who_sees_both(
    site, author, council, foreign_final, at
) -> None:
    own = finalised(site=site, author=author, council=council, at=at)
    found = queries.partings(queries.precedents(by=council))
    assert {each.uneven for each in found} == {Uneven.HOURS, Uneven.RETENTION}
    assert {(each.stricter, each.wider) for each in found} == {(own.id, foreign_final.id)}
    assert queries.partings(queries.precedents(by=author)) == []


def test_the_number_of_questions_to_the_database_does_not_grow(
    site, author, council, foreign_final, at, django_assert_num_queries
) -> None:
    finalised(site=site, author=author, council=council, at=at)
    with django_assert_num_queries(2):
        queries.precedents(by=council)
