"""Reads of the safety centre, one module for each of its things."""

from vaka.response.queries.action_cards import card, card_for, cards
from vaka.response.queries.handling import (
    Line,
    alarms,
    answers,
    cameras,
    changes_since,
    history,
    incident,
    incidents,
    position,
    queue,
    steps,
)
from vaka.response.queries.transmitters import transmitter, transmitters
from vaka.response.queries.warnings import Concern, warnings_in_force

__all__ = [
    "Concern",
    "Line",
    "alarms",
    "answers",
    "cameras",
    "card",
    "card_for",
    "cards",
    "changes_since",
    "history",
    "incident",
    "incidents",
    "position",
    "queue",
    "steps",
    "transmitter",
    "transmitters",
    "warnings_in_force",
]
