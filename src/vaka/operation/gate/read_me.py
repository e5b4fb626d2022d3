"""What a copy says of itself to whoever opens it, in Swedish, without any program of ours."""

from datetime import datetime
from textwrap import fill
from zoneinfo import ZoneInfo

from vaka.law.se.secrecy import MARK
from vaka.signed_video.groups import State
from vaka.signed_video.movie import Remade
from vaka.signed_video.report import Outcome, Signatures

READ_ME = """Kopia av inspelningar från en kommunal kamera
{secrecy}. Den som får kopian ser till att ingen annan ser den.

video.mp4       inspelningarna, {sound}; den första bilden togs {starts}
manifest.json   vad kopian är: av vad, när, av vem (beteckning), varför
manifest.jws    samma sak, signerad
terms.terms     villkoren som kopian lämnades ut under, signerade
record.json     beviset att utlämnandet står i kommunens logg
{altered}
Kamerans signaturer
{signatures}

Kontrollera kopian med kommunens publika nyckel:  vaka export verify FIL --trust NYCKEL.jwk
"""
ALTERED = """
Andra än den som kopian är till för har gjorts oigenkännliga: ansikte och kropp är grå. Det
ändrar bilden och går inte att göra ogjort. manifest.json säger med vad, av vem och när.
"""
WITH_SOUND, WITHOUT_SOUND = "med ljud", "utan ljud"
REMADE = {
    Remade.MASKED: "Beslutets masker är inbrända i bilden.",
    Remade.SCALED: "Bilden är förminskad till vad beslutet tillåter.",
    Remade.THIRD_PERSONS: "Bilden är ändrad av oss, som ovan.",
}
LOST = "Den är alltså kodad på nytt, och kamerans signaturer kan inte finnas kvar."
OUTCOMES = {
    Outcome.UNSIGNED: "Kameran signerar inte sin video; att den är äkta vilar på kopians egen "
    "signatur.",
    Outcome.OTHER_FORM: "Kameran signerar i Axis äldre form, som inte är prövad här.",
    Outcome.VALID: "Alla {count} bildgrupper är som kameran signerade dem, och någon som "
    "kommunen litar på går i god för kamerans certifikat.",
    Outcome.UNKNOWN_SIGNER: "Alla {count} bildgrupper är som de signerades, men ingen som "
    "kommunen litar på går i god för certifikatet.",
    Outcome.INCOMPLETE: "{valid} av {count} bildgrupper är som kameran signerade dem. För de "
    "andra saknas bilder eller signatur; manifest.json säger vilka.",
    Outcome.ALTERED: "{valid} av {count} bildgrupper är som kameran signerade dem. Minst en är "
    "det inte; manifest.json säger vilken.",
}
ADDED = "Bilder efter slutet, där de sista signaturerna ligger: {pictures}."
LACKING = "Den sista gruppens signatur saknas: det som följer kunde eller fick inte lämnas ut."
WIDTH = 88


def text(*, starts: datetime, zone: str, signatures: Signatures, sound: str) -> str:
    """Return the text of a copy whose first picture was taken at `starts`."""
    local = starts.astimezone(ZoneInfo(zone))
    return READ_ME.format(
        secrecy=MARK.sv,
        sound=sound,
        starts=f"{local:%Y-%m-%d kl. %H.%M.%S}",
        altered=ALTERED if signatures.remade is Remade.THIRD_PERSONS else "",
        signatures=fill(_in_words(signatures), WIDTH),
    )


def _in_words(told: Signatures) -> str:
    if told.remade:
        return f"{REMADE[told.remade]} {LOST}"
    count, valid = sum(told.groups.values()), told.count(State.VALID)
    said = [OUTCOMES[told.outcome].format(count=count, valid=valid)]
    if told.added:
        said.append(ADDED.format(pictures=told.added.pictures))
    return " ".join([*said, LACKING] if told.lacking else said)
