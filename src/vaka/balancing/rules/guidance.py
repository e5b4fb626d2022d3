"""What the answers contradict or lack, with its source. It never says what the outcome is.

Each rule is one small function over what is proposed and what is known. A finding is for the
people who weigh: they mend it, or argue for it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from vaka.balancing.rules.proposal import Proposal
from vaka.measures.rules.evidence import Caution


class Severity(StrEnum):
    """How much a finding asks of whoever weighs."""

    NOTE = "note"
    ARGUE = "argue"
    MEND = "mend"


class Code(StrEnum):
    """What was found; pages put it into words."""

    NO_DOCUMENTED_PROBLEM = "no-documented-problem"
    FELT_INSECURITY_ONLY = "felt-insecurity-only"
    HOURS_WIDER_THAN_PROBLEM = "hours-wider-than-problem"
    LEVEL_ABOVE_PURPOSE = "level-above-purpose"
    NO_OTHER_MEASURE_TRIED = "no-other-measure-tried"
    FEW_MEASURES_BESIDE = "few-measures-beside"
    EFFECT_ABOVE_EVIDENCE = "effect-above-evidence"
    VIOLENCE_OR_DISORDER_ALONE = "violence-or-disorder-alone"
    SETTING_WITHOUT_EFFECT = "setting-without-effect"
    PASSIVE_IN_CENTRE = "passive-in-centre"
    RETENTION_UNARGUED = "retention-unargued"
    AUDIO = "audio"
    HOMES_UNMASKED = "homes-unmasked"
    WORKPLACE_IN_VIEW = "workplace-in-view"


@dataclass(frozen=True)
class Finding:
    """One thing to mend or to argue for, at its section and question."""

    code: Code
    severity: Severity
    section: int
    question: str
    source: str
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Known:
    """What the other stages and the law know about the place.

    `documented` says whether every criterion of a documented problem is met, `incidents` how
    many count and `felt` how many reports tell of a feeling. `documented_hours` are the hours
    of the week (0 is Monday 00–01) in which the problem is documented; `supported_effect` the
    largest reduction in percent that the evidence supports for this setting and number of
    measures, and `cautions` why it supports none for certain; `levels` pixels per
    metre by level (EN 62676-4).
    """

    documented: bool
    incidents: int
    felt: int
    documented_hours: frozenset[int]
    measures: int
    supported_effect: float
    cautions: frozenset[Caution]
    levels: Mapping[str, float]
    retention_hours_unargued: int


Rule = Callable[[Proposal, Known], Finding | None]


def findings(proposal: Proposal, known: Known) -> list[Finding]:
    """Return everything that the rules find, by section."""
    found = [rule(proposal, known) for rule in RULES]
    return sorted((each for each in found if each is not None), key=lambda each: each.section)


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


def retention_unargued(proposal: Proposal, known: Known) -> Finding | None:
    """Material is as a rule kept for a couple of days; more is argued for."""
    longer = proposal.retention_hours > known.retention_hours_unargued
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
    """A decision to watch a workplace is negotiated before it is made."""
    if not proposal.workplace_in_view or proposal.negotiated:
        return None
    return Finding(
        Code.WORKPLACE_IN_VIEW,
        Severity.MEND,
        11,
        proposal.where["workplace_in_view"],
        "KBL 21 §; MBL 11–14 §§",
    )


RULES: tuple[Rule, ...] = (
    no_documented_problem,
    felt_insecurity_only,
    hours_wider_than_problem,
    level_above_purpose,
    no_other_measure_tried,
    few_measures_beside,
    effect_above_evidence,
    cautioned(Caution.VIOLENCE_OR_DISORDER_ALONE, Code.VIOLENCE_OR_DISORDER_ALONE),
    cautioned(Caution.SETTING_WITHOUT_EFFECT, Code.SETTING_WITHOUT_EFFECT),
    cautioned(Caution.PASSIVE_IN_CENTRE, Code.PASSIVE_IN_CENTRE),
    retention_unargued,
    audio,
    homes_unmasked,
    workplace_in_view,
)
