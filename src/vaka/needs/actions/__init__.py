"""Verbs of need, one module for each of its things. What comes in may be sent twice."""

from vaka.needs.actions.problems import (
    cite,
    import_problems,
    import_rows,
    state_need,
    tell_columns,
    undo_import,
)
from vaka.needs.actions.published import import_areas, import_police_events, import_survey

__all__ = [
    "cite",
    "import_areas",
    "import_police_events",
    "import_problems",
    "import_rows",
    "import_survey",
    "state_need",
    "tell_columns",
    "undo_import",
]
