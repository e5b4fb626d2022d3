"""Where like places are not treated alike."""

from dataclasses import replace

import pytest

from tests.unit.balancing.test_precedents import SQUARE
from vaka.balancing.rules.uniformity import Case, Parting, Uneven, partings


def case(key: str, outcome: str = "yes", **told: object) -> Case:
    return Case(key, outcome, replace(SQUARE, **told))


def test_alike_places_treated_alike_part_in_nothing() -> None:
    assert partings([case("a"), case("b", "yes-with-limits")]) == []
    assert partings([]) == []


@pytest.mark.parametrize(
    ("uneven", "wider"),
    [
        (Uneven.HOURS, {"hours": frozenset(range(168))}),
        (Uneven.RETENTION, {"retention_hours": 144}),
        (Uneven.DETAIL, {"pixels_per_metre": 125.0}),
        (Uneven.MASKS, {"masked": False}),
    ],
)
def test_what_is_twice_as_wide_at_the_same_kind_of_place_is_told(
    uneven: Uneven, wider: dict[str, object]
) -> None:
    found = partings([case("wide", **wider), case("narrow")])
    assert found == [Parting("square", uneven, stricter="narrow", wider="wide")]


def test_one_refused_and_one_granted_for_the_same_purpose_part() -> None:
    refused, granted = case("no", "no"), case("yes")
    [found] = partings([granted, refused])
    assert (found.uneven, found.stricter, found.wider) == (Uneven.OUTCOME, "no", "yes")
    other = replace(SQUARE, purposes=frozenset({"8-4"}))
    assert partings([Case("no", "no", other), granted]) == []


def test_what_was_refused_has_no_limits_to_compare() -> None:
    refused = case("no", "no", hours=frozenset(range(168)), purposes=frozenset({"8-4"}))
    assert partings([refused, case("yes")]) == []


def test_other_kinds_of_place_are_not_compared() -> None:
    assert partings([case("a"), case("b", kind="school", retention_hours=720)]) == []
