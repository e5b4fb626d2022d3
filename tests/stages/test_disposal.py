"""Documentation is kept for five years after the end, then a person decides (KBL 9–10 §§)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.stages.standing import put_up, standing
from tests.stages.weighing import ANSWERS
from vaka.balancing import actions as balancing
from vaka.balancing.models import Answer, Balancing
from vaka.core.errors import Absent, BadInput, Conflict, Refused
from vaka.decisions.models import Decision, IssuedTerms
from vaka.municipality.models import Task
from vaka.municipality.rules import Role, TaskReason
from vaka.operation import actions as operation
from vaka.operation.models import Camera, Sign
from vaka.operation.rules.signs import Flaw
from vaka.oversight import actions, queries
from vaka.record import queries as record
from vaka.record.models import Entry
from vaka.record.rules import Kind
from vaka.servers.reminding import remind

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
# The terms apply through the 31st of March 2027, and the placement ends with them.
LAPSED = datetime(2027, 4, 1, 12, tzinfo=UTC)
FOUR_YEARS_ELEVEN_MONTHS = datetime(2032, 2, 29, 12, tzinfo=UTC)
FIVE_YEARS = datetime(2032, 3, 31, 12, tzinfo=UTC)
FIVE_YEARS_AND_A_DAY = datetime(2032, 4, 1, 12, tzinfo=UTC)
GROUND = {"plan": "Dokumenthanteringsplan 2.4.1", "why": "Ingen efterfrågar det längre."}


@pytest.fixture
def camera(person, board, site, at: datetime) -> Camera:
    """A camera whose decision has lapsed, and which was therefore taken down."""
    row = standing(person=person, board=board, site=site, at=at)
    operation.end_lapsed_placements(at=LAPSED)
    return row


@pytest.fixture
def secretary(person, board):
    return person(Role.BOARD_SECRETARY, board)


def due(by, at: datetime) -> list[str]:
    found = queries.ended(by=by, at=at)
    return [each.camera.id for each in found if each.is_due(today=at.date())]


def dispose(camera: Camera, by, at: datetime) -> None:
    actions.dispose(camera=camera.id, **GROUND, by=by, at=at)


def test_it_is_kept_four_years_and_eleven_months_and_five_years_and_no_day_more_is_asked(
    camera, secretary
) -> None:
    assert due(secretary, FOUR_YEARS_ELEVEN_MONTHS) == []
    assert due(secretary, FIVE_YEARS) == []
    assert due(secretary, FIVE_YEARS_AND_A_DAY) == [camera.id]
    [told] = queries.ended(by=secretary, at=FIVE_YEARS)
    assert (told.ended_on, told.disposable_from) == (date(2027, 3, 31), date(2032, 4, 1))


@pytest.mark.parametrize("when", [LAPSED, FOUR_YEARS_ELEVEN_MONTHS, FIVE_YEARS])
def test_nobody_disposes_of_anything_before(camera, secretary, when: datetime) -> None:
    photos, size = Sign.objects.exclude(photo=b"").count(), record.size()
    with pytest.raises(Conflict, match="not-due-yet"):
        dispose(camera, secretary, when)
    assert Sign.objects.exclude(photo=b"").count() == photos == 1
    assert record.size() == size


def test_what_ended_on_the_leap_day_is_kept_into_march(
    person, board, site, secretary, at
) -> None:
    row = standing(
        person=person,
        board=board,
        site=site,
        at=at,
        valid_until="2028-02-29",
        review_by="2027-12-01",
    )
    operation.end_lapsed_placements(at=datetime(2028, 3, 1, 12, tzinfo=UTC))
    assert due(secretary, datetime(2033, 2, 28, 12, tzinfo=UTC)) == []
    assert due(secretary, datetime(2033, 3, 1, 12, tzinfo=UTC)) == []
    assert due(secretary, datetime(2033, 3, 2, 12, tzinfo=UTC)) == [row.id]


def test_what_goes_and_what_stays(camera, person, board, secretary, at) -> None:
    final = Balancing.objects.get()
    author = person(Role.SAFETY_COORDINATOR, board)
    draft = balancing.revise(balancing=final.id, by=author, at=at + DAY)
    balancing.answer(balancing=draft.id, answers={"tips": "Ny tanke."}, by=author, at=at + DAY)
    Sign.objects.update(flaw_said="Sedd av granne", flaw="", flawed_at=None)
    before = record.audit()
    [told] = queries.ended(by=secretary, at=FIVE_YEARS_AND_A_DAY)
    named = [entry.seq for entry in told.entries]
    assert [each.id for each in told.drafts] == [draft.id]
    dispose(camera, secretary, FIVE_YEARS_AND_A_DAY)

    assert not Balancing.objects.filter(pk=draft.id).exists()
    assert not Answer.objects.filter(balancing=draft.id).exists()
    sign = Sign.objects.get()
    assert (bytes(sign.photo), sign.flaw_said) == (b"", "")
    assert len(sign.photo_sha256) == 64
    assert not Entry.objects.filter(seq__in=named).exclude(personal=None).exists()

    assert Balancing.objects.get() == final
    assert Decision.objects.filter(camera=camera.id).exists()
    assert IssuedTerms.objects.filter(camera=camera.id).exists()
    after = record.audit()
    assert (before.findings, after.findings) == ((), ())
    entry = record.entries(subject=camera.id).get(kind=Kind.DOCUMENTATION_DISPOSED)
    assert entry.actor == secretary.id
    assert entry.facts["plan"] == GROUND["plan"]
    assert entry.facts["drafts"] == [draft.id]
    assert (entry.facts["photos"], entry.facts["entries"]) == (1, len(named))


def test_what_named_somebody_on_the_record_is_gone_and_every_proof_holds(
    person, board, site, secretary, at
) -> None:
    row = standing(person=person, board=board, site=site, at=at)
    operator = person(Role.OPERATOR, board)
    operation.report_sign(
        camera=row.id, flaw=Flaw.DAMAGED, said="Bertil såg det.", by=operator, at=at + DAY
    )
    operation.end_lapsed_placements(at=LAPSED)
    flawed = record.entries(subject=row.id).get(kind=Kind.SIGN_FLAWED)
    proof = record.proof(flawed.seq)
    dispose(row, secretary, FIVE_YEARS_AND_A_DAY)
    flawed = Entry.objects.get(pk=flawed.seq)
    assert not hasattr(flawed, "personal")
    assert record.proof(flawed.seq).leaf_data == proof.leaf_data
    assert record.audit().findings == ()
    # Who disposed of it, and why, is a new entry of its own.
    gone = record.entries(subject=row.id).get(kind=Kind.DOCUMENTATION_DISPOSED)
    assert gone.personal.fields == {"why": GROUND["why"]}


def test_it_is_decided_once(camera, secretary) -> None:
    dispose(camera, secretary, FIVE_YEARS_AND_A_DAY)
    assert queries.ended(by=secretary, at=FIVE_YEARS_AND_A_DAY + DAY) == []
    with pytest.raises(Absent):
        dispose(camera, secretary, FIVE_YEARS_AND_A_DAY + DAY)


@pytest.mark.parametrize("field", ["plan", "why"])
def test_it_is_decided_by_a_plan_and_for_a_reason(camera, secretary, field: str) -> None:
    told = {**GROUND, field: "  "}
    with pytest.raises(BadInput, match=field):
        actions.dispose(camera=camera.id, **told, by=secretary, at=FIVE_YEARS_AND_A_DAY)
    assert due(secretary, FIVE_YEARS_AND_A_DAY) == [camera.id]


def test_a_surveillance_that_was_started_again_is_documented_as_a_whole(
    camera, person, board, site, secretary
) -> None:
    """A camera that stands again, or is weighed again, keeps what it had."""
    put_up(camera.id, site=site.id, by=person(Role.TECHNICIAN, board), at=FIVE_YEARS)
    assert queries.ended(by=secretary, at=FIVE_YEARS_AND_A_DAY) == []
    operation.take_down(
        camera=camera.id, by=person(Role.TECHNICIAN, board), at=FIVE_YEARS_AND_A_DAY
    )
    assert due(secretary, FIVE_YEARS_AND_A_DAY + DAY) == [camera.id]


def test_what_is_weighed_anew_after_the_end_is_kept_five_years_from_then(
    camera, person, board, secretary
) -> None:
    author = person(Role.SAFETY_COORDINATOR, board)
    draft = balancing.revise(balancing=Balancing.objects.get().id, by=author, at=FIVE_YEARS)
    with pytest.raises(Conflict, match="not-due-yet"):
        dispose(camera, secretary, FIVE_YEARS_AND_A_DAY)
    later = FIVE_YEARS + 30 * DAY
    balancing.answer(balancing=draft.id, answers={"tips": "Ny."}, by=author, at=later)
    [told] = queries.ended(by=secretary, at=later)
    assert told.ended_on == date(2027, 3, 31)
    assert told.disposable_from == date(2037, 5, 1)


def test_terms_that_can_no_longer_be_read_make_no_end_come_sooner(camera, secretary) -> None:
    IssuedTerms.objects.update(text="x.y.z")
    [told] = queries.ended(by=secretary, at=FIVE_YEARS)
    assert told.ended_on == date(2027, 3, 31)


def test_a_later_end_counts_from_its_own_day(person, board, site, secretary, at) -> None:
    technician = person(Role.TECHNICIAN, board)
    row = standing(person=person, board=board, site=site, at=at)
    operation.take_down(camera=row.id, by=technician, at=datetime(2026, 5, 1, 12, tzinfo=UTC))
    # While its terms run it may be put up again any night.
    assert queries.ended(by=secretary, at=datetime(2026, 5, 2, 12, tzinfo=UTC)) == []
    put_up(row.id, site=site.id, by=technician, at=datetime(2026, 7, 1, 12, tzinfo=UTC))
    operation.end_lapsed_placements(at=LAPSED)
    [told] = queries.ended(by=secretary, at=LAPSED)
    assert told.ended_on == date(2027, 3, 31)


def test_a_camera_that_never_watched_has_nothing_that_ends(
    person, board, site, secretary, at
) -> None:
    technician = person(Role.TECHNICIAN, board)
    operation.register_camera(
        camera="01JTN6E0W0F3CF3ZHQGC2ACKKB",
        board=board.id,
        name="Torgkameran",
        gateway="gateway-1",
        address="rtsp://10.0.0.7:554/x",
        by=technician,
        at=at,
    )
    assert queries.ended(by=secretary, at=FIVE_YEARS_AND_A_DAY) == []


def test_only_who_keeps_the_boards_documents_decides(
    camera, person, board, foreign_board
) -> None:
    for role in (Role.CASE_OFFICER, Role.TECHNICIAN, Role.SAFETY_COORDINATOR, Role.DPO):
        with pytest.raises((Absent, Refused)):
            dispose(camera, person(role, board), FIVE_YEARS_AND_A_DAY)
    theirs = person(Role.BOARD_SECRETARY, foreign_board)
    assert queries.ended(by=theirs, at=FIVE_YEARS_AND_A_DAY) == []
    with pytest.raises(Absent):
        dispose(camera, theirs, FIVE_YEARS_AND_A_DAY)


def test_what_is_due_is_told_to_who_decides_and_never_done_by_itself(camera, secretary) -> None:
    remind(at=FIVE_YEARS)
    assert not Task.objects.filter(reason=TaskReason.DISPOSAL_DUE).exists()
    remind(at=FIVE_YEARS_AND_A_DAY)
    remind(at=FIVE_YEARS_AND_A_DAY + DAY)
    [task] = Task.objects.filter(reason=TaskReason.DISPOSAL_DUE)
    assert (task.subject, task.permission) == (camera.id, "dispose-documentation")
    assert Sign.objects.exclude(photo=b"").exists()
    assert Balancing.objects.get().answers.count() == len(ANSWERS)
