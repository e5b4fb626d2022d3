"""Shared sites pooled: by kind of place, crime and measures, and each municipality left out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from vaka.measures.rules.evidence import Group
from vaka.measures.rules.pooling import (
    Heterogeneity,
    Inference,
    RandomEffects,
    left_out,
    levels,
    pool,
)
from vaka.measures.rules.ratios import Ruling
from vaka.measures.rules.site_effects import SiteEffect

# Two sites say how far apart two sites are, and no more.
ENOUGH = 3


@dataclass(frozen=True)
class Level:
    """The sites of one level of a grouping, pooled; None with fewer than two."""

    name: str
    sites: int
    pooled: RandomEffects | None


@dataclass(frozen=True)
class Living:
    """Everything that the shared sites say together, as of now.

    `levels_p` tells whether the levels of the grouping differ by more than chance; None when
    they are too few to say. `without` holds the mean with each municipality left out.
    """

    sites: tuple[SiteEffect, ...]
    pooled: RandomEffects | None
    levels: tuple[Level, ...]
    levels_p: float | None
    without: dict[str, RandomEffects]


def usable(effects: Iterable[SiteEffect]) -> list[SiteEffect]:
    """Return the sites that can be pooled: evaluated, and not counted by looking."""
    return [
        each
        for each in effects
        if not each.detection_driven and each.verdict is not Ruling.CANNOT_EVALUATE
    ]


def enough(effects: Sequence[SiteEffect]) -> bool:
    """Return whether there are sites enough to expect anything of."""
    return len(effects) >= ENOUGH


def pooled_mean(
    effects: Sequence[SiteEffect],
    *,
    heterogeneity: Heterogeneity = Heterogeneity.REML,
    inference: Inference = Inference.CAUTIOUS,
) -> RandomEffects:
    """Return the random-effects mean of log ratios; below 0 there were fewer problems.

    :raises BadInput: when there are fewer than two sites.
    """
    return pool(*_columns(effects), heterogeneity=heterogeneity, inference=inference)


def living(
    effects: Iterable[SiteEffect],
    *,
    by: Group = Group.ALL,
    heterogeneity: Heterogeneity = Heterogeneity.REML,
) -> Living:
    """Return the living meta-analysis of the sites that can be pooled."""
    held = usable(effects)
    names = [each.level(by) for each in held]
    several = len(held) > 1
    return Living(
        sites=tuple(held),
        pooled=pooled_mean(held, heterogeneity=heterogeneity) if several else None,
        levels=tuple(
            _level(name, [each for each in held if each.level(by) == name], heterogeneity)
            for name in sorted(set(names))
        ),
        levels_p=_levels_p(held, names, heterogeneity),
        without=left_out(*_columns(held), [each.municipality for each in held]),
    )


def _columns(effects: Sequence[SiteEffect]) -> tuple[list[float], list[float]]:
    return [each.log_change for each in effects], [each.variance for each in effects]


def _level(name: str, sites: Sequence[SiteEffect], heterogeneity: Heterogeneity) -> Level:
    several = len(sites) > 1
    mean = pooled_mean(sites, heterogeneity=heterogeneity) if several else None
    return Level(name, len(sites), mean)


def _levels_p(
    sites: Sequence[SiteEffect], names: Sequence[str], heterogeneity: Heterogeneity
) -> float | None:
    found = len(set(names))
    if found < 2 or len(sites) <= found:
        return None
    fit = pool(*_columns(sites), moderators=levels(names), heterogeneity=heterogeneity)
    return fit.moderators_p
