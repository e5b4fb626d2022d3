"""The codes of need in words."""

from django.utils.translation import gettext_noop

REASONS: dict[str, str] = {}
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
