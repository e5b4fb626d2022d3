"""What is found in the intrusion: who is seen, how closely, by what means, for how long."""

from vaka.balancing.rules.findings import Code, Finding, Known, Severity
from vaka.balancing.rules.proposal import Proposal


def level_above_purpose(proposal: Proposal, known: Known) -> Finding | None:
    """A camera that identifies where detection serves takes more than the purpose needs."""
    needed = known.levels.get(proposal.purpose_level)
    if needed is None or not proposal.pixels_per_metre > needed:
        return None
    return Finding(
        Code.LEVEL_ABOVE_PURPOSE,
        Severity.ARGUE,
        7,
        proposal.where["pixels_per_metre"],
        "KBL 7 § och 8 § (hur bevakningen utförs); EN 62676-4",
        {"needed": needed, "proposed": proposal.pixels_per_metre},
    )


def retention_unargued(proposal: Proposal, known: Known) -> Finding | None:
    """Material is as a rule kept for a couple of days; more is argued for."""
    longer = (proposal.retention_hours or 0) > known.retention_hours_unargued
    if not longer or proposal.retention_argument.strip():
        return None
    return Finding(
        Code.RETENTION_UNARGUED,
        Severity.MEND,
        7,
        proposal.where["retention_hours"],
        "GDPR art. 5.1 e; IMY rapport 2021:2",
        {"hours": proposal.retention_hours, "unargued": known.retention_hours_unargued},
    )


def audio(proposal: Proposal, known: Known) -> Finding | None:
    """Sound is a technique of its own: another intrusion, and special information."""
    if not proposal.audio:
        return None
    return Finding(
        Code.AUDIO, Severity.ARGUE, 7, proposal.where["audio"], "KBL 8, 10 och 15 §§"
    )


def homes_unmasked(proposal: Proposal, known: Known) -> Finding | None:
    """A private window in view is masked, as both precedents demanded."""
    if not proposal.homes_in_view or proposal.masks:
        return None
    return Finding(
        Code.HOMES_UNMASKED,
        Severity.MEND,
        7,
        proposal.where["homes_in_view"],
        "KBL 8 § (integritetsskyddande teknik); RÅ 2010 ref. 22",
    )


def workplace_in_view(proposal: Proposal, known: Known) -> Finding | None:
    """A decision to watch a workplace is negotiated first, and what was said attached."""
    if not proposal.workplace_in_view or known.employees_heard:
        return None
    return Finding(
        Code.WORKPLACE_IN_VIEW,
        Severity.MEND,
        11,
        proposal.where["workplace_in_view"],
        "KBL 21 §; MBL 11–14 §§",
    )


def children_in_view(proposal: Proposal, known: Known) -> Finding | None:
    """Children merit specific protection: why they are watched is said by itself."""
    if "children" not in proposal.present:
        return None
    return Finding(
        Code.CHILDREN_IN_VIEW,
        Severity.ARGUE,
        1,
        proposal.where["present"],
        "GDPR skäl 38; KBL 8 § (vilket område som bevakas)",
    )


def sensitive_people(proposal: Proposal, known: Known) -> Finding | None:
    """Who is seen at a clinic or a place of worship is seen to be ill, or to believe."""
    seen = sorted({"patients", "worshippers"} & proposal.present)
    if not seen:
        return None
    return Finding(
        Code.SENSITIVE_PEOPLE,
        Severity.ARGUE,
        1,
        proposal.where["present"],
        "GDPR art. 9; KBL 8 § (vilket område som bevakas)",
        {"present": seen},
    )


def guests_unmasked(proposal: Proposal, known: Known) -> Finding | None:
    """Who sits at a table is seen for long: both precedents had the tables masked."""
    if "guests" not in proposal.present or proposal.masks:
        return None
    return Finding(
        Code.GUESTS_UNMASKED,
        Severity.MEND,
        7,
        proposal.where["masks"],
        "RÅ 2010 ref. 22; HFD 6 februari 2023",
    )


def ground_outside(proposal: Proposal, known: Known) -> Finding | None:
    """Ground beyond the place, private ground too, is watched only for a reason of its own."""
    if known.square_metres_outside < 1:
        return None
    return Finding(
        Code.GROUND_OUTSIDE,
        Severity.ARGUE,
        1,
        proposal.where["watched_area"],
        "KBL 8 § (vilket område som bevakas)",
        {"square_metres": round(known.square_metres_outside)},
    )


def movable(proposal: Proposal, known: Known) -> Finding | None:
    """A camera that turns or zooms can follow somebody, and see what was not weighed."""
    if not proposal.movable:
        return None
    return Finding(
        Code.MOVABLE,
        Severity.ARGUE,
        9,
        proposal.where["movable"],
        "KBL 8 § (hur bevakningen utförs)",
    )


def analytics(proposal: Proposal, known: Known) -> Finding | None:
    """Analysis of the picture is a special technique, and stands in the register."""
    if not proposal.analytics:
        return None
    return Finding(
        Code.ANALYTICS,
        Severity.ARGUE,
        9,
        proposal.where["analytics"],
        "KBL 8 § (hur bevakningen utförs) och 10 § 4",
        {"analytics": sorted(proposal.analytics)},
    )


def recordings_unguarded(proposal: Proposal, known: Known) -> Finding | None:
    """To look back or take out asks for an incident, a request or a second person."""
    if not proposal.unguarded:
        return None
    return Finding(
        Code.RECORDINGS_UNGUARDED,
        Severity.ARGUE,
        13,
        proposal.where["access"],
        "GDPR art. 32; OSL 32 kap. 3 §",
        {"roles": sorted(proposal.unguarded)},
    )
