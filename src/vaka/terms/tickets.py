"""A ticket: the signed right to look once, for a short time, for one purpose.

A ticket for what was recorded names the stretch of time that it opens, and nothing beside it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from vaka.core.errors import BadInput
from vaka.core.period import Period
from vaka.terms.document import Act
from vaka.terms.permits import Asking, Reason
from vaka.terms.reading import Object, stamp
from vaka.terms.signature import KeySet, SigningKey, Untrusted

TICKET_TYPE = "vaka-ticket"
LONGEST = timedelta(minutes=15)
# Two machines that keep time still differ a little.
SKEW = timedelta(seconds=5)


@dataclass(frozen=True)
class Ticket:
    """Who may look at which camera, as what, why, and for how long.

    `redaction` is the digest of the plan by which third persons are covered: such a ticket
    opens nothing else. `sound` says whether its holder may hear what there is to hear.
    """

    id: str
    person: str
    role: str
    camera: str
    terms: str
    act: Act
    purpose: str
    incident: str | None
    issued: datetime
    expires: datetime
    second_person: str | None = None
    written_request: str | None = None
    footage: Period | None = None
    redaction: str | None = None
    sound: bool = False

    @property
    def asking(self) -> Asking:
        """Return in which role and on which grounds its holder asks."""
        return Asking(self.role, self.incident, self.second_person, self.written_request)


def sign_ticket(ticket: Ticket, key: SigningKey) -> str:
    """Return the ticket as a compact JWS."""
    return key.sign(
        {
            "id": ticket.id,
            "person": ticket.person,
            "role": ticket.role,
            "camera": ticket.camera,
            "terms": ticket.terms,
            "act": ticket.act,
            "purpose": ticket.purpose,
            "incident": ticket.incident,
            "issued": stamp(ticket.issued),
            "expires": stamp(ticket.expires),
            "second_person": ticket.second_person,
            "written_request": ticket.written_request,
            "footage": _span(ticket.footage),
            "redaction": ticket.redaction,
            "sound": ticket.sound,
        },
        TICKET_TYPE,
    )


def _span(footage: Period | None) -> dict[str, str] | None:
    return {"from": stamp(footage.start), "to": stamp(footage.end)} if footage else None


def verify_ticket(text: str, trusted: KeySet, *, at: datetime) -> Ticket:
    """Return the ticket, when it is ours, unaltered and good at that instant.

    :raises Untrusted: when it is not; the reason of an expired one is `lapsed`.
    """
    payload = trusted.open(text, TICKET_TYPE)
    try:
        ticket = _parse(payload)
    except BadInput as problem:
        raise Untrusted(Reason.MALFORMED, str(problem)) from None
    if ticket.expires - ticket.issued > LONGEST:
        raise Untrusted(Reason.MALFORMED, "it is valid for too long")
    if not ticket.issued - SKEW <= at < ticket.expires:
        raise Untrusted(Reason.LAPSED, "it is not valid now")
    return ticket


def _parse(payload: object) -> Ticket:
    with Object.read(payload, "ticket") as own:
        return Ticket(
            id=own.ulid("id"),
            person=own.text("person"),
            role=own.text("role"),
            camera=own.text("camera"),
            terms=own.ulid("terms"),
            act=Act(own.word("act", list(Act))),
            purpose=own.text("purpose"),
            incident=own.text_or_null("incident"),
            issued=own.instant("issued"),
            expires=own.instant("expires"),
            second_person=own.text_or_null("second_person"),
            written_request=own.text_or_null("written_request"),
            footage=_footage(own.inner_or_null("footage")),
            redaction=own.text_or_null("redaction"),
            sound=own.boolean("sound"),
        )


def _footage(fields: Object | None) -> Period | None:
    if fields is None:
        return None
    with fields as own:
        return Period(own.instant("from"), own.instant("to"))
