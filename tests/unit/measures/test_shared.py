"""Shared sites pooled: what counts, by what grouping, and with whom left out."""

from dataclasses import replace

import pytest

from tests.unit.measures.test_site_effects import SQUARE
from vaka.measures.rules.evidence import Group, Setting
from vaka.measures.rules.pooling import Heterogeneity
from vaka.measures.rules.ratios import Counts, Ruling
from vaka.measures.rules.shared import enough, living, pooled_mean, usable


def site(number: int, **told: object):
    return replace(
        SQUARE,
        plan=f"{number:064x}",
        municipality=f"{number % 2:016x}",
        treated=Counts(400, 380 - 10 * number),
        **told,
    )


SQUARES = [site(n) for n in range(4)]
GARAGES = [site(n, setting=Setting.CAR_PARK) for n in range(10, 14)]


def test_what_was_not_evaluated_or_found_by_looking_is_not_pooled() -> None:
    broken = site(7, verdict=Ruling.CANNOT_EVALUATE)
    looking = site(8, detection_driven=True)
    assert usable([*SQUARES, broken, looking]) == SQUARES
    assert enough(SQUARES[:3])
    assert not enough(SQUARES[:2])


def test_the_kinds_of_place_are_pooled_apart_and_together() -> None:
    found = living([*SQUARES, *GARAGES], by=Group.SETTING)
    assert [(level.name, level.sites) for level in found.levels] == [
        ("car_park", 4),
        ("city_town_centre", 4),
    ]
    assert found.pooled is not None
    parks, squares = (level.pooled for level in found.levels)
    assert parks.mean.estimate < found.pooled.mean.estimate < squares.mean.estimate
    assert found.levels_p is not None
    assert 0 <= found.levels_p < 0.05
    assert set(found.without) == {f"{0:016x}", f"{1:016x}"}
    assert found.without[f"{0:016x}"].studies == 4


def test_one_site_alone_says_nothing_together() -> None:
    found = living(SQUARES[:1])
    assert found.pooled is found.levels_p is None
    assert [level.pooled for level in found.levels] == [None]
    assert living([]).sites == ()
    two = living([SQUARES[0], GARAGES[0]], by=Group.SETTING)
    assert two.levels_p is None


def test_both_estimates_of_heterogeneity_are_at_hand() -> None:
    by_moments = living(GARAGES, heterogeneity=Heterogeneity.DERSIMONIAN_LAIRD)
    assert by_moments.pooled == pooled_mean(
        GARAGES, heterogeneity=Heterogeneity.DERSIMONIAN_LAIRD
    )
    assert by_moments.pooled.mean.estimate == pytest.approx(
        pooled_mean(GARAGES).mean.estimate, abs=0.02
    )
