"""What research has found about cameras, and what may be expected of one more.

Published pooled rows only, each with its source and whether we have read it ourselves. No
table of counts for each study was found, so nothing here is pooled anew and the 13 per cent
are quoted, not reproduced (evidence.md a2).
"""

import csv
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources


class Group(StrEnum):
    """By what the studies were grouped."""

    ALL = "all"
    SETTING = "setting"
    CRIME = "crime_type"
    MEASURES = "other_measures"
    MONITORING = "monitoring"


class Crime(StrEnum):
    """Kinds of crime as the research groups them."""

    DRUG = "drug"
    VEHICLE = "vehicle"
    PROPERTY = "property"
    VIOLENT = "violent"
    DISORDER = "disorder"


class Setting(StrEnum):
    """Kinds of place as the research groups them."""

    CAR_PARK = "car_park"
    RESIDENTIAL = "residential"
    CITY_CENTRE = "city_town_centre"
    HOUSING = "housing"
    PUBLIC_TRANSPORT = "public_transport"
    OTHER = "other"


class Monitoring(StrEnum):
    """Whether somebody looks while it happens."""

    ACTIVE = "active"
    PASSIVE = "passive"


class EvidenceStatus(StrEnum):
    """Whether we have seen the number in a source, or only remember it."""

    VERIFIED = "verified"
    RECALLED = "recalled_unverified"


class Caution(StrEnum):
    """Why no certain effect can be expected. Inserted in the text, answered, never removed."""

    CAMERA_ALONE = "camera-alone"
    ONE_OTHER_MEASURE = "one-other-measure"
    VIOLENCE_OR_DISORDER_ALONE = "violence-or-disorder-alone"
    PASSIVE_IN_CENTRE = "passive-in-centre"
    SETTING_WITHOUT_EFFECT = "setting-without-effect"


# The review that the source document cites; older ones stand beside it.
NEWEST = "Piza_Welsh_Farrington_Thomas_2018_2019"


@dataclass(frozen=True)
class Pooled:
    """One published pooled row: the change in per cent, if given, and whether it is certain.

    `significant` is None where the source does not say.
    """

    review: str
    group: Group
    level: str
    studies: int | None
    change_percent: int | None
    significant: bool | None
    status: EvidenceStatus
    source: str


@dataclass(frozen=True)
class LocalStudy:
    """One evaluation near us, or of a kind near ours."""

    place: str
    year: str
    setting: str
    camera: str
    other_measures: str
    outcome: str
    result: str
    status: EvidenceStatus
    source: str


@dataclass(frozen=True)
class Expected:
    """What the research says of a proposal: its rows, and why it may not promise more."""

    rows: tuple[Pooled, ...]
    cautions: tuple[Caution, ...]

    @property
    def is_certain(self) -> bool:
        """Return whether nothing speaks against expecting an effect."""
        return not self.cautions


def _table(name: str) -> list[dict[str, str]]:
    text = resources.files("vaka.measures").joinpath(name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


def _number(cell: str) -> int | None:
    return int(cell) if cell else None


@cache
def published() -> tuple[Pooled, ...]:
    """Return every published pooled row, in the order of the file."""
    return tuple(
        Pooled(
            review=row["review"],
            group=Group(row["group"]),
            level=row["level"],
            studies=_number(row["k_studies"]),
            change_percent=_number(row["change_pct"]),
            significant={"yes": True, "no": False, "": None}[row["significant"]],
            status=EvidenceStatus(row["status"]),
            source=row["source"],
        )
        for row in _table("published.csv")
    )


@cache
def local_studies() -> tuple[LocalStudy, ...]:
    """Return the evaluations from Malmö, Landskrona and the cities often cited."""
    return tuple(
        LocalStudy(
            place=row["place"],
            year=row["year"],
            setting=row["setting"],
            camera=row["camera"],
            other_measures=row["other_measures"],
            outcome=row["outcome"],
            result=row["result"],
            status=EvidenceStatus(row["status"]),
            source=row["source"],
        )
        for row in _table("local.csv")
    )


def pooled(by: Group | None = None) -> tuple[Pooled, ...]:
    """Return the published rows of one grouping, or all of them."""
    return tuple(row for row in published() if by is None or row.group is by)


def expected_effect(
    *,
    setting: Setting,
    problems: Collection[Crime],
    other_measures: int,
    monitoring: Monitoring | None = None,
) -> Expected:
    """Return what the newest review says of a proposal, and cautions that must be answered.

    Only margins are published: rows for the setting, for each crime, for the number of other
    measures and for the monitoring stand beside each other and are never multiplied.
    """
    asked: list[tuple[Group, Sequence[str]]] = [
        (Group.ALL, ["all"]),
        (Group.SETTING, [setting]),
        (Group.CRIME, sorted(problems)),
        (Group.MEASURES, [measures_level(other_measures)]),
        (Group.MONITORING, [monitoring] if monitoring else []),
    ]
    rows = tuple(
        row
        for group, levels in asked
        for row in pooled(group)
        if row.review == NEWEST and row.level in levels
    )
    return Expected(rows, _cautions(setting, set(problems), other_measures, monitoring))


def measures_level(other_measures: int) -> str:
    """Return the research's group for so many other measures at the place."""
    return ("none", "one", "two_or_more")[min(other_measures, 2)]


def _cautions(
    setting: Setting, problems: set[Crime], other_measures: int, monitoring: Monitoring | None
) -> tuple[Caution, ...]:
    """Return the hard rules of evidence.md f2 that apply."""
    no_effect = {
        row.level
        for row in pooled(Group.SETTING)
        if row.review == NEWEST and not row.significant
    }
    centre = setting is Setting.CITY_CENTRE
    applies = {
        Caution.CAMERA_ALONE: other_measures == 0,
        Caution.ONE_OTHER_MEASURE: other_measures == 1,
        Caution.VIOLENCE_OR_DISORDER_ALONE: bool(problems)
        and problems <= {Crime.VIOLENT, Crime.DISORDER},
        Caution.PASSIVE_IN_CENTRE: centre and monitoring is Monitoring.PASSIVE,
        Caution.SETTING_WITHOUT_EFFECT: setting in no_effect,
    }
    return tuple(caution for caution, holds in applies.items() if holds)
