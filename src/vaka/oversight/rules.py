"""What is owed to the public and to the authority: register, keeping time. Plain Python."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from vaka.law.se.deadlines import REGISTER
from vaka.law.se.surveillance import EXEMPTIONS, Rule
from vaka.law.templates import Words
from vaka.municipality.rules import SiteKind

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
    `assessed_on`. What is exempt from them (11 and 13 §§) is there by choice and says so by
    `exemption`; the rest says which surveillance it is and how long the entry is kept.
    """

    camera: str
    controller: str
    address: str
    kind_of_place: str
    purposes: tuple[str, ...]
    special_technique: tuple[str, ...]
    exemption: str
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


def kept_until(ended_on: date) -> date:
    """Return the day five years after an end (KBL 9 and 10 §§)."""
    assert REGISTER.months
    year = ended_on.year + REGISTER.months // MONTHS_A_YEAR
    try:
        return ended_on.replace(year=year)
    except ValueError:
        # The 29th of February has no day of its own five years later: the longer time.
        return date(year, 3, 1)


def is_kept(entry: RegisterEntry, *, today: date) -> bool:
    """Return whether the register still holds the entry on that day."""
    return entry.kept_until is None or today <= entry.kept_until
