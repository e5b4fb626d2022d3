"""Verbs: take in what is published for all boards: the safety survey, the police's events."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import datetime
from itertools import islice

from vaka.core.errors import Refused
from vaka.core.ids import new_id
from vaka.municipality.access import action
from vaka.municipality.rules import Actor, Permission, boards_with
from vaka.needs import queries
from vaka.needs.actions.imports import goes_in, put_on_record
from vaka.needs.models import PoliceEvent, SurveyArea, SurveyResult
from vaka.needs.rules import survey_areas
from vaka.needs.rules.police import Publication, PublishedEvent
from vaka.needs.rules.reports import ImportReport, Strictness
from vaka.needs.rules.table import RejectedRow
from vaka.record import actions as record
from vaka.record.rules import Kind

# So many events are compared and written at a time.
BATCH = 2000
SURVEY_KEY = ["area", "year", "indicator"]
SURVEY_VALUES = ["share", "score", "answers", "sent", "status"]
EVENT_VALUES = [
    "occurred_at",
    "published_at",
    "kind",
    "place",
    "centre_longitude",
    "centre_latitude",
    "summary",
    "url",
    "content_hash",
]


@action
def import_survey(
    content: bytes,
    *,
    name: str,
    strictness: Strictness = Strictness.TAKE_GOOD_ROWS,
    by: Actor,
    at: datetime,
) -> ImportReport:
    """Take in a CSV file of survey figures; the same file again changes nothing.

    :raises BadInput: when the file as a whole cannot be read; `name` is what it is called.
    """
    _require_for_some_board(by, Permission.IMPORT_SURVEY, "survey")
    plan = queries.plan_survey(content, name=name, by=by)
    if not goes_in(plan.report, strictness):
        return plan.report
    SurveyResult.objects.bulk_create(
        (SurveyResult(id=new_id(at=at), **asdict(row)) for row in plan.rows),
        update_conflicts=True,
        unique_fields=SURVEY_KEY,
        update_fields=SURVEY_VALUES,
    )
    put_on_record(Kind.SURVEY_IMPORTED, plan.report, subject="survey", by=by, at=at)
    return plan.report


@action
def import_areas(content: bytes, *, name: str, by: Actor, at: datetime) -> int:
    """Take in the areas of the survey, a GeoJSON file; those known change. Return how many.

    :raises BadInput: when one cannot be taken; then none is. `name` is what the file is called.
    """
    _require_for_some_board(by, Permission.IMPORT_SURVEY, "survey")
    found = survey_areas.read(content, name=name)
    SurveyArea.objects.bulk_create(
        (SurveyArea(**asdict(area)) for area in found),
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=["level", "within", "outline"],
    )
    facts = {"areas": len(found), "sha256": hashlib.sha256(content).hexdigest()}
    record.append(Kind.SURVEY_AREAS_IMPORTED, actor=by.id, subject="survey", at=at, facts=facts)
    return len(found)


@action
def import_police_events(publication: Publication, *, by: Actor, at: datetime) -> ImportReport:
    """Take in events that the police published; the same events again change nothing.

    An event that is known with other content is changed: the police mend their texts.
    """
    _require_for_some_board(by, Permission.IMPORT_POLICE_EVENTS, "police-events")
    report = ImportReport(applied=True)
    events = _understood(publication, report)
    while batch := list(islice(events, BATCH)):
        _take_events(batch, report)
    report.sha256 = publication.sha256
    put_on_record(Kind.POLICE_EVENTS_IMPORTED, report, subject="police-events", by=by, at=at)
    return report


def _understood(
    publication: Iterable[PublishedEvent | RejectedRow], report: ImportReport
) -> Iterator[PublishedEvent]:
    for read in publication:
        report.read += 1
        if isinstance(read, RejectedRow):
            report.reject(read)
        else:
            yield read


def _take_events(batch: list[PublishedEvent], report: ImportReport) -> None:
    """Write what is new or changed; of an event that is there twice the later holds."""
    known = dict(
        PoliceEvent.objects.filter(pk__in=[event.id for event in batch]).values_list(
            "id", "content_hash"
        )
    )
    written: dict[int, PublishedEvent] = {}
    for event in batch:
        before = known.get(event.id)
        known[event.id] = event.content_hash
        if before == event.content_hash:
            report.unchanged += 1
            continue
        written[event.id] = event
        if before is None:
            report.new += 1
        else:
            report.changed += 1
    PoliceEvent.objects.bulk_create(
        map(_row, written.values()),
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=EVENT_VALUES,
    )


def _row(event: PublishedEvent) -> PoliceEvent:
    return PoliceEvent(
        id=event.id,
        occurred_at=event.occurred_at,
        published_at=event.published_at,
        kind=event.kind,
        place=event.place,
        centre_longitude=event.longitude,
        centre_latitude=event.latitude,
        summary=event.summary,
        url=event.url,
        content_hash=event.content_hash,
    )


def _require_for_some_board(by: Actor, permission: Permission, subject: str) -> None:
    """Let through whoever has the permission for some board: what comes in is public.

    :raises Absent: when the actor has no role at all.
    :raises Refused: when no role of the actor's carries the permission.
    """
    if not boards_with(by, permission):
        queries.require_a_role(by, subject)
        raise Refused(by.id, permission, subject, "role-not-allowed")
