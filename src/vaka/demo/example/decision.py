"""Decision: the cases, the referral, the boards' resolutions, and the terms they issue."""

from vaka.cases import actions as cases
from vaka.cases.rules.states import Outcome, Stance
from vaka.decisions import actions
from vaka.demo.example import days
from vaka.demo.example.files import day, table, toml, whole, word
from vaka.demo.example.organisation import who

SECRETARY = "sekreterare"


def open_case(key: str, *, board: str) -> str:
    """Open the case of the square or the garage."""
    told = table(toml("case.toml"), key)
    return cases.open_case(
        board=board,
        reference=word(told, "reference"),
        title=word(told, "title"),
        by=who("handlaggare", days.CASE_OPENED),
        at=days.CASE_OPENED,
    ).id


def refer(case: str) -> str:
    """Refer the square's case to servicenämnden; return the referral's id."""
    told = table(toml("case.toml"), "square")
    return cases.refer(
        case=case,
        consulted=word(told, "consulted"),
        due=day(told, "due"),
        by=who("handlaggare", days.REFERRED),
        at=days.REFERRED,
    ).id


def hear(referral: str) -> None:
    """Enter what servicenämnden answered."""
    told = table(toml("case.toml"), "square")
    cases.give_opinion(
        referral=referral,
        stance=Stance(word(told, "stance")),
        text=word(told, "opinion"),
        by=who("handlaggare", days.OPINION),
        at=days.OPINION,
    )


def decide(key: str, *, case: str, balancing: str) -> str:
    """Enter the board's resolution and decision, and issue the terms; return their id."""
    told, by = table(toml("case.toml"), key), who(SECRETARY, days.DECIDED)
    resolution = cases.resolve(
        case=case,
        meeting=day(told, "meeting"),
        item=whole(told, "item"),
        outcome=Outcome.GRANTED,
        text=word(told, "text"),
        by=by,
        at=days.DECIDED,
    )
    decision = actions.decide(
        balancing_id=balancing, resolution=resolution.id, by=by, at=days.DECIDED
    )
    return actions.issue_terms(decision=decision.id, by=by, at=days.DECIDED).id
