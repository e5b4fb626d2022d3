"""SOAP 1.2 as ONVIF speaks it (Core Specification §5.8): a request as bytes, an answer read.

What a camera sends is hostile: no document type, so no entities; names are compared without
their namespaces, since cameras mix up the versions of SOAP.
"""

import base64
import hashlib
import re
import secrets
from collections.abc import Iterator
from datetime import datetime
from xml.etree.ElementTree import Element, ParseError, SubElement, tostring

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from vaka.edge.video.ingest.rtsp.errors import Garbled
from vaka.edge.video.onvif.errors import NotDone

ENVELOPE = "http://www.w3.org/2003/05/soap-envelope"
SECURITY = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"
UTILITY = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd"
USERNAME = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0"
MESSAGE = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0"
CODE = re.compile(r"[A-Za-z][A-Za-z0-9]{0,59}")
UNEXPLAINED = "a fault"


def request(body: Element, *headers: Element) -> bytes:
    """Return a message as XML."""
    envelope = Element(f"{{{ENVELOPE}}}Envelope")
    if headers:
        SubElement(envelope, f"{{{ENVELOPE}}}Header").extend(headers)
    SubElement(envelope, f"{{{ENVELOPE}}}Body").append(body)
    written: bytes = tostring(envelope, encoding="utf-8", xml_declaration=True)
    return written


def username_token(user: str, password: str, created: datetime) -> Element:
    """Return what proves who asks (WS-UsernameToken 1.1 §4): a digest, never the password.

    `created` is by the camera's own clock, or it takes the message for an old one.
    """
    nonce, instant = secrets.token_bytes(16), f"{created:%Y-%m-%dT%H:%M:%SZ}"
    # SHA-1 is what the profile says; it hides a weak password from nobody who tries for long.
    digest = hashlib.sha1(
        nonce + instant.encode() + password.encode(), usedforsecurity=False
    ).digest()
    security = Element(f"{{{SECURITY}}}Security", {f"{{{ENVELOPE}}}mustUnderstand": "true"})
    token = SubElement(security, f"{{{SECURITY}}}UsernameToken")
    SubElement(token, f"{{{SECURITY}}}Username").text = user
    proof = SubElement(token, f"{{{SECURITY}}}Password", Type=f"{USERNAME}#PasswordDigest")
    proof.text = base64.b64encode(digest).decode()
    once = SubElement(token, f"{{{SECURITY}}}Nonce", EncodingType=f"{MESSAGE}#Base64Binary")
    once.text = base64.b64encode(nonce).decode()
    SubElement(token, f"{{{UTILITY}}}Created").text = instant
    return security


def answer(data: bytes, asked: str) -> Element:
    """Return what a camera answers to what it was asked.

    :raises NotDone: when that is a fault.
    :raises Garbled: when it is no answer.
    """
    body = document(data).find("{*}Body")
    if body is None or len(body) == 0:
        raise Garbled("what it answers is no SOAP message")
    if name(body[0]) == "Fault":
        raise NotDone(asked, fault(body[0]))
    if name(body[0]) != f"{asked}Response":
        raise Garbled(f"it answers something else than {asked}")
    return body[0]


def document(data: bytes) -> Element:
    """Return an XML document that has no document type.

    :raises Garbled: when it is none.
    """
    try:
        return fromstring(data, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        raise Garbled("what it answers is not XML as it should be") from None


def fault(told: Element) -> str:
    """Return the innermost code of a fault; its words are a camera's, and are not repeated."""
    codes = [_local(each) for each in told.iterfind("{*}Code//{*}Value")]
    codes += [_local(each) for each in told.iterfind("faultcode")]
    return codes[-1] if codes else UNEXPLAINED


def _local(told: Element) -> str:
    code = text(told).rpartition(":")[2]
    return code if CODE.fullmatch(code) else UNEXPLAINED


def name(element: Element) -> str:
    """Return an element's name without its namespace."""
    return element.tag.rpartition("}")[2]


def text(element: Element | None) -> str:
    """Return what stands in an element; nothing when there is none."""
    return (element.text or "").strip() if element is not None else ""


def texts(elements: Iterator[Element]) -> tuple[str, ...]:
    """Return what stands in each."""
    return tuple(text(each) for each in elements)
