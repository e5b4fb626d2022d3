"""Each rule of the guidance: what it finds, what it lets pass, and its source."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaka.balancing.rules import guidance
from vaka.balancing.rules.guidance import Code, Finding, Known, Severity
from vaka.balancing.rules.proposal import Proposal
from vaka.measures.rules.evidence import Caution

WHERE = {
    name: f"question of {name}"
    for name in (
        "problems",
        "hours",
        "pixels_per_metre",
        "measures",
        "claimed_effect",
        "retention_hours",
        "audio",
        "homes_in_view",
        "workplace_in_view",
    )
}
EVENINGS = frozenset(day * 24 + hour for day in range(7) for hour in (20, 21, 22, 23))


def proposal(**told: object) -> Proposal:
    return Proposal(where=WHERE, **told)  # type: ignore[arg-type]  # values as the test names


def known(**told: object) -> Known:
    facts = {
        "documented": True,
        "incidents": 214,
        "felt": 9,
        "documented_hours": EVENINGS,
        "measures": 2,
        "supported_effect": 20.0,
        "cautions": frozenset(),
        "levels": {"detect": 25.0, "observe": 62.5, "identify": 250.0},
        "retention_hours_unargued": 72,
    } | told
    return Known(**facts)  # type: ignore[arg-type]  # as above


def found(rule: guidance.Rule, *, of: Proposal | None = None, at: Known | None = None):
    return rule(of or proposal(), at or known())


def code(finding: Finding | None) -> Code | None:
    return finding.code if finding else None


def test_a_modest_and_documented_proposal_meets_no_finding() -> None:
    modest = proposal(
        hours=EVENINGS,
        purpose_level="observe",
        pixels_per_metre=62.5,
        retention_hours=72,
        claimed_effect=13.0,
    )
    assert guidance.findings(modest, known()) == []


def test_speculation_is_no_interest() -> None:
    none = known(documented=False, incidents=0, felt=0)
    finding = found(guidance.no_documented_problem, at=none)
    assert code(finding) == Code.NO_DOCUMENTED_PROBLEM
    few = found(guidance.no_documented_problem, at=known(documented=False, incidents=3))
    assert few is not None
    assert few.facts == {"incidents": 3}
    assert found(guidance.no_documented_problem) is None
    assert found(guidance.felt_insecurity_only, at=none) is None


def test_felt_insecurity_alone_carries_nothing() -> None:
    only_felt = known(documented=False, incidents=0, felt=2)
    finding = found(guidance.felt_insecurity_only, at=only_felt)
    assert code(finding) == Code.FELT_INSECURITY_ONLY
    assert found(guidance.felt_insecurity_only) is None
    assert found(guidance.no_documented_problem, at=only_felt) is None


@given(hours=st.frozensets(st.integers(0, 167)))
def test_hours_beyond_the_documented_are_counted_one_by_one(hours: frozenset[int]) -> None:
    finding = found(guidance.hours_wider_than_problem, of=proposal(hours=hours))
    wider = {hour for hour in hours if hour % 24 < 20}
    if not wider:
        assert finding is None
    else:
        assert finding is not None
        assert finding.facts["hours"] == sorted(wider)
        assert finding.facts["count"] == len(wider)


@pytest.mark.parametrize(
    ("needed", "given_level", "expected"),
    [
        ("detect", 250.0, Code.LEVEL_ABOVE_PURPOSE),
        ("identify", 250.0, None),
        ("observe", 25.0, None),
        ("", 250.0, None),
    ],
)
def test_identification_is_questioned_where_detection_serves(
    needed: str, given_level: float, expected: Code | None
) -> None:
    told = proposal(purpose_level=needed, pixels_per_metre=given_level)
    assert code(found(guidance.level_above_purpose, of=told)) == expected


def test_other_measures_come_first_and_two_stand_beside() -> None:
    assert code(found(guidance.no_other_measure_tried, at=known(measures=0))) == (
        Code.NO_OTHER_MEASURE_TRIED
    )
    assert found(guidance.no_other_measure_tried) is None
    one = known(measures=1)
    assert code(found(guidance.few_measures_beside, at=one)) == Code.FEW_MEASURES_BESIDE
    assert found(guidance.few_measures_beside) is None
    assert found(guidance.few_measures_beside, at=known(measures=0)) is None


def test_no_more_is_promised_than_the_evidence_holds() -> None:
    more = proposal(claimed_effect=20.5)
    assert code(found(guidance.effect_above_evidence, of=more)) == Code.EFFECT_ABOVE_EVIDENCE
    assert found(guidance.effect_above_evidence, of=proposal(claimed_effect=20)) is None


def test_three_days_need_no_argument_and_a_fourth_does() -> None:
    longer = proposal(retention_hours=73)
    finding = found(guidance.retention_unargued, of=longer)
    assert code(finding) == Code.RETENTION_UNARGUED
    argued = proposal(retention_hours=96, retention_argument="Polisen hämtar på måndagar.")
    assert found(guidance.retention_unargued, of=argued) is None
    assert found(guidance.retention_unargued, of=proposal(retention_hours=72)) is None


def test_sound_is_always_asked_about() -> None:
    assert code(found(guidance.audio, of=proposal(audio=True))) == Code.AUDIO
    assert found(guidance.audio) is None


def test_a_private_window_is_masked() -> None:
    seen = proposal(homes_in_view=True)
    assert code(found(guidance.homes_unmasked, of=seen)) == Code.HOMES_UNMASKED
    assert found(guidance.homes_unmasked, of=proposal(homes_in_view=True, masks=True)) is None
    assert found(guidance.homes_unmasked) is None


def test_a_workplace_is_negotiated_first() -> None:
    seen = proposal(workplace_in_view=True)
    assert code(found(guidance.workplace_in_view, of=seen)) == Code.WORKPLACE_IN_VIEW
    done = proposal(workplace_in_view=True, negotiated=True)
    assert found(guidance.workplace_in_view, of=done) is None
    assert found(guidance.workplace_in_view) is None


def test_findings_come_by_section_each_with_question_source_and_no_outcome() -> None:
    worst = proposal(
        hours=frozenset(range(168)),
        purpose_level="detect",
        pixels_per_metre=250.0,
        retention_hours=500,
        audio=True,
        claimed_effect=90.0,
        homes_in_view=True,
        workplace_in_view=True,
    )
    none = known(
        documented=False,
        incidents=0,
        felt=0,
        measures=0,
        documented_hours=frozenset(),
        cautions=frozenset(Caution),
    )
    findings = guidance.findings(worst, none)
    assert [each.section for each in findings] == sorted(each.section for each in findings)
    assert len(findings) == len(guidance.RULES) - 2  # one of each pair excludes the other
    for each in findings:
        assert each.source
        assert each.question.startswith("question of ")
        assert each.severity in Severity
        assert not {"yes", "no", "yes-with-limits"} & {str(value) for value in each.facts}


@pytest.mark.parametrize(
    "caution",
    [
        Caution.VIOLENCE_OR_DISORDER_ALONE,
        Caution.SETTING_WITHOUT_EFFECT,
        Caution.PASSIVE_IN_CENTRE,
    ],
)
def test_what_the_research_cautions_of_stands_beside_the_expected_effect(
    caution: Caution,
) -> None:
    told = guidance.findings(proposal(), known(cautions=frozenset({caution})))
    (finding,) = [each for each in told if each.code == caution.value]
    assert (finding.severity, finding.section) == (Severity.ARGUE, 6)
    assert caution.value not in {each.code for each in guidance.findings(proposal(), known())}
