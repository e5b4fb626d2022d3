"""What the doctor says of what stands in the database, on SQLite and on PostgreSQL."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from tests.stages.standing import standing
from tests.stages.test_health import keep, tell, tell_health
from tests.unit.doctor.asking import about, codes
from vaka.core.keyfile import read_or_make
from vaka.decisions.models import IssuedTerms
from vaka.demo.installation import PASSWORD
from vaka.doctor import cameras, database, keys, opening, people, record
from vaka.municipality import actions
from vaka.municipality.models import Assignment, Municipality
from vaka.municipality.rules import Role
from vaka.operation.models import Camera, GatewayVoice
from vaka.record import queries
from vaka.record.models import Entry, Head, Node
from vaka.response import actions as response
from vaka.response.rules.calling import Channel
from vaka.terms.document import Hours

pytestmark = pytest.mark.django_db
FOLDER = settings.VAKA.data_path
ALWAYS = Hours(("mon", "tue", "wed", "thu", "fri", "sat", "sun", "holiday"), 0, 1440)


@pytest.fixture
def camera(person, board, site, at) -> Camera:
    return standing(person=person, board=board, site=site, at=at)


def test_a_municipality_with_whom_the_law_needs_gives_no_finding(person, board, at) -> None:
    person(Role.DPO)
    person(Role.BOARD_SECRETARY, board)
    assert list(people.founded(about(FOLDER, at=at))) == []


def test_what_a_municipality_lacks_is_told(founder, at) -> None:
    Municipality.objects.update(dpo_contact=" ")
    lacking = ["dpo-contact-missing", "boards-none", "nobody-dpo", "nobody-board-secretary"]
    assert codes(people.founded(about(FOLDER, at=at))) == lacking
    Assignment.objects.update(ends_at=at)
    assert "nobody-administrator" in codes(people.founded(about(FOLDER, at=at)))


def test_before_it_is_founded_that_is_all_there_is_to_say(db, at) -> None:
    assert codes(people.founded(about(FOLDER, at=at))) == ["not-founded"]


def test_the_examples_password_is_known_where_it_is_no_example(founder, at) -> None:
    Municipality.objects.update(example=False)
    assert list(people.example(about(FOLDER, at=at))) == []
    actions.add_person(login="eva", name="x", password=PASSWORD, by=founder, at=at)
    (only,) = people.example(about(FOLDER, at=at))
    assert only.code == "login-example"
    assert only.facts == {"count": 1, "first": "eva"}


def test_the_example_is_for_this_machine(founder, at) -> None:
    assert list(people.example(about(FOLDER, at=at))) == []
    there = about(FOLDER, at=at, public_url="https://vaka.kommun.se")
    assert codes(people.example(there)) == ["example-published"]


def test_who_sees_pictures_by_a_password_is_counted(founder, person, board, at) -> None:
    assert list(people.factors(about(FOLDER, at=at))) == []
    person(Role.OPERATOR, board)
    (only,) = people.factors(about(FOLDER, at=at))
    assert (only.code, only.facts) == ("second-factor-none", {"count": 1})


def test_a_way_of_calling_without_its_gateway_is_told(founder, at) -> None:
    contact = response.add_contact(name="Jour", phone="0701234567", by=founder, at=at)
    response.plan_call_out(
        contact=contact.id, channel=Channel.SMS, step=1, hours=ALWAYS, by=founder, at=at
    )
    told = {"mail_server": "smtps://mail.kommun.se"}
    assert codes(people.called(about(FOLDER, at=at, **told))) == ["calling-without-gateway"]
    told["sms_gateway"] = "https://sms.kommun.se"
    assert list(people.called(about(FOLDER, at=at, **told))) == []
    assert codes(people.called(about(FOLDER, at=at))) == [
        "calling-without-gateway",
        "mail-none",
    ]


def test_keys_of_this_installation_give_no_finding(camera, at) -> None:
    asked = about(FOLDER, at=at + timedelta(days=60))
    assert [*keys.present(asked), *keys.terms(asked)] == []


def test_a_key_that_is_gone_is_told_before_another_is_made(camera, tmp_path: Path, at) -> None:
    found = list(keys.present(about(tmp_path, at=at)))
    assert codes(found) == ["key-missing"] * 3
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def strange(tmp_path: Path) -> Path:
    """A key folder whose halves belong to others."""
    for name in ("terms.private.pem", "record.private.pem"):
        read_or_make(tmp_path / "keys" / name)
    (tmp_path / "keys" / "addresses.key").touch()
    public = FOLDER / "keys" / "terms.public.jwk"
    (tmp_path / "keys" / "terms.public.jwk").write_bytes(public.read_bytes())
    return tmp_path


def test_halves_that_do_not_belong_together_are_told(camera, strange: Path, at) -> None:
    assert codes(keys.present(about(strange, at=at))) == ["key-untrusted"]
    (strange / "keys" / "terms.private.pem").write_text("no key")
    assert codes(keys.present(about(strange, at=at))) == ["key-unusable"]


def test_terms_that_lapse_have_lapsed_or_are_not_ours_are_told(camera, at) -> None:
    row = IssuedTerms.objects.get(camera=camera.id)
    near, after = row.ends_at - timedelta(days=29), row.ends_at + timedelta(days=1)
    assert codes(keys.terms(about(FOLDER, at=near))) == ["terms-lapse"]
    assert codes(keys.terms(about(FOLDER, at=after))) == ["terms-lapsed"]
    IssuedTerms.objects.update(text=row.text[:-4] + "AAAA")
    assert codes(keys.terms(about(FOLDER, at=at))) == ["terms-untrusted"]


def test_a_gateway_and_cameras_that_are_heard_give_no_finding(camera, at) -> None:
    GatewayVoice.objects.create(gateway="gateway-1", installation="x", heard_at=at)
    tell_health(camera, at)
    asked = about(FOLDER, at=at)
    assert [*cameras.gateways(asked), *cameras.healthy(asked), *cameras.room(asked)] == []


def test_a_gateway_that_is_silent_or_contested_is_told(camera, at) -> None:
    (only,) = cameras.gateways(about(FOLDER, at=at))
    assert (only.code, only.facts["since"]) == ("gateway-silent", "-")
    GatewayVoice.objects.create(
        gateway="gateway-1", installation="x", heard_at=at, refused_at=at
    )
    later = about(FOLDER, at=at + timedelta(seconds=1))
    assert codes(cameras.gateways(later)) == ["gateway-contested"]


def test_cameras_at_fault_are_told_by_what_is_wrong(camera, at) -> None:
    (only,) = cameras.healthy(about(FOLDER, at=at))
    assert only.facts == {"health": "never-heard-of", "count": 1, "first": "Torgkameran"}
    tell(camera, "camera.health", at, state="stalled", reason="no picture")
    (only,) = cameras.healthy(about(FOLDER, at=at))
    assert only.facts["health"] == "stalled"


def test_a_disk_that_fills_before_its_time_is_told(camera, at) -> None:
    begun = at + timedelta(days=60)
    tell_health(camera, begun, free_bytes=1, bits_per_second=4_000_000)
    keep(camera, begun, minutes=1)
    assert codes(cameras.room(about(FOLDER, at=begun))) == ["disk-too-small"]


def test_a_record_that_holds_gives_no_finding(camera, at) -> None:
    asked = about(FOLDER, at=at)
    assert list(record.holds(asked)) == []
    assert queries.audit_newest(limit=3).holds
    assert queries.audit_newest(limit=3).root == queries.audit().root


@pytest.mark.parametrize("harm", ["changed", "removed", "hash", "node", "head"])
def test_an_altered_end_of_the_record_is_found(camera, at, harm: str) -> None:
    last = queries.size() - 1
    match harm:
        case "changed":
            Entry.objects.filter(seq=last).update(subject="another")
        case "removed":
            Entry.objects.filter(seq=last - 1, personal=None).delete()
        case "hash":
            Node.objects.filter(place=last * 64).update(hash=bytes(32))
        case "node":
            Node.objects.filter(place__lt=64).exclude(place=0).delete()
        case "head":
            Head.objects.update(checkpoint="false\n")
    found = list(record.holds(about(FOLDER, at=at)))
    assert codes(found) == ["record-altered"]


def test_without_the_records_key_nothing_is_verified_and_none_is_made(
    camera, tmp_path: Path, at
) -> None:
    assert codes(record.holds(about(tmp_path, at=at))) == ["unasked"]
    assert list(tmp_path.iterdir()) == []


def test_an_empty_record_holds(db) -> None:
    assert queries.audit_newest(limit=3).holds


def test_a_checkpoint_that_is_not_laid_out_is_told_after_a_minute(
    founder, tmp_path: Path, at
) -> None:
    from vaka.servers.run_due import give_checkpoint

    later = about(tmp_path, at=at + timedelta(minutes=2))
    assert list(record.laid_out(about(tmp_path, at=at))) == []
    (only,) = record.laid_out(later)
    assert (only.code, only.facts["count"]) == ("checkpoint-late", queries.size())
    give_checkpoint(tmp_path / "checkpoints", at=at)
    assert list(record.laid_out(later)) == []


def test_a_database_as_we_ask_for_it_gives_no_finding(founder, at) -> None:
    asked = about(FOLDER, at=at)
    assert list(database.durable(asked)) == []
    if connection.vendor == "sqlite":
        assert list(database.whole(asked)) == []
    else:
        assert [*database.supported(asked), *database.in_time(asked)] == []


def test_a_database_that_may_forget_is_told(db, at) -> None:
    if connection.vendor == "sqlite":
        pytest.skip(
            "a connection cannot change it inside a transaction: see the command's test"
        )
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")
    (only,) = database.durable(about(FOLDER, at=at))
    facts = {"name": "synchronous_commit", "value": "off", "needed": "on"}
    assert (only.code, only.facts) == ("database-not-durable", facts)


def test_another_clock_of_the_database_is_told(db, at, monkeypatch) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has no clock of its own")
    monkeypatch.setattr(database.time, "time", lambda: 0.0)
    assert codes(database.in_time(about(FOLDER, at=at))) == ["database-clock"]


def test_migrations_that_lack_or_are_newer_are_told(db) -> None:
    assert list(opening.migrations()) == []
    applied = MigrationRecorder.Migration.objects
    applied.create(app="record", name="0099_from_later")
    (newer,) = opening.migrations()
    assert (newer.code, newer.facts["first"]) == ("database-newer", "record.0099_from_later")
    applied.filter(app="oversight").delete()
    assert codes(opening.migrations())[0] == "migrations-pending"
