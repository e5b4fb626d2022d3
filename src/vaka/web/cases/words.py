"""The codes of cases in words."""

from django.utils.translation import gettext_noop

REASONS = {
    "reference-taken": gettext_noop("The board already has a case with that reference number."),
    "resolved-already": gettext_noop("The case has been resolved."),
    "prepared-already": gettext_noop("The case is being prepared, or has been, already."),
    "initiative-entered-already": gettext_noop("The case already has its initiative."),
    "initiative-after-referral": gettext_noop(
        "Bodies have been consulted on the case already. Open a new one for the initiative."
    ),
    "not-referred": gettext_noop("Nobody has been asked for an opinion."),
    "opinion-given-already": gettext_noop("The body has already given its opinion."),
    "opinion-awaited": gettext_noop("The body's opinion has not been entered yet."),
    "opinions-awaited": gettext_noop(
        "A consulted body still has time to answer on the day of the meeting."
    ),
    "meeting-before-opening": gettext_noop("The meeting is before the case was opened."),
    "meeting-planned-already": gettext_noop("That meeting is planned already."),
    "due-before-referral": gettext_noop("The due date is before the referral is sent."),
    "not-stated": gettext_noop(
        "An initiative is prepared before it is resolved: sign a statement, or table the case."
    ),
    "demands-without-proposal": gettext_noop("A demand has no proposed resolution yet."),
    "demands-unresolved": gettext_noop("A demand has no outcome. Each is to be answered."),
    "signed-already": gettext_noop("The statement is signed. Write a new one to change it."),
    "item-taken": gettext_noop("The board resolved something else under that item."),
    "minutes-approved": gettext_noop(
        "The minutes are approved; what they hold is not changed afterwards."
    ),
    "minutes-not-approved": gettext_noop(
        "The minutes of the meeting are not approved yet; an extract is made when they are."
    ),
    "nothing-resolved": gettext_noop("Nothing of that meeting has been entered."),
    "approved-before-meeting": gettext_noop("Minutes are not approved before the meeting."),
    "initiative-not-delegated": gettext_noop(
        "What a member puts to the board is for the board itself to resolve."
    ),
    "delegation-not-in-force": gettext_noop("The delegation was not in force that day."),
    "delegated-already": gettext_noop("That delegation begins that day already."),
    "reported-already": gettext_noop("The board has been told already."),
    "recused": gettext_noop("You are recused from the case, and have no part in it."),
    "recused-already": gettext_noop("That is noted already."),
    "withdrawn-already": gettext_noop("That has been taken back."),
    "reported-before-decision": gettext_noop("The meeting is before the decision."),
}
KINDS = {
    "case": {
        "open": gettext_noop("open"),
        "in-preparation": gettext_noop("in preparation"),
        "referred": gettext_noop("out for opinions"),
        "stated": gettext_noop("ready for the board"),
        "resolved": gettext_noop("resolved"),
    },
    "stance": {
        "supports": gettext_noop("supports"),
        "opposes": gettext_noop("opposes"),
        "answered": gettext_noop("considers it answered"),
        "abstains": gettext_noop("abstains from an opinion"),
    },
    "outcome": {
        "granted": gettext_noop("granted"),
        "rejected": gettext_noop("rejected"),
        "answered": gettext_noop("considered answered"),
        "remitted": gettext_noop("remitted back"),
        "tabled": gettext_noop("tabled"),
        "mixed": gettext_noop("resolved demand by demand"),
    },
    "dissent": {
        "reservation": gettext_noop("reservation"),
        "special-opinion": gettext_noop("special opinion"),
    },
    "ground": {
        "affected": gettext_noop("is a party, or is affected, or somebody close is"),
        "representative": gettext_noop("represents somebody whom it concerns, or has done so"),
        "decided-elsewhere": gettext_noop("has taken a stand on it in another authority"),
        "impartiality": gettext_noop("something else makes the impartiality questionable"),
    },
    "dissent-form": {
        "written": gettext_noop("written"),
        "oral": gettext_noop("oral"),
    },
    "direction": {
        "received": gettext_noop("received"),
        "sent": gettext_noop("sent"),
        "drawn-up": gettext_noop("drawn up"),
    },
}
