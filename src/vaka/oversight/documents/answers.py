"""What those who asked for pictures get on paper: outcome, reasons, copies, how to appeal.

In Swedish. A decision, a receipt and an answer are one paper each: what is said is what the
record has.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from textwrap import wrap

from vaka.decisions.rules import LOCAL
from vaka.law.se.secrecy import APPEAL_OF_ACCESS, APPEAL_OF_DISCLOSURE, ASKERS, MARK, NEEDS
from vaka.law.se.surveillance import Rule
from vaka.municipality import queries as municipality
from vaka.oversight.models import AccessRequest, Disclosure, SecrecyReview
from vaka.oversight.models.requests import PicturesAsked
from vaka.oversight.queries import HandedOut
from vaka.oversight.rules.disclosure import Outcome, ThirdPersons
from vaka.oversight.rules.own_pictures import Answer
from vaka.paper.blocks import Block, Facts, Heading, Paper, Paragraph, Table, paragraphs

EXAMPLE = "EXEMPEL"
OUTCOMES = {
    Outcome.GRANTED: "Bilderna lämnas ut.",
    Outcome.PARTLY: "Bilderna lämnas ut delvis.",
    Outcome.REFUSED: "Bilderna lämnas inte ut.",
}
ANSWERS = {
    Answer.NOTHING_FOUND: "Du finns inte på de bilder som är bevarade.",
    Answer.HANDED_OUT: "Bilderna av dig lämnas ut. Andra personer är oigenkännliga.",
    Answer.REFUSED: "Din begäran avslås.",
}
WAITING = Paragraph("Det begäran gäller bevaras från den dag den kom in, om det då fanns kvar.")
COVERED = "Andra personer har gjorts oigenkännliga."


def disclosure_paper(
    row: Disclosure, review: SecrecyReview | None, given: HandedOut | None
) -> Paper:
    """Return where a request stands: that it came, the decision, or the receipt on copies."""
    facts = Facts((*_asked(row), *_stated(row)))
    if review is None:
        return _paper(row, "Begäran om bilder är mottagen", row.entered_at, [facts, WAITING])
    return _paper(
        row,
        "Kvitto på utlämnade bilder" if given else "Beslut om utlämnande av bilder",
        given.at if given else review.reviewed_at,
        [
            facts,
            Heading(2, "Beslut"),
            Paragraph(f"{OUTCOMES[Outcome(review.outcome)]} ({review.section})"),
            *_part(review),
            *(_reasons(review.reasons) if review.reasons else ()),
            *(_left(given) if given else ()),
            *(() if review.outcome == Outcome.GRANTED else _appeal(APPEAL_OF_DISCLOSURE)),
        ],
    )


def access_paper(row: AccessRequest, copies: Iterable[tuple[datetime, str, str]]) -> Paper:
    """Return that a request for pictures of oneself came, or what it is answered."""
    facts = Facts((*_asked(row), ("Svar senast", row.due.isoformat())))
    if row.answered_at is None:
        title = "Begäran om egna bilder är mottagen"
        return _paper(row, title, row.entered_at, [facts, WAITING])
    taken = tuple((copy, digest) for _, copy, digest in copies)
    return _paper(
        row,
        "Svar på begäran om egna bilder",
        row.answered_at,
        [
            facts,
            Heading(2, "Svar"),
            Paragraph(ANSWERS[Answer(row.answer)]),
            *_reasons(row.words),
            *((_table(taken),) if taken else ()),
            *(() if row.answer == Answer.HANDED_OUT else _appeal(APPEAL_OF_ACCESS)),
        ],
    )


def _paper(row: PicturesAsked, title: str, at: datetime, blocks: list[Block]) -> Paper:
    told = municipality.municipality()
    return Paper(
        title=title,
        author=f"{told.name}, {row.board.name}",
        dated=at.astimezone(LOCAL).date(),
        blocks=(Heading(1, title), *blocks),
        mark=" · ".join([MARK.sv, *([EXAMPLE] if told.example else [])]),
    )


def _asked(row: PicturesAsked) -> Iterator[tuple[str, str]]:
    yield "Personuppgiftsansvarig", row.board.name
    yield "Begäran", row.id
    yield "Kom in", row.received_on.isoformat()
    yield "Kamera", row.camera.name
    yield "Bilder från", f"{_moment(row.starts_at)} till {_moment(row.ends_at)}"


def _stated(row: Disclosure) -> Iterator[tuple[str, str]]:
    yield "Begärs av", row.name or ASKERS[row.asker].sv
    if row.reference:
        yield "Er beteckning", row.reference
    yield "För att", NEEDS[row.need].sv


def _part(review: SecrecyReview) -> Iterator[Block]:
    if review.outcome == Outcome.PARTLY and review.span:
        first, last = _moment(review.span.start), _moment(review.span.end)
        yield Paragraph(f"Det som lämnas ut är från {first} till {last}.")
    if review.span and review.third_persons == ThirdPersons.COVERED:
        yield Paragraph(COVERED)


def _reasons(words: str) -> Iterator[Block]:
    yield Heading(2, "Skäl")
    yield from paragraphs(words)


def _left(given: HandedOut) -> Iterator[Block]:
    yield Heading(2, "Utlämnat")
    named = (("Till", given.to), ("Hur", given.how))
    yield Facts((("När", _moment(given.at)), *((name, said) for name, said in named if said)))
    yield _table(given.copies)


def _table(copies: Iterable[tuple[str, str]]) -> Table:
    # In groups, or a hash would run off the paper.
    rows = tuple((copy, " ".join(wrap(digest, 16))) for copy, digest in copies)
    return Table("Kopior, med kontrollvärde för video.mp4", ("Kopia", "SHA-256"), rows)


def _appeal(rule: Rule) -> Iterator[Block]:
    yield Heading(2, "Hur man överklagar")
    yield Paragraph(f"{rule.text.sv} ({rule.source})")


def _moment(at: datetime) -> str:
    return f"{at.astimezone(LOCAL):%Y-%m-%d kl. %H.%M.%S}"
