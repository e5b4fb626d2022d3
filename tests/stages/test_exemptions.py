"""The authority may exempt from telling, in one case and with conditions (KBL 17–20 §§)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.stages.signing_on_site import sign_up
from tests.stages.standing import standing
from vaka.core.errors import Absent, BadInput, Conflict, Refused
from vaka.decisions import actions, queries
from vaka.decisions.models import Decision, InformationExemption
from vaka.decisions.rules import Reason
from vaka.municipality.models import Task
from vaka.municipality.rules import Role, TaskReason
from vaka.operation import queries as operation
from vaka.operation.models import Sign
from vaka.operation.rules.signs import Tells, Untold
from vaka.oversight import queries as oversight
from vaka.record import queries as record
from vaka.servers.reminding import remind
from vaka.terms.document import Act
from vaka.terms.permits import Asking

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
# Within the hours of the terms; the exemption lasts from the 1st of April through the 30th.
NIGHT = datetime(2026, 4, 10, 20, 30, tzinfo=UTC)
# The last instant of its last day, local.
LAST = datetime(2026, 4, 30, 21, 59, 59, tzinfo=UTC)
DECIDED = {
    "authority": "Integritetsskyddsmyndigheten",
    "case_number": "IMY-2026-114",
    "decided_on": date(2026, 3, 20),
    "exempts": ["15-1"],
    "conditions": "Skyddsombudet informeras varje månad.",
    "starts_on": date(2026, 4, 1),
    "ends_on": date(2026, 4, 30),
}


@pytest.fixture
def camera(person, board, site, at):
    return standing(person=person, board=board, site=site, at=at)


@pytest.fixture
def heard(person, board, site, at):
    """One whose terms allow sound."""
    return standing(person=person, board=board, site=site, at=at, audio=True)


@pytest.fixture
def secretary(person, board):
    return person(Role.BOARD_SECRETARY, board)


def exempt(by, at: datetime, **changed: object) -> InformationExemption:
    """Enter the exemption on the only decision; nobody has confirmed a sign."""
    Sign.objects.all().delete()
    told = {**DECIDED, **changed}
    return actions.enter_exemption(decision=Decision.objects.get().id, **told, by=by, at=at)


def recording(camera, at: datetime) -> str:
    return operation.verdict(camera.id, Act.RECORD, asking=Asking(), at=at).reason


def ordered(at: datetime) -> str | None:
    return operation.orders("gateway-1", at=at).cameras[0].terms


def test_an_exemption_stands_in_for_the_sign_while_it_lasts_and_ends_by_itself(
    camera, secretary, at
) -> None:
    exempt(secretary, at)
    assert ordered(at) is None
    for instant in (NIGHT, LAST):
        assert ordered(instant) is not None
        assert operation.informing(camera, at=instant).telling.untold is None
    verdict = operation.verdict(camera.id, Act.RECORD, asking=Asking(), at=NIGHT)
    assert (verdict.reason, verdict.until <= LAST + DAY) == ("ok", True)
    assert ordered(LAST + DAY) is None
    over = LAST + timedelta(seconds=1)
    assert operation.informing(camera, at=over).telling.untold == Untold.NOT_UP


def test_where_it_ends_a_sign_lets_the_camera_go_on(camera, secretary, person, board, at):
    exempt(secretary, at)
    sign_up(camera.id, by=person(Role.TECHNICIAN, board), at=NIGHT)
    assert ordered(LAST + DAY) is not None


@pytest.mark.parametrize(
    ("exempts", "sign", "untold"),
    [
        (["15-1"], None, Untold.NOT_UP),
        (["15-1"], Tells.PICTURES, Untold.SILENT_ON_SOUND),
        (["15-1"], Tells.SOUND, None),
        (["15-2"], None, Untold.NOT_UP),
        (["15-2"], Tells.PICTURES, None),
        (["15-1", "15-2"], None, None),
        (["15-3"], Tells.PICTURES, Untold.SILENT_ON_SOUND),
    ],
)
def test_sound_is_told_specially_unless_that_too_is_exempt(
    heard, secretary, person, board, at, exempts, sign, untold
) -> None:
    exempt(secretary, at, exempts=exempts)
    if sign:
        sign_up(heard.id, tells_of=sign, by=person(Role.TECHNICIAN, board), at=at)
    assert operation.informing(heard, at=NIGHT).telling.untold == untold
    assert (ordered(NIGHT) is None) == (untold is not None)
    until = operation.informing(heard, at=NIGHT).telling.until
    assert until == (None if untold else LAST + timedelta(seconds=1))


def test_it_is_on_the_record_with_its_conditions(camera, secretary, at) -> None:
    made = exempt(secretary, at)
    decision = Decision.objects.get()
    entry = record.entries(subject=decision.id).get(kind="information.exempted")
    assert entry.actor == secretary.id
    assert entry.facts["exemption"] == made.id
    assert entry.facts["conditions"] == DECIDED["conditions"]
    assert (entry.facts["from"], entry.facts["until"]) == ("2026-04-01", "2026-04-30")


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"exempts": []}, Reason.EXEMPTS_NOTHING),
        ({"exempts": ["15-1", "8"]}, Reason.EXEMPTS_NOTHING),
        ({"starts_on": date(2026, 3, 19)}, Reason.EXEMPT_BEFORE_IT_WAS_DECIDED),
        ({"ends_on": date(2026, 3, 31)}, Reason.EXEMPT_ENDS_BEFORE_IT_STARTS),
    ],
)
def test_its_days_are_in_order_and_it_exempts_from_something(
    camera, secretary, at, changed, reason
) -> None:
    with pytest.raises(Conflict, match=reason):
        exempt(secretary, at, **changed)


@pytest.mark.parametrize("field", ["authority", "case_number", "conditions"])
def test_the_authority_its_case_and_its_conditions_are_named(
    camera, secretary, at, field: str
) -> None:
    with pytest.raises(BadInput, match=field):
        exempt(secretary, at, **{field: "  "})


def test_two_never_last_at_once(camera, secretary, at) -> None:
    exempt(secretary, at)
    with pytest.raises(Conflict, match=Reason.EXEMPT_ALREADY):
        exempt(secretary, at, starts_on=date(2026, 4, 30), ends_on=None)
    exempt(secretary, at, starts_on=date(2026, 5, 1), ends_on=None)
    assert ordered(datetime(2027, 3, 31, 12, tzinfo=UTC)) is not None


def test_one_that_the_authority_recalls_ends_at_once_with_a_reason(
    camera, secretary, at
) -> None:
    made = exempt(secretary, at)
    with pytest.raises(BadInput, match="reason"):
        actions.end_exemption(exemption=made.id, reason=" ", by=secretary, at=NIGHT)
    actions.end_exemption(exemption=made.id, reason="Återkallat.", by=secretary, at=NIGHT)
    assert ordered(NIGHT) is None
    assert recording(camera, NIGHT) == Untold.NOT_UP
    [entry] = record.of_kind("information.exemption-ended")
    assert entry.personal.fields == {"reason": "Återkallat."}
    with pytest.raises(Conflict, match=Reason.EXEMPTION_OVER):
        actions.end_exemption(exemption=made.id, reason="Igen.", by=secretary, at=NIGHT + DAY)
    # New conditions are a new exemption.
    exempt(secretary, NIGHT, decided_on=date(2026, 4, 10), starts_on=date(2026, 4, 11))
    assert ordered(NIGHT + DAY) is not None


def test_one_that_was_ended_before_it_began_never_lasts(camera, secretary, at) -> None:
    made = exempt(secretary, at)
    actions.end_exemption(exemption=made.id, reason="Fel ärende.", by=secretary, at=at)
    made.refresh_from_db()
    assert queries.lasting(made) is None
    assert ordered(NIGHT) is None
    exempt(secretary, at)


def test_who_signs_terms_enters_it_at_its_own_board(
    camera, person, board, foreign_board, secretary, at
) -> None:
    with pytest.raises(Refused):
        exempt(person(Role.CASE_OFFICER, board), at)
    with pytest.raises(Absent):
        exempt(person(Role.BOARD_SECRETARY, foreign_board), at)
    made = exempt(secretary, at)
    with pytest.raises(Absent):
        actions.end_exemption(
            exemption=made.id,
            reason="Nej.",
            by=person(Role.BOARD_SECRETARY, foreign_board),
            at=at,
        )


def test_its_end_is_told_ahead(camera, secretary, at) -> None:
    made = exempt(secretary, at)
    remind(at=datetime(2026, 2, 28, 12, tzinfo=UTC))
    assert not Task.objects.filter(reason=TaskReason.EXEMPTION_ENDS).exists()
    remind(at=NIGHT)
    remind(at=NIGHT + DAY)
    [task] = Task.objects.filter(reason=TaskReason.EXEMPTION_ENDS)
    assert (task.subject, task.due) == (made.decision_id, date(2026, 4, 30))


def test_one_that_is_ended_or_has_no_end_is_not_told_of(camera, secretary, at) -> None:
    made = exempt(secretary, at)
    actions.end_exemption(exemption=made.id, reason="Återkallat.", by=secretary, at=NIGHT)
    exempt(secretary, NIGHT, starts_on=date(2026, 5, 1), ends_on=None)
    remind(at=NIGHT)
    assert not Task.objects.filter(reason=TaskReason.EXEMPTION_ENDS).exists()


def test_the_public_register_is_silent_only_where_the_authority_says_so(
    camera, secretary, at
) -> None:
    exempt(secretary, at)
    [shown] = oversight.public_cameras(at=NIGHT)
    assert shown.exemption.case_number == "IMY-2026-114"
    [both] = queries.exempted([shown.exemption.decision_id], at=NIGHT).values()
    actions.end_exemption(exemption=both.id, reason="Nya villkor.", by=secretary, at=NIGHT)
    exempt(
        secretary,
        NIGHT,
        exempts=["15-1", "15-3"],
        decided_on=date(2026, 4, 10),
        starts_on=date(2026, 4, 10),
    )
    assert oversight.public_cameras(at=NIGHT + DAY) == []
    with pytest.raises(Absent):
        oversight.public_camera(camera.id, at=NIGHT + DAY)
    assert len(oversight.public_cameras(at=LAST + DAY)) == 1


def test_the_register_of_the_act_and_the_authoritys_file_tell_of_it_all_the_same(
    camera, secretary, person, at
) -> None:
    exempt(secretary, at, exempts=["15-1", "15-3"])
    dpo = person(Role.DPO)
    [entry] = oversight.register(by=dpo, at=NIGHT)
    assert entry.camera == camera.id
    told = oversight.dossier(camera, by=dpo, at=NIGHT)
    [row] = queries.exemptions(told.decisions[0])
    assert row.conditions == DECIDED["conditions"]


def test_no_exemption_is_in_the_database_without_conditions_or_out_of_order(
    camera, secretary, at
) -> None:
    exempt(secretary, at)
    for broken in (
        {"conditions": ""},
        {"starts_on": date(2026, 3, 1)},
        {"ends_on": date(2026, 3, 31)},
        {"ended_at": NIGHT},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            InformationExemption.objects.update(**broken)
