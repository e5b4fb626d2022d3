"""The example as a whole: what its history has led to on the day somebody opens it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command

from vaka.balancing import queries as balancing
from vaka.balancing.rules.findings import Severity
from vaka.core.errors import BadInput
from vaka.decisions import queries as decisions
from vaka.decisions.rules import Condition
from vaka.demo import example
from vaka.demo.example import need
from vaka.demo.example.balancing import answers
from vaka.demo.example.files import content, geojson, placed, rows, tables
from vaka.demo.generate.__main__ import files
from vaka.evaluation import queries as evaluation
from vaka.geometry import sweref
from vaka.law.templates import NEWEST, template
from vaka.measures.rules.ratios import Ruling
from vaka.municipality import queries as municipality
from vaka.municipality.rules import Role
from vaka.needs import queries as needs
from vaka.operation import queries as operation
from vaka.record import queries as record
from vaka.response import queries as response
from vaka.terms.document import Act
from vaka.terms.permits import NOBODY, Asking, Reason

pytestmark = pytest.mark.django_db

TODAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LOCAL = ZoneInfo("Europe/Stockholm")
CAMERAS = ["rtsp://127.0.0.1:8554/square", "rtsp://user:secret@127.0.0.1:8555/garage"]


STAGES: list[str] = []


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The example, loaded once for all that is asked of it here; nothing here changes it."""
    with django_db_blocker.unblock():
        yield example.load(
            at=TODAY, cameras=CAMERAS, password="exempel-lösenord", progress=STAGES.append
        )
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def coordinator(loaded):
    return municipality.actor_by_login("samordnare", at=TODAY)


def at_the_square(hour: int, minute: int) -> datetime:
    return datetime(2026, 11, 23, hour, minute, tzinfo=LOCAL)


def test_every_stage_is_loaded_in_the_order_of_the_loop(loaded):
    loop = "organisation need measures balancing decision operation response effect"
    assert loop.split() == STAGES


def test_the_problems_at_both_places_are_documented(loaded, coordinator):
    for place in (loaded.square, loaded.garage):
        assert needs.documented(place.site, by=coordinator, at=TODAY).holds


def test_the_problems_were_documented_on_the_day_the_square_was_weighed(loaded, coordinator):
    weighed = datetime(2025, 6, 5, tzinfo=UTC)
    assert needs.documented(loaded.square.site, by=coordinator, at=weighed).holds


def test_the_balancing_is_final_intact_and_lacks_nothing(loaded, coordinator):
    for place in (loaded.square, loaded.garage):
        row = balancing.balancing(place.balancing, by=coordinator)
        assert row.finalised_at is not None
        assert balancing.is_intact(row)
        assert balancing.missing(row) == []


def test_what_the_guidance_finds_is_argued_for_and_nothing_is_to_be_mended(loaded, coordinator):
    for place in (loaded.square, loaded.garage):
        row = balancing.balancing(place.balancing, by=coordinator)
        found = balancing.findings(row, by=coordinator, at=TODAY)
        assert not [each.code for each in found if each.severity is Severity.MEND]


def test_the_council_had_the_keeping_time_lowered_and_the_homes_masked(loaded, coordinator):
    row = balancing.balancing(loaded.square.balancing, by=coordinator)
    kept = [each.value for each in balancing.history(row, "retention_hours")]
    assert kept == [72, 168]
    assert [len(each.value) for each in balancing.history(row, "masks")] == [1, 0]
    assert [each.reply != "" for each in balancing.advice(row)] == [True, False]


def test_an_extension_is_weighed_anew_with_the_report_on_the_old_effect(loaded, coordinator):
    camera = loaded.square.camera
    (cited,) = evaluation.reports_on(camera, by=coordinator)
    assert cited.startswith("effektrapport 2026-11-03, ")
    assert cited.endswith(": cannot-tell")
    assert evaluation.reports_on(loaded.garage.camera, by=coordinator) == []


def test_both_decisions_are_in_force_today_and_ten_months_more(loaded, coordinator):
    for place in (loaded.square, loaded.garage):
        for day in (TODAY, TODAY + timedelta(days=305)):
            held = decisions.terms_in_force(camera=place.camera, at=day)
            assert held is not None
            assert held.id == place.terms
    conditions = {row.condition for row in decisions.overview(by=coordinator, at=TODAY)}
    assert conditions == {Condition.IN_FORCE}


def test_the_square_may_be_watched_at_20_00_but_not_at_19_59(loaded):
    camera = loaded.square.camera
    early = operation.verdict(camera, Act.RECORD, asking=NOBODY, at=at_the_square(19, 59))
    assert (early.permitted, early.reason) == (False, Reason.OUTSIDE_HOURS)
    assert early.until == at_the_square(20, 0)
    late = operation.verdict(camera, Act.RECORD, asking=NOBODY, at=at_the_square(20, 0))
    assert late.permitted


def test_an_operator_watches_without_incident_but_looks_back_only_with_one(loaded):
    def may(act: Act, **brought: str) -> bool:
        asking = Asking(role=Role.OPERATOR, **brought)
        at = at_the_square(21, 0)
        return operation.verdict(loaded.square.camera, act, asking=asking, at=at).permitted

    assert may(Act.LIVE)
    assert not may(Act.REVIEW)
    assert may(Act.REVIEW, incident="01")
    assert not may(Act.EXPORT, incident="01")
    assert may(Act.EXPORT, incident="01", second_person="02")


def test_the_garage_may_be_watched_at_every_hour(loaded):
    for hour in range(24):
        at = at_the_square(hour, 30)
        camera = loaded.garage.camera
        assert operation.verdict(camera, Act.RECORD, asking=NOBODY, at=at).permitted


def test_the_gateway_is_told_of_both_cameras_in_the_order_of_their_addresses(loaded, settings):
    orders = operation.orders(settings.VAKA.gateway_id, at=TODAY)
    assert [each.address for each in orders.cameras] == CAMERAS
    assert [each.camera for each in orders.cameras] == [
        loaded.square.camera,
        loaded.garage.camera,
    ]


def test_the_effect_cannot_be_told_and_was_planned_before_the_decision(loaded, coordinator):
    row = evaluation.evaluation(loaded.evaluation, by=coordinator)
    (report,) = evaluation.follow_ups(loaded.evaluation, by=coordinator)
    assert report.ruling == Ruling.CANNOT_TELL
    square = balancing.balancing(loaded.square.balancing, by=coordinator)
    decision = decisions.of_balancing(square.id, by=coordinator)
    assert decision is not None
    assert row.planned_at < decision.made_at


def test_the_record_holds_and_runs_forward_in_time(loaded):
    assert record.audit().holds
    times = [entry.at for entry in record.all_entries()]
    assert times == sorted(times)


def test_a_coordinator_of_another_board_sees_neither_place(loaded):
    stranger = municipality.actor_by_login("kultur", at=TODAY)
    assert not municipality.sites(by=stranger)
    assert not decisions.decisions(by=stranger)


def test_a_clock_before_the_history_is_refused():
    with pytest.raises(BadInput, match="before the example's last day"):
        example.load(
            at=datetime(2026, 1, 1, tzinfo=UTC), cameras=CAMERAS, password="x", progress=print
        )


def test_one_address_is_too_few():
    with pytest.raises(BadInput, match="1 addresses"):
        example.load(at=TODAY, cameras=CAMERAS[:1], password="x", progress=print)


def test_the_tables_are_what_the_generator_makes():
    made = files()
    for name in ("problems.csv", "problems-garage.csv", "counts.csv"):
        assert content(name).decode() == made[name], f"run python -m vaka.demo.generate: {name}"


def test_the_counts_of_the_square_are_those_of_its_reports():
    may = [
        row
        for row in rows("problems.csv")
        if row["occurred_from"].startswith("2025-05")
        and row["place"] == "Exempeltorget"
        and row["flag"] != "detection_driven"
        and row["category"] != "felt-insecurity"
    ]
    counted = {
        row["month"]: row["count"] for row in rows("counts.csv") if row["arm"] == "treated"
    }
    assert int(counted["2025-05"]) == len(may)


def test_the_assessments_cite_as_many_reports_as_there_were():
    for key, name in need.FILES.items():
        known = need.known_by(name, datetime(2025, 4, 14, tzinfo=UTC)).decode().splitlines()
        cited = str(answers(key)["problems"])
        assert cited.startswith(f"Registret har {len(known) - 1} rapporter")


def test_every_question_is_answered_and_no_other():
    asked = template(NEWEST)
    for key in ("square", "garage"):
        given = set(answers(key))
        assert {each.id for each in asked.questions() if each.required} <= given
        assert given <= {each.id for each in asked.questions()}


def test_the_camera_at_the_square_sees_through_no_house():
    seen = sweref.to_metres(placed("square").watched)
    for feature in tables(geojson("square.geojson"), "features"):
        facts, ground = feature["properties"], feature["geometry"]
        assert isinstance(facts, dict)
        assert isinstance(ground, dict)
        if facts["kind"] in ("building", "home"):
            assert seen.intersection(sweref.to_metres(ground)).area < 0.5


def test_the_map_of_sweden_is_small_enough_to_send():
    assert len(content("sweden.geojson")) < 120_000


def test_the_centre_is_prepared_and_shares_with_the_rescue_service(loaded):
    operator = municipality.actor_by_login("operator1", at=TODAY)
    assert [plan.title for plan in response.plans(by=operator)]
    assert len(response.stock(response.resources(by=operator))) == 3
    reader = municipality.actor_by_login("raddning", at=TODAY)
    [agreed] = response.read_by(by=reader, at=TODAY)
    assert agreed.detail == "course"


def test_the_rescue_service_may_look_in_the_garage_with_an_incident_and_nowhere_else(loaded):
    asking = Asking(role="partner", incident="01KJQ6PSG0G6AVK9JTHZD2ECKK")
    at = at_the_square(22, 30)
    verdicts = {
        place: operation.verdict(place.camera, Act.LIVE, asking=asking, at=at)
        for place in (loaded.square, loaded.garage)
    }
    assert not verdicts[loaded.square].permitted
    assert verdicts[loaded.garage].permitted
