"""The codes of decisions in words."""

from django.utils.translation import gettext_noop

REASONS = {
    "balancing-not-final": gettext_noop("The balancing test is not final."),
    "balancing-altered": gettext_noop("The balancing test is not what was made final."),
    "balancing-revised": gettext_noop("The balancing test has a later version."),
    "balancing-says-no": gettext_noop("The balancing test does not come to a yes."),
    "impact-unadvised": gettext_noop(
        "The impact must be assessed, and the data protection officer has not advised on this "
        "text (GDPR art. 35.2)."
    ),
    "employees-unheard": gettext_noop(
        "A workplace is watched, and no opinion of the employees' representatives is attached "
        "(KBL 21 §, MBL 11–14 §§)."
    ),
    "resolution-not-granted": gettext_noop("The board did not grant it."),
    "resolution-of-another-board": gettext_noop("Another board resolved it."),
    "resolution-in-another-case": gettext_noop("It was resolved in another case."),
    "resolved-before-balancing": gettext_noop(
        "The board met before the balancing test was final (KBL 9 §)."
    ),
    "decided-already": gettext_noop("There is a decision on this balancing test already."),
    "joint-with-itself": gettext_noop("The board itself is not one of the others."),
    "appealed-already": gettext_noop("That appeal is entered already."),
    "appealed-before-decision": gettext_noop("The appeal is before the resolution."),
    "ruled-already": gettext_noop("The court has spoken its last on this appeal."),
    "ruled-before-appeal": gettext_noop("The ruling is before the appeal."),
    "temporary-too-long": gettext_noop(
        "A rescue leader or the police may watch without assessment for a month at most."
    ),
    "handed-over-already": gettext_noop("It is handed over already."),
    "handed-to-itself": gettext_noop("The board has the camera already."),
    "taken-over-already": gettext_noop("The new board has begun to weigh it already."),
    "withdrawn-already": gettext_noop("That has been taken back."),
    "not-running": gettext_noop("The decision has ended, or has no terms."),
    "revoked-already": gettext_noop("It has been revoked already."),
    "exempts-nothing": gettext_noop("It exempts from nothing that the act asks for."),
    "exempt-before-it-was-decided": gettext_noop("It begins before it was decided."),
    "exempt-ends-before-it-starts": gettext_noop("It ends before it begins."),
    "exempt-already": gettext_noop("Another exemption lasts then. End it first."),
    "exemption-over": gettext_noop("The exemption is over."),
}
# What is wrong with something that is filled in, and what would be right.
PROBLEMS = (
    gettext_noop("Write what the authority's decision says"),
    gettext_noop("Say why it ends, as the authority did"),
)
KINDS = {
    "condition": {
        "not-issued": gettext_noop("no terms issued"),
        "not-begun": gettext_noop("not begun"),
        "in-force": gettext_noop("in force"),
        "lapsing": gettext_noop("lapsing"),
        "lapsed": gettext_noop("lapsed"),
        "revoked": gettext_noop("revoked"),
        "superseded": gettext_noop("superseded"),
    },
    "court-ruling": {
        "stayed": gettext_noop("stayed"),
        "annulled": gettext_noop("annulled"),
        "rejected": gettext_noop("the appeal was rejected"),
    },
    "act": {
        "live": gettext_noop("live pictures"),
        "record": gettext_noop("recording pictures"),
        "audio": gettext_noop("sound"),
        "review": gettext_noop("recorded pictures"),
        "export": gettext_noop("copies for others"),
        "analyse": gettext_noop("analysis by machine"),
    },
    "requirement": {
        "incident": gettext_noop("an open incident"),
        "second-person": gettext_noop("a second person"),
        "written-request": gettext_noop("a written request"),
    },
}
