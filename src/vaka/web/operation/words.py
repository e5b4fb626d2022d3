"""The codes of operation in words."""

from django.utils.translation import gettext_noop

REASONS = {
    "hosted": gettext_noop("The camera is somebody else's; its pictures are not ours to show."),
    "incident-not-open": gettext_noop("The incident is not open."),
    "ticket-used-already": gettext_noop("The ticket has been used. Ask for a new one."),
    "registered-already": gettext_noop("A camera is registered under that id already."),
    "installed-already": gettext_noop("The camera stands at a place already."),
    "not-installed": gettext_noop("The camera stands nowhere."),
    "no-such-incident": gettext_noop("There is no such incident."),
    "own-request": gettext_noop("The second person is somebody else."),
    "approved-already": gettext_noop("Somebody stands behind it already."),
    "anothers-request": gettext_noop("Somebody else asked."),
    "request-too-old": gettext_noop("The request is more than a day old. Ask anew."),
    "nothing-kept": gettext_noop("Nothing is kept of that time."),
    "ordered-already": gettext_noop("Work on the camera is ordered already."),
    "done-already": gettext_noop("Somebody has said already what was done."),
    "hold-is-over": gettext_noop("The hold is over."),
    "not-over-yet": gettext_noop("That time is not over yet."),
    "not-begun-yet": gettext_noop("That time has not begun yet."),
    "over-two-hours": gettext_noop("It is more than two hours. Ask for less at a time."),
    "over-90-days": gettext_noop("It is more than 90 days. Place it anew when it ends."),
    "no-ground": gettext_noop("It rests on no incident and no written request."),
}
KINDS = {
    "health": {
        "recording": gettext_noop("it records"),
        "live-only": gettext_noop("shows, does not record"),
        "waiting-for-terms": gettext_noop("waiting for terms"),
        "outside-terms": gettext_noop("off: outside its terms"),
        "unreachable": gettext_noop("unreachable"),
        "stalled": gettext_noop("has stalled"),
        "garbage": gettext_noop("sends what cannot be read"),
        "refused-address": gettext_noop("its address is refused"),
        "never-heard-of": gettext_noop("not heard of yet"),
        "silent": gettext_noop("its gateway is silent"),
    },
    "purpose": {
        "incident": gettext_noop("an incident"),
        "watch": gettext_noop("watch according to the decision"),
        "maintenance": gettext_noop("maintenance"),
        "disclosure": gettext_noop("a request for copies"),
    },
    "footage": {
        "kept": gettext_noop("kept"),
        "disposed": gettext_noop("disposed of"),
        "not-permitted": gettext_noop("not permitted"),
        "not-delivered": gettext_noop("no pictures came"),
    },
    "view-end": {
        "finished": gettext_noop("it was seen to its end"),
        "camera-changed": gettext_noop(
            "the camera changed its picture there: ask for the time before and after by itself"
        ),
        "nothing-kept": gettext_noop("nothing is kept of that time"),
        "viewer-left": gettext_noop("the viewer left"),
        "gateway-refused": gettext_noop("the gateway refused"),
        "gateway-unreachable": gettext_noop("the gateway could not be reached"),
        "gateway-ended": gettext_noop("the gateway ended it"),
        "gateway-stopped": gettext_noop("the gateway was stopped"),
        "camera-lost": gettext_noop("the camera was lost"),
        "too-slow": gettext_noop("the connection was too slow"),
        "expired": gettext_noop("the ticket ran out"),
        "role-not-allowed": gettext_noop("the viewer lost the role"),
        "revoked": gettext_noop("the decision was revoked"),
        "superseded": gettext_noop("a later decision took its place"),
        "lapsed": gettext_noop("the decision lapsed"),
        "outside-hours": gettext_noop("the permitted hours ended"),
        "use-not-allowed": gettext_noop("the decision does not allow it"),
        "needs-incident": gettext_noop("an open incident was lacking"),
    },
}
