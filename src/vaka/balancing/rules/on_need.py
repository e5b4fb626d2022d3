"""What is found in the need: the problem, its hours, other measures, the expected effect."""

from vaka.balancing.rules.findings import Code, Finding, Known, Rule, Severity
from vaka.balancing.rules.proposal import Proposal
from vaka.measures.rules.evidence import Caution


def no_documented_problem(proposal: Proposal, known: Known) -> Finding | None:
    """Speculation is no interest: there must be a real, documented problem at the place."""
    if known.documented or (known.felt and not known.incidents):
        return None
    return Finding(
        Code.NO_DOCUMENTED_PROBLEM,
        Severity.MEND,
        2,
        proposal.where["problems"],
        "KBL 8 §; imy.se, kamerabevakning steg 3",
        {"incidents": known.incidents},
    )


def felt_insecurity_only(proposal: Proposal, known: Known) -> Finding | None:
    """Feelings beside the incidents are welcome; alone they carry no surveillance."""
    if known.incidents or not known.felt:
        return None
    return Finding(
        Code.FELT_INSECURITY_ONLY,
        Severity.MEND,
        2,
        proposal.where["problems"],
        "KBL 8 §; imy.se, kamerabevakning steg 3",
        {"felt": known.felt},
    )


def hours_wider_than_problem(proposal: Proposal, known: Known) -> Finding | None:
    """Hours without a documented problem were refused: daytime in Landskrona and Uppsala."""
    wider = proposal.hours - known.documented_hours
    if not wider:
        return None
    return Finding(
        Code.HOURS_WIDER_THAN_PROBLEM,
        Severity.ARGUE,
        7,
        proposal.where["hours"],
        "RÅ 2010 ref. 22; HFD 6 februari 2023; IMY rapport 2021:2",
        {"hours": sorted(wider), "count": len(wider), "proposed": len(proposal.hours)},
    )


def no_other_measure_tried(proposal: Proposal, known: Known) -> Finding | None:
    """Less intrusive measures come first: staff, lighting, vegetation, alarms, locks."""
    if known.measures:
        return None
    return Finding(
        Code.NO_OTHER_MEASURE_TRIED,
        Severity.MEND,
        5,
        proposal.where["measures"],
        "KBL 7 §; imy.se, kamerabevakning steg 3",
    )


def few_measures_beside(proposal: Proposal, known: Known) -> Finding | None:
    """No significant effect was found of a camera alone, or with one measure more."""
    if known.measures != 1:
        return None
    return Finding(
        Code.FEW_MEASURES_BESIDE,
        Severity.ARGUE,
        5,
        proposal.where["measures"],
        "Brå 2018, metaanalys av 76 studier",
        {"measures": known.measures},
    )


def effect_above_evidence(proposal: Proposal, known: Known) -> Finding | None:
    """What is hoped for beyond the evidence must be said to be hope."""
    if proposal.claimed_effect <= known.supported_effect:
        return None
    return Finding(
        Code.EFFECT_ABOVE_EVIDENCE,
        Severity.ARGUE,
        6,
        proposal.where["claimed_effect"],
        "Brå 2018, metaanalys av 76 studier",
        {"claimed": proposal.claimed_effect, "supported": known.supported_effect},
    )


def cautioned(caution: Caution, code: Code) -> Rule:
    """Return the rule that puts what the research cautions of beside the expected effect.

    It can be answered, and not taken away.
    """

    def rule(proposal: Proposal, known: Known) -> Finding | None:
        if caution not in known.cautions:
            return None
        where = proposal.where["claimed_effect"]
        return Finding(code, Severity.ARGUE, 6, where, "Brå 2018, metaanalys av 76 studier")

    return rule
