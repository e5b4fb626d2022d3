"""Warnings of authorities reach a partner as agreed: whole, in order, under their own names."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.stages.sharing_story import agreed, partner, reads
from tests.stages.warning_story import WORKER, take_warning, warned
from vaka.core.errors import BadInput, Refused
from vaka.core.outgoing import Delivery
from vaka.municipality.rules import Role
from vaka.record import queries as record
from vaka.record.rules import Kind
from vaka.response import actions, queries
from vaka.response.models import Sharing
from vaka.response.rules.sharing import Warnings
from vaka.response.rules.warnings import MessageType, Reference, Scope, Severity

pytestmark = pytest.mark.django_db(transaction=True)
MINUTE = timedelta(minutes=1)
ALL = {"warnings": Warnings.ALL}
PUSHED = {**ALL, "webhook": "https://granne.example/in"}
HERE, NORTH = (12.9, 55.5), (20.0, 65.0)


@pytest.fixture
def neighbour(founder, at: datetime) -> str:
    return partner("Grannkommunen", founder, at)


@pytest.fixture
def reader(person, neighbour, founder, at: datetime):
    made = person(Role.PARTNER)
    reads(neighbour, made, founder, at)
    return made


def square(corner: tuple[float, float]) -> dict[str, object]:
    west, south = corner
    ring = [[west, south], [west + 0.5, south], [west + 0.5, south + 0.5], [west, south]]
    return {"type": "MultiPolygon", "coordinates": [[ring]]}


def follows(name: str, kind: MessageType = MessageType.UPDATE) -> dict[str, object]:
    return {"message_type": kind, "replaces": (Reference("cap@smhi.se", name),)}


def told(by, at: datetime) -> list[str]:
    return [one.name.identifier for one in actions.read_warnings(by=by, at=at)]


def left(at: datetime) -> list[str]:
    """Return what is left to be pushed in one more round, by the authority's names."""
    before = set(Sharing.objects.values_list("id", flat=True))
    actions.share_changes(at=at)
    fresh = Sharing.objects.exclude(pk__in=before).order_by("warning__received")
    return [row.facts["message"]["identifier"] for row in fresh]


def test_nobody_is_told_of_a_warning_unless_that_is_agreed(
    neighbour, reader, founder, at: datetime
) -> None:
    take_warning(at)
    agreed(neighbour, founder, at)
    assert told(reader, at) == []
    assert not record.of_kind(Kind.SHARING_READ)
    row = agreed(neighbour, founder, at, kinds=[], **ALL)
    (one,) = actions.read_warnings(by=reader, at=at)
    assert (one.name, one.description) == (Reference("cap@smhi.se", "1"), "Stormbyar")
    (entry,) = record.of_kind(Kind.SHARING_READ)
    assert entry.facts == {"warnings": [[one.warning, row.id]]}
    assert queries.shared_with(by=reader, at=at) == []
    with pytest.raises(BadInput, match="kinds"):
        agreed(neighbour, founder, at, kinds=[])


def test_only_a_reader_is_told(neighbour, founder, person, at: datetime) -> None:
    with pytest.raises(Refused):
        told(person(Role.PARTNER), at)


def test_of_an_area_only_what_touches_it_is_told(
    neighbour, reader, founder, at: datetime
) -> None:
    area = square(HERE)
    actions.configure_centre(
        name="Centralen", correlation_minutes=30, municipalities=["1280"], by=founder, at=at
    )
    agreed(neighbour, founder, at, area=area, **ALL)
    take_warning(at, "here", area=area)
    take_warning(at, "there", area=square(NORTH))
    take_warning(at, "county", codes=("12",), severity=Severity.EXTREME)
    take_warning(at, "other county", codes=("01",))
    assert told(reader, at) == ["county", "here"]
    agreed(neighbour, founder, at, **ALL)
    assert len(told(reader, at)) == 4


def test_what_is_not_public_is_nobodys_to_pass_on(
    neighbour, reader, founder, at: datetime
) -> None:
    agreed(neighbour, founder, at, **PUSHED)
    take_warning(at, "restricted", scope=Scope.RESTRICTED)
    take_warning(at, "private", scope=Scope.PRIVATE)
    assert (told(reader, at), left(at)) == ([], [])


def test_an_exercise_says_so_and_takes_nothing_back(
    neighbour, reader, founder, at: datetime
) -> None:
    agreed(neighbour, founder, at, **PUSHED)
    take_warning(at)
    take_warning(at, "2", exercise=True, **follows("1", MessageType.CANCEL))
    take_warning(at, "3", exercise=True)
    shown = {one.name.identifier: one for one in queries.warnings_shared_with(by=reader, at=at)}
    assert {name: one.exercise for name, one in shown.items()} == {"1": False, "3": True}
    assert shown["1"].ended_at is None
    assert left(at) == ["1", "3"]
    assert [row.facts["exercise"] for row in Sharing.objects.order_by("warning__received")] == [
        False,
        True,
    ]


def test_an_update_follows_wherever_it_goes_and_so_does_its_end(
    neighbour, reader, founder, at: datetime
) -> None:
    agreed(neighbour, founder, at, area=square(HERE), **PUSHED)
    take_warning(at, area=square(HERE))
    take_warning(at, "unknown", area=square(NORTH))
    assert (told(reader, at), left(at)) == (["1"], ["1"])
    take_warning(at + MINUTE, "2", area=square(NORTH), **follows("1"))
    assert (told(reader, at + MINUTE), left(at + MINUTE)) == (["2"], ["2"])
    take_warning(at + 2 * MINUTE, "3", **follows("2", MessageType.CANCEL))
    assert left(at + 2 * MINUTE) == ["3"]
    (one,) = queries.warnings_shared_with(by=reader, at=at + 2 * MINUTE)
    assert (one.name.identifier, one.ended_at) == ("2", at + 2 * MINUTE)
    # What was taken back half a day ago is told no more.
    assert told(reader, at + timedelta(hours=13)) == []
    # What takes back what nobody here was told of is no news, nor is another's word.
    take_warning(at + 3 * MINUTE, "4", **follows("unknown", MessageType.CANCEL))
    other = warned(at + 3 * MINUTE, "5", area=square(NORTH), **follows("2"))
    other = replace(other, name=Reference("vma@sr.se", "5"))
    actions.receive_warning(warned=other, source="vma", by=WORKER, at=at + 3 * MINUTE)
    assert left(at + 3 * MINUTE) == []


def test_what_was_over_before_the_agreement_is_not_told(
    neighbour, reader, founder, at: datetime
) -> None:
    take_warning(at)
    take_warning(at + MINUTE, "2", **follows("1", MessageType.CANCEL))
    take_warning(at, "3", expires_at=at + MINUTE)
    take_warning(at, "4")
    later = at + 2 * MINUTE
    agreed(neighbour, founder, later, **PUSHED)
    assert (told(reader, later), left(later)) == (["4"], ["4"])


def test_each_message_is_pushed_once_and_what_replaces_it_after_it(
    neighbour, founder, at: datetime
) -> None:
    row = agreed(neighbour, founder, at, **PUSHED)
    take_warning(at)
    assert [left(at) for _ in range(2)] == [["1"], []]
    first = Sharing.objects.get()
    assert actions.claim_sharing(sharing=first.id, at=at) is not None
    actions.note_not_shared(sharing=first.id, problem="503", at=at)
    later = at + MINUTE
    take_warning(later, "2", **follows("1"))
    take_warning(later, "3")
    assert left(later) == ["2", "3"]
    second, third = Sharing.objects.exclude(pk=first.id).order_by("warning__received")
    assert set(queries.due_sharings(at=later, limit=8)) == {first.id, third.id}
    assert actions.claim_sharing(sharing=first.id, at=later) is not None
    actions.note_shared(sharing=first.id, receipt="200 tack", at=later)
    assert second.id in queries.due_sharings(at=later, limit=8)
    (entry,) = record.of_kind(Kind.SHARING_SENT)
    assert entry.facts["warning"] == first.warning_id
    assert "incident" not in entry.facts
    # A message that was replaced before anybody looked is not pushed after its end.
    take_warning(later, "4")
    take_warning(later, "5", **follows("4"))
    assert left(later) == ["5"]
    actions.end_agreement(agreement=row.id, by=founder, at=later)
    assert actions.claim_sharing(sharing=second.id, at=later + MINUTE) is None
    assert Sharing.objects.get(pk=second.id).state == Delivery.GIVEN_UP
    take_warning(later, "6")
    assert left(later + MINUTE) == []
    assert record.audit().holds


def test_what_was_told_goes_when_the_centres_time_is_over(
    neighbour, founder, at: datetime
) -> None:
    agreed(neighbour, founder, at, **PUSHED)
    over = take_warning(at).warning
    take_warning(at, "long", expires_at=at + timedelta(days=60))
    assert left(at) == ["1", "long"]
    day = timedelta(days=1)
    assert actions.dispose_due(at=at + 4000 * day) == 0
    told = {"name": "Centralen", "correlation_minutes": 30, "keep_days": 30}
    actions.configure_centre(**told, by=founder, at=at)
    # One is over after six hours by itself.
    late = at + 30 * day + timedelta(hours=6)
    assert actions.dispose_due(at=late - MINUTE) == 0
    assert [actions.dispose_due(at=late) for _ in range(2)] == [1, 0]
    (entry,) = record.of_kind(Kind.WARNING_DISPOSED)
    assert (entry.subject, entry.facts) == (over, {"sharings": 1})
    kept = Sharing.objects.exclude(facts={})
    assert [row.facts["message"]["identifier"] for row in kept] == ["long"]
    assert record.audit().holds
