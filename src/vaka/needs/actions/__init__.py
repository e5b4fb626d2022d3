"""Verbs of need, one module for each of its things. What comes in may be sent twice."""

from vaka.needs.actions.crime_picture import (
    decide_picture,
    draft_picture,
    name_coordination,
    rewrite_picture,
)
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
    "decide_picture",
    "draft_picture",
    "import_areas",
    "import_police_events",
    "import_problems",
    "import_rows",
    "import_survey",
    "name_coordination",
    "rewrite_picture",
    "state_need",
    "tell_columns",
    "undo_import",
]
