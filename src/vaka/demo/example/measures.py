"""Measures: what was tried before anybody spoke of a camera, and what the police agreed to."""

from collections.abc import Mapping
from datetime import date

from vaka.demo.example import days
from vaka.demo.example.files import rows
from vaka.demo.example.organisation import who
from vaka.measures import actions
from vaka.measures.rules.agreements import Standing, Terms, promises
from vaka.measures.rules.kinds import MeasureKind, Plan
from vaka.municipality import queries as municipality
from vaka.municipality.rules import PartnerKind

ORE = 100
AGREED = """\
Polisen: delar läget på platserna varje vecka, utan personuppgifter
Polisen: har en namngiven kontaktväg dygnet runt till trygghetscentralen
Tekniska nämnden: rättar trasig belysning inom tre dygn
Tekniska nämnden och Polisen: går trygghetsvandring på Exempeltorget två gånger om året
"""
KEPT = (
    (Standing.KEPT, "Möte varje måndag. Sommaruppehåll i fyra veckor."),
    (Standing.KEPT, ""),
    (Standing.PARTLY, "I snitt fem dygn; leveranser av armaturer har dröjt."),
    (Standing.NOT_KEPT, "En vandring, i april. Höstens ställdes in."),
)


def register(sites: Mapping[str, str]) -> None:
    """Register every measure with its period and cost."""
    by = who("samordnare", days.MEASURES)
    for row in rows("measures.csv"):
        plan = Plan(
            kind=MeasureKind(row["kind"]),
            title=row["title"],
            starts=date.fromisoformat(row["starts"]),
            ends=date.fromisoformat(row["ends"]) if row["ends"] else None,
            cost_investment_ore=int(row["cost_investment_kr"]) * ORE,
            cost_yearly_ore=int(row["cost_yearly_kr"]) * ORE,
            responsible=row["responsible"],
            result=row["result"],
        )
        actions.register(plan, site=sites[row["site"]], by=by, at=days.MEASURES)


def put_up(site: str) -> None:
    """Register the camera itself among what is done at the square, with its cost."""
    plan = Plan(
        kind=MeasureKind.CAMERA,
        title="En kamera över torget kvällar och nätter",
        starts=days.MEASURE_STARTS,
        ends=None,
        cost_investment_ore=185_000 * ORE,
        cost_yearly_ore=96_000 * ORE,
        responsible="Fastighets- och gatukontoret",
    )
    actions.register(plan, site=site, by=who("samordnare", days.INSTALLED), at=days.INSTALLED)


def agree(*, board: str) -> str:
    """Enter what the board and the police do together; return its id."""
    police = municipality.partners().get(kind=PartnerKind.POLICE)
    terms = Terms(
        title="Samverkansöverenskommelse för ett tryggare Exempelstad",
        partner=str(police.pk),
        purposes="Färre cykelstölder och mindre otrygghet kvällar och nätter.",
        areas="Exempeltorget, Exempelgaraget och gatorna emellan.",
        starts=date(2025, 1, 1),
        ends=date(2028, 1, 1),
        promises=promises(AGREED),
    )
    by = who("samordnare", days.MEASURES)
    return actions.agree(terms, board=board, by=by, at=days.MEASURES).id


def follow_up(agreement: str) -> None:
    """Say how each commitment was kept a year later."""
    by = who("samordnare", days.FOLLOWED_UP)
    for number, (standing, note) in enumerate(KEPT, 1):
        actions.check_in(
            agreement=agreement,
            number=number,
            standing=standing,
            note=note,
            by=by,
            at=days.FOLLOWED_UP,
        )
