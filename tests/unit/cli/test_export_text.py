"""What the command says of a copy, in words: each thing that can become of signatures."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.unit.terms.test_copies import PICTURES, SIGNATURES, VIDEO, manifest
from vaka.cli.export_text import lines
from vaka.signed_video.groups import State
from vaka.signed_video.movie import Remade
from vaka.signed_video.report import Doubt, Form, Outcome, Signatures
from vaka.terms.copies import Alteration

AT = datetime(2026, 11, 26, 12, tzinfo=UTC)
STRETCH = Doubt(AT, AT + timedelta(seconds=1), State.ALTERED)


def said(told: Signatures, altered: Alteration | None = None) -> str:
    return "\n".join(lines(replace(manifest({VIDEO: PICTURES}), altered=altered), told))


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (Signatures(Form.NONE), "does not sign"),
        (Signatures(Form.AXIS), "Axis"),
        (Signatures(Form.NONE, Remade.MASKED), "masks of the terms were burnt in"),
        (Signatures(Form.NONE, Remade.SCALED), "scaled down"),
        (Signatures(Form.NONE, Remade.THIRD_PERSONS), "did not survive: third persons"),
        (SIGNATURES, "by a certificate that nobody trusted here vouches for"),
        (replace(SIGNATURES, lacking="outside-hours"), "is not there: outside-hours."),
        (replace(SIGNATURES, breaks=2), "are not there: 2."),
        (SIGNATURES, "since the last signatures lie there: 1."),
        (
            replace(SIGNATURES, groups={State.VALID: 1, State.ALTERED: 1}, doubts=(STRETCH,)),
            "2026-11-26T12:00:00.000000Z to 2026-11-26T12:00:01.000000Z: altered",
        ),
    ],
)
def test_what_became_of_the_signatures_is_said_in_words(told: Signatures, words: str) -> None:
    assert words in said(told)
    assert "The copy holds." in said(told)


def test_every_outcome_has_its_words() -> None:
    valid = replace(
        SIGNATURES, signers=tuple(replace(each, trusted=True) for each in SIGNATURES.signers)
    )
    assert valid.outcome is Outcome.VALID
    assert "hold: 2 of 2 groups of pictures." in said(valid)
    assert "(vouched for)" in said(valid)


def test_who_made_third_persons_unrecognisable_is_told() -> None:
    altered = Alteration({}, True, 1, 2, "p", "o", "operator-2", "operator-3", AT)
    told = said(Signatures(Form.NONE, Remade.THIRD_PERSONS), altered)
    assert "Prepared by operator-2, released by operator-3; 2 doubtful stretches" in told
