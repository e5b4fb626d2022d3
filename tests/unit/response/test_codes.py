"""What a code says: a person must be able to act on it, and none may be lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaka.response.rules.codes import (
    CONTACT_ID,
    SIA,
    SUPERVISION,
    UNREADABLE,
    Effect,
    IncidentKind,
    meaning,
)


@pytest.mark.parametrize(
    ("protocol", "code", "qualifier", "kind", "effect"),
    [
        ("SIA-DCS", "BA", None, "intrusion", "raises"),
        ("*SIA-DCS", "ba", None, "intrusion", "raises"),
        ("SIA-DCS", "BR", None, "intrusion", "clears"),
        ("SIA-DCS", "HA", None, "threat", "raises"),
        ("SIA-DCS", "RP", None, "notice", "notes"),
        ("ADM-CID", "130", "1", "intrusion", "raises"),
        ("*ADM-CID", "130", "3", "intrusion", "clears"),
        ("ADM-CID", "602", "1", "notice", "notes"),
        ("ADM-CID", "401", "3", "notice", "notes"),
        ("NULL", None, None, "notice", "notes"),
        ("SIA-DCS", None, None, "unknown", "raises"),
        ("MQTT", "??", None, "unknown", "raises"),
    ],
)
def test_codes_say_what_the_standards_say(
    protocol: str, code: str | None, qualifier: str | None, kind: str, effect: str
) -> None:
    said = meaning(protocol=protocol, code=code, qualifier=qualifier)
    assert (said.kind, said.effect) == (kind, effect)


def test_a_restored_contact_id_event_says_so_in_both_languages() -> None:
    said = meaning(protocol="ADM-CID", code="110", qualifier="3")
    assert said.sv == "Brandlarm: återställt"
    assert said.en == "Fire alarm: restored"


@given(st.text(max_size=8), st.none() | st.text(max_size=4), st.none() | st.text(max_size=2))
def test_any_code_means_something(
    protocol: str, code: str | None, qualifier: str | None
) -> None:
    assert meaning(protocol=protocol, code=code, qualifier=qualifier).sv


def test_the_tables_are_whole() -> None:
    assert len(SIA) == 325
    assert len(CONTACT_ID) > 250
    for table in (SIA, CONTACT_ID):
        assert all(said.sv and said.en for said in table.values())
        # What merely notes is daily traffic or an abort, never an emergency.
        quiet = {said.kind for said in table.values() if said.effect is Effect.NOTES}
        assert quiet == {IncidentKind.NOTICE}
    assert UNREADABLE.effect is Effect.RAISES
    assert SUPERVISION.effect is Effect.NOTES
