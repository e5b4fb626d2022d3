"""Which incident an alarm belongs to."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaka.response.rules.codes import Effect, IncidentKind, Meaning
from vaka.response.rules.incidents import (
    PRIORITY,
    Open,
    Received,
    joined,
    may_join,
    opens_incident,
    place,
)

AT = datetime(2026, 3, 2, 22, 0, tzinfo=UTC)
INTRUSION = IncidentKind.INTRUSION


def waiting(key: str, minutes: float, site: str | None = "torget") -> Open:
    return Open(key, site, INTRUSION, AT - timedelta(minutes=minutes))


def test_the_same_site_and_kind_within_the_minutes_is_the_same_incident() -> None:
    assert joined([waiting("i", 30)], site="torget", kind=INTRUSION, at=AT) == "i"
    assert joined([waiting("i", 30.1)], site="torget", kind=INTRUSION, at=AT) is None


def test_another_site_or_kind_is_another_incident() -> None:
    assert joined([waiting("i", 1)], site="parken", kind=INTRUSION, at=AT) is None
    assert joined([waiting("i", 1)], site="torget", kind=IncidentKind.FIRE, at=AT) is None


def test_of_several_the_one_heard_last_is_joined() -> None:
    found = joined(
        [waiting("a", 9), waiting("c", 2), waiting("b", 5)],
        site="torget",
        kind=INTRUSION,
        at=AT,
    )
    assert found == "c"


def test_unknown_transmitters_share_no_site_but_an_incident() -> None:
    assert joined([waiting("i", 1, None)], site=None, kind=INTRUSION, at=AT) == "i"


def test_an_alarm_that_was_delayed_joins_what_came_after_it() -> None:
    assert joined([waiting("i", -10)], site="torget", kind=INTRUSION, at=AT) == "i"


@pytest.mark.parametrize(
    ("effect", "opens", "joins"),
    [(Effect.RAISES, True, True), (Effect.CLEARS, False, True), (Effect.NOTES, False, False)],
)
def test_what_opens_and_what_joins(effect: Effect, *, opens: bool, joins: bool) -> None:
    said = Meaning(INTRUSION, effect, "sv", "en")
    assert (opens_incident(said), may_join(said)) == (opens, joins)


def test_every_kind_has_a_priority() -> None:
    assert set(PRIORITY) == set(IncidentKind)
    assert set(PRIORITY.values()) == {1, 2, 3, 4}


def received(**fields: object) -> Received:
    return Received(
        **{"key": "k", "received_at": AT, "protocol": "SIA-DCS", "raw": "r", **fields}
    )


@given(st.text(max_size=20), st.booleans())
def test_the_path_does_not_make_it_another_alarm(path: str, encrypted: bool) -> None:
    one = received(account="0028", sequence="0001")
    other = received(
        account="0028",
        sequence="0001",
        key=path,
        raw=path,
        receiver=path,
        line=path,
        encrypted=encrypted,
    )
    assert one.digest == other.digest


@pytest.mark.parametrize(
    "field", ["account", "sequence", "code", "qualifier", "area", "zone", "text"]
)
def test_the_content_does(field: str) -> None:
    assert received().digest != received(**{field: "x"}).digest
    assert received(occurred_at=AT).digest != received().digest


def test_an_alarm_says_what_its_code_says() -> None:
    assert received(code="BA").meaning.kind is INTRUSION


def test_a_zone_is_known_however_it_is_padded() -> None:
    assert place(received(zone="005"), {"5": "Norra entrén"}) == "Norra entrén"
    assert place(received(zone="9", text="Källare"), {"5": "Norra entrén"}) == "Källare"
    assert place(received(), {}) == ""
