"""What is found in the ground and the terms: exemptions, dates, and what contradicts itself."""

from vaka.balancing.rules.findings import Code, Finding, Known, Severity
from vaka.balancing.rules.impact import Need
from vaka.balancing.rules.proposal import Proposal
from vaka.law.se.deadlines import TEMPORARY
from vaka.law.se.impact import LARGE_SCALE_ARTICLE, LIST
from vaka.law.se.surveillance import GRANTED_YEARS

PARKING_GARAGE, PUBLIC_TRANSPORT, RESCUE_LEADER = "11-7", "11-5", "13"
# A bicycle garage is no parkeringshus; nobody has tried it in court.
PLACES = {PARKING_GARAGE: "car-park", PUBLIC_TRANSPORT: "transport"}
MUNICIPAL_GROUND = "2023:196"


def no_use(proposal: Proposal, known: Known) -> Finding | None:
    """A camera that neither shows nor records serves no purpose."""
    if proposal.live is not False or proposal.record is not False:
        return None
    return Finding(
        Code.NO_USE, Severity.MEND, 9, proposal.where["live"], "KBL 7 §; GDPR art. 5.1 b"
    )


def kept_unrecorded(proposal: Proposal, known: Known) -> Finding | None:
    """What is not recorded is not kept."""
    if proposal.record is not False or not proposal.retention_hours:
        return None
    return Finding(
        Code.KEPT_UNRECORDED,
        Severity.MEND,
        9,
        proposal.where["retention_hours"],
        "GDPR art. 5.1 e",
        {"hours": proposal.retention_hours},
    )


def recorded_unkept(proposal: Proposal, known: Known) -> Finding | None:
    """What is recorded and not kept at all was an intrusion for nothing."""
    if not proposal.record or proposal.retention_hours != 0:
        return None
    return Finding(
        Code.RECORDED_UNKEPT,
        Severity.MEND,
        9,
        proposal.where["retention_hours"],
        "KBL 7 §; GDPR art. 5.1 c",
    )


def exemption_elsewhere(proposal: Proposal, known: Known) -> Finding | None:
    """An exemption of 11 § holds at the kind of place that it names, and nowhere else."""
    place = PLACES.get(proposal.exemption)
    if place is None or known.site_kind == place:
        return None
    return Finding(
        Code.EXEMPTION_ELSEWHERE,
        Severity.MEND,
        1,
        proposal.where["exemption"],
        "KBL 11 § 5 och 7",
        {"exemption": proposal.exemption, "kind": known.site_kind},
    )


def exemption_without_crime(proposal: Proposal, known: Known) -> Finding | None:
    """In a parking garage only surveillance against crime is exempt (11 § 7)."""
    other = sorted(code for code in proposal.purposes if not code.startswith("8-1"))
    if proposal.exemption != PARKING_GARAGE or not other:
        return None
    return Finding(
        Code.EXEMPTION_WITHOUT_CRIME,
        Severity.MEND,
        3,
        proposal.where["purposes"],
        "KBL 11 § 7",
        {"purposes": other},
    )


def temporary_too_long(proposal: Proposal, known: Known) -> Finding | None:
    """A rescue leader watches for a month at most; longer is weighed like all else."""
    first, last = proposal.valid_from, proposal.valid_until
    if proposal.exemption != RESCUE_LEADER or not first or not last:
        return None
    if last < TEMPORARY.day_after(first):
        return None
    return Finding(
        Code.TEMPORARY_TOO_LONG,
        Severity.MEND,
        9,
        proposal.where["valid_until"],
        TEMPORARY.source,
        {"latest": str(TEMPORARY.day_after(first))},
    )


def ground_not_public(proposal: Proposal, known: Known) -> Finding | None:
    """The express ground of municipalities is for places to which the public has access."""
    if proposal.public is not False or MUNICIPAL_GROUND not in proposal.legal_basis:
        return None
    return Finding(
        Code.GROUND_NOT_PUBLIC,
        Severity.MEND,
        4,
        proposal.where["legal_basis"],
        "Lag (2023:196) 14 §",
    )


def impact_unassessed(proposal: Proposal, known: Known) -> Finding | None:
    """A high risk by the authority's list has its impact assessed, or it is argued why not."""
    if proposal.impact_assessed is not False or proposal.impact == Need.NO_SIGN:
        return None
    required = proposal.impact == Need.REQUIRED
    return Finding(
        Code.IMPACT_UNASSESSED,
        Severity.MEND if required else Severity.ARGUE,
        10,
        proposal.where["dpia_needed"],
        LARGE_SCALE_ARTICLE if required else LIST,
        {"criteria": sorted(proposal.criteria)},
    )


def presets_fixed(proposal: Proposal, known: Known) -> Finding | None:
    """A fixed camera has no presets, and terms that give it some cannot be signed."""
    if proposal.movable or not proposal.presets:
        return None
    return Finding(Code.PRESETS_FIXED, Severity.MEND, 9, proposal.where["presets"], "KBL 8 §")


def registered_anyway(proposal: Proposal, known: Known) -> Finding | None:
    """Only what is exempt can be left out of the register (11 and 13 §§)."""
    if proposal.is_exempt or proposal.in_register is not False:
        return None
    return Finding(
        Code.REGISTERED_ANYWAY,
        Severity.MEND,
        12,
        proposal.where["in_register"],
        "KBL 10, 11 och 13 §§",
    )


def ends_before_it_begins(proposal: Proposal, known: Known) -> Finding | None:
    """The last day is not before the first."""
    first, last = proposal.valid_from, proposal.valid_until
    if not first or not last or last >= first:
        return None
    return Finding(
        Code.ENDS_BEFORE_IT_BEGINS,
        Severity.MEND,
        9,
        proposal.where["valid_until"],
        "KBL 9 §",
    )


def reviewed_too_late(proposal: Proposal, known: Known) -> Finding | None:
    """What is reviewed after the end is reviewed when nothing can be weighed anew in time."""
    last, review = proposal.valid_until, proposal.review_by
    if not last or not review or review <= last:
        return None
    return Finding(
        Code.REVIEWED_TOO_LATE,
        Severity.MEND,
        15,
        proposal.where["review_by"],
        "KBL 9 §",
        {"last": str(last)},
    )


def longer_than_granted(proposal: Proposal, known: Known) -> Finding | None:
    """Courts have granted some years at a time; more is argued for, since places change."""
    first, last = proposal.valid_from, proposal.valid_until
    if not first or not last or (last - first).days <= GRANTED_YEARS * 366:
        return None
    return Finding(
        Code.LONGER_THAN_GRANTED,
        Severity.ARGUE,
        9,
        proposal.where["valid_until"],
        "RÅ 2010 ref. 22; KBL 9 §",
        {"years": GRANTED_YEARS},
    )
