"""The text in a copy says in Swedish what became of the camera's signatures."""

from dataclasses import replace

import pytest

from tests.unit.signed_video.streams import BEGAN
from tests.unit.terms.test_copies import SIGNATURES
from vaka.operation.gate.read_me import OUTCOMES, REMADE, text
from vaka.signed_video.groups import State
from vaka.signed_video.movie import Remade
from vaka.signed_video.report import Form, Outcome, Signatures


def said(told: Signatures) -> str:
    written = text(starts=BEGAN, zone="Europe/Stockholm", signatures=told, sound="Utan ljud.")
    assert "Utan ljud." in written
    return " ".join(written.split())


def test_every_outcome_and_every_reason_has_its_words() -> None:
    assert set(OUTCOMES) == set(Outcome) - {Outcome.REMADE}
    assert set(REMADE) == set(Remade)


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (Signatures(Form.NONE), "Kameran signerar inte sin video"),
        (Signatures(Form.NONE, Remade.MASKED), "Beslutets masker är inbrända"),
        (Signatures(Form.NONE, Remade.THIRD_PERSONS), "ansikte och kropp är grå"),
        (SIGNATURES, "Alla 2 bildgrupper är som de signerades"),
        (SIGNATURES, "där de sista signaturerna ligger: 1."),
        (replace(SIGNATURES, lacking="not-kept"), "Den sista gruppens signatur saknas"),
        (
            replace(SIGNATURES, groups={State.VALID: 1, State.LACKING: 1}),
            "1 av 2 bildgrupper är som kameran signerade dem",
        ),
    ],
)
def test_what_became_of_the_signatures_is_said(told: Signatures, words: str) -> None:
    assert words in said(told)
    assert "den första bilden togs 2026-11-26 kl. 13.00.00" in said(told)
