"""What the answers contradict or lack, with its source. It never says what the outcome is.

Each rule is one small function over what is proposed and what is known (`on_need`,
`on_intrusion`, `on_terms`). A finding is for the people who weigh: they mend it, or argue for
it.
"""

from dataclasses import replace

from vaka.balancing.rules import on_intrusion, on_need, on_terms
from vaka.balancing.rules.findings import Code, Finding, Known, Rule, Severity
from vaka.balancing.rules.proposal import Proposal
from vaka.measures.rules.evidence import Caution

# What 8 § asks: where 8-10 §§ do not apply it is told, but nothing must be mended for it.
WEIGHING: tuple[Rule, ...] = (
    on_need.no_documented_problem,
    on_need.felt_insecurity_only,
    on_need.hours_wider_than_problem,
)
RULES: tuple[Rule, ...] = (
    *WEIGHING,
    on_need.no_other_measure_tried,
    on_need.few_measures_beside,
    on_need.effect_above_evidence,
    on_need.cautioned(Caution.VIOLENCE_OR_DISORDER_ALONE, Code.VIOLENCE_OR_DISORDER_ALONE),
    on_need.cautioned(Caution.SETTING_WITHOUT_EFFECT, Code.SETTING_WITHOUT_EFFECT),
    on_need.cautioned(Caution.PASSIVE_IN_CENTRE, Code.PASSIVE_IN_CENTRE),
    on_intrusion.level_above_purpose,
    on_intrusion.retention_unargued,
    on_intrusion.audio,
    on_intrusion.homes_unmasked,
    on_intrusion.workplace_in_view,
    on_intrusion.children_in_view,
    on_intrusion.sensitive_people,
    on_intrusion.guests_unmasked,
    on_intrusion.ground_outside,
    on_intrusion.movable,
    on_intrusion.analytics,
    on_intrusion.recordings_unguarded,
    on_terms.no_use,
    on_terms.kept_unrecorded,
    on_terms.recorded_unkept,
    on_terms.exemption_elsewhere,
    on_terms.exemption_without_crime,
    on_terms.temporary_too_long,
    on_terms.ground_not_public,
    on_terms.impact_unassessed,
    on_terms.presets_fixed,
    on_terms.registered_anyway,
    on_terms.ends_before_it_begins,
    on_terms.reviewed_too_late,
    on_terms.longer_than_granted,
)


def findings(proposal: Proposal, known: Known) -> list[Finding]:
    """Return everything that the rules find, by section."""
    found = [told for rule in RULES if (told := _told(rule, proposal, known))]
    return sorted(found, key=lambda each: each.section)


def _told(rule: Rule, proposal: Proposal, known: Known) -> Finding | None:
    """Return what a rule finds; under an exemption (KBL 11, 13 §§) the weighing is a note."""
    found = rule(proposal, known)
    if found and proposal.is_exempt and rule in WEIGHING:
        return replace(found, severity=Severity.NOTE)
    return found
