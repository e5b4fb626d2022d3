"""A weighing from draft to decision, for the tests that need one."""

from datetime import date, datetime

from vaka.balancing import actions as balancing
from vaka.balancing.models import Balancing
from vaka.balancing.rules.states import Stance
from vaka.cases import actions as cases
from vaka.cases.models import Case, Resolution
from vaka.cases.rules.states import Outcome

RING = [[13.003, 55.604], [13.005, 55.604], [13.005, 55.605], [13.003, 55.604]]
MEETING = date(2026, 3, 20)
ANSWERS: dict[str, object] = {
    "place": "Torget, en öppen yta på 2 000 m².",
    "public_access": True,
    "who_is_there": ["passers-by", "guests"],
    "watched_area": {"type": "Polygon", "coordinates": [RING]},
    "problems": "214 rapporter, mest kvällstid.",
    "purposes": [{"code": "8-1a", "text": "Förebygga rån på torget."}],
    "purpose_level": "observe",
    "purpose_level_why": "Det måste synas vad som händer.",
    "exemption": "none",
    "legal_basis": "GDPR art. 6.1 e; lag (2023:196) 14 §",
    "necessity": "Andra åtgärder har inte räckt.",
    "measures": "Belysning och närvaro sedan två år.",
    "expected_effect": "Forskningen visar liten effekt på torg.",
    "intrusion": "4 000 passerar om dygnet.",
    "pixels_per_metre": 62.5,
    "homes_in_view": False,
    "workplace_in_view": False,
    "argument_for": "Dokumenterade rån.",
    "argument_against": "Många passerar.",
    "tips": "Kvällarna väger över, dagtid inte.",
    "outcome": "yes-with-limits",
    "hours": [{"days": ["fri", "sat"], "from": "20:00", "to": "06:00"}],
    "live": True,
    "record": True,
    "audio": False,
    "movable": False,
    "retention_hours": 72,
    "offline_hours": 24,
    "valid_from": "2026-04-01",
    "valid_until": "2027-03-31",
    "dpia_needed": False,
    "dpia": "En kamera på ett torg; ombudet instämmer.",
    "sign": "Kamerabevakning. Tekniska nämnden.",
    "access": [{"role": "operator", "acts": ["live"], "requires": ["incident"]}],
    "security": "Kryptering och logg.",
    "cost": "80 000 kr, 12 000 kr om året.",
    "indicators": "Rån per månad mot kontrolltorget.",
    "review_by": "2027-01-01",
}


def finalised(*, site, author, council, at: datetime, **changed: object) -> Balancing:
    """Draft, answer, submit, advise and finalise."""
    row = balancing.draft(site=site.id, by=author, at=at)
    balancing.answer(balancing=row.id, answers={**ANSWERS, **changed}, by=author, at=at)
    balancing.submit(balancing=row.id, by=author, at=at)
    balancing.review(
        balancing=row.id, stance=Stance.SUPPORTS, reasons="Väl avgränsat.", by=council, at=at
    )
    return balancing.finalise(balancing=row.id, by=author, at=at)


def granted(
    *, board, secretary, at: datetime, reference: str = "TN-2026-114", item: int = 56
) -> Resolution:
    """Open a case and have the board grant it."""
    case: Case = cases.open_case(
        board=board.id, reference=reference, title="Kamera på torget", by=secretary, at=at
    )
    return cases.resolve(
        case=case.id,
        meeting=MEETING,
        item=item,
        outcome=Outcome.GRANTED,
        text="Nämnden beslutar enligt förslaget.",
        by=secretary,
        at=at,
    )
