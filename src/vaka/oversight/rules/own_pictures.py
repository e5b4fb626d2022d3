"""When somebody who asks for pictures of themselves is answered, and by what (GDPR art. 15)."""

from datetime import date, timedelta
from enum import StrEnum

from vaka.law.se.deadlines import ACCESS_EXTENDED, ACCESS_REQUEST

# So long before the answer is due the board hears of it once more.
RUNS_OUT = timedelta(days=7)


class Identified(StrEnum):
    """How it was made sure that somebody asks for themselves; no copy is kept of anything."""

    DOCUMENT_SEEN = "document-seen"
    E_IDENTIFICATION = "e-identification"
    KNOWN_BY_PICTURE = "known-by-picture"


class Answer(StrEnum):
    """What somebody who asked is told."""

    NOTHING_FOUND = "nothing-found"
    HANDED_OUT = "handed-out"
    REFUSED = "refused"


def answer_due(received: date, *, extended: bool) -> date:
    """Return the last day for the answer (GDPR art. 12.3)."""
    return (ACCESS_EXTENDED if extended else ACCESS_REQUEST).day_after(received)


def why_not_extend(received: date, *, extended: bool, reasons: str, today: date) -> str:
    """Return why the answer may not take longer, or nothing."""
    if extended:
        return "extended-already"
    if today > answer_due(received, extended=False):
        return "too-late-to-extend"
    return "" if reasons.strip() else "reasons-missing"


def why_not_answer(answer: str, *, identified: bool, words: str, copies: int) -> str:
    """Return why somebody cannot be answered so, or nothing; `copies` are those taken."""
    if not words.strip():
        return "reasons-missing"
    if answer != Answer.REFUSED and not identified:
        return "identity-not-checked"
    if answer == Answer.HANDED_OUT and not copies:
        return "no-copy-taken"
    return "copies-are-taken" if answer != Answer.HANDED_OUT and copies else ""
