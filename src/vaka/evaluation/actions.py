"""Verbs: freeze a plan, take in counts, report."""

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date, datetime

from vaka.core.canonical import canonical_bytes
from vaka.core.errors import BadInput, Conflict
from vaka.core.ids import new_id
from vaka.evaluation.models import Evaluation, FollowUp, MonthlyCount
from vaka.evaluation.queries import effect_of, months_held
from vaka.evaluation.rules import Arm
from vaka.municipality.access import action, find, require
from vaka.municipality.queries import site as site_of
from vaka.municipality.rules import Actor, Permission
from vaka.record import actions as record
from vaka.record.rules import Kind

COLUMNS = ("place", "arm", "month", "count")
LONGEST_PLACE, MOST = 100, 10**9


@action
def plan(
    *,
    site: str,
    camera: str,
    outcome: str,
    detection_driven: bool,
    measure_starts: date,
    months: int,
    review_on: date,
    example: bool,
    by: Actor,
    at: datetime,
) -> Evaluation:
    """Freeze how a measure will be judged, hashed into the record before anybody can know."""
    place = site_of(site, by=by)
    require(by, Permission.PLAN_EVALUATION, board=place.board_id, subject=site)
    frozen = {
        "site": site,
        "camera": camera,
        "outcome": outcome,
        "detection_driven": detection_driven,
        "measure_starts": measure_starts.isoformat(),
        "months": months,
        "review_on": review_on.isoformat(),
    }
    row = Evaluation.objects.create(
        id=new_id(at=at),
        board_id=place.board_id,
        site=place,
        camera=camera,
        outcome=outcome,
        detection_driven=detection_driven,
        measure_starts=measure_starts,
        months=months,
        review_on=review_on,
        plan_hash=hashlib.sha256(canonical_bytes(frozen)).hexdigest(),
        planned_at=at,
        example=example,
    )
    facts = {"plan": frozen, "sha256": row.plan_hash}
    record.append(Kind.EVALUATION_PLANNED, actor=by.id, subject=row.id, at=at, facts=facts)
    return row


@action
def import_counts(*, evaluation: str, csv_text: str, by: Actor, at: datetime) -> int:
    """Take in monthly counts (columns place, arm, month, count); return how many were new.

    :raises BadInput: for the first bad line; then nothing is taken in.
    """
    row = find(Evaluation.objects.all(), evaluation)
    require(by, Permission.PLAN_EVALUATION, board=row.board_id, subject=evaluation)
    counts = [
        MonthlyCount(evaluation=row, place=place, arm=arm, month=month, count=count)
        for place, arm, month, count in _rows(csv_text)
    ]
    before = row.counts.count()
    MonthlyCount.objects.bulk_create(counts, ignore_conflicts=True)
    new = row.counts.count() - before
    facts = {"new": new, "sha256": hashlib.sha256(csv_text.encode()).hexdigest()}
    record.append(Kind.COUNTS_IMPORTED, actor=by.id, subject=row.id, at=at, facts=facts)
    return new


def _rows(csv_text: str) -> Iterator[tuple[str, Arm, date, int]]:
    lines = enumerate(io.StringIO(csv_text), 1)
    told = [(number, line) for number, line in lines if not line.startswith("#")]
    reader = csv.DictReader(line for _, line in told)
    if missing := [name for name in COLUMNS if name not in (reader.fieldnames or [])]:
        raise BadInput("counts, line 1", f"the column {missing[0]} is missing", "See handbook")
    for cells in reader:
        try:
            yield _row(cells)
        except ValueError as problem:
            where = f"counts, line {told[reader.line_num - 1][0]}"
            raise BadInput(
                where, str(problem), "Write a place, a known arm, YYYY-MM, a number"
            ) from None


def _row(cells: Mapping[str, str | None]) -> tuple[str, Arm, date, int]:
    """Return one line; what the table would drop without a word is a ValueError here."""
    place, arm, month, number = (cells[name] for name in COLUMNS)
    if not place or len(place) > LONGEST_PLACE:
        raise ValueError(f"a place has 1 to {LONGEST_PLACE} characters")
    if arm is None or month is None or number is None:
        raise ValueError("a cell is missing")
    count = int(number)
    if not 0 <= count <= MOST:
        raise ValueError(f"{count} is not from 0 to {MOST}")
    return place, Arm(arm), date.fromisoformat(f"{month}-01"), count


@action
def report(*, evaluation: str, by: Actor, at: datetime) -> FollowUp:
    """Report the effect as the counts have it, with its one verdict, which nobody can edit.

    :raises Conflict: before the planned months after the measure have been counted.
    """
    row = find(Evaluation.objects.all(), evaluation)
    require(by, Permission.PLAN_EVALUATION, board=row.board_id, subject=evaluation)
    if months_held(row) < row.months:
        raise Conflict(evaluation, "too-early")
    found = effect_of(row)
    facts = {
        "counts": {arm.value: asdict(counts) for arm, counts in found.arms.items()},
        "relative": asdict(found.relative),
        "change_percent": asdict(found.change_percent),
        "displacement_difference": asdict(found.displacement_difference),
        "dispersion": found.dispersion,
        "controls": found.controls,
        "placebo_p": found.placebo_p,
        "plan": row.plan_hash,
    }
    follow_up = FollowUp.objects.create(
        id=new_id(at=at), evaluation=row, at=at, ruling=found.ruling, facts=facts
    )
    told = {"ruling": found.ruling, **facts}
    record.append(Kind.EVALUATION_REPORTED, actor=by.id, subject=row.id, at=at, facts=told)
    return follow_up
