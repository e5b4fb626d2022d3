"""Reads of the safety centre, one module for each of its things."""

from vaka.response.queries.action_cards import card, card_for, cards
from vaka.response.queries.calling import (
    call_out,
    call_outs,
    called,
    contact,
    contacts,
    due_messages,
    hours_of,
    messages,
    reachable,
)
from vaka.response.queries.exercising import (
    exercise,
    exercised,
    exercises,
    transmitters_of,
)
from vaka.response.queries.figures import exercise_figures, figures
from vaka.response.queries.handling import (
    MOST_CHANGES,
    Line,
    alarms,
    answers,
    cameras,
    changes_since,
    history,
    incident,
    incidents,
    points,
    position,
    queue,
    steps,
)
from vaka.response.queries.handling_rules import Held, handling_rules, handling_versions
from vaka.response.queries.handover import (
    left_open,
    on_shift,
    shifts,
    waiting_handovers,
)
from vaka.response.queries.reporting import reports
from vaka.response.queries.situation import Situation, situation
from vaka.response.queries.transmitters import transmitter, transmitters
from vaka.response.queries.warnings import Concern, warnings_in_force

__all__ = [
    "MOST_CHANGES",
    "Concern",
    "Held",
    "Line",
    "Situation",
    "alarms",
    "answers",
    "call_out",
    "call_outs",
    "called",
    "cameras",
    "card",
    "card_for",
    "cards",
    "changes_since",
    "contact",
    "contacts",
    "due_messages",
    "exercise",
    "exercise_figures",
    "exercised",
    "exercises",
    "figures",
    "handling_rules",
    "handling_versions",
    "history",
    "hours_of",
    "incident",
    "incidents",
    "left_open",
    "messages",
    "on_shift",
    "points",
    "position",
    "queue",
    "reachable",
    "reports",
    "shifts",
    "situation",
    "steps",
    "transmitter",
    "transmitters",
    "transmitters_of",
    "waiting_handovers",
    "warnings_in_force",
]
