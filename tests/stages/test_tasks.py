"""What a board has to see to is found, raised once, told, reminded of and settled."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.pages.browsing import login, text
from tests.stages.standing import put_up, standing
from vaka.balancing import actions as balancing
from vaka.cases import actions as cases
from vaka.core.errors import Absent, BadInput, Conflict
from vaka.core.outgoing import Delivery
from vaka.decisions.models import Decision, IssuedTerms
from vaka.decisions.queries import recused_from
from vaka.evaluation.models import Evaluation, FollowUp
from vaka.measures.rules.ratios import Ruling
from vaka.municipality import actions, queries
from vaka.municipality.models import Letter, Person, Task
from vaka.municipality.rules import ASKED, Permission, Role, SiteKind, TaskReason
from vaka.needs import actions as needs
from vaka.operation import actions as operation
from vaka.operation.models import Installation
from vaka.record import queries as record
from vaka.record.rules import Kind
from vaka.servers.reminding import remind

pytestmark = pytest.mark.django_db
# The terms apply from the 1st of April 2026 to the 31st of March 2027, reviewed by new year.
JUNE = datetime(2026, 6, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
ELSEWHERE = {"longitude": 13.0037, "latitude": 55.6045, "height_m": 5, "direction_deg": 90}
WATCHED = {
    "type": "Polygon",
    "coordinates": [[[13, 55.6], [13.1, 55.6], [13, 55.7], [13, 55.6]]],
}


@pytest.fixture
def camera(person, board, site, at):
    return standing(person=person, board=board, site=site, at=at)


@pytest.fixture
def decision(camera) -> Decision:
    return Decision.objects.get(camera=camera.id)


@pytest.fixture
def coordinator(person, board):
    return person(Role.SAFETY_COORDINATOR, board)


@pytest.fixture
def technician(person, board):
    return person(Role.TECHNICIAN, board)


def reasons() -> set[str]:
    return set(Task.objects.values_list("reason", flat=True))


def test_where_nothing_has_changed_there_is_nothing_to_see_to(decision) -> None:
    remind(at=JUNE)
    assert reasons() == set()


def test_a_moved_camera_is_to_be_assessed_anew_kbl_9(
    decision, camera, technician, site, coordinator
) -> None:
    to = operation.Place(
        site=site.id, angle_deg=80, nearest_m=8, watched_area=WATCHED, **ELSEWHERE
    )
    operation.move(camera=camera.id, to=to, by=technician, at=JUNE)
    remind(at=JUNE + DAY)
    remind(at=JUNE + 2 * DAY)
    [task] = queries.open_tasks(by=coordinator)
    assert (task.reason, task.subject) == (TaskReason.CAMERA_MOVED, decision.id)
    entry = record.entries(subject=decision.id).get(kind=Kind.TASK_RAISED)
    assert entry.facts["reason"] == "camera-moved"


def test_a_replaced_camera_is_to_be_assessed_anew_kbl_9(decision, camera, technician) -> None:
    operation.replace(
        camera=camera.id, address="rtsp://10.0.0.9/1", what="Ny", by=technician, at=JUNE
    )
    remind(at=JUNE + DAY)
    assert reasons() == {TaskReason.CAMERA_REPLACED}


@pytest.mark.parametrize(
    ("longitude", "told"), [(13.005, {TaskReason.SENSITIVE_NEIGHBOUR}), (13.02, set())]
)
def test_a_new_school_next_door_asks_for_a_new_assessment_kbl_9(
    decision, board, founder, longitude: float, told: set[str]
) -> None:
    ring = [[longitude, 55.604], [longitude + 0.001, 55.604], [longitude, 55.605]]
    actions.add_site(
        board=board.id,
        name="Nya skolan",
        kind=SiteKind.SCHOOL,
        address="Skolgatan 1",
        longitude=longitude,
        latitude=55.6045,
        outline={"type": "Polygon", "coordinates": [[*ring, ring[0]]]},
        example=True,
        by=founder,
        at=JUNE,
    )
    remind(at=JUNE + DAY)
    assert reasons() == told


def test_what_is_being_weighed_anew_is_not_asked_for(
    decision, camera, technician, coordinator
) -> None:
    operation.replace(
        camera=camera.id, address="rtsp://10.0.0.9/1", what="Ny", by=technician, at=JUNE
    )
    balancing.revise(balancing=decision.balancing_id, by=coordinator, at=JUNE)
    remind(at=JUNE + DAY)
    assert reasons() == set()


def test_review_and_end_are_told_in_time(decision, coordinator) -> None:
    remind(at=datetime(2026, 10, 2, 12, tzinfo=UTC))
    assert reasons() == set()
    remind(at=datetime(2026, 10, 3, 12, tzinfo=UTC))
    assert reasons() == {TaskReason.REVIEW_DUE}
    remind(at=datetime(2027, 1, 30, 12, tzinfo=UTC))
    due = {task.reason: task.due for task in queries.open_tasks(by=coordinator)}
    assert due == {
        TaskReason.REVIEW_DUE: date(2027, 1, 1),
        TaskReason.DECISION_ENDS: date(2027, 3, 31),
    }


def test_hard_case_08_a_placement_ends_by_itself_when_its_decision_has_lapsed(
    decision, camera, technician
) -> None:
    midnight = datetime.fromisoformat("2027-04-01T00:00:00+02:00")
    remind(at=midnight - timedelta(seconds=1))
    assert Installation.objects.get().ends_at is None
    remind(at=midnight + timedelta(minutes=5))
    assert Installation.objects.get().ends_at == midnight
    [task] = queries.open_tasks(by=technician)
    assert task.reason == TaskReason.CAMERA_LAPSED
    entry = record.entries(subject=camera.id).get(kind=Kind.CAMERA_TAKEN_DOWN)
    assert entry.facts == {"why": "lapsed", "task": task.id}
    # One that is put up again waits for terms of its own.
    put_up(camera.id, site=Installation.objects.get().site_id, by=technician, at=midnight + DAY)
    remind(at=midnight + 2 * DAY)
    assert Installation.objects.filter(ends_at=None).count() == 1


def test_a_late_opinion_and_a_due_preparation_are_told_to_who_handles_cases(
    board, person, at
) -> None:
    officer = person(Role.CASE_OFFICER, board)
    case = cases.open_case(
        board=board.id, reference="TN-2026-9", title="Kamera", by=officer, at=at
    )
    day = date(2026, 3, 20)
    cases.prepare(
        case=case.id, department="Kontoret", ordered_on=at.date(), due=day, by=officer, at=at
    )
    cases.refer(case=case.id, consulted="Polisen", due=day, by=officer, at=at)
    remind(at=datetime(2026, 3, 20, 12, tzinfo=UTC))
    assert reasons() == {TaskReason.PREPARATION_DUE}
    remind(at=datetime(2026, 3, 21, 12, tzinfo=UTC))
    assert reasons() == {TaskReason.PREPARATION_DUE, TaskReason.OPINION_LATE}


@pytest.fixture
def told(decision, camera, technician, coordinator) -> Task:
    """A task of which the coordinator was written to."""
    actions.change_email(email="samordnare@example.org", by=coordinator, at=JUNE)
    operation.replace(
        camera=camera.id, address="rtsp://10.0.0.9/1", what="Ny", by=technician, at=JUNE
    )
    remind(at=JUNE + DAY)
    return Task.objects.get()


def test_who_can_see_to_it_and_has_an_address_is_written_to_and_reminded_once(told) -> None:
    [letter] = Letter.objects.all()
    assert letter.address == "samordnare@example.org"
    assert letter.text.splitlines()[0] == (
        "Kameran har bytts ut: bedöm om intrånget ökar: Exempeltorget"
    )
    assert f"/kommunen/att-gora/{told.id}/" in letter.text
    for days in (2, 3, 9):
        remind(at=JUNE + days * DAY)
    assert Letter.objects.count() == 2
    assert record.entries(subject=told.subject).filter(kind=Kind.TASK_REMINDED).count() == 1


def test_a_letter_that_no_server_takes_is_given_up_after_some_tries(told) -> None:
    key, at = Letter.objects.get().id, JUNE + DAY
    for _attempt in range(5):
        assert actions.claim_letter(letter=key, at=at)
        assert actions.claim_letter(letter=key, at=at) is None  # another worker has it
        actions.note_letter_not_sent(letter=key, problem="550 nobody here", at=at)
        at += timedelta(minutes=3)
    row = Letter.objects.get()
    assert (row.state, row.receipt) == (Delivery.GIVEN_UP, "550 nobody here")
    actions.note_letter_not_sent(letter=key, problem="late", at=at)
    assert Letter.objects.get().receipt == "550 nobody here"


def test_a_task_is_settled_in_words_once_and_nobody_is_written_to_any_more(
    told, coordinator
) -> None:
    with pytest.raises(BadInput, match="it is empty"):
        actions.settle(
            task=told.id, outcome=" ", apart=recused_from, by=coordinator, at=JUNE + DAY
        )
    actions.settle(
        task=told.id,
        outcome="Samma bild som förr.",
        apart=recused_from,
        by=coordinator,
        at=JUNE + DAY,
    )
    with pytest.raises(Conflict, match="settled-already"):
        actions.settle(
            task=told.id, outcome="Igen.", apart=recused_from, by=coordinator, at=JUNE + DAY
        )
    assert list(queries.open_tasks(by=coordinator)) == []
    assert Letter.objects.get().state == Delivery.GIVEN_UP
    remind(at=JUNE + 9 * DAY)
    assert (Task.objects.count(), Letter.objects.count()) == (1, 1)
    entry = record.entries(subject=told.subject).get(kind=Kind.TASK_SETTLED)
    assert "Samma bild" not in str(entry.facts)


def test_it_is_of_who_can_see_to_it_at_that_board_alone(
    told, person, board, foreign_board, coordinator
) -> None:
    for other in (person(Role.OPERATOR, board), person(Role.SAFETY_COORDINATOR, foreign_board)):
        assert list(queries.tasks(by=other)) == []
        with pytest.raises(Absent):
            actions.settle(task=told.id, outcome="Nej.", apart=recused_from, by=other, at=JUNE)
    assert told.permission == Permission.DRAFT_ASSESSMENT


def test_it_is_shown_first_and_settled_on_its_page(told, coordinator) -> None:
    client = login(coordinator)
    assert "Kameran har bytts ut" in text(client.get("/"))
    page = f"/kommunen/att-gora/{told.id}/"
    assert "KBL 9 § andra stycket" in text(client.get(page))
    assert client.post(page, {"outcome": ""}).status_code == 400
    after = client.post(page, {"outcome": "Samma bild som förr."}, follow=True)
    assert "Samma bild som förr." in text(after)
    assert "Kameran har bytts ut" not in text(client.get("/"))


def test_everybody_says_where_to_be_reminded_on_a_page(coordinator) -> None:
    client = login(coordinator)
    assert client.post("/epost/", {"email": "inte en adress"}).status_code == 200
    client.post("/epost/", {"email": "samordnare@example.org"})
    assert Person.objects.get(pk=coordinator.id).email == "samordnare@example.org"
    client.post("/epost/", {"email": ""})
    assert Person.objects.get(pk=coordinator.id).email == ""


def test_and_over_the_api(coordinator) -> None:
    client = login(coordinator)
    sent = {"email": "samordnare@example.org"}
    assert client.post("/api/own/email", sent, "application/json").status_code == 204
    told = client.get("/api/own").json()
    assert (told["id"], told["email"]) == (coordinator.id, "samordnare@example.org")
    wrong = client.post("/api/own/email", {"email": "ingen"}, "application/json")
    assert wrong.status_code == 400
    assert "email" in wrong.json()["problem"] or "email" in str(wrong.json())


def test_an_address_that_is_none_is_refused(coordinator, at) -> None:
    with pytest.raises(BadInput, match="it is no e-mail address"):
        actions.change_email(email="samordnare", by=coordinator, at=at)


@pytest.mark.parametrize("reason", TaskReason)
def test_every_reason_says_what_it_asks_and_by_what(reason: TaskReason) -> None:
    asked = ASKED[reason]
    assert asked.text.sv
    assert asked.text.en
    assert asked.source


def test_a_problem_that_is_gone_asks_for_a_new_assessment_kbl_9(
    decision, site, coordinator, at
) -> None:
    """Told by two sources for years before the decision; nothing for three years after."""
    lines = ["id,occurred_from,occurred_to,category,source,longitude,latitude,place,flag,text"]
    for number in range(180):
        day = at.date() - timedelta(days=1 + number * 6)
        source = ("polisen", "parkförvaltningen")[number % 2]
        lines.append(f"{number},{day} 20:00,,klotter,{source},,,Torget,observed,")
    took = needs.import_problems(
        "\n".join(lines).encode(), name="p.csv", site=site.id, by=coordinator, at=at
    )
    assert took.applied
    remind(at=JUNE)
    assert reasons() == set()
    # Long terms, so that the problem is gone before they are over.
    Decision.objects.update(ends_on=date(2031, 3, 31), review_by=date(2031, 1, 1))
    IssuedTerms.objects.update(ends_at=datetime(2031, 4, 1, tzinfo=UTC))
    remind(at=datetime(2030, 1, 1, 12, tzinfo=UTC))
    assert reasons() == {TaskReason.PROBLEM_GONE}


def test_a_follow_up_without_effect_asks_for_a_new_assessment_kbl_9(
    decision, camera, site, coordinator
) -> None:
    plan = Evaluation.objects.create(
        id="0" * 26,
        board_id=site.board_id,
        site=site,
        camera=camera.id,
        outcome="Rån",
        detection_driven=False,
        measure_starts=date(2026, 4, 1),
        review_on=date(2026, 5, 1),
        plan={},
        plan_hash="0" * 64,
        planned_at=JUNE,
    )
    for number, ruling in enumerate((Ruling.CANNOT_TELL, Ruling.NO_EFFECT)):
        FollowUp.objects.create(
            id=f"{number:026}", evaluation=plan, at=JUNE + number * DAY, ruling=ruling, facts={}
        )
        remind(at=JUNE + number * DAY)
        assert reasons() == ({TaskReason.EFFECT_DOUBTED} if number else set())
