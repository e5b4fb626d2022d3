"""Reads of operation, one module for each of its things."""

from vaka.operation.queries.cameras import (
    Offered,
    State,
    camera,
    cameras,
    cameras_at,
    installation,
    installations,
    installed,
    orders,
    state,
    states,
    watchable,
)
from vaka.operation.queries.footage import (
    Storage,
    copies,
    day,
    disposed,
    first_kept,
    footage_request,
    footage_requests,
    kept,
    storage,
)
from vaka.operation.queries.holds import hold, holds, open_holds
from vaka.operation.queries.terms import asking_as, asking_for, terms, verdict
from vaka.operation.queries.views import end_of_view, views

__all__ = [
    "Offered",
    "State",
    "Storage",
    "asking_as",
    "asking_for",
    "camera",
    "cameras",
    "cameras_at",
    "copies",
    "day",
    "disposed",
    "end_of_view",
    "first_kept",
    "footage_request",
    "footage_requests",
    "hold",
    "holds",
    "installation",
    "installations",
    "installed",
    "kept",
    "open_holds",
    "orders",
    "state",
    "states",
    "storage",
    "terms",
    "verdict",
    "views",
    "watchable",
]
