"""The codes of need in words."""

from django.utils.translation import gettext_noop

REASONS = {
    "nobody-leads": gettext_noop("Nobody has said which board leads the work against crime."),
    "drafted-already": gettext_noop("There is a draft already. Write on in it."),
    "stands-decided": gettext_noop("It is decided, and cannot change."),
    "parts-missing": gettext_noop("A part that 4 § asks for says nothing yet."),
    "changed-since-read": gettext_noop("It was changed since you read it. Read it anew."),
}
# What the rules find wrong with a picture, for the form that was filled in.
PROBLEMS = (
    gettext_noop("the years are in no order"),
    gettext_noop("Put the last year last"),
    gettext_noop("the year is not over"),
    gettext_noop("Choose whole years"),
    gettext_noop("there are too many lines"),
    gettext_noop("Write it as the minutes do"),
    gettext_noop("Enter it when it is decided"),
    gettext_noop("it is empty, or too long"),
    gettext_noop("Write a function, never a name"),
)
KINDS = {
    "criterion": {
        "incidents": gettext_noop("At least twelve reported problems in 36 months"),
        "sources": gettext_noop("At least two sources, independent of one another"),
        "persistent": gettext_noop("In at least two of the last three years"),
        "more-than-felt": gettext_noop("Something more than felt insecurity"),
        "compared": gettext_noop("Per cent sure that it is more than at the mean place"),
    },
    "flag": {
        "victim_reported": gettext_noop("reported by whoever was hit"),
        "observed": gettext_noop("observed by others"),
        "detection_driven": gettext_noop("found by looking for it"),
    },
    "fault": {
        "quoting": gettext_noop("A quotation mark is not closed."),
        "cells": gettext_noop("The row has another number of cells than the header."),
        "empty": gettext_noop("It is empty."),
        "no-time": gettext_noop("It is no time. Write 2025-03-14 22:10, local time."),
        "skipped-hour": gettext_noop("The clocks were put forward: there was no such time."),
        "ends-early": gettext_noop("The end is before the start."),
        "too-wide": gettext_noop("The interval is longer than 31 days."),
        "in-the-future": gettext_noop("It has not been yet."),
        "unknown-value": gettext_noop("The value is not known."),
        "no-number": gettext_noop("It is no number."),
        "out-of-range": gettext_noop("The number cannot be."),
        "outside-sweden": gettext_noop("It is not in Sweden. Are the columns swapped?"),
        "too-long": gettext_noop("It is too long."),
        "control-character": gettext_noop("It holds characters that are no text."),
        "repeated": gettext_noop("It is in the file already, with other content."),
        "neither": gettext_noop("There is neither a share nor a score."),
    },
    "column": {
        "id": gettext_noop("the report's number"),
        "occurred_from": gettext_noop("when it was (day, clock)"),
        "occurred_to": gettext_noop("when it was at the latest"),
        "category": gettext_noop("kind of problem"),
        "flag": gettext_noop("how it came to be known"),
        "count": gettext_noop("how many"),
        "longitude": gettext_noop("longitude (WGS 84)"),
        "latitude": gettext_noop("latitude (WGS 84)"),
        "within_m": gettext_noop("metres from the position"),
        "place": gettext_noop("where, in words"),
        "text": gettext_noop("what happened"),
    },
    "why-not": {
        "undone": gettext_noop("It is taken back already."),
        "changed-since": gettext_noop(
            "A later file has changed reports of it. Take that one back first."
        ),
        "cited-by-statement": gettext_noop(
            "A stated need cites a report of it. What a need rests on is not taken away."
        ),
        "cited-by-assessment": gettext_noop(
            "An assessment cites a report of it. What is weighed is not taken away."
        ),
    },
    "area": {
        "city": gettext_noop("the whole city"),
        "area": gettext_noop("area"),
        "sub-area": gettext_noop("sub-area"),
    },
    "precision": {
        "municipality": gettext_noop("municipality"),
        "county": gettext_noop("county"),
    },
    "count": {
        "read": gettext_noop("rows read"),
        "new": gettext_noop("new rows"),
        "changed": gettext_noop("changed"),
        "unchanged": gettext_noop("known already"),
        "rejected": gettext_noop("cannot be taken"),
    },
}
