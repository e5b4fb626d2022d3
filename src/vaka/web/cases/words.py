"""The codes of cases in words."""

from django.utils.translation import gettext_noop

REASONS = {
    "reference-taken": gettext_noop("The board already has a case with that reference number."),
    "resolved-already": gettext_noop("The case has been resolved."),
    "not-referred": gettext_noop("Nobody has been asked for an opinion."),
    "opinion-given-already": gettext_noop("The body has already given its opinion."),
    "opinions-awaited": gettext_noop(
        "A consulted body still has time to answer on the day of the meeting."
    ),
    "meeting-before-opening": gettext_noop("The meeting is before the case was opened."),
    "due-before-referral": gettext_noop("The due date is before the referral is sent."),
    "item-taken": gettext_noop("The board resolved something else under that item."),
}
KINDS = {
    "case": {
        "open": gettext_noop("open"),
        "referred": gettext_noop("out for opinions"),
        "resolved": gettext_noop("resolved"),
    },
    "stance": {
        "supports": gettext_noop("supports"),
        "opposes": gettext_noop("opposes"),
        "abstains": gettext_noop("abstains from an opinion"),
    },
    "outcome": {
        "granted": gettext_noop("granted"),
        "rejected": gettext_noop("rejected"),
        "answered": gettext_noop("considered answered"),
        "remitted": gettext_noop("remitted back"),
    },
}
