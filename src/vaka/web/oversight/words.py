"""The codes of account in words."""

from django.utils.translation import gettext_noop

REASONS = {
    "no-cameras": gettext_noop("There is no camera to make a file on."),
    "not-due-yet": gettext_noop(
        "Five years have not passed since the surveillance ended (KBL 9 and 10 §§)."
    ),
    "nothing-personal": gettext_noop("The entry names nobody."),
    "what-is-missing": gettext_noop("Say which offence or accident is stated."),
    "reasons-missing": gettext_noop("Give the reasons."),
    "not-what-was-asked": gettext_noop("That is not within what was asked for."),
    "not-that-part": gettext_noop("That is all of it. Choose it as granted, or a part."),
    "reviewed-already": gettext_noop("It has been reviewed already."),
    "handed-out-already": gettext_noop("It has been handed out already."),
    "no-copy-taken": gettext_noop("No copy has been taken on this request yet."),
    "copies-are-taken": gettext_noop("Copies have been taken. Hand them out."),
    "identified-already": gettext_noop("It is known already who asks."),
    "identity-not-checked": gettext_noop("Make sure first who asks."),
    "extended-already": gettext_noop("It has been extended already. It can be once."),
    "too-late-to-extend": gettext_noop(
        "The first month is over; it can no longer be extended."
    ),
    "answered-already": gettext_noop("It has been answered already."),
    "not-answered-yet": gettext_noop("It has not been answered yet."),
    "erased-already": gettext_noop("It has been erased already."),
    "known-in-the-future": gettext_noop("It cannot have become known in the future."),
    "happened-after-known": gettext_noop("It cannot have happened after it was known."),
    "notified-already": gettext_noop("The authority has been notified already."),
    "notified-at-no-such-time": gettext_noop(
        "The notice came between when it was known and now."
    ),
    "late-without-reasons": gettext_noop("More than 72 hours had passed. Say why."),
    "risk-not-unlikely": gettext_noop(
        "Only an unlikely risk need not be notified. Judge the risk anew, or notify."
    ),
    "risk-not-high": gettext_noop("The persons need only be told at a high risk."),
    "told-already": gettext_noop("The persons have been told already."),
    "told-at-no-such-time": gettext_noop("They were told between when it was known and now."),
}
KINDS = {
    "secrecy-outcome": {
        "granted": gettext_noop("The pictures are handed out"),
        "partly": gettext_noop("A part of them is handed out"),
        "refused": gettext_noop("The pictures are not handed out"),
    },
    "third-persons": {
        "seen": gettext_noop("are seen: the request needs the pictures as they are"),
        "covered": gettext_noop("are made unrecognisable before anything leaves"),
    },
    "identified": {
        "document-seen": gettext_noop("an identity document was shown"),
        "e-identification": gettext_noop("electronic identification"),
        "known-by-picture": gettext_noop("the person was compared with the picture, in person"),
    },
    "access-answer": {
        "nothing-found": gettext_noop("The person is not in the pictures that are kept"),
        "handed-out": gettext_noop("The copies that were taken are handed out"),
        "refused": gettext_noop("No, with reasons"),
    },
    "breach-risk": {
        "unlikely": gettext_noop("unlikely"),
        "risk": gettext_noop("a risk"),
        "high": gettext_noop("a high risk"),
    },
}
# What is wrong with something that is filled in, and what would be right.
PROBLEMS = (
    gettext_noop("Name the document plan and its item, or the decision"),
    gettext_noop("Say why nothing of it is needed any longer"),
)
