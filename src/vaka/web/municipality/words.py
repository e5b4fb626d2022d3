"""The codes of the municipality in words, and what can be wrong with what is filled in."""

from django.utils.translation import gettext_noop

REASONS = {
    "name-taken": gettext_noop("There is one of that name already."),
    "login-taken": gettext_noop("Somebody has that login, or had it. Choose another."),
    "deactivated": gettext_noop("The person is put out and cannot log in."),
    "active": gettext_noop("The person can log in already."),
    "last-administrator": gettext_noop(
        "Nobody else administers every board. Give somebody else that role first."
    ),
    "held-already": gettext_noop("The person holds that role there at that time already."),
    "settled-already": gettext_noop("Somebody has settled it already."),
    "ended-already": gettext_noop("The role has ended already."),
    "revoked-already": gettext_noop("The token is revoked already."),
}
KINDS = {
    "letter": {
        "waiting": gettext_noop("not sent yet"),
        "sent": gettext_noop("handed to the mail server"),
        "given-up": gettext_noop("given up"),
    },
    "board-kind": {
        "board": gettext_noop("board"),
        "executive": gettext_noop("municipal executive board"),
        "council": gettext_noop("municipal council"),
        "committee": gettext_noop("working committee"),
    },
    "department-kind": {
        "department": gettext_noop("department"),
        "city-office": gettext_noop("city office"),
    },
    "partner-kind": {
        "police": gettext_noop("the police"),
        "company": gettext_noop("company"),
        "association": gettext_noop("association or federation"),
        "municipality": gettext_noop("another municipality"),
        "authority": gettext_noop("authority"),
    },
    "token-scope": {
        "alarms": gettext_noop("send alarms of its accounts"),
        "shared": gettext_noop("read what is shared with the partner"),
        "gateway": gettext_noop("be a gateway"),
        "receiver": gettext_noop("be a receiver"),
    },
}
# What `vaka.geometry.ground` and the actions find wrong, for the form that was filled in.
PROBLEMS = (
    gettext_noop("it is no JSON"),
    gettext_noop("it is no GeoJSON"),
    gettext_noop("its coordinates cannot be read"),
    gettext_noop("it is no polygon"),
    gettext_noop("Paste a GeoJSON Polygon, as a map program exports it"),
    gettext_noop("it does not lie in Sweden"),
    gettext_noop("Write longitude first, then latitude, in WGS 84: [13.0, 55.6]"),
    gettext_noop("it is smaller than a square metre or larger than 25 km²"),
    gettext_noop("Draw the place alone"),
    gettext_noop("its edge crosses itself"),
    gettext_noop("Draw the corners in the order in which one walks round"),
    gettext_noop("it has more than 2 000 corners"),
    gettext_noop("Draw it more simply"),
    gettext_noop("it holds more than the place"),
    gettext_noop("Keep the one feature"),
    gettext_noop("it is no collection of features"),
    gettext_noop("Give a GeoJSON FeatureCollection"),
    gettext_noop("a feature has no geometry"),
    gettext_noop("Export the file anew"),
    gettext_noop("it is not your password"),
    gettext_noop("Ask an administrator for a new one"),
    gettext_noop("a role cannot begin before now"),
    gettext_noop("it is before the role begins"),
    gettext_noop("it is no e-mail address"),
    gettext_noop("Write name@host"),
    gettext_noop("Say what was done, or why nothing is needed"),
    gettext_noop("it is in the past"),
    gettext_noop("Choose today or later"),
    gettext_noop("Choose a later day"),
    gettext_noop("it is empty"),
    gettext_noop("Write what the token is for, and by whose word"),
    gettext_noop("Write why the token is revoked"),
    gettext_noop("it is not within a year from now"),
    gettext_noop("Choose an earlier day"),
    gettext_noop("nothing is chosen"),
    gettext_noop("Choose what the token is for"),
    gettext_noop("a machine's token is for that machine of ours alone"),
    gettext_noop("Issue one for each thing"),
    gettext_noop("what is shared is shared with a partner"),
    gettext_noop("Choose the partner"),
    gettext_noop("who sends alarms does so for certain accounts, others for none"),
    gettext_noop("Name each account, or choose another scope"),
    gettext_noop("it is no account"),
    gettext_noop("Write 1 to 16 letters A to Z and digits"),
)
