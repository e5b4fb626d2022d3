"""What is owed to the public and the authority: register, keeping time, assessing anew."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from vaka.law.se.deadlines import REGISTER
from vaka.law.se.surveillance import EXEMPTIONS, Rule
from vaka.law.templates import Words
from vaka.measures.rules.ratios import Ruling
from vaka.municipality.rules import SiteKind, TaskReason

MONTHS_A_YEAR = 12
# KBL 10 § 2: the kind of place.
PLACES: Mapping[str, Words] = {
    SiteKind.SQUARE: Words("torg", "square"),
    SiteKind.STREET: Words("gata", "street"),
    SiteKind.PARK: Words("park", "park"),
    SiteKind.CAR_PARK: Words("parkering", "car park"),
    SiteKind.BICYCLE_GARAGE: Words("cykelgarage", "bicycle garage"),
    SiteKind.SCHOOL: Words("skola", "school"),
    SiteKind.HOUSING: Words("bostadsområde", "housing"),
    SiteKind.CARE: Words("vård eller omsorg", "care"),
    SiteKind.TRANSPORT: Words("kollektivtrafik", "public transport"),
    SiteKind.PREMISES: Words("kommunal lokal", "municipal premises"),
}
# KBL 10 § 4: sound or other special technique.
TECHNIQUES: Mapping[str, Words] = {
    "audio": Words("ljud", "sound"),
    "movable": Words("rörlig kamera eller optisk zoom", "movable camera or optical zoom"),
    "motion": Words("rörelse upptäcks av maskin", "movement found by machine"),
    "people-count": Words("antal människor räknas av maskin", "people counted by machine"),
}


@dataclass(frozen=True)
class RegisterEntry:
    """One surveillance in the register, as KBL 10 § lists it. Swedish: förteckning.

    The law's five points are `address`, `kind_of_place`, `purposes`, `special_technique` and
    `assessed_on`. What is exempt from them (11 and 13 §§) says so by `exemption`, and is there
    by choice: `is_registered`. The rest says which surveillance it is and how long the entry is
    kept.
    """

    camera: str
    controller: str
    address: str
    kind_of_place: str
    purposes: tuple[str, ...]
    special_technique: tuple[str, ...]
    exemption: str
    is_registered: bool
    assessed_on: date
    began_on: date
    ended_on: date | None

    @property
    def place(self) -> Words:
        """Return the kind of place in words."""
        return PLACES[self.kind_of_place]

    @property
    def techniques(self) -> tuple[Words, ...]:
        """Return the special technique in words."""
        return tuple(TECHNIQUES[code] for code in self.special_technique)

    @property
    def exempt(self) -> Rule | None:
        """Return the exemption under which it is watched, if it is."""
        return next((rule for rule in EXEMPTIONS if rule.code == self.exemption), None)

    @property
    def kept_until(self) -> date | None:
        """Return the last day the entry is kept; None while the surveillance goes on."""
        return kept_until(self.ended_on) if self.ended_on else None


# How long before a decision's day the board hears of it: a weighing, a council and a meeting.
REVIEW_AHEAD, END_AHEAD = timedelta(days=90), timedelta(days=60)
# By these a camera did nothing, or harm; that one cannot tell says neither.
DOUBTING = frozenset({Ruling.NO_EFFECT, Ruling.INCREASE, Ruling.DISPLACEMENT})
SENSITIVE = frozenset({SiteKind.SCHOOL, SiteKind.CARE})
# A street's width away they are in the way of whoever goes there. Our choice; no law sets it.
NEIGHBOURING_M = 150.0


def why_look_ahead(*, review_by: date, ends_on: date, today: date) -> dict[TaskReason, date]:
    """Return what a decision's own days ask of its board, each with its day."""
    found = {}
    if today >= review_by - REVIEW_AHEAD:
        found[TaskReason.REVIEW_DUE] = review_by
    if today >= ends_on - END_AHEAD:
        found[TaskReason.DECISION_ENDS] = ends_on
    return found


@dataclass(frozen=True)
class Since:
    """What has come about since an assessment was final; ids are empty where nothing has."""

    problem_gone: bool = False
    moved: str = ""
    replaced: str = ""
    neighbour: str = ""
    doubted: str = ""


def why_assess_anew(since: Since) -> dict[TaskReason, str]:
    """Return why the board must assess anew, each with what tells this time from another.

    KBL 9 §: before a change that raises the intrusion, and when conditions at the place change
    so that the interest falls or the intrusion rises. Wider hours, another level or sound need
    no reason here: they come only by terms of a new assessment.
    """
    marks = {
        TaskReason.PROBLEM_GONE: "gone" if since.problem_gone else "",
        TaskReason.EFFECT_DOUBTED: since.doubted,
        TaskReason.CAMERA_MOVED: since.moved,
        TaskReason.CAMERA_REPLACED: since.replaced,
        TaskReason.SENSITIVE_NEIGHBOUR: since.neighbour,
    }
    return {reason: mark for reason, mark in marks.items() if mark}


def kept_until(ended_on: date) -> date:
    """Return the day five years after an end (KBL 9 and 10 §§)."""
    assert REGISTER.months
    year = ended_on.year + REGISTER.months // MONTHS_A_YEAR
    try:
        return ended_on.replace(year=year)
    except ValueError:
        # The 29th of February has no day of its own five years later: the longer time.
        return date(year, 3, 1)


def disposable_from(ended_on: date) -> date:
    """Return the first day on which somebody may decide to dispose of what documents it.

    KBL 9 and 10 §§ say for how long at least; when, the municipality's own plan says.
    """
    return kept_until(ended_on) + timedelta(days=1)


def has_ended(ends: Collection[date | None], *, stands: bool, may_watch: bool) -> date | None:
    """Return the last day on which a camera watched; None while it does, never did, or may.

    `ends` are those of each of its placements with terms, None of one that goes on. One that
    still stands, or has terms, may begin again tonight.
    """
    known = [end for end in ends if end is not None]
    if stands or may_watch or len(known) < len(ends):
        return None
    return max(known, default=None)


def is_kept(entry: RegisterEntry, *, today: date) -> bool:
    """Return whether the register still holds the entry on that day."""
    return entry.kept_until is None or today <= entry.kept_until
