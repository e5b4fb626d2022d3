"""The verdicts of an evaluation in words; nobody edits them."""

from django.utils.translation import gettext_noop

REASONS = {
    "too-early": gettext_noop("Nothing after the measure has been counted yet."),
    "measure-has-begun": gettext_noop("The camera has begun; a plan comes before."),
    "decided-before-the-plan": gettext_noop(
        "The camera is decided on already. A plan made afterwards proves nothing."
    ),
    "planned-already": gettext_noop("This very plan is frozen already."),
    "counted-otherwise-now": gettext_noop(
        "Reports have come in since the plan was shown. Look at the new counts, then freeze."
    ),
    "counted-from-reports": gettext_noop("This plan counts the reports; no file is taken in."),
    "counted-in-files": gettext_noop("The counts of this plan come as files."),
    "broken-already": gettext_noop("It is said already that the plan was not followed."),
}
# What the rules find wrong with a plan or a report, for the form that was filled in.
PROBLEMS = (
    gettext_noop("nothing is reported at the place"),
    gettext_noop("Take in its reports, or give the counts as a file"),
    gettext_noop("there is no comparable place"),
    gettext_noop("Give places that were counted in each of those months"),
    gettext_noop("it has not begun"),
    gettext_noop("Choose this year or an earlier one"),
)
KINDS = {
    "part": {
        "year": gettext_noop("the whole year"),
        "interim": gettext_noop("January to June (interim)"),
    },
    "ruling": {
        "decrease-shown": gettext_noop("Decrease shown"),
        "no-effect-of-importance": gettext_noop("No effect of importance"),
        "increase-shown": gettext_noop("Increase shown"),
        "cannot-tell": gettext_noop("Cannot be told"),
        "displacement": gettext_noop("Displacement"),
        "cannot-be-evaluated": gettext_noop("Cannot be evaluated"),
    },
    "arm": {
        "treated": gettext_noop("the place"),
        "control": gettext_noop("comparable places"),
        "buffer": gettext_noop("next to the place"),
        "buffer-control": gettext_noop("next to comparable places"),
    },
}
TONES = {
    "decrease-shown": "ok",
    "no-effect-of-importance": "info",
    "increase-shown": "refuse",
    "cannot-tell": "warn",
    "displacement": "warn",
    "cannot-be-evaluated": "warn",
}
