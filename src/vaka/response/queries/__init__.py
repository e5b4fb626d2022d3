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

__all__ = [
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
]
