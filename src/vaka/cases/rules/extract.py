"""The minutes extract (protokollsutdrag): one item of approved minutes, as it is sent out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from vaka.cases.rules.statement import Disagreed, disagreement
from vaka.paper.blocks import Block, Bulleted, Facts, Heading, Paper, Paragraph, paragraphs

RECUSED = (
    "{who} har på grund av jäv varken deltagit i eller varit närvarande vid handläggningen av "
    "ärendet (kommunallagen 6 kap. 28 §, förvaltningslagen 16 §)."
)


@dataclass(frozen=True)
class Item:
    """What the minutes hold under one item. `rulings` are sentences, one for each demand."""

    municipality: str
    board: str
    meeting: date
    number: int
    reference: str
    title: str
    text: str
    rulings: tuple[str, ...]
    dissents: tuple[Disagreed, ...]
    recused: tuple[str, ...]
    recipients: tuple[str, ...]
    approved_on: date
    announced_on: date
    appeal_by: date
    example: bool


def paper(item: Item) -> Paper:
    """Return the extract as a paper."""
    return Paper(
        title=f"{item.board} § {item.number}: {item.title}",
        author=f"{item.municipality}, {item.board}",
        dated=item.approved_on,
        blocks=(*_head(item), *_resolved(item), *_after(item)),
        mark="EXEMPEL" if item.example else "",
    )


def _head(item: Item) -> Sequence[Block]:
    rows = (
        (item.municipality, item.board),
        ("Handling", "Protokollsutdrag"),
        ("Sammanträde", f"{item.meeting}"),
        ("Paragraf", f"§ {item.number}"),
        ("Diarienummer", item.reference),
    )
    return (Facts(rows), Heading(1, item.title))


def _resolved(item: Item) -> Sequence[Block]:
    told: list[Block] = [Heading(2, "Beslut"), *paragraphs(item.text)]
    # What the text says already is not said again.
    fresh = tuple(each for each in item.rulings if each not in item.text)
    if fresh:
        told.append(Bulleted(fresh))
    if item.recused:
        told.append(Heading(2, "Jäv"))
        told += [Paragraph(RECUSED.format(who=who)) for who in item.recused]
    if item.dissents:
        told.append(Heading(2, "Reservationer och särskilda yttranden"))
        said = (disagreement(each, consulted=item.board) for each in item.dissents)
        told.append(Bulleted(tuple(said)))
    return told


def _after(item: Item) -> Sequence[Block]:
    appeal = (
        f"Justeringen tillkännagavs på kommunens anslagstavla den {item.announced_on}. "
        f"Beslutet kan överklagas till förvaltningsrätten till och med den {item.appeal_by} "
        "(laglighetsprövning, kommunallagen 13 kap.)."
    )
    told: list[Block] = [
        Heading(2, "Justering och överklagande"),
        Paragraph(f"Protokollet justerades den {item.approved_on}."),
        Paragraph(appeal),
    ]
    if item.recipients:
        told += [Heading(2, "Beslutet skickas till"), Bulleted(item.recipients)]
    return told
