"""The official statement (tjänsteskrivelse): its parts in the order in which boards read them.

Papers of a Swedish authority are in Swedish (språklagen 10 §); the officer's own words stand
between headings and sentences that follow from the case, so that nothing is typed twice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from vaka.cases.rules.states import DissentForm, DissentKind, Outcome
from vaka.paper.blocks import (
    Block,
    Bulleted,
    Facts,
    Heading,
    Numbered,
    Paper,
    Paragraph,
    paragraphs,
)

DRAFT = "UTKAST"
ORDINALS = (
    *("första", "andra", "tredje", "fjärde", "femte"),
    *("sjätte", "sjunde", "åttonde", "nionde", "tionde"),
)


@dataclass(frozen=True)
class Part:
    """One part of the background, under a heading of its own."""

    heading: str
    text: str


@dataclass(frozen=True)
class Proposed:
    """What the board is proposed to resolve, and why; `demand` is 0 for the case as a whole."""

    demand: int
    outcome: Outcome
    reasons: str
    text: str = ""


@dataclass(frozen=True)
class Written:
    """What the officer writes; `documents` are ids in the register, in reading order."""

    dated: date
    department: str
    officer: str
    contact: str
    proposer: str
    summary: str
    matter: str
    background: tuple[Part, ...]
    documents: tuple[str, ...]
    recipients: tuple[str, ...]
    officers: tuple[str, ...]
    proposals: tuple[Proposed, ...]


@dataclass(frozen=True)
class Disagreed:
    """A reservation or a special opinion, as it is told in a sentence."""

    party: str
    kind: DissentKind
    form: DissentForm
    text: str


@dataclass(frozen=True)
class Heard:
    """What a consulted body answered, and who in it disagreed."""

    consulted: str
    text: str
    dissents: tuple[Disagreed, ...]


@dataclass(frozen=True)
class Matter:
    """What the statement takes from the case and its register."""

    municipality: str
    board: str
    reference: str
    title: str
    demands: tuple[str, ...]
    documents: tuple[str, ...]
    meetings: tuple[tuple[str, date], ...]
    heard: tuple[Heard, ...]
    signed_on: date | None
    example: bool


def inside(name: str) -> str:
    """Return a name as it stands inside a sentence: `kommunstyrelsen`, but `KSAU`."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def genitive(name: str) -> str:
    """Return whose it is: `Servicenämndens`."""
    return name if name.endswith(("s", "x", "z")) else f"{name}s"


def ordinal(number: int) -> str:
    """Return `första` for 1; figures from eleven on."""
    return ORDINALS[number - 1] if number <= len(ORDINALS) else f"{number}:e"


def sentence(board: str, demand: str, *, number: int, outcome: Outcome) -> str:
    """Return the sentence by which a board settles a demand, as the minutes have it."""
    named = f"{ordinal(number)} yrkandet i nämndinitiativet"
    about = f"om {demand.strip().rstrip('.')}"
    return {
        Outcome.GRANTED: f"{board} bifaller {named} {about}.",
        Outcome.REJECTED: f"{board} avslår {named} {about}.",
        Outcome.ANSWERED: f"{board} anser {named}, {about}, besvarat med hänvisning till vad "
        "som redovisas i ärendet.",
        Outcome.REMITTED: f"{board} återremitterar {named} {about}.",
        Outcome.TABLED: f"{board} bordlägger {named} {about}.",
    }[outcome]


def disagreement(told: Disagreed, *, consulted: str) -> str:
    """Return the sentence that tells of a reservation or a special opinion."""
    if told.kind == DissentKind.SPECIAL_OPINION:
        how = "muntligt" if told.form == DissentForm.ORAL else "skriftligt"
        said = f"{told.party} lämnar ett {how} särskilt yttrande."
    else:
        how = "muntligen" if told.form == DissentForm.ORAL else "skriftligen"
        said = f"{told.party} reserverar sig {how} mot {inside(genitive(consulted))} beslut."
    return f"{said} {told.text}".strip()


def proposal(told: Proposed, demands: Mapping[int, str], *, board: str) -> str:
    """Return a proposed resolution as a sentence."""
    if told.text:
        return told.text
    demand = demands[told.demand]
    return sentence(board, demand, number=told.demand, outcome=told.outcome)


def title(matter: Matter) -> str:
    """Return the title: an initiative is answered."""
    return f"Besvarande av {inside(matter.title)}" if matter.demands else matter.title


def paper(written: Written, matter: Matter) -> Paper:
    """Return the statement as a paper; unsigned it is marked as a draft."""
    marks = ["EXEMPEL"] * matter.example + [DRAFT] * (matter.signed_on is None)
    return Paper(
        title=title(matter),
        author=f"{matter.municipality}, {written.department}",
        dated=written.dated,
        blocks=tuple(_blocks(written, matter)),
        mark=" · ".join(marks),
    )


def _blocks(written: Written, matter: Matter) -> list[Block]:
    return [
        *_head(written, matter),
        Heading(2, "Sammanfattning"),
        *paragraphs(written.summary),
        *_proposed(written, matter),
        Heading(2, "Beslutsunderlag"),
        Bulleted(matter.documents),
        Heading(2, "Beslutsplanering"),
        Facts(tuple((body, f"{on}") for body, on in matter.meetings)),
        Heading(2, "Beslutet skickas till"),
        Bulleted(written.recipients),
        Heading(2, "Ärendet"),
        *paragraphs(written.matter),
        *_demanded(matter),
        *_background(written.background),
        *_opinions(matter.heard),
        *_assessment(written, matter),
        Heading(2, "Ansvariga"),
        Bulleted(written.officers),
    ]


def _head(written: Written, matter: Matter) -> list[Block]:
    signed = [("Signerad", f"{matter.signed_on}")] if matter.signed_on else []
    rows = [
        *signed,
        (matter.municipality, written.department),
        ("Handling", "Tjänsteskrivelse"),
        ("Datum", f"{written.dated}"),
        ("Vår referens", ", ".join(filter(None, (written.officer, written.contact)))),
    ]
    return [
        Facts(tuple(rows)),
        Heading(1, title(matter)),
        Paragraph(matter.reference),
    ]


def _proposed(written: Written, matter: Matter) -> list[Block]:
    board = matter.board
    demands = dict(enumerate(matter.demands, 1))
    asks = f"{written.proposer} föreslår {inside(board)} besluta" if written.proposer else ""
    return [
        Heading(2, "Förslag till beslut"),
        Paragraph(asks or f"{written.department} föreslår {inside(board)} besluta"),
        Numbered(
            tuple(proposal(each, demands, board=matter.board) for each in written.proposals)
        ),
    ]


def _demanded(matter: Matter) -> list[Block]:
    if not matter.demands:
        return []
    return [
        Paragraph(f"Initiativtagaren föreslår {inside(matter.board)} besluta:"),
        Numbered(matter.demands),
    ]


def _background(parts: Sequence[Part]) -> list[Block]:
    told: list[Block] = [Heading(2, "Bakgrund")] if parts else []
    for part in parts:
        told += [Heading(3, part.heading)] if part.heading else []
        told += paragraphs(part.text)
    return told


def _opinions(heard: Sequence[Heard]) -> list[Block]:
    told: list[Block] = [Heading(2, "Remissinstansernas yttranden")] if heard else []
    for each in heard:
        told += [Heading(3, f"{genitive(each.consulted)} yttrande"), *paragraphs(each.text)]
        told += [
            Paragraph(disagreement(one, consulted=each.consulted)) for one in each.dissents
        ]
    return told


def _assessment(written: Written, matter: Matter) -> list[Block]:
    told: list[Block] = [Heading(2, f"{genitive(written.department)} bedömning")]
    if matter.demands:
        told.append(
            Paragraph(f"{written.department} redogör för sin bedömning av varje yrkande.")
        )
    for each in written.proposals:
        if each.demand:
            told.append(Heading(3, f"{each.demand}. {matter.demands[each.demand - 1]}"))
        told += paragraphs(each.reasons)
    return told
