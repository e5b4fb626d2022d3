"""Tickets and orders: signed, short-lived, told apart, and silent about passwords."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.unit.terms.story import new_key, terms
from vaka.core.ids import new_id
from vaka.core.period import Period
from vaka.terms import keystore
from vaka.terms.document import Act
from vaka.terms.orders import (
    ORDERS_TYPE,
    CameraOrder,
    Hold,
    Orders,
    Stand,
    sign_orders,
    verify_orders,
)
from vaka.terms.permits import Asking, Reason
from vaka.terms.signature import KeySet, Untrusted, sign
from vaka.terms.tickets import LONGEST, SKEW, TICKET_TYPE, Ticket, sign_ticket, verify_ticket

KEY = new_key()
TRUSTED = KeySet([KEY.public_jwk()])
NOW = datetime(2026, 3, 2, 22, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
TICKET = Ticket(
    id=new_id(at=NOW),
    person="operator-2",
    role="operator",
    camera="kamera-1",
    terms=new_id(at=NOW),
    act=Act.LIVE,
    purpose="larm",
    incident="I-1",
    issued=NOW,
    expires=NOW + timedelta(minutes=5),
)
ORDERS = Orders(
    gateway="gateway-1",
    issued=NOW,
    cameras=(
        CameraOrder("kamera-1", "rtsp://u:hemligt@10.0.0.1/1", sign(terms(), KEY), ("a",), ()),
        CameraOrder(
            "kamera-2",
            "rtsp://10.0.0.2/1",
            None,
            (),
            ("b", "c"),
            (Hold(new_id(at=NOW), Period(NOW - 60 * SECOND, NOW), NOW + 60 * SECOND),),
            view=new_id(at=NOW),
            metres_across=15.4,
            stands=(Stand("torget", new_id(at=NOW), 12.5),),
            device_address="http://u:hemligt@10.0.0.2/",
        ),
    ),
)


def refusal(text: str, *, at: datetime = NOW, trusted: KeySet = TRUSTED) -> Reason:
    with pytest.raises(Untrusted) as refused:
        verify_ticket(text, trusted, at=at)
    return refused.value.reason


def test_a_ticket_for_what_was_recorded_names_its_stretch_and_its_grounds() -> None:
    ticket = replace(
        TICKET,
        act=Act.REVIEW,
        second_person="operator-1",
        written_request="5000-K123-26",
        footage=Period(NOW - timedelta(hours=2), NOW - timedelta(hours=1)),
        sound=True,
    )
    assert verify_ticket(sign_ticket(ticket, KEY), TRUSTED, at=NOW) == ticket
    assert ticket.asking == Asking("operator", "I-1", "operator-1", "5000-K123-26")


@pytest.mark.parametrize("incident", ["I-1", None])
def test_a_ticket_is_read_back(incident: str | None) -> None:
    ticket = replace(TICKET, incident=incident)
    assert verify_ticket(sign_ticket(ticket, KEY), TRUSTED, at=NOW) == ticket


def test_a_ticket_is_good_until_it_expires_and_not_an_instant_more() -> None:
    text = sign_ticket(TICKET, KEY)
    last = TICKET.expires - timedelta(microseconds=1)
    assert verify_ticket(text, TRUSTED, at=last) == TICKET
    assert refusal(text, at=TICKET.expires) == Reason.LAPSED


def test_a_ticket_bears_with_a_clock_that_is_a_little_behind() -> None:
    text = sign_ticket(TICKET, KEY)
    assert verify_ticket(text, TRUSTED, at=NOW - SKEW) == TICKET
    assert refusal(text, at=NOW - SKEW - SECOND) == Reason.LAPSED


def test_a_ticket_lives_fifteen_minutes_at_most() -> None:
    longest = replace(TICKET, expires=NOW + LONGEST)
    assert verify_ticket(sign_ticket(longest, KEY), TRUSTED, at=NOW) == longest
    longer = replace(TICKET, expires=NOW + LONGEST + SECOND)
    assert refusal(sign_ticket(longer, KEY)) == Reason.MALFORMED


def test_a_ticket_by_somebody_else_is_refused() -> None:
    assert refusal(sign_ticket(TICKET, new_key())) == Reason.UNKNOWN_KEY


def test_one_kind_of_message_is_never_taken_for_another() -> None:
    for text in (sign(terms(), KEY), sign_orders(ORDERS, KEY)):
        assert refusal(text) == Reason.MALFORMED
    with pytest.raises(Untrusted):
        verify_orders(sign_ticket(TICKET, KEY), TRUSTED)


def payload_of(text: str, kind: str) -> dict[str, object]:
    return TRUSTED.open(text, kind)


WRONG_TICKETS: list[Mapping[str, object]] = [
    {"act": "watch"},
    {"terms": "x"},
    {"person": ""},
    {"issued": "2026-03-02T22:00:00Z"},
    {"issued": "2026-03-02T22:00:00.000000"},
    {"issued": "yesterday"},
    {"issued": "0001-01-01T00:00:00.000000+05:00"},
    {"colour": "red"},
    {"sound": "yes"},
]


@pytest.mark.parametrize("wrong", WRONG_TICKETS, ids=str)
def test_a_ticket_with_a_wrong_field_is_malformed(wrong: Mapping[str, object]) -> None:
    payload = payload_of(sign_ticket(TICKET, KEY), TICKET_TYPE)
    assert refusal(KEY.sign({**payload, **wrong}, TICKET_TYPE)) == Reason.MALFORMED


def test_orders_are_read_back() -> None:
    assert verify_orders(sign_orders(ORDERS, KEY), TRUSTED) == ORDERS


def test_the_orders_of_a_thousand_cameras_are_read_back() -> None:
    many = tuple(
        replace(ORDERS.cameras[0], camera=f"kamera-{number}") for number in range(1000)
    )
    orders = replace(ORDERS, cameras=many)
    assert verify_orders(sign_orders(orders, KEY), TRUSTED) == orders


def test_orders_with_a_wrong_field_are_malformed() -> None:
    payload = payload_of(sign_orders(ORDERS, KEY), ORDERS_TYPE)
    with pytest.raises(Untrusted, match=r"orders\.cameras"):
        verify_orders(KEY.sign({**payload, "cameras": [{}]}, ORDERS_TYPE), TRUSTED)


def test_the_address_of_a_camera_is_never_printed() -> None:
    assert "hemligt" not in repr(ORDERS)
    assert "kamera-1" in repr(ORDERS)


def test_the_installation_makes_its_key_once_and_trusts_it(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    key = keystore.signing_key(folder)
    assert (folder / keystore.PRIVATE).stat().st_mode & 0o777 == 0o600
    assert json.loads((folder / keystore.PUBLIC).read_text())["kid"] == key.id
    keystore.signing_key.cache_clear()
    assert keystore.signing_key(folder).id == key.id
    text = sign_ticket(TICKET, key)
    assert verify_ticket(text, keystore.trusted(folder), at=NOW) == TICKET
