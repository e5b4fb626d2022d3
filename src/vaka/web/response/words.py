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
# What the actions find wrong, for the form that was filled in.
PROBLEMS = (
    gettext_noop("it is no account"),
    gettext_noop("Write 1 to 16 letters A to Z and digits"),
    gettext_noop("it is not 10 seconds to a day"),
    gettext_noop("Ask who set it up"),
    gettext_noop("there is no way to reach it"),
    gettext_noop("Give a number or an address"),
    gettext_noop("it cannot be that"),
    gettext_noop("Write it with area code: +46 40 123 45"),
    gettext_noop("Write it as vakt@example.org"),
    gettext_noop("Write it as https://…"),
    gettext_noop("the contact cannot be reached so"),
    gettext_noop("Choose another way"),
    gettext_noop("the times do not rise, or are too many or too long"),
    gettext_noop("Give at most five rising numbers of seconds, none over 3600"),
)
KINDS = {
    "incident-kind": {
        "": gettext_noop("every kind"),
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
    "finding": {
        "real": gettext_noop("Real"),
        "unfounded": gettext_noop("Nothing there"),
        "unclear": gettext_noop("Cannot be seen"),
    },
    "channel": {
        "phone": gettext_noop("Telephone"),
        "sms": gettext_noop("Text message"),
        "email": gettext_noop("E-mail"),
        "webhook": gettext_noop("Their system"),
    },
    "day": {
        "mon": gettext_noop("Mon"),
        "tue": gettext_noop("Tue"),
        "wed": gettext_noop("Wed"),
        "thu": gettext_noop("Thu"),
        "fri": gettext_noop("Fri"),
        "sat": gettext_noop("Sat"),
        "sun": gettext_noop("Sun"),
        "holiday": gettext_noop("public holiday"),
    },
    "level": {
        "monitor": gettext_noop("sees that something is there"),
        "detect": gettext_noop("sees that people are there"),
        "observe": gettext_noop("sees what they do"),
        "recognise": gettext_noop("shows known people"),
        "identify": gettext_noop("shows who they are"),
    },
    "incident-outcome": {
        "handled": gettext_noop("Real, handled"),
        "handed-over": gettext_noop("Real, handed over to police or rescue services"),
        "no-action-needed": gettext_noop("Real, no action needed"),
        "false-alarm": gettext_noop("False alarm"),
        "technical": gettext_noop("Technical fault"),
        "test": gettext_noop("Test"),
    },
    "watch-line": {
        "opened": gettext_noop("Incident opened"),
        "acknowledged": gettext_noop("Acknowledged"),
        "verified": gettext_noop("Verified"),
        "escalated": gettext_noop("Nobody had acknowledged. Escalation, step"),
        "message-waiting": gettext_noop("Message on its way to"),
        "message-sent": gettext_noop("Told"),
        "message-given-up": gettext_noop("NOT TOLD, no gateway took the message to"),
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
