"""Decisions: each verb, each refusal, and which terms are in force when."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.pages.browsing import login, text
from tests.stages.weighing import ANSWERS, finalised, granted
from vaka.balancing import actions as balancing
from vaka.balancing.models import Answer
from vaka.balancing.rules.states import Stance
from vaka.cases import actions as cases
from vaka.cases.rules.states import Outcome
from vaka.core.errors import Absent, BadInput, Conflict, Refused
from vaka.decisions import actions, queries, signer
from vaka.decisions.models import Decision, IssuedTerms
from vaka.decisions.rules import Condition, Reason, Ruling
from vaka.municipality.rules import Permission, Role
from vaka.record import queries as record
from vaka.record.rules import Kind
from vaka.terms.document import Act
from vaka.terms.permits import Asking, permits

pytestmark = pytest.mark.django_db
FIRST_DAY = datetime(2026, 4, 1, 10, tzinfo=UTC)
FRIDAY_NIGHT = datetime(2026, 4, 10, 20, tzinfo=UTC)


@pytest.fixture
def weighed(site, author, council, at):
    return finalised(site=site, author=author, council=council, at=at)


@pytest.fixture
def resolution(board, secretary, at):
    return granted(board=board, secretary=secretary, at=at)


@pytest.fixture
def decision(weighed, resolution, secretary, at) -> Decision:
    return actions.decide(
        balancing_id=weighed.id, resolution=resolution.id, by=secretary, at=at
    )


@pytest.fixture
def terms(decision, secretary, at) -> IssuedTerms:
    return actions.issue_terms(decision=decision.id, by=secretary, at=at)


def test_a_decision_carries_the_period_that_was_weighed(decision, board) -> None:
    assert (decision.starts_on, decision.ends_on) == (date(2026, 4, 1), date(2027, 3, 31))
    assert decision.board == board
    entry = record.entries(subject=decision.id).get()
    assert entry.kind == Kind.DECISION_MADE
    assert entry.facts["content"] == decision.balancing.content_sha256


def test_a_rescue_leader_s_year_carries_no_decision(
    site, board, author, council, secretary, resolution, at
) -> None:
    year = finalised(site=site, author=author, council=council, at=at, exemption="13")
    with pytest.raises(Conflict, match=Reason.TEMPORARY_TOO_LONG):
        actions.decide(balancing_id=year.id, resolution=resolution.id, by=secretary, at=at)


def test_the_terms_are_signed_and_say_what_was_weighed(terms, decision) -> None:
    read = signer.read(terms.text)
    assert read.id == terms.id
    assert read.camera == decision.camera
    assert read.retention_hours == 72
    assert read.decision.case == "TN-2026-114"
    operator = Asking(role="operator", incident="i")
    assert permits(read, Act.LIVE, at=FRIDAY_NIGHT, asking=operator).permitted
    assert not permits(read, Act.LIVE, at=FIRST_DAY, asking=operator).permitted
    assert record.entries(subject=terms.id).get().kind == Kind.TERMS_ISSUED


def test_a_no_carries_no_decision(site, author, council, resolution, secretary, at) -> None:
    no = finalised(site=site, author=author, council=council, at=at, outcome="no")
    with pytest.raises(Conflict, match=Reason.BALANCING_SAYS_NO):
        actions.decide(balancing_id=no.id, resolution=resolution.id, by=secretary, at=at)


def test_an_altered_balancing_carries_no_decision(weighed, resolution, secretary, at) -> None:
    Answer.objects.filter(question="retention_hours").update(value=720)
    with pytest.raises(Conflict, match=Reason.BALANCING_ALTERED):
        actions.decide(balancing_id=weighed.id, resolution=resolution.id, by=secretary, at=at)


def test_a_draft_or_a_revised_one_carries_none(
    weighed, resolution, author, secretary, at
) -> None:
    draft = balancing.revise(balancing=weighed.id, by=author, at=at)
    for row, reason in (
        (draft, Reason.BALANCING_NOT_FINAL),
        (weighed, Reason.BALANCING_REVISED),
    ):
        with pytest.raises(Conflict, match=reason):
            actions.decide(balancing_id=row.id, resolution=resolution.id, by=secretary, at=at)


def test_a_rejection_carries_none(weighed, board, secretary, at) -> None:
    case = cases.open_case(
        board=board.id, reference="TN-2026-7", title="Kamera", by=secretary, at=at
    )
    rejected = cases.resolve(
        case=case.id,
        meeting=date(2026, 3, 20),
        item=1,
        outcome=Outcome.REJECTED,
        text="Avslag.",
        by=secretary,
        at=at,
    )
    with pytest.raises(Conflict, match=Reason.RESOLUTION_NOT_GRANTED):
        actions.decide(balancing_id=weighed.id, resolution=rejected.id, by=secretary, at=at)


def test_another_boards_resolution_is_not_to_be_found(
    weighed, secretary, person, foreign_board, at
) -> None:
    foreigner = person(Role.BOARD_SECRETARY, foreign_board)
    other = granted(board=foreign_board, secretary=foreigner, at=at)
    with pytest.raises(Absent):
        actions.decide(balancing_id=weighed.id, resolution=other.id, by=secretary, at=at)


def test_one_text_carries_one_decision(decision, resolution, secretary, at) -> None:
    with pytest.raises(Conflict, match=Reason.DECIDED_ALREADY):
        actions.decide(
            balancing_id=decision.balancing_id,
            resolution=resolution.id,
            by=secretary,
            at=at,
        )


def test_who_only_drafts_does_not_decide(weighed, resolution, author, at) -> None:
    with pytest.raises(Refused):
        actions.decide(balancing_id=weighed.id, resolution=resolution.id, by=author, at=at)


def test_terms_are_in_force_from_their_first_day_through_their_last(terms, at) -> None:
    camera, second = terms.camera, timedelta(seconds=1)
    assert queries.terms_in_force(camera=camera, at=at) is None
    assert queries.terms_in_force(camera=camera, at=terms.starts_at - second) is None
    assert queries.terms_in_force(camera=camera, at=terms.starts_at) == terms
    assert queries.terms_in_force(camera=camera, at=terms.ends_at - second) == terms
    assert queries.terms_in_force(camera=camera, at=terms.ends_at) is None


def test_terms_issued_anew_supersede_the_first(terms, decision, secretary) -> None:
    later = FIRST_DAY + timedelta(days=3)
    second = actions.issue_terms(decision=decision.id, by=secretary, at=later)
    assert signer.read(second.text).supersedes == terms.id
    assert queries.terms_in_force(camera=terms.camera, at=later) == second
    assert queries.standing(terms.id, at=later).superseded
    assert not queries.standing(terms.id, at=later - timedelta(seconds=1)).superseded
    assert not queries.standing(second.id, at=later).superseded


def test_a_later_decision_takes_over_on_its_own_first_day(
    terms, decision, author, council, board, secretary
) -> None:
    new = balancing.revise(balancing=decision.balancing_id, by=author, at=FIRST_DAY)
    balancing.answer(
        balancing=new.id,
        answers={
            "valid_from": "2026-06-01",
            "valid_until": "2027-05-31",
            "review_by": "2027-03-01",
        },
        by=author,
        at=FIRST_DAY,
    )
    balancing.submit(balancing=new.id, by=author, at=FIRST_DAY)
    balancing.review(
        balancing=new.id, stance="supports", reasons="Ja.", by=council, at=FIRST_DAY
    )
    balancing.finalise(balancing=new.id, by=author, at=FIRST_DAY)
    case = cases.open_case(
        board=board.id, reference="TN-2026-200", title="Ny", by=secretary, at=FIRST_DAY
    )
    again = cases.resolve(
        case=case.id,
        meeting=date(2026, 4, 20),
        item=4,
        outcome=Outcome.GRANTED,
        text="Bifall.",
        by=secretary,
        at=FIRST_DAY,
    )
    second = actions.issue_terms(
        decision=actions.decide(
            balancing_id=new.id, resolution=again.id, by=secretary, at=FIRST_DAY
        ).id,
        by=secretary,
        at=FIRST_DAY,
    )
    before, after = second.starts_at - timedelta(seconds=1), second.starts_at
    assert queries.terms_in_force(camera=terms.camera, at=before) == terms
    assert queries.terms_in_force(camera=terms.camera, at=after) == second
    (told,) = queries.terms_for_cameras([terms.camera], at=after)
    assert (told.issued, told.superseded) == (second, (terms.id,))


def test_revoked_terms_are_over_at_once_and_for_good(terms, secretary) -> None:
    actions.revoke(terms=terms.id, reason="Fel plats.", by=secretary, at=FRIDAY_NIGHT)
    assert queries.terms_in_force(camera=terms.camera, at=FRIDAY_NIGHT) is None
    assert queries.standing(terms.id, at=FRIDAY_NIGHT).revoked
    assert not queries.standing(terms.id, at=FIRST_DAY).revoked
    (told,) = queries.terms_for_cameras([terms.camera], at=FRIDAY_NIGHT)
    assert told.revoked == (terms.id,)
    with pytest.raises(Conflict, match=Reason.REVOKED_ALREADY):
        actions.revoke(terms=terms.id, reason="Igen.", by=secretary, at=FRIDAY_NIGHT)
    with pytest.raises(Conflict, match=Reason.REVOKED_ALREADY):
        actions.issue_terms(decision=terms.decision_id, by=secretary, at=FRIDAY_NIGHT)
    entry = record.entries(subject=terms.id).get(kind=Kind.TERMS_REVOKED)
    assert "Fel plats" not in str(entry.facts)
    assert entry.personal.fields == {"reason": "Fel plats."}


def test_a_reason_is_demanded_and_a_lapsed_decision_is_left_alone(terms, secretary) -> None:
    with pytest.raises(BadInput, match="reason"):
        actions.revoke(terms=terms.id, reason="", by=secretary, at=FRIDAY_NIGHT)
    with pytest.raises(Conflict, match=Reason.LAPSED):
        actions.revoke(terms=terms.id, reason="Sent.", by=secretary, at=terms.ends_at)
    with pytest.raises(Conflict, match=Reason.LAPSED):
        actions.issue_terms(decision=terms.decision_id, by=secretary, at=terms.ends_at)


def test_orders_carry_terms_that_have_not_begun_and_nothing_for_a_stranger(terms, at) -> None:
    told = queries.terms_for_cameras([terms.camera, "ingen"], at=at)
    assert told[0].issued == terms
    assert told[1] == queries.CameraTerms("ingen", None, (), ())


def test_the_overview_says_how_each_stands(decision, secretary, at) -> None:
    (row,) = queries.overview(by=secretary, at=at)
    assert row.condition == Condition.NOT_ISSUED
    terms = actions.issue_terms(decision=decision.id, by=secretary, at=at)
    for when, condition in (
        (at, Condition.NOT_BEGUN),
        (FIRST_DAY, Condition.IN_FORCE),
        (datetime(2027, 1, 2, tzinfo=UTC), Condition.LAPSING),
        (terms.ends_at, Condition.LAPSED),
    ):
        assert queries.row_of(decision, at=when).condition == condition


def test_what_lapses_before_a_day_is_listed(terms, secretary) -> None:
    def soon(before: date) -> list[Decision]:
        return [
            row.decision for row in queries.lapsing(by=secretary, before=before, at=FIRST_DAY)
        ]

    assert soon(date(2027, 1, 1)) == []
    assert soon(date(2027, 1, 2)) == [terms.decision]


def test_a_foreign_board_finds_nothing(terms, person, foreign_board, at) -> None:
    foreigner = person(Role.BOARD_SECRETARY, foreign_board)
    assert not queries.decisions(by=foreigner).exists()
    with pytest.raises(Absent):
        queries.decision(terms.decision_id, by=foreigner)
    with pytest.raises(Absent):
        queries.issued_terms(terms.id, by=foreigner, permission=Permission.SEE)
    with pytest.raises(Absent):
        actions.revoke(terms=terms.id, reason="Nej.", by=foreigner, at=FIRST_DAY)
    with pytest.raises(Absent):
        actions.issue_terms(decision=terms.decision_id, by=foreigner, at=at)


def test_unknown_terms_have_no_standing(at) -> None:
    standing = queries.standing("ingen", at=at)
    assert not standing.revoked
    assert not standing.superseded


@pytest.fixture
def appeal(terms, secretary, at):
    return actions.enter_appeal(
        decision=terms.decision_id,
        court_case="1234-26",
        filed_on=date(2026, 4, 2),
        by=secretary,
        at=at,
    )


def rule(appeal, by, at: datetime, ruling: Ruling, *, on: date = date(2026, 5, 4)):
    return actions.enter_ruling(appeal=appeal.id, ruling=ruling, ruled_on=on, by=by, at=at)


def test_an_appeal_stops_nothing_and_an_annulment_everything(terms, appeal, secretary) -> None:
    assert queries.terms_in_force(camera=terms.camera, at=FRIDAY_NIGHT) == terms
    rule(appeal, secretary, FRIDAY_NIGHT, Ruling.ANNULLED)
    assert queries.terms_in_force(camera=terms.camera, at=FRIDAY_NIGHT) is None
    assert queries.standing(terms.id, at=FRIDAY_NIGHT).revoked
    with pytest.raises(Conflict, match=Reason.REVOKED_ALREADY):
        actions.issue_terms(decision=terms.decision_id, by=secretary, at=FRIDAY_NIGHT)
    kinds = [entry.kind for entry in record.entries(subject=terms.decision_id)]
    assert kinds[-2:] == [Kind.DECISION_APPEALED, Kind.APPEAL_RULED]
    assert record.of_kind(Kind.TERMS_REVOKED).get().subject == terms.id


def test_a_stay_that_is_lifted_lets_the_terms_be_signed_anew(terms, appeal, secretary) -> None:
    rule(appeal, secretary, FRIDAY_NIGHT, Ruling.STAYED)
    assert queries.terms_in_force(camera=terms.camera, at=FRIDAY_NIGHT) is None
    with pytest.raises(Conflict, match=Reason.REVOKED_ALREADY):
        actions.issue_terms(decision=terms.decision_id, by=secretary, at=FRIDAY_NIGHT)
    later = FRIDAY_NIGHT + timedelta(days=30)
    rule(appeal, secretary, later, Ruling.REJECTED, on=date(2026, 5, 10))
    anew = actions.issue_terms(decision=terms.decision_id, by=secretary, at=later)
    assert queries.terms_in_force(camera=terms.camera, at=later) == anew


def test_a_court_speaks_its_last_once_and_after_the_appeal(appeal, secretary, at) -> None:
    with pytest.raises(Conflict, match=Reason.RULED_BEFORE_APPEAL):
        rule(appeal, secretary, at, Ruling.REJECTED, on=date(2026, 4, 1))
    rule(appeal, secretary, at, Ruling.REJECTED)
    with pytest.raises(Conflict, match=Reason.RULED_ALREADY):
        rule(appeal, secretary, at, Ruling.ANNULLED)
    assert str(appeal) == f"1234-26 on {appeal.decision_id}"


def test_an_appeal_has_its_number_once_and_follows_the_resolution(
    appeal, terms, author, secretary, person, foreign_board, at
) -> None:
    told = {"decision": terms.decision_id, "at": at}
    with pytest.raises(Conflict, match=Reason.APPEALED_ALREADY):
        actions.enter_appeal(
            **told, court_case="1234-26", filed_on=date(2026, 4, 3), by=secretary
        )
    with pytest.raises(BadInput, match="court_case"):
        actions.enter_appeal(**told, court_case=" ", filed_on=date(2026, 4, 3), by=secretary)
    with pytest.raises(Conflict, match=Reason.APPEALED_BEFORE_DECISION):
        actions.enter_appeal(**told, court_case="2-26", filed_on=date(2026, 1, 1), by=secretary)
    with pytest.raises(Refused):
        rule(appeal, author, at, Ruling.ANNULLED)
    with pytest.raises(Absent):
        rule(appeal, person(Role.BOARD_SECRETARY, foreign_board), at, Ruling.ANNULLED)


def test_hard_case_07_boards_that_answer_together_stand_in_the_terms(
    weighed, resolution, board, foreign_board, secretary, at
) -> None:
    told = {"balancing_id": weighed.id, "resolution": resolution.id, "by": secretary, "at": at}
    with pytest.raises(BadInput, match="arrangement"):
        actions.decide(**told, joint_with=["Kulturnämnden"])
    with pytest.raises(BadInput, match="joint_with"):
        actions.decide(**told, joint_with=["Okända nämnden"], arrangement="Delat.")
    with pytest.raises(Conflict, match=Reason.JOINT_WITH_ITSELF):
        actions.decide(**told, joint_with=[board.name], arrangement="Delat.")
    decision = actions.decide(
        **told, joint_with=["Kulturnämnden"], arrangement="Tekniska nämnden svarar utåt."
    )
    terms = signer.read(actions.issue_terms(decision=decision.id, by=secretary, at=at).text)
    assert [(party.id, party.name) for party in terms.controller.joint_with] == [
        (foreign_board.id, "Kulturnämnden")
    ]
    assert queries.joint_with(decision)[0].name == "Kulturnämnden"


def test_every_limit_leads_back_to_its_sentence_and_evidence_on_the_page(
    site, board, author, council, secretary, resolution, at
) -> None:
    draft = balancing.draft(site=site.id, by=author, at=at)
    rests = {"problems": ["polisens anmälningar 2025", "driftens rapporter"]}
    balancing.answer(balancing=draft.id, answers=ANSWERS, evidence=rests, by=author, at=at)
    balancing.submit(balancing=draft.id, by=author, at=at)
    yes = {"stance": Stance.SUPPORTS, "reasons": "Ja."}
    balancing.review(balancing=draft.id, **yes, by=council, at=at)
    balancing.finalise(balancing=draft.id, by=author, at=at)
    made = actions.decide(balancing_id=draft.id, resolution=resolution.id, by=secretary, at=at)
    terms = signer.read(actions.issue_terms(decision=made.id, by=secretary, at=at).text)
    client = login(secretary)
    told = {row["field"]: row for row in client.get(f"/api/decisions/{made.id}/limits").json()}
    hours = {each["question"]: each for each in told["hours"]["argued"]}
    assert hours["hours"]["value"] == ANSWERS["hours"]
    assert hours["tips"]["value"] == ANSWERS["tips"]
    assert hours["problems"]["evidence"] == rests["problems"]
    shown = text(client.get(f"/beslut/{made.id}/"))
    assert "polisens anmälningar 2025; driftens rapporter" in shown
    # Nothing in the terms that somebody weighed is left without a trace.
    weighed = {"hours", "retention_hours", "offline_hours", "access", "purposes", "sign"}
    weighed |= {f"uses.{name}" for name in ("live", "record", "audio", "movable", "analytics")}
    weighed |= {"valid.from", "valid.until", "valid.review_by", "legal_basis"}
    weighed |= {"view.area", "view.masks", "view.max_pixels_per_metre"}
    assert weighed <= set(told)
    assert terms.retention_hours == ANSWERS["retention_hours"]
