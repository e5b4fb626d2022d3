"""What an event code says and does: SIA DC-03/DC-07 and Contact ID, as data in `codes/`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files


class IncidentKind(StrEnum):
    """What is happening; the correlation, the priority and the action card follow from it."""

    THREAT = "threat"
    FIRE = "fire"
    MEDICAL = "medical"
    HAZARD = "hazard"
    INTRUSION = "intrusion"
    TAMPER = "tamper"
    TROUBLE = "trouble"
    UNKNOWN = "unknown"
    NOTICE = "notice"


class Effect(StrEnum):
    """What an event does to the incident it speaks of."""

    RAISES = "raises"
    CLEARS = "clears"
    NOTES = "notes"


@dataclass(frozen=True)
class Meaning:
    """What a code says: its kind and effect, and words in both languages of the pages."""

    kind: IncidentKind
    effect: Effect
    sv: str
    en: str


# What we cannot read is taken for serious: a person looks (fail open to accept).
UNREADABLE = Meaning(
    IncidentKind.UNKNOWN,
    Effect.RAISES,
    "Okänt larm, läs texten",
    "Unknown alarm, read its text",
)
# The supervision message of DC-09 says only that the transmitter lives.
SUPERVISION = Meaning(
    IncidentKind.NOTICE, Effect.NOTES, "Livstecken", "Supervision: it is alive"
)
RESTORED = "3"


def _read(name: str) -> Mapping[str, Meaning]:
    content = files("vaka.response").joinpath("codes", name).read_text("utf-8")
    return {
        code: Meaning(IncidentKind(kind), Effect(effect), sv, en)
        for code, (kind, effect, sv, en) in tomllib.loads(content).items()
    }


SIA = _read("sia.toml")
CONTACT_ID = _read("contact-id.toml")


def meaning(*, protocol: str, code: str | None, qualifier: str | None) -> Meaning:
    """Return what an alarm says; an unknown code raises an alarm of unknown kind.

    The protocol is DC-09's token, encrypted (`*SIA-DCS`) or not. With qualifier 3 a Contact ID
    event has ended (SIA DC-05), whatever began it.
    """
    spoken = protocol.lstrip("*").upper()
    if spoken == "NULL":
        return SUPERVISION
    known = (CONTACT_ID if spoken == "ADM-CID" else SIA).get((code or "").upper(), UNREADABLE)
    if spoken == "ADM-CID" and qualifier == RESTORED and known.effect is Effect.RAISES:
        return Meaning(
            known.kind, Effect.CLEARS, f"{known.sv}: återställt", f"{known.en}: restored"
        )
    return known
