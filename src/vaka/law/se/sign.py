"""The text of the notice sign: the first layer of information.

KBL 15 §: clear signs, and special information when sound can be heard or recorded. What the
first layer says follows imy.se: who watches, contact, data protection officer, purpose, sound,
how long recordings are kept, and where the rest is found (GDPR art. 13).
"""

from dataclasses import dataclass

from vaka.law.templates import Words

HOURS_A_DAY = 24
TITLE = Words("Kamerabevakning", "Camera surveillance")
MORE = Words("Mer information och dina rättigheter", "More information and your rights")
SOUND = Words("Ljud tas upp", "Sound is recorded")
NO_SOUND = Words("Ljud tas inte upp", "Sound is not recorded")
NOTHING_KEPT = Words("Inget spelas in", "Nothing is recorded")


@dataclass(frozen=True)
class Facts:
    """What the sign tells; `kept_hours` is 0 when nothing is recorded."""

    controller: str
    contact: str
    dpo_contact: str
    purposes: tuple[str, ...]
    sound: bool
    kept_hours: int


@dataclass(frozen=True)
class Line:
    """One line of the sign; `code` names what it answers."""

    code: str
    label: Words
    text: Words


def first_layer(facts: Facts) -> tuple[Line, ...]:
    """Return the lines of the sign, in the order in which a passer-by asks."""
    purposes = " ".join(f"{purpose.removesuffix('.')}." for purpose in facts.purposes)
    return (
        Line("who", Words("Ansvarig", "Controller"), _same(facts.controller)),
        Line("contact", Words("Kontakt", "Contact"), _same(facts.contact)),
        Line(
            "dpo",
            Words("Dataskyddsombud", "Data protection officer"),
            _same(facts.dpo_contact),
        ),
        Line("purpose", Words("Ändamål", "Purpose"), _same(purposes)),
        Line("sound", Words("Ljud", "Sound"), SOUND if facts.sound else NO_SOUND),
        Line("kept", Words("Sparas", "Kept"), kept_in_words(facts.kept_hours)),
    )


def kept_in_words(hours: int) -> Words:
    """Return how long recordings are kept, in whole days where they are whole."""
    if hours == 0:
        return NOTHING_KEPT
    days, rest = divmod(hours, HOURS_A_DAY)
    if rest or days == 1:
        unit = Words("timme", "hour") if hours == 1 else Words("timmar", "hours")
        return Words(f"{hours} {unit.sv}", f"{hours} {unit.en}")
    return Words(f"{days} dygn", f"{days} days")


def _same(text: str) -> Words:
    """Return a name or the board's own words, which are not translated."""
    return Words(text, text)
