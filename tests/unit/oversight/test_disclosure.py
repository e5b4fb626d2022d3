"""What lifts the secrecy of pictures (OSL 32:3 a), and what a review must say otherwise."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaka.core.period import Period
from vaka.law.se.secrecy import ASKERS, LIFTINGS, NEEDS
from vaka.law.se.surveillance import Rule
from vaka.oversight.rules.disclosure import (
    Asker,
    Need,
    Outcome,
    Stated,
    lifting,
    why_not_ask,
    why_not_review,
)

NOON = datetime(2026, 4, 10, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
ASKED = Period(NOON, NOON + HOUR)
PART = Period(NOON, NOON + HOUR / 2)
LIFTED = LIFTINGS[0].rule
AUTHORITIES = [
    Asker.PROSECUTOR,
    Asker.POLICE,
    Asker.SECURITY_SERVICE,
    Asker.CUSTOMS,
    Asker.COAST_GUARD,
    Asker.TAX_AGENCY,
]


def source(asker: Asker, need: Need, *, imprisonment: bool = False) -> str | None:
    rule = lifting(Stated(asker, need, imprisonment))
    return rule.source if rule else None


@pytest.mark.parametrize("asker", AUTHORITIES)
@pytest.mark.parametrize("need", [Need.CRIME_COMMITTED, Need.CRIME_AHEAD])
def test_secrecy_does_not_stop_the_six_authorities_when_prison_is_in_the_scale(
    asker: Asker, need: Need
) -> None:
    assert source(asker, need, imprisonment=True) == "OSL 32 kap. 3 a § 1"
    assert source(asker, need) is None


@pytest.mark.parametrize("asker", [Asker.MUNICIPALITY, Asker.RESCUE_SERVICE])
@pytest.mark.parametrize("need", [Need.ACCIDENT_AHEAD, Need.ACCIDENT_HAPPENED])
def test_nor_a_municipality_or_rescue_service_to_prevent_or_limit_an_accident(
    asker: Asker, need: Need
) -> None:
    assert source(asker, need) == "OSL 32 kap. 3 a § 2"


@given(st.sampled_from(Asker), st.sampled_from(Need), st.booleans())
def test_everything_else_is_reviewed_in_full(asker: Asker, need: Need, prison: bool) -> None:
    of_crime = asker in AUTHORITIES and need in (Need.CRIME_COMMITTED, Need.CRIME_AHEAD)
    of_accident = asker in (Asker.MUNICIPALITY, Asker.RESCUE_SERVICE) and need in (
        Need.ACCIDENT_AHEAD,
        Need.ACCIDENT_HAPPENED,
    )
    lifted = source(asker, need, imprisonment=prison) is not None
    assert lifted == ((of_crime and prison) or of_accident)


def test_the_law_has_words_for_whoever_asks_and_for_what() -> None:
    assert set(ASKERS) == set(Asker)
    assert set(NEEDS) == set(Need)
    for each in LIFTINGS:
        assert each.askers <= set(Asker)
        assert each.needs <= set(Need)


def test_an_authority_that_claims_the_exception_says_for_what_and_anybody_else_need_not() -> (
    None
):
    police = Stated(Asker.POLICE, Need.CRIME_COMMITTED, imprisonment=True)
    assert why_not_ask(police, what=" ") == "what-is-missing"
    assert why_not_ask(police, what="Rån") == ""
    somebody = Stated(Asker.OTHER, Need.OTHER, imprisonment=False)
    assert why_not_ask(somebody, what="") == ""


@pytest.mark.parametrize(
    ("outcome", "lifted", "reasons", "given_span", "why"),
    [
        (Outcome.GRANTED, LIFTED, "", ASKED, ""),
        (Outcome.GRANTED, None, "", ASKED, "reasons-missing"),
        (Outcome.GRANTED, None, "Ingen enskild syns.", ASKED, ""),
        (Outcome.PARTLY, LIFTED, "", PART, "reasons-missing"),
        (Outcome.PARTLY, LIFTED, "Resten behövs inte.", PART, ""),
        (Outcome.PARTLY, LIFTED, "Resten behövs inte.", ASKED, "not-that-part"),
        (Outcome.PARTLY, None, "x", None, "not-what-was-asked"),
        (Outcome.PARTLY, None, "x", Period(NOON - HOUR, NOON), "not-what-was-asked"),
        (Outcome.REFUSED, LIFTED, "", None, "reasons-missing"),
        (Outcome.REFUSED, None, "Men kan inte uteslutas.", None, ""),
    ],
)
def test_only_what_the_law_lifts_in_whole_goes_without_reasons(
    outcome: Outcome, lifted: Rule | None, reasons: str, given_span: Period | None, why: str
) -> None:
    found = why_not_review(
        outcome, lifted=lifted, reasons=reasons, asked=ASKED, given=given_span
    )
    assert found == why
