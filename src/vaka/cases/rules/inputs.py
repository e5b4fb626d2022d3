"""What comes from outside: reference numbers, texts, days and secrecy marks."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from vaka.core.errors import BadInput

LOCAL = ZoneInfo("Europe/Stockholm")
REFERENCE = re.compile(r"[A-ZÅÄÖ]{1,6}-(19|20)\d\d-[1-9]\d{0,5}")
SECRECY = re.compile(r"OSL [1-9]\d? kap\. [1-9]\d?( [a-z])? §")


def day_of(at: datetime) -> date:
    """Return the day on the wall calendar of the municipality."""
    return at.astimezone(LOCAL).date()


def checked_reference(text: str) -> str:
    """Return the reference number as it is written: `TN-2026-114`.

    :raises BadInput: when it has another form.
    """
    written = text.strip().upper()
    if not REFERENCE.fullmatch(written):
        raise BadInput(
            "reference", f"{text!r} is no reference number", "Write it as TN-2026-114"
        )
    return written


def checked_text(where: str, text: str) -> str:
    """Return the text without outer blanks.

    :raises BadInput: when nothing is left.
    """
    if not (kept := text.strip()):
        raise BadInput(where, "it is empty", "Write what the reader of the case needs")
    return kept


def checked_texts(where: str, texts: Sequence[str]) -> list[str]:
    """Return the texts without outer blanks.

    :raises BadInput: when there is none, or one is empty.
    """
    if not texts:
        raise BadInput(where, "there is none", "Write at least one")
    return [checked_text(where, text) for text in texts]


def checked_secrecy(text: str) -> str:
    """Return the provision of a secrecy mark (OSL 5 kap. 5 §), or nothing for an open document.

    :raises BadInput: when it names no section of the act.
    """
    written = text.strip()
    if written and not SECRECY.fullmatch(written):
        mend = "Name the section: OSL 32 kap. 3 §"
        raise BadInput("secrecy", f"{text!r} names no section", mend)
    return written
