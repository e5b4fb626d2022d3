"""Nothing is recorded or shown before people are told of it on site (KBL 15 §)."""

import hashlib
import importlib
from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.stages.signing_on_site import PHOTO, photo, sign_up
from tests.stages.standing import RING, standing
from vaka.core.errors import Absent, BadInput, Conflict, Refused
from vaka.decisions.models import IssuedTerms
from vaka.municipality.models import Task
from vaka.municipality.rules import Role, TaskReason
from vaka.operation import actions, gate, queries
from vaka.operation.models import Camera, Installation, Sign
from vaka.operation.rules import Purpose
from vaka.operation.rules.signs import Flaw, Tells, Untold
from vaka.record import queries as record
from vaka.servers.reminding import remind
from vaka.terms.document import Act
from vaka.terms.permits import Asking

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
ACCESS = [{"role": "operator", "acts": ["live"], "requires": []}]
# A Friday evening within the hours of the terms.
NIGHT = datetime(2026, 4, 10, 20, 30, tzinfo=UTC)


@pytest.fixture
def technician(person, board):
    return person(Role.TECHNICIAN, board)


@pytest.fixture
def operator(person, board):
    return person(Role.OPERATOR, board)


@pytest.fixture
def told(person, board, site, at: datetime) -> Camera:
    """A camera whose sign is up."""
    return standing(person=person, board=board, site=site, at=at, access=ACCESS)


@pytest.fixture
def camera(told) -> Camera:
    """One that stands, with terms, and of which nobody has been told yet."""
    Sign.objects.all().delete()
    return told


@pytest.fixture
def heard(person, board, site, at: datetime) -> Camera:
    """One whose terms allow sound."""
    return standing(person=person, board=board, site=site, at=at, access=ACCESS, audio=True)


def ordered(at: datetime) -> str | None:
    """Return the terms that the gateway is sent."""
    return queries.orders("gateway-1", at=at).cameras[0].terms


def recording(camera: Camera, at: datetime) -> str:
    return queries.verdict(camera.id, Act.RECORD, asking=Asking(), at=at).reason


def ticket(camera: Camera, by, at: datetime) -> gate.Given:
    return gate.give_ticket(
        camera=camera.id, act=Act.LIVE, purpose=Purpose.WATCH, incident="", by=by, at=at
    )


def moved(camera: Camera, by, at: datetime) -> None:
    place = actions.Place(
        site=Installation.objects.get(camera=camera).site_id,
        longitude=13.0036,
        latitude=55.6045,
        height_m=5,
        direction_deg=90,
        angle_deg=80,
        nearest_m=8,
        watched_area={"type": "Polygon", "coordinates": [RING]},
    )
    actions.move(camera=camera.id, to=place, by=by, at=at)


def test_nothing_is_recorded_or_shown_before_the_sign_is_up(camera, operator) -> None:
    assert ordered(NIGHT) is None
    assert recording(camera, NIGHT) == Untold.NOT_UP
    assert queries.state(camera, at=NIGHT).recording.reason == Untold.NOT_UP
    with pytest.raises(Refused, match=Untold.NOT_UP):
        ticket(camera, operator, NIGHT)
    *_, refused = record.all_entries()
    assert (refused.kind, refused.facts["reason"]) == ("access.refused", Untold.NOT_UP)


def test_when_the_technician_has_confirmed_it_the_camera_begins(
    camera, technician, operator
) -> None:
    sign = sign_up(camera.id, by=technician, at=NIGHT)
    assert ordered(NIGHT) == IssuedTerms.objects.get().text
    assert recording(camera, NIGHT) == "ok"
    assert ticket(camera, operator, NIGHT).expires > NIGHT
    *_, entry = record.entries(subject=camera.id).filter(kind="sign.confirmed")
    assert entry.actor == technician.id
    assert entry.facts["photo"] == sign.photo_sha256
    assert entry.facts["tells_of"] == Tells.PICTURES


def test_the_photo_is_kept_as_one_of_ours_and_its_hash_is_on_the_record(
    camera, technician, operator, person, foreign_board
) -> None:
    sign = sign_up(camera.id, by=technician, at=NIGHT)
    kept = queries.photo(sign.id, by=operator)
    assert kept[:3] == b"\xff\xd8\xff"
    assert kept != PHOTO
    assert hashlib.sha256(kept).hexdigest() == sign.photo_sha256
    with pytest.raises(Absent):
        queries.photo(sign.id, by=person(Role.OPERATOR, foreign_board))


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"where": " "}, "where"),
        ({"up_at": NIGHT + DAY}, "up_at"),
        ({"photo": b"%PDF-1.7"}, "photo"),
        ({"photo": photo((150, 150))}, "photo"),
    ],
)
def test_a_sign_that_is_not_shown_to_be_up_is_not_taken(
    camera, technician, changed: dict[str, object], field: str
) -> None:
    said = {
        "where": "Vid infarten",
        "up_at": NIGHT,
        "tells_of": Tells.PICTURES,
        "photo": PHOTO,
        **changed,
    }
    with pytest.raises(BadInput) as refused:
        actions.confirm_sign(camera=camera.id, **said, by=technician, at=NIGHT)
    assert refused.value.where == field
    assert ordered(NIGHT) is None


def test_only_who_puts_cameras_up_confirms_a_sign(
    camera, operator, person, foreign_board
) -> None:
    with pytest.raises(Refused):
        sign_up(camera.id, by=operator, at=NIGHT)
    with pytest.raises(Absent):
        sign_up(camera.id, by=person(Role.TECHNICIAN, foreign_board), at=NIGHT)


def test_a_camera_that_was_moved_waits_for_the_sign_at_its_new_place(told, technician) -> None:
    assert recording(told, NIGHT) == "ok"
    moved(told, technician, NIGHT)
    assert ordered(NIGHT) is None
    assert recording(told, NIGHT) == Untold.NOT_UP
    sign_up(told.id, by=technician, at=NIGHT + DAY)
    assert ordered(NIGHT + DAY) is not None


def test_a_camera_that_stands_nowhere_has_nothing_to_tell_and_no_sign(told, technician) -> None:
    actions.take_down(camera=told.id, by=technician, at=NIGHT)
    # What it recorded can be seen for as long as it is kept; it takes no pictures.
    assert ordered(NIGHT) is not None
    with pytest.raises(Conflict, match="not-installed"):
        sign_up(told.id, by=technician, at=NIGHT)


def test_terms_with_sound_need_a_sign_that_tells_of_sound(heard, technician) -> None:
    assert recording(heard, NIGHT) == "ok"
    sign_up(heard.id, tells_of=Tells.PICTURES, by=technician, at=NIGHT)
    assert ordered(NIGHT) is None
    assert recording(heard, NIGHT) == Untold.SILENT_ON_SOUND
    sign_up(heard.id, tells_of=Tells.SOUND, by=technician, at=NIGHT + DAY)
    assert ordered(NIGHT + DAY) is not None


def test_a_sign_that_is_gone_stops_the_camera_and_somebody_is_told_at_once(
    told, operator, technician
) -> None:
    actions.report_sign(camera=told.id, flaw=Flaw.GONE, said="Nedriven.", by=operator, at=NIGHT)
    assert ordered(NIGHT) is None
    assert recording(told, NIGHT) == Untold.GONE
    task = Task.objects.get(reason=TaskReason.SIGN_FLAWED)
    assert (task.subject, str(task.due)) == (told.id, "2026-04-10")
    entry = record.entries(subject=told.id).get(kind="sign.flawed")
    assert entry.facts["task"] == task.id
    assert entry.personal.fields == {"said": "Nedriven."}
    sign_up(told.id, by=technician, at=NIGHT + DAY)
    assert recording(told, NIGHT + DAY) == "ok"


def test_a_damaged_sign_is_put_right_within_a_week_or_the_camera_stops(
    told, operator, technician
) -> None:
    actions.report_sign(
        camera=told.id, flaw=Flaw.DAMAGED, said="Klotter.", by=operator, at=NIGHT
    )
    assert str(Task.objects.get(reason=TaskReason.SIGN_FLAWED).due) == "2026-04-17"
    week = NIGHT + 7 * DAY
    verdict = queries.verdict(told.id, Act.RECORD, asking=Asking(), at=week - DAY / 24)
    assert (verdict.permitted, verdict.until) == (True, week)
    assert ordered(week - DAY / 24) is not None
    assert ordered(week) is None
    assert recording(told, week) == Untold.UNMENDED
    sign_up(told.id, by=technician, at=week)
    assert recording(told, week) == "ok"


def test_a_flaw_is_told_once_and_one_that_is_damaged_may_be_gone_next(told, operator) -> None:
    def report(flaw: Flaw) -> None:
        actions.report_sign(camera=told.id, flaw=flaw, said="Se bild.", by=operator, at=NIGHT)

    report(Flaw.DAMAGED)
    with pytest.raises(Conflict, match="known-already"):
        report(Flaw.DAMAGED)
    report(Flaw.GONE)
    assert recording(told, NIGHT) == Untold.GONE
    with pytest.raises(Conflict, match="known-already"):
        report(Flaw.DAMAGED)
    assert Task.objects.filter(reason=TaskReason.SIGN_FLAWED).count() == 2


def test_a_flaw_is_told_in_words_of_a_sign_that_there_is(camera, operator, technician) -> None:
    with pytest.raises(Conflict, match="no-sign"):
        actions.report_sign(
            camera=camera.id, flaw=Flaw.GONE, said="Borta.", by=operator, at=NIGHT
        )
    sign_up(camera.id, by=technician, at=NIGHT)
    with pytest.raises(BadInput, match="said"):
        actions.report_sign(camera=camera.id, flaw=Flaw.GONE, said="", by=operator, at=NIGHT)


def test_a_camera_without_a_confirmed_sign_is_something_to_see_to(camera, technician) -> None:
    remind(at=NIGHT)
    remind(at=NIGHT + DAY)
    [task] = Task.objects.filter(reason=TaskReason.SIGN_TO_CONFIRM)
    assert task.subject == camera.id
    sign_up(camera.id, by=technician, at=NIGHT + DAY)
    moved(camera, technician, NIGHT + 2 * DAY)
    remind(at=NIGHT + 2 * DAY)
    assert Task.objects.filter(reason=TaskReason.SIGN_TO_CONFIRM).count() == 2


def test_what_stood_at_the_change_of_version_goes_on_and_is_to_be_confirmed(
    camera, technician, operator
) -> None:
    migration = importlib.import_module("vaka.operation.migrations.0012_signs")
    migration.what_stood_has_its_sign(apps, None)
    now = Sign.objects.get().entered_at
    sign = queries.sign(camera)
    assert (sign.entered_by, sign.photo_sha256, sign.up_at) == (None, "", None)
    assert ordered(NIGHT) is not None
    assert recording(camera, NIGHT) == "ok"
    with pytest.raises(Absent):
        queries.photo(sign.id, by=operator)
    remind(at=NIGHT)
    task = Task.objects.get(reason=TaskReason.SIGN_TO_CONFIRM)
    assert task.due == timezone.localdate(now + timedelta(days=30))
    sign_up(camera.id, by=technician, at=now + DAY)
    assert queries.sign(camera).entered_by_id == technician.id


def test_a_hosted_camera_has_no_sign_of_ours_to_take_over(camera, founder, at) -> None:
    from vaka.municipality import actions as municipality
    from vaka.municipality.rules import PartnerKind

    police = municipality.add_partner(
        name="Polisen", kind=PartnerKind.POLICE, by=founder, at=at
    )
    Camera.objects.update(hosted_for=police.id)
    migration = importlib.import_module("vaka.operation.migrations.0012_signs")
    migration.what_stood_has_its_sign(apps, None)
    assert not Sign.objects.exists()
    remind(at=NIGHT)
    assert not Task.objects.filter(reason=TaskReason.SIGN_TO_CONFIRM).exists()


def test_terms_that_were_signed_before_say_of_themselves_whether_they_allow_sound(
    heard, person, board, site, at
) -> None:
    IssuedTerms.objects.update(sound=False)
    migration = importlib.import_module("vaka.decisions.migrations.0004_information_exemptions")
    migration.as_the_texts_say(apps, None)
    assert IssuedTerms.objects.get().sound


def test_a_sign_is_never_in_the_database_without_its_photo_and_who_took_it(told) -> None:
    for broken in ({"entered_by": None}, {"photo_sha256": ""}, {"up_at": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Sign.objects.update(**broken)
    with pytest.raises(IntegrityError), transaction.atomic():
        Sign.objects.update(flaw="gone")


def test_gateways_ask_often_and_no_photo_is_read_for_them(
    told, django_assert_max_num_queries
) -> None:
    with django_assert_max_num_queries(9) as asked:
        queries.orders("gateway-1", at=NIGHT)
    assert not [each["sql"] for each in asked.captured_queries if '"photo"' in each["sql"]]
