"""When pictures may be handed out: what lifts the secrecy, and what a review must say."""

from dataclasses import dataclass
from enum import StrEnum

from vaka.core.period import Period
from vaka.law.se.secrecy import LIFTINGS
from vaka.law.se.surveillance import Rule


class Asker(StrEnum):
    """Who asks for pictures, as the law tells them apart (`law.se.secrecy.ASKERS`)."""

    POLICE = "police"
    PROSECUTOR = "prosecutor"
    SECURITY_SERVICE = "security-service"
    CUSTOMS = "customs"
    COAST_GUARD = "coast-guard"
    TAX_AGENCY = "tax-agency"
    MUNICIPALITY = "municipality"
    RESCUE_SERVICE = "rescue-service"
    OTHER = "other"


class Need(StrEnum):
    """What pictures are needed for, as the law tells it apart (`law.se.secrecy.NEEDS`)."""

    CRIME_COMMITTED = "crime-committed"
    CRIME_AHEAD = "crime-ahead"
    ACCIDENT_AHEAD = "accident-ahead"
    ACCIDENT_HAPPENED = "accident-happened"
    OTHER = "other"


class Outcome(StrEnum):
    """What a secrecy review came to."""

    GRANTED = "granted"
    PARTLY = "partly"
    REFUSED = "refused"


class ThirdPersons(StrEnum):
    """How everybody else is shown in what is handed out."""

    SEEN = "seen"
    COVERED = "covered"


@dataclass(frozen=True)
class Stated:
    """What somebody who asks says of themselves and of what the pictures are needed for."""

    asker: str
    need: str
    imprisonment: bool


def lifting(stated: Stated) -> Rule | None:
    """Return what lifts the secrecy for what is stated (OSL 32:3 a).

    None: nothing does, and it is reviewed in full, with secrecy as the rule (32:3).
    """
    for each in LIFTINGS:
        if stated.asker in each.askers and stated.need in each.needs:
            return each.rule if stated.imprisonment or not each.imprisonment else None
    return None


def why_not_ask(stated: Stated, *, what: str) -> str:
    """Return why a request cannot be taken in, or nothing.

    An authority that claims the lifting says for what; anybody else need not say why.
    """
    return "what-is-missing" if lifting(stated) and not what.strip() else ""


def why_not_review(
    outcome: str, *, lifted: Rule | None, reasons: str, asked: Period, given: Period | None
) -> str:
    """Return why a review cannot end so, or nothing; `given` is what is handed out.

    Only what the law itself lifts, and that in whole, goes without reasons.
    """
    if outcome == Outcome.REFUSED:
        return "" if reasons.strip() else "reasons-missing"
    if not (lifted and outcome == Outcome.GRANTED) and not reasons.strip():
        return "reasons-missing"
    if given is None or given.start < asked.start or given.end > asked.end:
        return "not-what-was-asked"
    return "" if (given == asked) == (outcome == Outcome.GRANTED) else "not-that-part"
