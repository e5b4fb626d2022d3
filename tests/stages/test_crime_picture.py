"""The situation picture of crime: drawn, written, decided, and due again in two years."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.stages.prevention_story import led, pictured, resolved, written
from vaka.core.errors import Absent, BadInput, Conflict, Refused
from vaka.municipality import actions as municipality
from vaka.municipality import queries as tasks
from vaka.municipality.models import Task
from vaka.municipality.rules import Role, SiteKind, TaskReason
from vaka.needs import actions, queries
from vaka.needs.models import CrimePicture
from vaka.record import queries as record
from vaka.record.rules import Kind
from vaka.servers.reminding import remind

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def leads(founder, board, at):
    return led(board.id, by=founder, at=at)


def reports(count: int, *, first: str, category: str = "damage", source: str = "Driften"):
    return [
        {
            "id": f"{source}-{n}",
            "occurred_from": first,
            "category": category,
            "source": source,
            "flag": "observed",
        }
        for n in range(count)
    ]


def test_a_picture_is_drawn_of_all_boards_reports_and_names_no_place(
    leads, author, foreigner, site, foreign_board, founder, at
) -> None:
    other = municipality.add_site(
        board=foreign_board.id,
        name="Kulturtorget",
        kind=SiteKind.SQUARE,
        address="Kulturtorget 1",
        longitude=13.004,
        latitude=55.6045,
        outline=site.outline,
        example=True,
        by=founder,
        at=at,
    )
    for place, by, count in ((site, author, 5), (other, foreigner, 4)):
        told = reports(count, first="2025-02-14 22:10")
        actions.import_rows(told, name="rader", site=place.id, by=by, at=at)
    few = reports(2, first="2024-05-14 12:10", category="robbery", source="Polisen")
    actions.import_rows(few, name="rader", site=site.id, by=author, at=at)
    picture = actions.draft_picture(written(), by=author, at=at)
    drawn = picture.drawn()
    assert drawn.reported.years == [2024, 2025]
    assert "damage" in drawn.reported.kinds
    assert 2 not in [count for line in drawn.reported.counts for count in line]
    assert "Kulturtorget" not in str(picture.figures)
    assert picture.is_intact
    entry = record.of_kind(Kind.CRIME_PICTURE_WRITTEN).get()
    assert (entry.subject, entry.facts["sha256"]) == (picture.id, picture.sha256)


def test_a_picture_rests_on_statements_of_the_authors_own_boards(
    leads, author, foreigner, site, at
) -> None:
    stated = actions.state_need(site=site.id, by=author, at=at)
    picture = actions.draft_picture(written(statements=(stated.id,)), by=author, at=at)
    assert list(queries.cited(picture)) == [stated]
    with pytest.raises(Absent):
        actions.rewrite_picture(
            written(statements=("0" * 26,)), picture=picture.id, by=author, at=at
        )


def test_what_was_decided_is_what_was_read_and_stays(
    leads, author, secretary, foreigner, at
) -> None:
    draft = actions.draft_picture(written(), by=author, at=at)
    old = draft.sha256
    actions.rewrite_picture(written(analysis="Annat."), picture=draft.id, by=author, at=at)
    decide = {"picture": draft.id, "by": secretary, "at": at}
    with pytest.raises(Conflict, match="changed-since-read"):
        actions.decide_picture(resolved(at), sha256=old, **decide)
    now = queries.crime_picture(draft.id, by=author).sha256
    with pytest.raises(BadInput, match="on"):
        actions.decide_picture(resolved(at + 3 * DAY), sha256=now, **decide)
    decided = actions.decide_picture(resolved(at), sha256=now, **decide)
    assert (decided.number, decided.item, str(decided)) == (1, "§ 12", "2024–2025")
    with pytest.raises(Conflict, match="stands-decided"):
        actions.decide_picture(resolved(at), sha256=now, **decide)
    with pytest.raises(Conflict, match="stands-decided"):
        actions.rewrite_picture(written(), picture=draft.id, by=author, at=at)
    # What was decided is the municipality's: the other board reads it too.
    assert list(queries.crime_pictures(by=foreigner)) == [decided]
    CrimePicture.objects.update(analysis="Något annat.")
    assert not queries.crime_picture(draft.id, by=author).is_intact


def test_a_picture_that_lacks_a_part_of_4_section_is_not_decided(
    leads, author, secretary, at
) -> None:
    draft = actions.draft_picture(written(other=" "), by=author, at=at)
    assert draft.written().missing == ("other",)
    with pytest.raises(Conflict, match="parts-missing"):
        actions.decide_picture(
            resolved(at), picture=draft.id, sha256=draft.sha256, by=secretary, at=at
        )


def test_a_draft_is_its_boards_and_there_is_one(
    leads, author, foreigner, secretary, board, at
) -> None:
    draft = actions.draft_picture(written(), by=author, at=at)
    assert list(queries.crime_pictures(by=foreigner)) == []
    with pytest.raises(Absent):
        queries.crime_picture(draft.id, by=foreigner)
    with pytest.raises(Absent):
        actions.draft_picture(written(), by=foreigner, at=at)
    with pytest.raises(Refused):
        actions.draft_picture(written(), by=secretary, at=at)
    with pytest.raises(Conflict, match="drafted-already"):
        actions.draft_picture(written(), by=author, at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        CrimePicture.objects.create(
            id="0" * 26,
            board=board,
            first_year=2024,
            last_year=2025,
            figures={},
            written_at=at,
        )


def test_nobody_writes_before_it_is_said_who_leads(author, at) -> None:
    with pytest.raises(Conflict, match="nobody-leads"):
        actions.draft_picture(written(), by=author, at=at)


def test_who_leads_is_said_by_who_administers_the_municipality(
    leads, founder, author, foreign_board, at
) -> None:
    assert str(leads) == "Tekniska nämnden: Brottsförebyggande samordnare"
    assert queries.led(at=at - 2 * DAY) is None
    later = at + timedelta(days=400)
    led(foreign_board.id, by=founder, at=later)
    assert queries.leading_board(at=later) == foreign_board.id
    assert queries.leading_board(at=later - DAY) == leads.board_id
    named = {"function": "Samordnare", "contact": "x@example.org", "starts": at.date()}
    with pytest.raises(Absent):
        actions.name_coordination(board=foreign_board.id, by=author, at=at, **named)
    with pytest.raises(BadInput, match="function"):
        actions.name_coordination(
            board=foreign_board.id, by=founder, at=at, **named | {"function": " "}
        )


def test_a_picture_is_due_two_years_after_the_last_and_told_half_a_year_before(
    leads, author, secretary, person, board, founder, at
) -> None:
    picture = pictured(author=author, secretary=secretary, at=at)
    assert picture.decided_on == date(2026, 3, 1)
    remind(at=datetime(2027, 9, 2, 12, tzinfo=UTC))
    assert not Task.objects.filter(reason=TaskReason.CRIME_PICTURE_DUE).exists()
    remind(at=datetime(2027, 9, 3, 12, tzinfo=UTC))
    task = tasks.open_tasks(by=author).get(reason=TaskReason.CRIME_PICTURE_DUE)
    assert (task.due, task.subject) == (date(2028, 3, 1), picture.id)
    remind(at=datetime(2028, 3, 1, 12, tzinfo=UTC))
    task.refresh_from_db()
    assert task.reminded_at is None
    late = datetime(2028, 3, 2, 12, tzinfo=UTC)
    remind(at=late)
    task.refresh_from_db()
    assert task.reminded_at == late


def test_where_there_is_no_picture_it_is_asked_for_of_who_leads(leads, author, at) -> None:
    remind(at=at)
    task = tasks.open_tasks(by=author).get()
    assert (task.reason, task.due) == (TaskReason.CRIME_PICTURE_DUE, date(2026, 8, 29))


def test_nobody_is_asked_where_nobody_leads(board, at) -> None:
    remind(at=at)
    assert not Task.objects.exists()


def test_the_camera_council_reads_and_a_technician_does_not(
    leads, author, person, council, board, at
) -> None:
    actions.draft_picture(written(), by=author, at=at)
    # A member of the camera council sees every board.
    assert queries.crime_pictures(by=council).count() == 1
    with pytest.raises(Absent):
        queries.crime_pictures(by=person(Role.TECHNICIAN, board))
