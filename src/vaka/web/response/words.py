"""The codes of the safety centre in words."""

from django.utils.translation import gettext_noop

REASONS = {
    "acknowledged-by-another": gettext_noop("Somebody else has acknowledged it."),
    "not-acknowledged": gettext_noop("The incident must be acknowledged first."),
    "incident-closed": gettext_noop("The incident is closed."),
    "step-checked-already": gettext_noop("The step has been checked off already."),
    "account-in-use": gettext_noop("A transmitter in use has that account."),
    "out-of-use-already": gettext_noop("The transmitter is out of use already."),
    "required-steps-left": gettext_noop(
        "Required steps of the action card are left. Do them, or say why not."
    ),
}
# What the actions find wrong with a transmitter, for the form that was filled in.
PROBLEMS = (
    gettext_noop("it is no account"),
    gettext_noop("Write 1 to 16 letters A to Z and digits"),
    gettext_noop("it is not 10 seconds to a day"),
    gettext_noop("Ask who set it up"),
)
KINDS = {
    "incident-kind": {
        "threat": gettext_noop("Threat or assault"),
        "fire": gettext_noop("Fire"),
        "medical": gettext_noop("Medical"),
        "hazard": gettext_noop("Hazard"),
        "intrusion": gettext_noop("Intrusion"),
        "tamper": gettext_noop("Tampering"),
        "trouble": gettext_noop("Technical fault"),
        "unknown": gettext_noop("Unknown alarm"),
        "notice": gettext_noop("Notice"),
    },
    "incident-state": {
        "new": gettext_noop("new"),
        "acknowledged": gettext_noop("acknowledged"),
        "closed": gettext_noop("closed"),
    },
    "incident-outcome": {
        "handled": gettext_noop("Real, handled"),
        "handed-over": gettext_noop("Real, handed over to police or rescue services"),
        "no-action-needed": gettext_noop("Real, no action needed"),
        "false-alarm": gettext_noop("False alarm"),
        "technical": gettext_noop("Technical fault"),
        "test": gettext_noop("Test"),
    },
    "severity": {
        "Extreme": gettext_noop("Extreme danger"),
        "Severe": gettext_noop("Severe danger"),
        "Moderate": gettext_noop("Moderate danger"),
        "Minor": gettext_noop("Minor danger"),
        "Unknown": gettext_noop("Severity not told"),
    },
    "watch-line": {
        "opened": gettext_noop("Incident opened"),
        "acknowledged": gettext_noop("Acknowledged"),
        "checked": gettext_noop("Step done"),
        "written": gettext_noop("Note"),
        "closed": gettext_noop("Closed"),
    },
    "site-kind": {
        "": gettext_noop("every kind of place"),
        "square": gettext_noop("square"),
        "street": gettext_noop("street"),
        "park": gettext_noop("park"),
        "car-park": gettext_noop("car park"),
        "bicycle-garage": gettext_noop("bicycle garage"),
        "school": gettext_noop("school"),
        "housing": gettext_noop("housing"),
        "care": gettext_noop("care"),
        "transport": gettext_noop("public transport"),
        "premises": gettext_noop("premises"),
    },
}
