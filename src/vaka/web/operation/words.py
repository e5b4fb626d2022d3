"""The codes of operation in words."""

from django.utils.translation import gettext_noop

REASONS = {
    "hosted": gettext_noop("The camera is somebody else's; its pictures are not ours to show."),
    "exercise-is-no-ground": gettext_noop("An exercise is no ground for pictures."),
    "incident-not-open": gettext_noop("The incident is not open."),
    "ticket-used-already": gettext_noop("The ticket has been used. Ask for a new one."),
    "registered-already": gettext_noop("A camera is registered under that id already."),
    "installed-already": gettext_noop("The camera stands at a place already."),
    "not-installed": gettext_noop("The camera stands nowhere."),
    "no-such-preset": gettext_noop("Its decision knows no such preset."),
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
    "sound-not-sent": gettext_noop("It sends no sound."),
    "sound-unknown-kind": gettext_noop("Its sound is neither AAC-LC nor G.711."),
    "sound-refused": gettext_noop("It refuses to send its sound."),
    "no-sign": gettext_noop("No sign has been confirmed there."),
    "known-already": gettext_noop("That is known of it already."),
    "sign-not-up": gettext_noop(
        "Nobody has confirmed that a sign tells of the camera where it stands."
    ),
    "sign-gone": gettext_noop("The sign that tells of the camera is gone."),
    "sign-unmended": gettext_noop("The sign has been damaged for more than seven days."),
    "sign-silent-on-sound": gettext_noop(
        "The decision allows sound, and the sign does not tell of it."
    ),
    "no-request-named": gettext_noop("Say which written request the pictures are for."),
    "no-such-request": gettext_noop(
        "There is no such written request, or it has not been reviewed yet."
    ),
    "request-is-answered": gettext_noop("The written request is answered, and closed."),
    "request-opens-nothing-here": gettext_noop(
        "The written request is for another camera, or was refused."
    ),
    "request-is-for-another-time": gettext_noop(
        "The written request opens another time, or less of it."
    ),
    "third-persons-first": gettext_noop(
        "On this request copies are only taken with third persons unrecognisable."
    ),
    "no-ground": gettext_noop("It rests on no incident and no written request."),
}
# What is wrong with something that is filled in, and what would be right.
PROBLEMS = (
    gettext_noop("Write where the sign is, as passers-by find it"),
    gettext_noop("it is not up yet"),
    gettext_noop("Give when it was seen to be up"),
    gettext_noop("Say what is wrong with the sign"),
    gettext_noop("it is larger than 20 MiB"),
    gettext_noop("it has too many pixels"),
    gettext_noop("Take it with fewer pixels"),
    gettext_noop("it is too small to show a sign"),
    gettext_noop("Take it anew"),
    gettext_noop("it is no picture that can be read"),
    gettext_noop("Send a whole JPEG, PNG or WebP"),
)
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
        "view-changed": gettext_noop("stopped: it sees something else"),
        "covered": gettext_noop("covered, out of focus or dark"),
        "masks-lost": gettext_noop("has lost its masks"),
        "not-stored": gettext_noop("its gateway's disk takes no video"),
        "never-heard-of": gettext_noop("not heard of yet"),
        "silent": gettext_noop("its gateway is silent"),
    },
    "tells-of": {
        "pictures": gettext_noop("pictures"),
        "sound": gettext_noop("pictures and sound"),
    },
    "sign-flaw": {
        "damaged": gettext_noop("damaged"),
        "gone": gettext_noop("gone"),
    },
    "masks": {
        "no-device-address": gettext_noop("nobody has given the camera's ONVIF address"),
        "being-checked": gettext_noop("whether the camera masks is being checked"),
        "lost": gettext_noop("a mask in the camera was gone or had been moved"),
        "uncovered": gettext_noop("the picture shows something where a mask should be"),
        "movable": gettext_noop("the camera may move"),
        "scaled": gettext_noop("the picture is scaled down anyway"),
        "device-away": gettext_noop("the camera does not answer over ONVIF"),
        "device-refused": gettext_noop(
            "the ONVIF address is refused: another machine, another certificate, or outside "
            "the networks"
        ),
        "login-refused": gettext_noop("the camera refuses the login of the ONVIF address"),
        "nonsense": gettext_noop("the camera answers over ONVIF what cannot be read"),
        "no-masks": gettext_noop("the camera has no masks over ONVIF (Media2)"),
        "masks-refused": gettext_noop("the camera refuses the masks"),
        "not-kept": gettext_noop("the camera takes the masks, and does not have them"),
        "not-opaque": gettext_noop("the camera's masks do not hide what is under them"),
        "too-few-masks": gettext_noop("the camera has fewer masks than the decision"),
        "too-few-corners": gettext_noop("the camera's masks have too few corners"),
        "rectangles-only": gettext_noop("the camera masks rectangles only"),
        "no-polygon": gettext_noop("a mask of the decision has a shape that no camera knows"),
        "source-unknown": gettext_noop(
            "the camera has several lenses, and which one the stream is of is not known"
        ),
    },
    "lack": {
        "lost-on-the-way": gettext_noop("lost on the way"),
        "terms-changed": gettext_noop("a later decision took over"),
        "masks-changed": gettext_noop("the masks were changed"),
        "camera-changed": gettext_noop("the camera changed its picture"),
        "nothing-came": gettext_noop("for a moment nothing came"),
        "gateway-stopped": gettext_noop("its gateway was stopped"),
        "gateway-down": gettext_noop("its gateway fell, or lost its power"),
        "view-changed": gettext_noop("it saw something else than was confirmed"),
        "detail-unknown": gettext_noop("nobody knew how detailed its picture is"),
        "too-detailed": gettext_noop("its picture was too detailed"),
        "clock-doubt": gettext_noop("its gateway's clock could not be trusted"),
        "offline-too-long": gettext_noop("its gateway was without the centre for too long"),
        "unreachable": gettext_noop("the camera could not be reached"),
        "stalled": gettext_noop("the camera had stalled"),
        "garbage": gettext_noop("the camera sent what cannot be read"),
        "refused-address": gettext_noop("the camera's address was refused"),
        "not-stored": gettext_noop("its gateway's disk took no video"),
        "silent": gettext_noop("its gateway has not spoken since"),
        "never-heard-of": gettext_noop("not heard of yet"),
        "waiting-for-terms": gettext_noop("waiting for terms"),
        "outside-terms": gettext_noop("off: outside its terms"),
    },
    "purpose": {
        "incident": gettext_noop("an incident"),
        "watch": gettext_noop("watch according to the decision"),
        "maintenance": gettext_noop("maintenance"),
        "disclosure": gettext_noop("a request for copies"),
    },
    "signatures": {
        "unsigned": gettext_noop("unsigned"),
        "remade": gettext_noop("coded anew"),
        "other-form": gettext_noop("signatures not judged"),
        "valid": gettext_noop("signatures hold"),
        "unknown-signer": gettext_noop("unknown signer"),
        "incomplete": gettext_noop("not whole"),
        "altered": gettext_noop("altered"),
    },
    "signatures-said": {
        "unsigned": gettext_noop("The camera does not sign its video."),
        "other-form": gettext_noop("The camera signs in a form that is not judged here."),
        "valid": gettext_noop("The video is as the camera signed it."),
        "unknown-signer": gettext_noop(
            "The video is as it was signed, but nobody we trust vouches for the certificate."
        ),
        "incomplete": gettext_noop(
            "What holds is as the camera signed it; pictures or signatures are missing."
        ),
        "altered": gettext_noop("Some of the video is not as the camera signed it."),
        "masked": gettext_noop(
            "The decision's masks are burnt in. The camera's signatures cannot survive that."
        ),
        "scaled": gettext_noop(
            "The picture is scaled down to what the decision allows. The camera's signatures"
            " cannot survive that."
        ),
        "third-persons": gettext_noop(
            "Third persons were made unrecognisable. The camera's signatures cannot survive"
            " that."
        ),
    },
    "lacking": {
        "not-kept": gettext_noop("nothing is kept after it"),
        "other-terms": gettext_noop("what follows is under another decision"),
        "outside-hours": gettext_noop("what follows is outside the decision's hours"),
        "camera-changed": gettext_noop("the camera changed its picture"),
        "signature-too-late": gettext_noop("it came too late"),
    },
    "doubt": {
        "face-without-body": gettext_noop("A face was found without a body."),
        "track-lost": gettext_noop("Somebody was lost to sight; the last place is grey."),
        "crossing": gettext_noop("Two persons cross."),
        "much-moves": gettext_noop("Much of the picture changes: light, or the camera."),
        "followed-lost": gettext_noop("The one it is for is covered: lost, or not alone."),
    },
    "detector": {
        "faces": gettext_noop("faces"),
        "bodies": gettext_noop("bodies"),
        "motion": gettext_noop("what moves"),
    },
    "redaction": {
        "no-copy-asked-for": gettext_noop("No copy was asked for."),
        "over-three-minutes": gettext_noop("It is more than three minutes. Ask for less."),
        "anothers-request": gettext_noop("Somebody else prepares it."),
        "released-already": gettext_noop("It is released; it cannot be changed any more."),
        "not-released": gettext_noop("Nobody has released it yet."),
        "own-redaction": gettext_noop("Somebody else than who prepared it releases it."),
        "doubts-left": gettext_noop("There are pictures in doubt that nobody has looked at."),
        "not-seen-to-its-end": gettext_noop("See it to its end first, as it is now."),
        "no-such-doubt": gettext_noop("That is not in doubt any more."),
        "not-as-released": gettext_noop("It is not what was released. Begin anew."),
        "redaction-failed": gettext_noop(
            "It could not be covered, or is not what it was. Begin anew."
        ),
        "too-much-to-redact": gettext_noop("It is too much at a time. Ask for less."),
        "camera-changed": gettext_noop("The camera changed its picture there. Ask for less."),
        "nothing-kept": gettext_noop("Nothing is kept of that time."),
        "request-too-old": gettext_noop("The request is more than a day old. Ask anew."),
        "gateway-refused": gettext_noop("The gateway refused."),
        "gateway-unreachable": gettext_noop("The gateway could not be reached."),
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
        "sound-lost": gettext_noop("the camera's sound was lost: look again, without it"),
        "view-changed": gettext_noop("the camera had been moved"),
        "between-presets": gettext_noop("the camera left its preset"),
        "detail-unknown": gettext_noop("nobody knows how detailed its picture is"),
        "too-detailed": gettext_noop("its picture was too detailed"),
        "too-slow": gettext_noop("the connection was too slow"),
        "expired": gettext_noop("the ticket ran out"),
        "role-not-allowed": gettext_noop("the viewer lost the role"),
        "not-shared": gettext_noop("the incident is shared no longer"),
        "reads-for-no-partner": gettext_noop("the viewer reads for a partner no longer"),
        "revoked": gettext_noop("the decision was revoked"),
        "superseded": gettext_noop("a later decision took its place"),
        "lapsed": gettext_noop("the decision lapsed"),
        "outside-hours": gettext_noop("the permitted hours ended"),
        "use-not-allowed": gettext_noop("the decision does not allow it"),
        "needs-incident": gettext_noop("an open incident was lacking"),
    },
}
