"""The files on one camera, one for each thing that was done, as the machine reads them.

People appear as ids, never by name; what a problem report tells in words stays at home.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model

from vaka.balancing import queries as balancing
from vaka.cases import queries as cases
from vaka.decisions import queries as decisions
from vaka.oversight.documents.sign import sign_pdf
from vaka.oversight.queries import Dossier
from vaka.oversight.rules.account import RegisterEntry

if TYPE_CHECKING:
    from vaka.balancing.models import Balancing
    from vaka.cases.models import Case, DemandResolution, Position
    from vaka.decisions.models import Decision
    from vaka.evaluation.models import Evaluation

PROBLEM = (
    "site_id source external_id occurred_from occurred_to category flag count "
    "longitude latitude within_m example"
)
MEASURE = (
    "id site_id kind title starts_on ends_on cost_investment_ore cost_yearly_ore responsible "
    "result example"
)
CASE = "id board_id reference title state opened_at"
REFERRAL = "consulted due sent_at"
OPINION = "stance text resolved_on item given_at"
OPINION_OF_EMPLOYEES = "id organisation form held_on text attached_at"
IMPACT_ADVICE = "id submission risk text at"
STATEMENT = "number dated department signed_at content_sha256"
RESOLUTION = "id board_id meeting item outcome text"
DECISION = (
    "id camera board_id case_id resolution_id balancing_id starts_on ends_on review_by made_at"
)
ISSUED = "id number issued_at starts_at ends_at"
REVOCATION = "reason revoked_at"
EXEMPTION = (
    "id authority case_number decided_on exempts conditions starts_on ends_on entered_at "
    "ended_at end_reason"
)
INSTALLATION = (
    "id site_id longitude latitude height_m direction_deg angle_deg nearest_m watched_area "
    "view view_confirmed_at starts_at ends_at"
)
SIGN = "id installation_id up_at where tells_of photo_sha256 entered_at flaw flawed_at"
RECORDING = "id starts_at ends_at bytes sha256 disposed_at"
HOLD = (
    "id starts_at ends_at until incident written_request placed_by_id placed_at lifted_by_id "
    "lifted_at"
)
VIEW = (
    "id person_id role terms act purpose incident issued_at expires_at opened_at ended_at "
    "end_reason"
)
EVALUATION = (
    "id site_id outcome detection_driven measure_starts review_on plan plan_hash planned_at "
    "broken broken_at example"
)
COUNT = "place arm month count"
FOLLOW_UP = "at review ruling returned facts"


def files(told: Dossier) -> Iterator[tuple[str, bytes]]:
    """Yield the name and the content of each file on the camera."""
    yield "register.json", as_json([_entry(each) for each in told.entries])
    yield "problems.csv", _table(told.problems, PROBLEM)
    yield "measures.json", as_json(_listed(told.measures, MEASURE))
    for weighed in told.balancings:
        if weighed.content_sha256:
            # To the byte what the hash on the record covers.
            yield (
                f"assessments/{weighed.version}.json",
                balancing.content(weighed).canonical(),
            )
            yield f"heard/{weighed.version}.json", as_json(_heard(weighed))
    for case in told.cases:
        yield f"cases/{case.id}.json", as_json(_case(case))
    for decision in told.decisions:
        yield f"decisions/{decision.id}.json", as_json(_decision(decision))
        for issued in decisions.issued(decision):
            yield f"terms/{issued.id}.terms", f"{issued.text}\n".encode()
    yield "installations.json", as_json(_listed(told.installations, INSTALLATION))
    yield "signs.json", as_json(_listed(told.signs, SIGN))
    yield from (
        (f"signs/{each.id}.jpg", bytes(each.photo)) for each in told.signs if each.photo
    )
    yield "recordings.json", as_json(_listed((*told.kept, *told.disposed), RECORDING))
    yield "holds.json", as_json(_listed(told.holds, HOLD))
    yield "views.json", as_json(_listed(told.views, VIEW))
    yield "evaluations.json", as_json([_evaluation(each) for each in told.evaluations])
    if told.public:
        yield "sign.pdf", sign_pdf(told.public)


def as_json(value: object) -> bytes:
    """Return a value as JSON that a person can read too."""
    text = json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
    return f"{text}\n".encode()


def _entry(entry: RegisterEntry) -> dict[str, object]:
    return {**asdict(entry), "kept_until": entry.kept_until}


def _case(case: "Case") -> dict[str, object]:
    referrals = [
        {
            **_fields(referral, REFERRAL),
            "opinion": {
                **_fields(referral.opinion, OPINION),
                "positions": _by_demand(referral.opinion.positions.all(), "stance"),
            }
            if hasattr(referral, "opinion")
            else None,
        }
        for referral in cases.referrals(case)
    ]
    resolutions = [
        {**_fields(row, RESOLUTION), "demands": _by_demand(row.rulings.all(), "outcome")}
        for row in cases.resolutions(case)
    ]
    return {
        **_fields(case, CASE),
        "demands": {str(n): each.text for n, each in cases.demands(case).items()},
        "referrals": referrals,
        "statements": _listed(cases.statements(case), STATEMENT),
        "resolutions": resolutions,
    }


def _heard(weighed: "Balancing") -> dict[str, object]:
    """Return what the employees and the data protection officer said on a final text."""
    advice = balancing.impact_advice(weighed)
    return {
        "employees": _listed(balancing.employees_opinions(weighed), OPINION_OF_EMPLOYEES),
        "impact": _fields(advice, IMPACT_ADVICE) if advice else None,
    }


def _by_demand(rows: "Iterable[Position | DemandResolution]", name: str) -> dict[str, str]:
    """Return what was said of each demand, by its number."""
    return {str(row.demand.number): getattr(row, name) for row in rows}


def _decision(decision: "Decision") -> dict[str, object]:
    issued = [
        {
            **_fields(terms, ISSUED),
            "revocation": _fields(terms.revocation, REVOCATION)
            if hasattr(terms, "revocation")
            else None,
        }
        for terms in decisions.issued(decision)
    ]
    exemptions = _listed(decisions.exemptions(decision), EXEMPTION)
    return {**_fields(decision, DECISION), "terms": issued, "exemptions": exemptions}


def _evaluation(row: "Evaluation") -> dict[str, object]:
    follow_ups = _listed(row.follow_ups.order_by("at"), FOLLOW_UP)
    counts = _listed(row.counts.order_by("place", "month"), COUNT)
    return {**_fields(row, EVALUATION), "counts": counts, "follow_ups": follow_ups}


def _fields(row: Model, names: str) -> dict[str, object]:
    return {name: getattr(row, name) for name in names.split()}


def _listed(rows: Iterable[Model], names: str) -> list[dict[str, object]]:
    return [_fields(row, names) for row in rows]


def _table(rows: Iterable[Model], names: str) -> bytes:
    """Return rows as CSV with a heading; instants are ISO 8601."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(names.split())
    for row in rows:
        cells = _fields(row, names).values()
        table.writerow(c.isoformat() if hasattr(c, "isoformat") else c for c in cells)
    return out.getvalue().encode()
