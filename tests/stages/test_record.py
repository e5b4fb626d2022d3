"""The record: what was done stays provable, and every alteration is found."""

import base64
from datetime import datetime

import pytest
from django.db import connection, transaction

from vaka.core.errors import Absent, BadInput, Conflict
from vaka.merkle import checkpoint, tree
from vaka.record import actions, queries, signer
from vaka.record.models import Entry, Head, Node, Personal
from vaka.record.rules import Kind

pytestmark = pytest.mark.django_db


def write(count: int, at: datetime) -> None:
    for number in range(count):
        actions.append(
            Kind.CAMERA_HEALTH,
            actor="gateway-1",
            subject=f"camera-{number % 3}",
            at=at,
            facts={"state": "recording", "number": number},
            personal={"name": f"Operatör {number}"} if number % 4 == 0 else None,
        )


def places() -> list[str]:
    return [finding.place for finding in queries.audit().findings]


def test_an_untouched_record_holds(at: datetime) -> None:
    write(20, at)
    audit = queries.audit()
    assert audit.holds
    assert audit.size == queries.size() == 20


def test_an_empty_record_holds() -> None:
    assert queries.audit().holds
    assert queries.checkpoint() == ""
    assert queries.size() == 0


@pytest.mark.parametrize("column", ["kind", "actor", "subject", "commitment"])
def test_an_altered_entry_is_named(at: datetime, column: str) -> None:
    write(9, at)
    Entry.objects.filter(pk=5).update(**{column: "x" * 26})
    assert "entry 5" in places()


def test_altered_facts_and_times_are_named(at: datetime) -> None:
    write(9, at)
    Entry.objects.filter(pk=3).update(facts={"state": "recording", "number": 4})
    Entry.objects.filter(pk=6).update(at=at.replace(microsecond=1))
    assert {"entry 3", "entry 6"} <= set(places())


def test_a_removed_entry_is_named(at: datetime) -> None:
    write(9, at)
    Personal.objects.filter(pk=4).delete()
    Entry.objects.filter(pk=4).delete()
    assert "entry 4" in places()


def test_a_removed_newest_entry_is_named(at: datetime) -> None:
    write(8, at)
    Entry.objects.filter(pk=7).delete()
    assert "head" in places()


def test_two_swapped_entries_are_named(at: datetime) -> None:
    write(9, at)
    first, second = Entry.objects.get(pk=1), Entry.objects.get(pk=2)
    Entry.objects.filter(pk=1).update(subject=second.subject, facts=second.facts)
    Entry.objects.filter(pk=2).update(subject=first.subject, facts=first.facts)
    assert {"entry 1", "entry 2"} <= set(places())


def test_altered_and_vanished_personal_fields_are_named(at: datetime) -> None:
    write(9, at)
    Personal.objects.filter(pk=0).update(fields={"name": "Operatör 99"})
    Personal.objects.filter(pk=8).delete()
    assert {"entry 0", "entry 8"} <= set(places())


def test_an_altered_and_a_missing_stored_hash_are_named(at: datetime) -> None:
    write(9, at)
    Node.objects.filter(pk=64 * 1 + 1).update(hash=b"\0" * 32)
    Node.objects.filter(pk=64 * 3).delete()
    assert {"node 1/1", "entry 3"} <= set(places())


def test_an_altered_or_missing_head_is_named(at: datetime) -> None:
    write(9, at)
    note = queries.checkpoint()
    Head.objects.update(checkpoint=note.replace("\n9\n", "\n8\n"))
    assert "head" in places()
    Head.objects.all().delete()
    assert set(places()) == {"head"}


def test_entries_and_hashes_that_the_head_does_not_count_are_named(at: datetime) -> None:
    write(8, at)
    whole = Head.objects.get()
    write(1, at)
    Head.objects.update(size=whole.size, checkpoint=whole.checkpoint)
    found = {(each.place, each.problem) for each in queries.audit().findings}
    assert found == {
        ("head", "it does not count entry 8"),
        ("head", "it counts 8 entries, there are hashes of 9"),
    }


@pytest.mark.parametrize(
    "step", ["_nodes_differ", "_uncounted", "_personal_differs", "of_kind"]
)
def test_what_is_written_while_it_is_audited_is_no_alteration(
    at: datetime, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    write(9, at)
    real = getattr(queries, step)

    def after_more(*told: object) -> object:
        monkeypatch.setattr(queries, step, real)
        write(9, at)
        actions.erase_personal(seq=4, actor="dso", why="begäran", at=at)
        return real(*told)

    monkeypatch.setattr(queries, step, after_more)
    audit = queries.audit()
    assert (audit.findings, audit.size) == ((), 9)
    assert queries.size() == 19


def test_a_record_rebuilt_with_its_own_key_betrays_itself_to_a_witness(at: datetime) -> None:
    write(6, at)
    kept_by_a_witness = queries.checkpoint()
    for table in (Personal, Entry, Node, Head):
        table.objects.all().delete()
    write(5, at.replace(hour=1))
    assert queries.audit().holds
    found = queries.audit(witnessed=kept_by_a_witness).findings
    assert [f.place for f in found] == ["witnessed checkpoint"]
    write(3, at)
    found = queries.audit(witnessed=kept_by_a_witness).findings
    assert "others" in found[0].problem


def test_an_entry_proves_itself_to_somebody_with_only_the_checkpoint(at: datetime) -> None:
    write(13, at)
    proof = queries.proof(7)
    told = checkpoint.verify(proof.checkpoint, origin=signer.origin(), public=signer.public())
    leaf = tree.leaf_hash(proof.leaf_data)
    assert tree.is_included(leaf, 7, told.size, proof.path, told.root)
    key = base64.b64decode(proof.verifier_key.split("+", 2)[2])
    assert key[1:] == signer.public()
    with pytest.raises(Absent):
        queries.proof(13)


def test_erasing_a_person_keeps_every_proof(at: datetime) -> None:
    write(9, at)
    before = queries.proof(4).leaf_data
    actions.erase_personal(seq=4, actor="dpo", why="begäran om radering", at=at)
    assert queries.audit().holds
    assert queries.proof(4).leaf_data == before
    assert not Personal.objects.filter(pk=4).exists()
    with pytest.raises(Conflict):
        actions.erase_personal(seq=4, actor="dpo", why="igen", at=at)


def test_what_is_rolled_back_leaves_no_entry(at: datetime) -> None:
    write(2, at)

    class PowerGone(Exception):
        pass

    def fail() -> None:
        with transaction.atomic():
            write(1, at)
            raise PowerGone

    with pytest.raises(PowerGone):
        fail()
    assert queries.size() == 2
    assert queries.audit().holds


def test_facts_that_have_no_canonical_form_are_refused(at: datetime) -> None:
    with pytest.raises(BadInput):
        actions.append(Kind.CAMERA_HEALTH, actor="a", subject="s", at=at, facts={"x": 2**60})


def test_reads_by_subject_and_kind(at: datetime) -> None:
    write(6, at)
    assert [e.seq for e in queries.entries(subject="camera-1")] == [1, 4]
    assert [e.seq for e in queries.newest(limit=2)] == [5, 4]
    assert queries.of_kind(Kind.CAMERA_HEALTH).count() == queries.all_entries().count() == 6


def test_the_database_is_as_durable_as_an_acknowledgement_needs() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            assert cursor.execute("PRAGMA synchronous").fetchone()[0] == 2  # FULL
        else:
            cursor.execute("SHOW synchronous_commit")
            assert cursor.fetchone()[0] == "on"
