"""Verbs: take in problems, survey figures and police events. Each may be said twice."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import datetime
from itertools import islice

from vaka.core.canonical import canonical_bytes
from vaka.core.errors import Refused
from vaka.core.ids import new_id
from vaka.municipality import queries as municipality
from vaka.municipality.access import action, require
from vaka.municipality.rules import Actor, Permission, boards_with
from vaka.needs import queries
from vaka.needs.models import NeedStatement, PoliceEvent, Problem, SurveyResult
from vaka.needs.rules.police import Publication, PublishedEvent
from vaka.needs.rules.reports import ImportReport, Strictness
from vaka.needs.rules.table import RejectedRow
from vaka.record import actions as record
from vaka.record.rules import Kind

# So many events are compared and written at a time.
BATCH = 2000
PROBLEM_KEY = ["site", "source", "external_id"]
PROBLEM_VALUES = [
    "occurred_from",
    "occurred_to",
    "category",
    "flag",
    "longitude",
    "latitude",
    "place",
    "text",
]
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
def import_problems(
    content: bytes,
    *,
    name: str,
    site: str,
    strictness: Strictness = Strictness.TAKE_GOOD_ROWS,
    by: Actor,
    at: datetime,
) -> ImportReport:
    """Take in a CSV file of problems at a site; the same file again changes nothing.

    With `ALL_OR_NOTHING` a single bad row keeps all of them out, and `applied` is false.

    :raises BadInput: when the file as a whole cannot be read; `name` is what it is called.
    """
    place = municipality.site(site, by=by)
    require(by, Permission.IMPORT_PROBLEMS, board=place.board_id, subject=site)
    plan = queries.plan_problems(content, name=name, site=site, by=by, at=at)
    if not _goes_in(plan.report, strictness):
        return plan.report
    Problem.objects.bulk_create(
        (
            Problem(id=new_id(at=at), site=place, example=place.example, **asdict(row))
            for row in plan.rows
        ),
        update_conflicts=True,
        unique_fields=PROBLEM_KEY,
        update_fields=PROBLEM_VALUES,
    )
    _put_on_record(Kind.PROBLEMS_IMPORTED, plan.report, subject=site, by=by, at=at)
    return plan.report


@action
def state_need(*, site: str, category: str = "", by: Actor, at: datetime) -> NeedStatement:
    """Freeze what is known of a site's problem today, with the year that it was chosen by.

    :raises Absent: when there is no such site for this person.
    """
    place = municipality.site(site, by=by)
    require(by, Permission.DRAFT_ASSESSMENT, board=place.board_id, subject=site)
    told = queries.statement(site, by=by, at=at, category=category)
    frozen = told.document()
    row = NeedStatement.objects.create(
        id=new_id(at=at),
        site=place,
        category=category,
        window_first=told.window.first,
        window_last=told.window.last,
        document=frozen,
        sha256=hashlib.sha256(canonical_bytes(frozen)).hexdigest(),
        stated_at=at,
    )
    facts = {
        "site": site,
        "documented": frozen["documented"],
        "window": frozen["window"],
        "sha256": row.sha256,
    }
    record.append(Kind.NEED_STATED, actor=by.id, subject=row.id, at=at, facts=facts)
    return row


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
    if not _goes_in(plan.report, strictness):
        return plan.report
    SurveyResult.objects.bulk_create(
        (SurveyResult(id=new_id(at=at), **asdict(row)) for row in plan.rows),
        update_conflicts=True,
        unique_fields=SURVEY_KEY,
        update_fields=SURVEY_VALUES,
    )
    _put_on_record(Kind.SURVEY_IMPORTED, plan.report, subject="survey", by=by, at=at)
    return plan.report


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
    _put_on_record(Kind.POLICE_EVENTS_IMPORTED, report, subject="police-events", by=by, at=at)
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


def _goes_in(report: ImportReport, strictness: Strictness) -> bool:
    report.applied = strictness is Strictness.TAKE_GOOD_ROWS or not report.rejected
    return report.applied


def _put_on_record(
    kind: Kind, report: ImportReport, *, subject: str, by: Actor, at: datetime
) -> None:
    facts = {**report.counts(), "sha256": report.sha256}
    record.append(kind, actor=by.id, subject=subject, at=at, facts=facts)


def _require_for_some_board(by: Actor, permission: Permission, subject: str) -> None:
    """Let through whoever has the permission for some board: what comes in is public.

    :raises Absent: when the actor has no role at all.
    :raises Refused: when no role of the actor's carries the permission.
    """
    if not boards_with(by, permission):
        queries.require_a_role(by, subject)
        raise Refused(by.id, permission, subject, "role-not-allowed")
