"""Codes put into words: rules give codes and facts, pages say them in the reader's language."""

from functools import cache
from importlib import import_module
from pathlib import Path

from django.utils.translation import get_language, gettext, gettext_noop

from vaka.law.templates import Words

# Why a camera may, or may not, do something at an instant (`vaka.terms.permits.Reason`).
REASONS = {
    "ok": gettext_noop("The terms in force allow it."),
    "not-yet-valid": gettext_noop("The decision has not begun to apply."),
    "lapsed": gettext_noop("The decision has lapsed."),
    "outside-hours": gettext_noop("The decision does not cover this hour."),
    "use-not-allowed": gettext_noop("The decision does not allow this use."),
    "role-not-allowed": gettext_noop("The decision does not give your role this access."),
    "not-shared": gettext_noop("The incident is not shared."),
    "needs-incident": gettext_noop("The decision asks for an open incident."),
    "needs-second-person": gettext_noop("The decision asks for a second person."),
    "needs-written-request": gettext_noop("The decision asks for a written request."),
    "revoked": gettext_noop("The decision has been revoked."),
    "superseded": gettext_noop("A later decision has taken its place."),
    "bad-signature": gettext_noop("The terms are not signed as they should be."),
    "unknown-key": gettext_noop("The terms are signed by somebody we do not know."),
    "malformed": gettext_noop("The terms cannot be read."),
    "no-terms": gettext_noop("There are no terms in force."),
    "view-changed": gettext_noop("The camera sees something else than was confirmed."),
    "between-presets": gettext_noop("The camera stands in none of its confirmed presets."),
    "detail-unknown": gettext_noop("Nobody knows how detailed its picture is."),
    "too-detailed": gettext_noop("Its picture cannot be as coarse as the decision says."),
    "clock-doubt": gettext_noop("The gateway's clock cannot be trusted just now."),
    "other-camera": gettext_noop("The terms are for another camera."),
    "offline-too-long": gettext_noop("The gateway has not heard from the centre for too long."),
}
ROLES = {
    "safety-coordinator": gettext_noop("safety coordinator"),
    "case-officer": gettext_noop("case officer"),
    "council-member": gettext_noop("member of the camera council"),
    "dpo": gettext_noop("data protection officer"),
    "board-secretary": gettext_noop("board secretary"),
    "operator": gettext_noop("operator"),
    "technician": gettext_noop("technician"),
    "police-liaison": gettext_noop("police liaison"),
    "partner": gettext_noop("partner's reader"),
    "inspector": gettext_noop("inspector"),
    "administrator": gettext_noop("administrator"),
    "machine": gettext_noop("machine"),
    "alarm-sender": gettext_noop("sender of alarms"),
}
WEEKDAYS = (
    gettext_noop("Monday"),
    gettext_noop("Tuesday"),
    gettext_noop("Wednesday"),
    gettext_noop("Thursday"),
    gettext_noop("Friday"),
    gettext_noop("Saturday"),
    gettext_noop("Sunday"),
)
SHORT_WEEKDAYS = (
    gettext_noop("Mon"),
    gettext_noop("Tue"),
    gettext_noop("Wed"),
    gettext_noop("Thu"),
    gettext_noop("Fri"),
    gettext_noop("Sat"),
    gettext_noop("Sun"),
)


@cache
def kinds() -> dict[str, dict[str, str]]:
    """Return all words by kind: ours, and each stage's from its `words.py`."""
    found = {"reason": dict(REASONS), "role": dict(ROLES)}
    for stage in sorted(Path(__file__).parent.glob("*/words.py")):
        told = import_module(f"vaka.web.{stage.parent.name}.words")
        found["reason"].update(told.REASONS)
        found.update(told.KINDS)
    return found


def in_words(code: str, kind: str) -> str:
    """Return the words for a code of that kind; a code without words is shown as it is."""
    words = kinds()[kind].get(str(code))
    return gettext(words) if words else str(code)


def said(words: Words) -> str:
    """Return the law's words in the reader's language; Swedish is what was decided on."""
    return words.en if get_language() == "en" else words.sv
