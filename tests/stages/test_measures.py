from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import transaction

from vaka.core.errors import Absent, BadInput, Refused
from vaka.measures import actions, queries
from vaka.measures.rules.agreements import Promise, Standing, Terms, promises
from vaka.measures.rules.evidence import Caution, Crime, Monitoring, Setting
from vaka.measures.rules.kinds import MeasureKind, Plan
from vaka.measures.rules.ratios import Counts, Ruling
from vaka.measures.rules.site_effects import SiteEffect, line
from vaka.municipality import actions as municipality
from vaka.municipality.rules import PartnerKind, Role
from vaka.record import queries as record
from vaka.record.rules import Kind

PROMISE = Promise("delar läget", "Polisen")
LAMPS = Plan(
    kind=MeasureKind.LIGHTING,
    title="Ny belysning",
    starts=date(2025, 1, 1),
    ends=None,
    cost_investment_ore=100_000_00,
    cost_yearly_ore=10_000_00,
    responsible="Tekniska nämnden",
    result="Torget är ljusare",
)
HOSTS = replace(
    LAMPS, kind=MeasureKind.PRESENCE, title="Trygghetsvärdar", ends=date(2025, 7, 1)
)


@pytest.fixture
def coordinator(person, board):
    return person(Role.SAFETY_COORDINATOR, board)


def test_a_measure_is_registered_with_its_period_and_cost(coordinator, site, at):
    measure = actions.register(LAMPS, site=site.id, by=coordinator, at=at)
    assert measure.plan() == LAMPS
    assert str(measure) == "Ny belysning"
    assert measure.intrusiveness == 0
    entry = record.of_kind(Kind.MEASURE_REGISTERED).last()
    assert (entry.actor, entry.subject) == (coordinator.id, measure.id)
    assert entry.facts["site"] == site.id
    assert entry.facts["ends"] is None


def test_the_measures_of_a_site_are_those_of_that_day(coordinator, site, at):
    for plan in (LAMPS, HOSTS):
        actions.register(plan, site=site.id, by=coordinator, at=at)

    def titles(when=None):
        return [row.title for row in queries.at_site(site.id, by=coordinator, at=when)]

    assert titles() == ["Ny belysning", "Trygghetsvärdar"]
    assert titles(at) == ["Ny belysning"]
    assert titles(at - timedelta(days=300)) == ["Ny belysning", "Trygghetsvärdar"]
    assert titles(at - timedelta(days=3000)) == []
    assert queries.beside_cameras_at(site.id, by=coordinator, at=at) == 1
    assert len(queries.measures_of_sites(by=coordinator)[site.id]) == 2


def test_only_the_coordinator_registers_and_a_refusal_is_on_the_record(
    person, board, foreign_board, site, at
):
    officer = person(Role.CASE_OFFICER, board)
    with pytest.raises(Refused):
        actions.register(LAMPS, site=site.id, by=officer, at=at)
    assert record.of_kind(Kind.ACCESS_REFUSED).last().actor == officer.id
    foreigner = person(Role.SAFETY_COORDINATOR, foreign_board)
    with pytest.raises(Absent):
        actions.register(LAMPS, site=site.id, by=foreigner, at=at)
    with pytest.raises(Absent):
        queries.at_site(site.id, by=foreigner)
    assert queries.measures_of_sites(by=foreigner) == {}


def test_what_is_expected_of_a_camera_depends_on_what_is_there(coordinator, site, at):
    def cautions():
        return queries.expected_at(site.id, by=coordinator, at=at).cautions

    assert Caution.CAMERA_ALONE in cautions()
    actions.register(LAMPS, site=site.id, by=coordinator, at=at)
    assert Caution.ONE_OTHER_MEASURE in cautions()
    actions.register(replace(HOSTS, ends=None), site=site.id, by=coordinator, at=at)
    # The square is in the centre, where no certain effect was found.
    assert cautions() == (Caution.SETTING_WITHOUT_EFFECT,)


def shared(number: int, **told: object) -> SiteEffect:
    """Return what a square of another municipality showed: one in ten fewer."""
    return replace(
        SiteEffect(
            municipality=f"{number % 3:016x}",
            plan=f"{number:064x}",
            setting=Setting.CITY_CENTRE,
            crime=Crime.PROPERTY,
            monitoring=Monitoring.ACTIVE,
            other_measures=2,
            months_before=24,
            months_after=12,
            controls=24,
            treated=Counts(200, 90 + number),
            control=Counts(2000, 1000),
            buffer=None,
            dispersion=1.2,
            detection_driven=False,
            verdict=Ruling.CANNOT_TELL,
        ),
        **told,
    )


def lines(*effects: SiteEffect) -> bytes:
    return "".join(f"{line(each)}\n" for each in effects).encode()


def test_what_others_share_is_taken_in_once_and_moves_what_is_expected(coordinator, site, at):
    before = queries.expectation_at(site.id, by=coordinator, at=at)
    told = lines(*map(shared, range(6)))
    plan = actions.import_effects(told, name="delat.jsonl", by=coordinator, at=at)
    assert (len(plan.new), len(plan.changed), plan.unchanged) == (6, 0, 0)
    again = actions.import_effects(told, name="delat.jsonl", by=coordinator, at=at)
    assert (len(again.new), again.unchanged) == (0, 6)
    assert queries.shared_effects(by=coordinator) == [shared(n) for n in range(6)]
    after = queries.expectation_at(site.id, by=coordinator, at=at)
    assert (before.own_sites, after.own_sites) == (0, 6)
    assert after.mean != before.mean
    entry = record.of_kind(Kind.EFFECTS_IMPORTED).first()
    assert entry.facts["new"] == 6


def test_a_site_that_was_mended_elsewhere_changes_and_ours_does_not(coordinator, founder, at):
    own = shared(1, municipality=queries.own_code())
    with transaction.atomic():
        actions.keep_own(own, at=at)
    ours = actions.import_effects(lines(own), name="x", by=coordinator, at=at)
    assert len(ours.rejected) == 1
    forged = shared(1, treated=Counts(1, 1))
    assert actions.import_effects(lines(forged), name="x", by=coordinator, at=at).unchanged == 1
    assert queries.shared_effects(by=coordinator) == [own]
    other = shared(2)
    actions.import_effects(lines(other), name="x", by=coordinator, at=at)
    mended = replace(other, treated=Counts(200, 150))
    told = actions.import_effects(lines(mended), name="x", by=coordinator, at=at)
    assert len(told.changed) == 1
    assert queries.shared_effects(by=coordinator)[1] == mended


def test_a_bad_line_is_named_and_the_rest_taken_in(coordinator, at):
    plan = actions.import_effects(b"{}\n" + lines(shared(4)), name="x", by=coordinator, at=at)
    assert (len(plan.new), [each.line for each in plan.rejected]) == (1, [1])


def test_who_may_not_import_evidence_sees_it_all_the_same(person, board, at):
    reader = person(Role.CASE_OFFICER, board)
    with pytest.raises(Refused):
        actions.import_effects(lines(shared(1)), name="x", by=reader, at=at)
    assert queries.shared_effects(by=reader) == []
    with pytest.raises(Absent):
        queries.shared_effects(by=person(Role.POLICE_LIAISON, board))


@pytest.fixture
def police(founder, at):
    return municipality.add_partner(
        name="Polisområdet", kind=PartnerKind.POLICE, by=founder, at=at
    )


@pytest.fixture
def agreed(coordinator, board, police, at):
    promised = promises("Polisen: delar läget\nNämnden: lagar lampor")
    terms = Terms(
        "Samverkan", police.id, "Färre stölder", "Centrum", date(2025, 1, 1), None, promised
    )
    return actions.agree(terms, board=board.id, by=coordinator, at=at)


def test_an_agreement_is_followed_up_commitment_by_commitment(coordinator, agreed, at):
    assert queries.agreement_due(agreed, at=at)
    said = {"agreement": agreed.id, "number": 2, "by": coordinator}
    actions.check_in(**said, standing=Standing.NOT_KEPT, note="Tre veckor", at=at)
    later = at + timedelta(hours=1)
    actions.check_in(**said, standing=Standing.KEPT, note=" I tid ", at=later)
    first, second = queries.kept(queries.agreement(agreed.id, by=coordinator))
    assert (str(first.commitment), first.newest) == ("1. delar läget", None)
    assert (second.newest.standing, second.newest.note) == (Standing.KEPT, "I tid")
    assert len(second.check_ins) == 2
    assert not queries.agreement_due(agreed, at=at)
    assert queries.agreement_due(agreed, at=at + timedelta(days=400))
    said = record.of_kind(Kind.COMMITMENT_CHECKED).last()
    assert (said.subject, said.facts) == (agreed.id, {"number": 2, "standing": "kept"})
    assert record.of_kind(Kind.AGREEMENT_ENTERED).get().facts["commitments"] == 2


def test_an_agreement_is_its_boards(person, coordinator, board, foreign_board, agreed, at):
    reader = person(Role.INSPECTOR, board)
    said = {"standing": Standing.KEPT, "note": "", "at": at}
    with pytest.raises(Refused):
        actions.check_in(agreement=agreed.id, number=1, by=reader, **said)
    foreigner = person(Role.SAFETY_COORDINATOR, foreign_board)
    with pytest.raises(Absent):
        actions.check_in(agreement=agreed.id, number=1, by=foreigner, **said)
    assert not queries.agreements(by=foreigner)
    with pytest.raises(Absent):
        actions.check_in(agreement=agreed.id, number=9, by=coordinator, **said)
    with pytest.raises(BadInput, match="note"):
        actions.check_in(
            agreement=agreed.id, number=1, by=coordinator, **said | {"note": "x" * 1001}
        )


def test_an_agreement_that_has_ended_is_not_due(coordinator, board, police, at):
    terms = Terms("Gammal", police.id, "x", "y", date(2024, 1, 1), date(2025, 1, 1), (PROMISE,))
    old = actions.agree(terms, board=board.id, by=coordinator, at=at)
    assert not queries.agreement_due(old, at=at)
