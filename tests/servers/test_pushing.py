"""What is shared is pushed to a partner's own system, over a real socket, as JSON or as CAP."""

import hmac
import json
from datetime import datetime, timedelta
from xml.etree.ElementTree import fromstring

import pytest

from tests.servers.test_sending import WebServer, listening
from tests.stages.response_story import registered, take
from tests.stages.sharing_story import agreed, partner
from tests.unit.integrations.cap.messages import alert, feed
from vaka.core.outgoing import Delivery
from vaka.integrations.cap import wire
from vaka.municipality.rules import Role
from vaka.response import actions
from vaka.response.models import Sharing, SharingAgreement
from vaka.response.rules.incidents import Finding, Outcome
from vaka.response.rules.sharing import Detail, Form, Warnings
from vaka.response.rules.warnings import Reference
from vaka.servers.feeds import take as take_in
from vaka.servers.sharing import share_due

pytestmark = pytest.mark.django_db(transaction=True)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def incident(site, founder, at: datetime) -> str:
    registered(site, founder, at)
    return take("a", at).incident


def sharing(founder, at: datetime, port: int, path: str = "taken", **said: object) -> str:
    """Return the signing key of an agreement that pushes to this machine."""
    row = agreed(partner("Grannkommunen", founder, at), founder, at, **said)
    # No agreement can be entered with an address that is not https.
    address = f"http://127.0.0.1:{port}/{path}"
    SharingAgreement.objects.filter(pk=row.pk).update(webhook=address)
    return actions.show_signing_key(agreement=row.id, by=founder, at=at)


def test_json_is_signed_so_that_the_partner_alone_can_tell(
    incident, founder, at: datetime
) -> None:
    with listening(WebServer) as (port, got):
        key = sharing(founder, at, port)
        share_due(at=at)
        share_due(at=at + MINUTE)
    ((headers, body),) = got
    told, row = json.loads(body), Sharing.objects.get()
    assert (told["incident"], told["site"]["name"]) == (incident, "Exempeltorget")
    assert headers["Idempotency-Key"] == told["id"] == row.id
    signature = hmac.new(key.encode(), body, "sha256").hexdigest()
    assert headers["X-Vaka-Signature"] == f"sha256={signature}"
    assert (row.state, row.receipt) == (Delivery.SENT, '201 {"id": "s1"}')


def test_cap_tells_of_each_change_and_refers_to_what_it_replaces(
    incident, founder, person, at: datetime
) -> None:
    operator = person(Role.OPERATOR)
    said = {"detail": Detail.LOG, "ground": "KS 7/2026", "form": Form.CAP}
    with listening(WebServer) as (port, got):
        sharing(founder, at, port, **said)
        share_due(at=at)
        actions.acknowledge(incident=incident, by=operator, at=at + MINUTE)
        actions.write_entry(incident=incident, text="Rök & eld", by=operator, at=at + MINUTE)
        actions.verify(incident=incident, finding=Finding.REAL, by=operator, at=at + MINUTE)
        actions.close(
            incident=incident, outcome=Outcome.HANDLED, by=operator, at=at + 2 * MINUTE
        )
        share_due(at=at + 2 * MINUTE)
    # Another's reader of CAP, such as ours, takes both.
    first, last = (wire.read(body, where="pushed").warnings[0] for _, body in got)
    assert got[0][0]["Content-Type"] == "application/cap+xml"
    assert (first.message_type, first.replaces) == ("Alert", ())
    assert (last.message_type, last.replaces) == ("Update", (first.name,))
    assert (first.headline, first.severity) == ("Intrång: Exempeltorget", "Moderate")
    assert (first.description, first.area["type"]) == ("Norra entrén", "MultiPolygon")
    assert "Rök & eld" in last.description
    assert first.starts_at == at
    told = fromstring(got[1][1])
    space = "{urn:oasis:names:tc:emergency:cap:1.2}"
    info = told.find(f"{space}info")
    assert info.findtext(f"{space}urgency") == "Past"
    assert info.findtext(f"{space}certainty") == "Observed"
    assert told.findtext(f"{space}incidents") == incident


def test_an_exercise_is_pushed_as_one(site, founder, at: datetime) -> None:
    source = registered(site, founder, at)
    exercise = actions.begin_exercise(title="Inbrott", purpose="Pröva", by=founder, at=at)
    with listening(WebServer) as (port, got):
        sharing(founder, at, port, form=Form.CAP)
        actions.sound_alarm(
            exercise=exercise.id, transmitter=source.id, code="BA", by=founder, at=at
        )
        share_due(at=at)
    (warned,) = wire.read(got[0][1], where="pushed").warnings
    assert (warned.exercise, warned.headline) == (True, "ÖVNING. Intrång: Exempeltorget")


@pytest.mark.parametrize("form", Form)
def test_a_warning_is_pushed_as_the_authority_sent_it(
    form: Form, founder, at: datetime
) -> None:
    first = f"<?xml version='1.0' encoding='UTF-8'?>\n{alert()}".encode()
    second = feed(alert("2", kind="Cancel", references="cap@smhi.se,1,x"))
    with listening(WebServer) as (port, got):
        key = sharing(founder, at, port, kinds=[], warnings=Warnings.ALL, form=form)
        for document in (first, second):
            take_in(wire.read(document, where="feed"), source="feed", at=at)
            share_due(at=at)
    (headers, body), (_, last) = got
    signature = hmac.new(key.encode(), body, "sha256").hexdigest()
    assert headers["X-Vaka-Signature"] == f"sha256={signature}"
    if form is Form.CAP:
        assert body == first
        (taken_back,) = wire.read(last, where="pushed").warnings
        assert (taken_back.message_type, taken_back.name.sender) == ("Cancel", "cap@smhi.se")
        assert taken_back.replaces == (Reference("cap@smhi.se", "1"),)
        return
    told, over = json.loads(body), json.loads(last)
    assert told["message"] == {
        "sender": "cap@smhi.se",
        "identifier": "1",
        "sent": "2026-03-02T11:00:00+00:00",
    }
    assert (told["exercise"], told["event"]) == (False, "Orange varning: vind")
    assert over["replaces"] == [{"sender": "cap@smhi.se", "identifier": "1"}]
    assert headers["Idempotency-Key"] == told["id"]


def test_what_is_not_taken_is_tried_again(incident, founder, at: datetime) -> None:
    with listening(WebServer) as (port, got):
        sharing(founder, at, port, path="full")
        share_due(at=at)
        share_due(at=at + timedelta(seconds=5))
        share_due(at=at + timedelta(seconds=11))
    assert len(got) == 2
    row = Sharing.objects.get()
    assert (row.state, row.attempts) == (Delivery.WAITING, 2)
    assert row.receipt.startswith("503")
