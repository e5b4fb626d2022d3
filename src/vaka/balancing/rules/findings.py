"""What the guidance says: a finding, how much it asks, where, and by which source."""

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
    CHILDREN_IN_VIEW = "children-in-view"
    SENSITIVE_PEOPLE = "sensitive-people"
    GUESTS_UNMASKED = "guests-unmasked"
    GROUND_OUTSIDE = "ground-outside"
    MOVABLE = "movable"
    ANALYTICS = "analytics"
    RECORDINGS_UNGUARDED = "recordings-unguarded"
    NO_USE = "no-use"
    KEPT_UNRECORDED = "kept-unrecorded"
    RECORDED_UNKEPT = "recorded-unkept"
    EXEMPTION_ELSEWHERE = "exemption-elsewhere"
    EXEMPTION_WITHOUT_CRIME = "exemption-without-crime"
    TEMPORARY_TOO_LONG = "temporary-too-long"
    GROUND_NOT_PUBLIC = "ground-not-public"
    IMPACT_UNASSESSED = "impact-unassessed"
    PRESETS_FIXED = "presets-fixed"
    REGISTERED_ANYWAY = "registered-anyway"
    ENDS_BEFORE_IT_BEGINS = "ends-before-it-begins"
    REVIEWED_TOO_LATE = "reviewed-too-late"
    LONGER_THAN_GRANTED = "longer-than-granted"


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
    measures, and `cautions` why it supports none for certain; `levels` pixels per metre by
    level (EN 62676-4). `site_kind` is the kind of place, `square_metres_outside` what of the
    watched area lies beyond its bounds. `employees_heard` says whether their representatives'
    opinion is attached.
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
    site_kind: str
    square_metres_outside: float
    employees_heard: bool


Rule = Callable[[Proposal, Known], Finding | None]
