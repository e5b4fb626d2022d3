"""What `vaka export verify` says of a copy, in words."""

from collections.abc import Iterator

from vaka.signed_video.groups import State
from vaka.signed_video.movie import Remade
from vaka.signed_video.report import Outcome, Signatures, Signer
from vaka.terms.copies import CopyManifest
from vaka.terms.reading import stamp

REMADE = {
    Remade.MASKED: "the masks of the terms were burnt in",
    Remade.SCALED: "it was scaled down to the detail that the terms allow",
    Remade.THIRD_PERSONS: "third persons were made unrecognisable",
}
OUTCOMES = {
    Outcome.UNSIGNED: "The camera does not sign its video.",
    Outcome.OTHER_FORM: "The camera signs in a form of Axis's own, which is not judged.",
    Outcome.VALID: "The camera's signatures hold: {valid} of {count} groups of pictures.",
    Outcome.UNKNOWN_SIGNER: "The signatures hold ({valid} of {count} groups of pictures),"
    " by a certificate that nobody trusted here vouches for.",
    Outcome.INCOMPLETE: "Of the camera's signatures {valid} of {count} groups of pictures hold;"
    " of the others pictures or signatures are missing.",
    Outcome.ALTERED: "The video is not as the camera signed it: {valid} of {count} groups of"
    " pictures hold.",
}
STATES = {
    State.VALID: "holds",
    State.INCOMPLETE: "pictures are missing, what is there is genuine",
    State.ALTERED: "altered",
    State.LACKING: "its signature is missing",
    State.UNKNOWN: "signed in a way that cannot be judged",
}


def lines(manifest: CopyManifest, judged: Signatures) -> Iterator[str]:
    """Yield what a copy is, and what becomes of its camera's signatures."""
    starts, made = stamp(manifest.starts), stamp(manifest.made)
    yield f"The copy holds. Camera {manifest.camera}, first picture {starts},"
    yield f"handed out {made} for {manifest.purpose}."
    yield f"It has {'sound' if manifest.sound else 'no sound'}."
    if altered := manifest.altered:
        yield "Third persons were made unrecognisable: it is not as it was recorded."
        yield (
            f"Prepared by {altered.prepared_by}, released by {altered.released_by};"
            f" {altered.doubts} doubtful stretches looked at,"
            f" {altered.covers} covered by hand."
        )
    yield from _signatures(judged)


def _signatures(told: Signatures) -> Iterator[str]:
    if told.remade:
        yield (
            f"The camera's signatures did not survive: {REMADE[told.remade]},"
            " so the pictures are coded anew."
        )
        return
    count, valid = sum(told.groups.values()), told.count(State.VALID)
    yield OUTCOMES[told.outcome].format(count=count, valid=valid)
    for doubt in told.doubts:
        yield f"  {stamp(doubt.first)} to {stamp(doubt.last)}: {STATES[doubt.state]}"
    if told.breaks:
        yield f"  Places where groups that the camera signed are not there: {told.breaks}."
    yield from map(_signer, told.signers)
    if told.added:
        yield (
            "  Pictures added after what was asked for, since the last signatures lie there:"
            f" {told.added.pictures}."
        )
    if told.lacking:
        yield f"  What follows, with the last group's signature, is not there: {told.lacking}."


def _signer(signer: Signer) -> str:
    trust = "vouched for" if signer.trusted else "nobody trusted here vouches for it"
    return (
        f"  Signed by {signer.subject}, certificate of {signer.issuer} ({trust}),"
        f" sha256={signer.sha256}. Groups: {signer.groups}."
    )
