"""Hard case 5: a camera changes board, by decisions and never by editing a row."""

from datetime import date, datetime, timedelta

import pytest

from tests.pages.browsing import login, text
from tests.stages.standing import standing, standing_now
from tests.stages.weighing import ANSWERS, granted
from vaka.balancing import actions as balancing
from vaka.balancing import queries as weighed
from vaka.balancing.rules.states import Stance
from vaka.core.errors import Absent, BadInput, Conflict, Refused
from vaka.decisions import actions, queries
from vaka.decisions.models import Decision
from vaka.decisions.rules import Condition, Reason
from vaka.municipality import actions as municipality
from vaka.municipality import queries as organised
from vaka.municipality.rules import Role, SiteKind, TaskReason
from vaka.operation import actions as operation
from vaka.operation import queries as operated
from vaka.operation.rules.signs import Flaw
from vaka.oversight import queries as oversight
from vaka.record import queries as record
from vaka.record.rules import Kind
from vaka.servers.reminding import remind

pytestmark = pytest.mark.django_db
# The new board's own decision begins on the 1st of June, local midnight.
BEFORE = datetime.fromisoformat("2026-05-31T23:59:59+02:00")
BEGINS = datetime.fromisoformat("2026-06-01T00:00:00+02:00")
RING = [[13.003, 55.604], [13.005, 55.604], [13.005, 55.605], [13.003, 55.604]]


@pytest.fixture
def camera(person, board, site, at):
    return standing(person=person, board=board, site=site, at=at)


@pytest.fixture
def decision(camera) -> Decision:
    return Decision.objects.get(camera=camera.id)


@pytest.fixture
def resolution(board, secretary, at):
    return granted(board=board, secretary=secretary, at=at, reference="TN-2026-90", item=9)


@pytest.fixture
def their_site(foreign_board, founder, at):
    return municipality.add_site(
        board=foreign_board.id,
        name="Exempeltorget",
        kind=SiteKind.SQUARE,
        address="Exempeltorget 1",
        longitude=13.004,
        latitude=55.6045,
        outline={"type": "Polygon", "coordinates": [RING]},
        example=True,
        by=founder,
        at=at,
    )


@pytest.fixture
def theirs(person, foreign_board):
    """A coordinator and a secretary of the board that the camera goes to."""
    return (
        person(Role.SAFETY_COORDINATOR, foreign_board),
        person(Role.BOARD_SECRETARY, foreign_board),
    )


@pytest.fixture
def transfer(decision, foreign_board, resolution, secretary, at):
    return actions.hand_over(
        decision=decision.id,
        board=foreign_board.name,
        resolution=resolution.id,
        by=secretary,
        at=at,
    )


@pytest.fixture
def taken(transfer, their_site, theirs, foreign_board, person, at):
    """The new board's own decision, from its own weighing and resolution."""
    coordinator, secretary = theirs
    draft = actions.take_over(transfer=transfer.id, site=their_site.id, by=coordinator, at=at)
    new = {key: ANSWERS[key] for key in ("necessity", "argument_for", "argument_against")}
    new |= {"tips": "Vi väger själva.", "outcome": "yes", "valid_from": "2026-06-01"}
    balancing.answer(balancing=draft.id, answers=new, by=coordinator, at=at)
    balancing.submit(balancing=draft.id, by=coordinator, at=at)
    balancing.review(
        balancing=draft.id,
        stance=Stance.SUPPORTS,
        reasons="Ja.",
        by=person(Role.COUNCIL_MEMBER),
        at=at,
    )
    balancing.finalise(balancing=draft.id, by=coordinator, at=at)
    resolved = granted(board=foreign_board, secretary=secretary, at=at, reference="KN-2026-1")
    made = actions.decide(balancing_id=draft.id, resolution=resolved.id, by=secretary, at=at)
    actions.issue_terms(decision=made.id, by=secretary, at=at)
    return made


def test_hard_case_05_the_new_board_weighs_for_itself_and_nothing_of_the_old_carries_it(
    transfer, camera, decision, their_site, theirs, at
) -> None:
    draft = actions.take_over(transfer=transfer.id, site=their_site.id, by=theirs[0], at=at)
    assert (draft.camera, draft.board_id) == (camera.id, their_site.board_id)
    assert draft.supersedes == decision.balancing
    missing = {question.id for question in weighed.missing(draft)}
    assert missing == {"necessity", "argument_for", "argument_against", "tips", "outcome"}
    assert weighed.values(draft)["place"] == ANSWERS["place"]


def test_hard_case_05_the_camera_changes_board_when_the_new_decision_begins(
    taken, camera, board, foreign_board, their_site
) -> None:
    assert operation.take_over_due(at=BEFORE) == []
    [moved] = operation.take_over_due(at=BEGINS)
    assert moved.board_id == foreign_board.id
    assert operation.take_over_due(at=BEGINS + timedelta(seconds=1)) == []
    new, old = operated.installations(moved)
    assert (new.site_id, new.starts_at, old.ends_at) == (their_site.id, BEGINS, BEGINS)
    assert (new.view, new.angle_deg) == (old.view, old.angle_deg)
    entry = record.entries(subject=camera.id).get(kind=Kind.CAMERA_TAKEN_OVER)
    assert (entry.facts["from"], entry.facts["to"]) == (board.id, foreign_board.id)


def test_hard_case_05_the_machine_obeys_the_old_terms_until_the_new_ones_begin(
    taken, camera, decision, board, foreign_board
) -> None:
    held = [queries.terms_in_force(camera=camera.id, at=at) for at in (BEFORE, BEGINS)]
    assert [each.decision.board_id for each in held] == [board.id, foreign_board.id]
    assert queries.row_of(decision, at=BEGINS).condition == Condition.SUPERSEDED


def test_hard_case_05_each_board_accounts_for_its_own_time(
    taken, camera, person, board, foreign_board
) -> None:
    operation.take_over_due(at=BEGINS)
    later = BEGINS + timedelta(days=30)
    [old] = oversight.register(by=person(Role.DPO, board), at=later)
    [new] = oversight.register(by=person(Role.DPO, foreign_board), at=later)
    assert (old.controller, old.began_on, old.ended_on) == (
        "Tekniska nämnden",
        date(2026, 4, 1),
        date(2026, 5, 31),
    )
    assert (new.controller, new.began_on, new.ended_on) == (
        "Kulturnämnden",
        date(2026, 6, 1),
        None,
    )
    for whose in (board, foreign_board):
        dpo = person(Role.DPO, whose)
        assert oversight.cameras_for_file(by=dpo) == [camera]
        told = oversight.dossier(camera, by=dpo, at=later)
        assert {row.board_id for row in told.decisions} == {whose.id}
        assert {row.site.board_id for row in told.installations} == {whose.id}


def test_the_sign_goes_on_telling_and_the_new_board_confirms_one_that_names_it(
    taken, camera, person, foreign_board
) -> None:
    operation.take_over_due(at=BEGINS)
    sign = operated.sign(camera)
    assert (sign.tells_of, sign.entered_by, sign.photo_sha256) == ("sound", None, "")
    assert operated.informing(camera, at=BEGINS).telling.untold is None
    remind(at=BEGINS)
    [task] = organised.open_tasks(by=person(Role.TECHNICIAN, foreign_board))
    assert (task.reason, task.subject) == (TaskReason.SIGN_TO_CONFIRM, camera.id)


def test_a_sign_that_was_damaged_when_the_camera_changed_board_is_the_new_ones_to_see_to(
    taken, camera, person, board, foreign_board
) -> None:
    operation.report_sign(
        camera=camera.id,
        flaw=Flaw.DAMAGED,
        said="Klotter",
        by=person(Role.TECHNICIAN, board),
        at=BEFORE,
    )
    operation.take_over_due(at=BEGINS)
    assert operated.sign(camera).flaw == Flaw.DAMAGED
    remind(at=BEGINS)
    [task] = organised.open_tasks(by=person(Role.TECHNICIAN, foreign_board))
    assert task.reason == TaskReason.SIGN_TO_CONFIRM


def test_a_name_that_the_new_board_has_already_gets_the_cameras_id(
    taken, camera, person, foreign_board, at
) -> None:
    operation.register_camera(
        camera="01JTN6E0W0F3CF3ZHQGC2ACKKB",
        board=foreign_board.id,
        name=camera.name,
        gateway="gateway-2",
        address="rtsp://10.0.0.9/1",
        by=person(Role.TECHNICIAN, foreign_board),
        at=at,
    )
    [moved] = operation.take_over_due(at=BEGINS)
    assert moved.name == f"{camera.name} ({camera.id})"


def test_a_camera_is_handed_over_by_a_resolution_of_its_own_board_and_once(
    decision, board, foreign_board, resolution, secretary, theirs, at
) -> None:
    told = {"decision": decision.id, "resolution": resolution.id, "by": secretary, "at": at}
    with pytest.raises(BadInput, match="is no board"):
        actions.hand_over(board="Ingen nämnd", **told)
    with pytest.raises(Conflict, match=Reason.HANDED_TO_ITSELF):
        actions.hand_over(board=board.name, **told)
    other = granted(board=foreign_board, secretary=theirs[1], at=at, reference="KN-2026-2")
    with pytest.raises(Absent):
        actions.hand_over(board=foreign_board.name, **{**told, "resolution": other.id})
    actions.hand_over(board=foreign_board.name, **told)
    with pytest.raises(Conflict, match=Reason.HANDED_OVER_ALREADY):
        actions.hand_over(board=foreign_board.name, **told)


def test_only_the_board_that_it_goes_to_sees_and_takes_it(
    transfer, person, site, their_site, theirs, at
) -> None:
    coordinator, their_secretary = theirs
    assert list(queries.offered(by=coordinator)) == [transfer]
    stranger = person(Role.SAFETY_COORDINATOR, site.board)
    assert list(queries.offered(by=stranger)) == []
    with pytest.raises(Absent):
        actions.take_over(transfer=transfer.id, site=site.id, by=stranger, at=at)
    with pytest.raises((Absent, Refused)):
        actions.take_over(transfer=transfer.id, site=their_site.id, by=their_secretary, at=at)
    with pytest.raises(Absent):
        actions.take_over(transfer=transfer.id, site=site.id, by=coordinator, at=at)
    actions.take_over(transfer=transfer.id, site=their_site.id, by=coordinator, at=at)
    with pytest.raises(Conflict, match=Reason.TAKEN_OVER_ALREADY):
        actions.take_over(transfer=transfer.id, site=their_site.id, by=coordinator, at=at)
    assert list(queries.offered(by=coordinator)) == []


def test_it_is_handed_over_and_taken_over_on_the_decisions_pages(
    person, board, site, foreign_board, resolution, secretary, their_site, theirs, at
) -> None:
    access = [{"role": "operator", "acts": ["live"], "requires": []}]
    camera = standing_now(person=person, board=board, site=site, at=at, access=access)
    decision = Decision.objects.get(camera=camera.id)
    ours, page = login(secretary), f"/beslut/{decision.id}/"
    assert "Överlåt till en annan nämnd" in text(ours.get(page))
    told = {"board": foreign_board.name, "resolution": resolution.id}
    ours.post(f"{page}overlat/", told)
    assert "Överlåten till Kulturnämnden" in text(ours.get(page))
    handed = queries.transfer_of(decision)
    back = f"/beslut/overlatelse/{handed.id}/aterta/"
    assert back in text(ours.get(page))
    assert "stannar hos er nämnd" in text(ours.post(back, {"reason": "Fel."}, follow=True))
    ours.post(f"{page}overlat/", told)
    other = login(theirs[0])
    assert "Överlåtna till er av andra nämnder" in text(other.get("/beslut/"))
    transfer = queries.offered(by=theirs[0]).get()
    answer = other.post(f"/beslut/overtag/{transfer.id}/", {"site": their_site.id}, follow=True)
    assert "kameran kom från Tekniska nämnden" in text(answer)


def test_what_was_handed_over_by_mistake_is_taken_back_with_its_reason(
    transfer, decision, camera, foreign_board, resolution, secretary, theirs, their_site, at
) -> None:
    told = {"transfer": transfer.id, "at": at}
    with pytest.raises(Absent):
        actions.withdraw_transfer(reason="Nej.", by=theirs[1], **told)
    with pytest.raises(BadInput):
        actions.withdraw_transfer(reason=" ", by=secretary, **told)
    actions.withdraw_transfer(reason="Fel kamera.", by=secretary, **told)
    assert list(queries.offered(by=theirs[0])) == []
    with pytest.raises(Conflict, match=Reason.WITHDRAWN_ALREADY):
        actions.withdraw_transfer(reason="Igen.", by=secretary, **told)
    with pytest.raises(Conflict, match=Reason.WITHDRAWN_ALREADY):
        actions.take_over(site=their_site.id, by=theirs[0], **told)
    entry = record.entries(subject=camera.id).get(kind=Kind.HAND_OVER_WITHDRAWN)
    assert entry.facts["transfer"] == transfer.id
    assert queries.transfer_of(decision) is None
    again = actions.hand_over(
        decision=decision.id,
        board=foreign_board.name,
        resolution=resolution.id,
        by=secretary,
        at=at,
    )
    assert list(queries.offered(by=theirs[0])) == [again]


def test_what_the_new_board_has_begun_to_weigh_is_its_own_to_decide(
    transfer, secretary, theirs, their_site, at
) -> None:
    actions.take_over(transfer=transfer.id, site=their_site.id, by=theirs[0], at=at)
    with pytest.raises(Conflict, match=Reason.TAKEN_OVER_ALREADY):
        actions.withdraw_transfer(transfer=transfer.id, reason="Fel.", by=secretary, at=at)
