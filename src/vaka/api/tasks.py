"""What boards have to see to, over the API."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.http import HttpRequest
from ninja import Router, Schema
from ninja.security import django_auth

from vaka.api.acting import actor, now
from vaka.decisions import queries as decisions
from vaka.municipality import actions, queries

if TYPE_CHECKING:
    from vaka.municipality.models import Task

router = Router(auth=django_auth, tags=["municipality"])


class TaskOut(Schema):
    """Something to see to by a day; `subject` is the id of what it is about."""

    id: str
    board_id: str
    reason: str
    permission: str
    subject: str
    about: str
    due: date
    raised_at: datetime
    reminded_at: datetime | None
    outcome: str
    settled_at: datetime | None


class OutcomeIn(Schema):
    """What was done about it, or why nothing is needed."""

    outcome: str


@router.get("/tasks", response=list[TaskOut])
def list_tasks(request: HttpRequest) -> "list[Task]":
    """Return what you can see to, that which is due first, settled or not."""
    return list(queries.tasks(by=actor(request)))


@router.post("/tasks/{key}/settlement", response=TaskOut)
def settle(request: HttpRequest, key: str, settlement: OutcomeIn) -> "Task":
    """Say what was done about a task."""
    return actions.settle(
        task=key,
        outcome=settlement.outcome,
        apart=decisions.recused_from,
        by=actor(request),
        at=now(),
    )
