"""What a camera answers over ONVIF is read strictly, and is hostile until then."""

import hashlib
import math
from base64 import b64decode
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaka.demo.onvif import answers
from vaka.edge.video.ingest.rtsp.errors import Garbled
from vaka.edge.video.onvif import soap, wire
from vaka.edge.video.onvif.errors import NotDone

ASKED = wire.asking(wire.MEDIA2, "GetMasks", ConfigurationToken="source-1")
AT = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
BOMB = b"""<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>
<a>&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;</a>"""
FILE = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'


def said(body: str) -> bytes:
    return answers.envelope(body).encode()


def masks(points: str, *, extra: str = "") -> Element:
    told = (
        '<tr2:GetMasksResponse><tr2:Masks token="1">'
        f"<tr2:Polygon>{points}</tr2:Polygon>{extra}</tr2:Masks></tr2:GetMasksResponse>"
    )
    return soap.answer(said(told), "GetMasks")


@pytest.mark.parametrize(
    "told", [BOMB, FILE, b"", b"<a>", b"\xff\xfe<", b"<?xml version='9'?>"]
)
def test_what_is_no_plain_document_is_refused_unread(told: bytes) -> None:
    with pytest.raises(Garbled, match="not XML as it should be"):
        soap.document(told)


@given(st.binary(max_size=400))
def test_no_bytes_whatever_are_more_than_refused(told: bytes) -> None:
    with pytest.raises((Garbled, NotDone)):
        soap.answer(told, "GetMasks")


@given(st.text(max_size=60))
def test_a_word_of_ours_comes_back_as_it_was(word: str) -> None:
    """Names with quotes, angles and line breaks are data, never markup."""
    printable = "".join(each for each in word if each.isprintable())
    message = soap.request(wire.asking(wire.MEDIA2, "DeleteMask", Token=printable))
    assert fromstring(message).findtext(".//{*}Token", "") == printable


def test_a_fault_is_told_by_its_code_and_never_in_the_cameras_words() -> None:
    told = answers.fault("MaxMasks").replace("It cannot be done", "hemligt")
    with pytest.raises(NotDone, match="CreateMask with MaxMasks") as refusal:
        soap.answer(said(told), "CreateMask")
    assert "hemligt" not in str(refusal.value)


@pytest.mark.parametrize("code", ["a b", "x" * 100, "<script>", "\x1b[2J", ""])
def test_a_code_that_is_none_is_called_a_fault(code: str) -> None:
    escaped = code.replace("<", "&lt;").replace("\x1b", "")
    with pytest.raises(NotDone, match="with a fault"):
        soap.answer(said(answers.fault(escaped)), "CreateMask")


def test_an_old_cameras_fault_is_one_too() -> None:
    told = b"""<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><e:Fault>
        <faultcode>e:Client</faultcode></e:Fault></e:Body></e:Envelope>"""
    with pytest.raises(NotDone, match="with Client"):
        soap.answer(told, "GetProfiles")


def test_the_answer_to_something_else_is_none() -> None:
    with pytest.raises(Garbled, match="something else than GetMasks"):
        soap.answer(said(answers.done("DeleteMask")), "GetMasks")


def test_a_login_is_proved_by_a_digest_and_not_told() -> None:
    """WS-UsernameToken 1.1 §4: Base64(SHA-1(nonce + created + password))."""
    proof = soap.username_token("vaka", "hemlig", AT)
    told = {soap.name(each): each.text or "" for each in proof.iter()}
    assert told["Created"] == "2026-11-23T12:00:00Z"
    right = hashlib.sha1(b64decode(told["Nonce"]) + b"2026-11-23T12:00:00Zhemlig")
    assert b64decode(told["Password"]) == right.digest()
    assert "hemlig" not in soap.request(ASKED, proof).decode()
    again = soap.username_token("vaka", "hemlig", AT)
    assert again.findtext(".//{*}Nonce") != told["Nonce"]


@pytest.mark.parametrize("figure", ["nan", "inf", "-inf", "1e10", "ett", "", "1,5", "0x1"])
def test_a_corner_that_is_no_number_is_refused(figure: str) -> None:
    with pytest.raises(Garbled, match="should be a number"):
        wire.masks(masks(f'<tt:Point x="{figure}" y="0"/>'))


@given(x=st.floats(-1, 1), y=st.floats(-1, 1))
def test_a_mask_is_read_as_it_was_written(x: float, y: float) -> None:
    mask = wire.CameraMask("1", "source-1", ((x, y),), "Color", enabled=True)
    options = wire.MaskOptions(4, 8, ("Color",), False, wire.GREY, wire.YCBCR)
    asked = wire.mask_to_set("SetMask", mask, options)
    (found,) = wire.masks(_answered(asked))
    assert (found.token, found.source, found.kind, found.enabled) == (
        "1",
        "source-1",
        "Color",
        True,
    )
    ((found_x, found_y),) = found.ring
    assert math.isclose(found_x, x, abs_tol=1e-6)
    assert math.isclose(found_y, y, abs_tol=1e-6)


def _answered(asked: Element) -> Element:
    """The mask of a question as a camera would tell it."""
    told = Element("GetMasksResponse")
    mask = asked[0]
    mask.tag = "Masks"
    told.append(mask)
    return told


def test_a_list_without_end_is_not_read() -> None:
    with pytest.raises(Garbled, match="more than 256 Point"):
        wire.masks(masks('<tt:Point x="0" y="0"/>' * 257))


@pytest.mark.parametrize(
    "told",
    [
        "<tds:GetSystemDateAndTimeResponse/>",
        answers.date_and_time(AT).replace("<tt:Month>11", "<tt:Month>13"),
        answers.date_and_time(AT).replace("<tt:Hour>12", "<tt:Hour>"),
    ],
)
def test_a_clock_that_tells_no_time_is_none(told: str) -> None:
    with pytest.raises(Garbled, match="what time it is"):
        wire.device_clock(soap.answer(said(told), "GetSystemDateAndTime"))


def test_a_leap_second_is_the_last_of_its_minute() -> None:
    told = answers.date_and_time(AT).replace("<tt:Second>0", "<tt:Second>60")
    clock = wire.device_clock(soap.answer(said(told), "GetSystemDateAndTime"))
    assert clock == AT.replace(second=59)
