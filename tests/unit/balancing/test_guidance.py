"""Each rule of the guidance: what it finds, what it lets pass, and its source."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaka.balancing.rules import guidance, on_intrusion, on_need, on_terms
from vaka.balancing.rules.findings import Code, Finding, Known, Rule, Severity
from vaka.balancing.rules.impact import Need
from vaka.balancing.rules.proposal import Proposal
from vaka.balancing.rules.questions import WHERE as QUESTIONS
from vaka.measures.rules.evidence import Caution

WHERE = {name: f"question of {name}" for name in QUESTIONS}
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
        "site_kind": "square",
        "square_metres_outside": 0.0,
        "employees_heard": False,
    } | told
    return Known(**facts)  # type: ignore[arg-type]  # as above


def found(rule: Rule, *, of: Proposal | None = None, at: Known | None = None):
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
    finding = found(on_need.no_documented_problem, at=none)
    assert code(finding) == Code.NO_DOCUMENTED_PROBLEM
    few = found(on_need.no_documented_problem, at=known(documented=False, incidents=3))
    assert few is not None
    assert few.facts == {"incidents": 3}
    assert found(on_need.no_documented_problem) is None
    assert found(on_need.felt_insecurity_only, at=none) is None


def test_felt_insecurity_alone_carries_nothing() -> None:
    only_felt = known(documented=False, incidents=0, felt=2)
    finding = found(on_need.felt_insecurity_only, at=only_felt)
    assert code(finding) == Code.FELT_INSECURITY_ONLY
    assert found(on_need.felt_insecurity_only) is None
    assert found(on_need.no_documented_problem, at=only_felt) is None


@given(hours=st.frozensets(st.integers(0, 167)))
def test_hours_beyond_the_documented_are_counted_one_by_one(hours: frozenset[int]) -> None:
    finding = found(on_need.hours_wider_than_problem, of=proposal(hours=hours))
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
    assert code(found(on_intrusion.level_above_purpose, of=told)) == expected


def test_other_measures_come_first_and_two_stand_beside() -> None:
    assert code(found(on_need.no_other_measure_tried, at=known(measures=0))) == (
        Code.NO_OTHER_MEASURE_TRIED
    )
    assert found(on_need.no_other_measure_tried) is None
    one = known(measures=1)
    assert code(found(on_need.few_measures_beside, at=one)) == Code.FEW_MEASURES_BESIDE
    assert found(on_need.few_measures_beside) is None
    assert found(on_need.few_measures_beside, at=known(measures=0)) is None


def test_no_more_is_promised_than_the_evidence_holds() -> None:
    more = proposal(claimed_effect=20.5)
    assert code(found(on_need.effect_above_evidence, of=more)) == Code.EFFECT_ABOVE_EVIDENCE
    assert found(on_need.effect_above_evidence, of=proposal(claimed_effect=20)) is None


def test_three_days_need_no_argument_and_a_fourth_does() -> None:
    longer = proposal(retention_hours=73)
    finding = found(on_intrusion.retention_unargued, of=longer)
    assert code(finding) == Code.RETENTION_UNARGUED
    argued = proposal(retention_hours=96, retention_argument="Polisen hämtar på måndagar.")
    assert found(on_intrusion.retention_unargued, of=argued) is None
    assert found(on_intrusion.retention_unargued, of=proposal(retention_hours=72)) is None


def test_sound_is_always_asked_about() -> None:
    assert code(found(on_intrusion.audio, of=proposal(audio=True))) == Code.AUDIO
    assert found(on_intrusion.audio) is None


def test_hard_case_01_a_private_window_is_masked() -> None:
    seen = proposal(homes_in_view=True)
    assert code(found(on_intrusion.homes_unmasked, of=seen)) == Code.HOMES_UNMASKED
    assert (
        found(on_intrusion.homes_unmasked, of=proposal(homes_in_view=True, masks=True)) is None
    )
    assert found(on_intrusion.homes_unmasked) is None


def test_a_workplace_is_negotiated_first() -> None:
    seen = proposal(workplace_in_view=True)
    assert code(found(on_intrusion.workplace_in_view, of=seen)) == Code.WORKPLACE_IN_VIEW
    attached = known(employees_heard=True)
    assert found(on_intrusion.workplace_in_view, of=seen, at=attached) is None
    assert found(on_intrusion.workplace_in_view) is None


def test_children_are_argued_for_by_themselves() -> None:
    there = proposal(present=frozenset({"children", "passers-by"}))
    assert code(found(on_intrusion.children_in_view, of=there)) == Code.CHILDREN_IN_VIEW
    assert found(on_intrusion.children_in_view) is None


def test_the_sick_and_the_believing_are_told_from_passers_by() -> None:
    there = proposal(present=frozenset({"patients", "worshippers", "guests"}))
    finding = found(on_intrusion.sensitive_people, of=there)
    assert finding is not None
    assert finding.facts == {"present": ["patients", "worshippers"]}
    assert found(on_intrusion.sensitive_people) is None


def test_tables_outdoors_are_masked() -> None:
    seated = proposal(present=frozenset({"guests"}))
    assert code(found(on_intrusion.guests_unmasked, of=seated)) == Code.GUESTS_UNMASKED
    masked = proposal(present=frozenset({"guests"}), masks=True)
    assert found(on_intrusion.guests_unmasked, of=masked) is None
    assert found(on_intrusion.guests_unmasked) is None


def test_hard_case_03_ground_beyond_the_place_is_argued_for_by_the_square_metre() -> None:
    finding = found(on_intrusion.ground_outside, at=known(square_metres_outside=41.6))
    assert finding is not None
    assert finding.facts == {"square_metres": 42}
    # A drawn line is not exact to the metre.
    assert found(on_intrusion.ground_outside, at=known(square_metres_outside=0.9)) is None


def test_a_camera_that_turns_or_counts_is_argued_for() -> None:
    assert code(found(on_intrusion.movable, of=proposal(movable=True))) == Code.MOVABLE
    assert found(on_intrusion.movable) is None
    counting = proposal(analytics=frozenset({"people-count"}))
    assert code(found(on_intrusion.analytics, of=counting)) == Code.ANALYTICS
    assert found(on_intrusion.analytics) is None


def test_nobody_looks_back_without_an_incident_a_request_or_a_second_person() -> None:
    open_to = proposal(unguarded=frozenset({"operator"}))
    finding = found(on_intrusion.recordings_unguarded, of=open_to)
    assert finding is not None
    assert finding.facts == {"roles": ["operator"]}
    assert found(on_intrusion.recordings_unguarded) is None


@pytest.mark.parametrize(
    ("rule", "told", "expected"),
    [
        (on_terms.no_use, {"live": False, "record": False}, Code.NO_USE),
        (on_terms.no_use, {"live": False}, None),
        (on_terms.no_use, {"live": True, "record": False}, None),
        (on_terms.kept_unrecorded, {"record": False, "retention_hours": 48}, "kept-unrecorded"),
        (on_terms.kept_unrecorded, {"record": False, "retention_hours": 0}, None),
        (on_terms.kept_unrecorded, {"retention_hours": 48}, None),
        (on_terms.recorded_unkept, {"record": True, "retention_hours": 0}, "recorded-unkept"),
        (on_terms.recorded_unkept, {"record": True}, None),
        (on_terms.recorded_unkept, {"record": False, "retention_hours": 0}, None),
    ],
)
def test_uses_that_contradict_each_other_are_mended(rule, told, expected) -> None:
    assert code(found(rule, of=proposal(**told))) == expected


@pytest.mark.parametrize(
    ("exemption", "kind", "expected"),
    [
        ("11-7", "car-park", None),
        ("11-7", "bicycle-garage", Code.EXEMPTION_ELSEWHERE),
        ("11-7", "square", Code.EXEMPTION_ELSEWHERE),
        ("11-5", "transport", None),
        ("11-5", "street", Code.EXEMPTION_ELSEWHERE),
        ("13", "square", None),
        ("none", "square", None),
    ],
)
def test_an_exemption_holds_at_the_place_that_it_names(exemption, kind, expected) -> None:
    told = proposal(exemption=exemption)
    assert code(found(on_terms.exemption_elsewhere, of=told, at=known(site_kind=kind))) == (
        expected
    )


def test_a_parking_garage_is_exempt_against_crime_alone() -> None:
    both = proposal(exemption="11-7", purposes=frozenset({"8-1a", "8-4"}))
    finding = found(on_terms.exemption_without_crime, of=both)
    assert finding is not None
    assert finding.facts == {"purposes": ["8-4"]}
    crime = proposal(exemption="11-7", purposes=frozenset({"8-1a", "8-1b"}))
    assert found(on_terms.exemption_without_crime, of=crime) is None
    weighed = proposal(purposes=frozenset({"8-4"}))
    assert found(on_terms.exemption_without_crime, of=weighed) is None


FIRST = date(2026, 1, 31)


@pytest.mark.parametrize(
    ("last", "expected"),
    [(date(2026, 2, 27), None), (date(2026, 2, 28), Code.TEMPORARY_TOO_LONG)],
)
def test_a_rescue_leader_s_month_is_a_month(last: date, expected: Code | None) -> None:
    told = proposal(exemption="13", valid_from=FIRST, valid_until=last)
    assert code(found(on_terms.temporary_too_long, of=told)) == expected
    assert found(on_terms.temporary_too_long, of=proposal(exemption="13")) is None
    weighed = proposal(valid_from=FIRST, valid_until=last)
    assert found(on_terms.temporary_too_long, of=weighed) is None


def test_the_municipal_ground_is_for_places_open_to_the_public() -> None:
    ground = "GDPR art. 6.1 e; lag (2023:196) 14 §"
    shut = proposal(public=False, legal_basis=ground)
    assert code(found(on_terms.ground_not_public, of=shut)) == Code.GROUND_NOT_PUBLIC
    for other in (
        proposal(public=True, legal_basis=ground),
        proposal(legal_basis=ground),
        proposal(public=False, legal_basis="GDPR art. 6.1 e"),
    ):
        assert found(on_terms.ground_not_public, of=other) is None


def test_a_fixed_camera_has_no_presets() -> None:
    finding = found(on_terms.presets_fixed, of=proposal(presets=True))
    assert code(finding) == Code.PRESETS_FIXED
    for other in (proposal(presets=True, movable=True), proposal()):
        assert found(on_terms.presets_fixed, of=other) is None


def test_only_what_is_exempt_is_left_out_of_the_register() -> None:
    weighed = proposal(in_register=False)
    assert code(found(on_terms.registered_anyway, of=weighed)) == Code.REGISTERED_ANYWAY
    assert weighed.is_registered
    chosen = proposal(in_register=False, exemption="11-7")
    assert found(on_terms.registered_anyway, of=chosen) is None
    assert not chosen.is_registered
    assert proposal(exemption="11-7").is_registered


def test_a_public_place_without_impact_assessment_is_argued_for() -> None:
    criteria = frozenset({"systematic"})
    public = proposal(impact=Need.TO_ARGUE, criteria=criteria, impact_assessed=False)
    finding = found(on_terms.impact_unassessed, of=public)
    assert finding is not None
    assert (finding.code, finding.severity) == (Code.IMPACT_UNASSESSED, Severity.ARGUE)
    assert finding.facts == {"criteria": ["systematic"]}
    for other in (
        proposal(impact=Need.LIKELY, impact_assessed=True),
        proposal(impact=Need.LIKELY),
        proposal(impact=Need.NO_SIGN, impact_assessed=False),
    ):
        assert found(on_terms.impact_unassessed, of=other) is None


def test_a_public_place_on_a_large_scale_without_impact_assessment_is_mended() -> None:
    large = proposal(impact=Need.REQUIRED, impact_assessed=False)
    finding = found(on_terms.impact_unassessed, of=large)
    assert finding is not None
    assert (finding.severity, finding.source) == (Severity.MEND, "GDPR art. 35.3 c")


@given(days=st.integers(-30, 4 * 366))
def test_dates_follow_each_other_and_years_are_argued_for(days: int) -> None:
    last = FIRST + timedelta(days)
    told = proposal(valid_from=FIRST, valid_until=last, review_by=last)
    backwards = found(on_terms.ends_before_it_begins, of=told)
    assert (backwards is not None) == (days < 0)
    long = found(on_terms.longer_than_granted, of=told)
    assert (long is not None) == (days > 3 * 366)
    assert found(on_terms.reviewed_too_late, of=told) is None
    late = proposal(valid_until=last, review_by=last + timedelta(1))
    assert code(found(on_terms.reviewed_too_late, of=late)) == Code.REVIEWED_TOO_LATE


def test_dates_that_nobody_has_given_contradict_nothing() -> None:
    for rule in (
        on_terms.ends_before_it_begins,
        on_terms.longer_than_granted,
        on_terms.reviewed_too_late,
    ):
        assert found(rule) is None


def test_under_an_exemption_the_weighing_is_told_and_asks_for_nothing() -> None:
    nothing = known(documented=False, incidents=0, felt=0, documented_hours=frozenset())
    told = {"hours": EVENINGS, "movable": True}
    weighed = guidance.findings(proposal(**told), nothing)
    exempt = guidance.findings(proposal(exemption="13", **told), nothing)
    assert [each.code for each in weighed] == [each.code for each in exempt]
    assert {each.code for each in exempt if each.severity == Severity.NOTE} == {
        Code.NO_DOCUMENTED_PROBLEM,
        Code.HOURS_WIDER_THAN_PROBLEM,
    }
    assert Severity.NOTE not in {each.severity for each in weighed}


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
        present=frozenset({"children", "patients", "guests"}),
        movable=True,
        analytics=frozenset({"motion"}),
        unguarded=frozenset({"operator"}),
        live=False,
        record=False,
        public=False,
        legal_basis="lag (2023:196) 14 §",
        exemption="11-7",
        purposes=frozenset({"8-2"}),
        valid_from=FIRST,
        valid_until=date(2036, 1, 1),
        review_by=date(2037, 1, 1),
    )
    none = known(
        documented=False,
        incidents=0,
        felt=0,
        measures=0,
        documented_hours=frozenset(),
        square_metres_outside=9.0,
        cautions=frozenset(Caution),
    )
    findings = guidance.findings(worst, none)
    assert [each.section for each in findings] == sorted(each.section for each in findings)
    # Some exclude each other: a feeling, one measure, a month, dates, recordings, the public,
    # the register, presets.
    assert len(findings) == len(guidance.RULES) - 8
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
