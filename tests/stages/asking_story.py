"""Somebody asks for pictures, as the tests that need a written request tell it."""

from datetime import date, datetime, timedelta

from django.db import transaction

from vaka.core.ids import new_id
from vaka.core.period import Period
from vaka.municipality.rules import Actor
from vaka.operation import actions as operation
from vaka.operation.rules import Purpose
from vaka.oversight import actions
from vaka.oversight.actions.disclosing import Asked
from vaka.oversight.actions.own_pictures import OwnAsked
from vaka.oversight.models import AccessRequest, Disclosure
from vaka.oversight.rules.disclosure import Asker, Need, Outcome, ThirdPersons
from vaka.oversight.rules.own_pictures import Identified
from vaka.record import actions as recording
from vaka.record.rules import Kind
from vaka.terms.document import Act

HOUR = timedelta(hours=1)


def by_the_police(camera: str, span: Period, *, by: Actor, at: datetime) -> Disclosure:
    """Have the police ask for a robbery: the secrecy does not stop it."""
    asked = Asked(
        camera=camera,
        span=span,
        received_on=at.date(),
        asker=Asker.POLICE,
        name="Polisområde Malmö",
        reference="5000-K123-26",
        need=Need.CRIME_COMMITTED,
        imprisonment=True,
        what="Rån vid fontänen",
    )
    return actions.ask_for_disclosure(asked, by=by, at=at)


def by_anybody(camera: str, span: Period, *, by: Actor, at: datetime) -> Disclosure:
    """Have somebody who gives no name ask: it is reviewed in full."""
    asked = Asked(
        camera=camera,
        span=span,
        received_on=at.date(),
        asker=Asker.OTHER,
        name="",
        reference="",
        need=Need.OTHER,
        imprisonment=False,
        what="",
    )
    return actions.ask_for_disclosure(asked, by=by, at=at)


def granted(row: Disclosure, *, by: Actor, at: datetime) -> str:
    """Grant all of a request; return its id, which opens the recordings."""
    actions.review_secrecy(
        disclosure=row.id,
        outcome=Outcome.GRANTED,
        given=None,
        third_persons=ThirdPersons.SEEN,
        reasons="",
        by=by,
        at=at,
    )
    return row.id


def of_oneself(
    camera: str, span: Period, *, by: Actor, at: datetime, received_on: date | None = None
) -> AccessRequest:
    """Have somebody ask for pictures of themselves."""
    asked = OwnAsked(
        camera=camera,
        span=span,
        received_on=received_on or at.date(),
        contact="070-000 00 00",
        looks="Röd jacka, barnvagn",
    )
    return actions.ask_for_own_pictures(asked, by=by, at=at)


def identified(row: AccessRequest, *, by: Actor, at: datetime) -> str:
    """Make sure who asks; return the request's id, which opens the recordings."""
    actions.identify(request=row.id, how=Identified.DOCUMENT_SEEN, by=by, at=at)
    return row.id


def opened(camera: str, span: Period, *, at: datetime, third_persons: str = "seen") -> str:
    """Put on the record, as a review does, that a request opens a stretch; return its id."""
    key = new_id(at=at)
    facts = {
        "camera": camera,
        "from": span.start.isoformat(),
        "to": span.end.isoformat(),
        "third_persons": third_persons,
    }
    with transaction.atomic():
        recording.append(
            Kind.DISCLOSURE_REVIEWED, actor="nämnden", subject=key, at=at, facts=facts
        )
    return key


def exported(camera: str, row: Disclosure, *, by: Actor, at: datetime) -> str:
    """Have a copy asked for on a granted request; return the id of that."""
    made = operation.ask_for_footage(
        camera=camera,
        act=Act.EXPORT,
        span=row.span,
        purpose=Purpose.DISCLOSURE,
        incident="",
        written_request=row.id,
        reason="Till den som begär",
        by=by,
        at=at,
    )
    return made.id


def copied(camera: str, footage: str, *, by: Actor, at: datetime) -> str:
    """Put on the record, as the door does, that a copy was taken; return its id."""
    key = new_id(at=at)
    facts = {"copy": key, "request": footage, "sha256": "c" * 64}
    recording.append(Kind.COPY_TAKEN, actor=by.id, subject=camera, at=at, facts=facts)
    return key
