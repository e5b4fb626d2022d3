"""What a paper is made of. The same blocks become PDF, DOCX and a page on the screen."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date

from vaka.core.errors import BadInput


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is the paper's own title."""

    level: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    """Running text; a blank line divides it in two."""

    text: str


@dataclass(frozen=True)
class Numbered:
    """Items that others refer to by number, from 1."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Bulleted:
    """Items without a number."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Facts:
    """Pairs of a label and what it says, as in the head of a letter."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Table:
    """Rows under a head; what each table tells stands above it."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Figure:
    """A picture (SVG), what it shows, and the same in words for whoever does not see it."""

    svg: str
    caption: str
    words: str


Block = Heading | Paragraph | Numbered | Bulleted | Facts | Table | Figure


@dataclass(frozen=True)
class Paper:
    """A paper in one language, of one author, as it was on a day.

    `mark` is printed on each page of what is no real document, such as a draft.
    """

    title: str
    author: str
    dated: date
    blocks: tuple[Block, ...]
    language: str = "sv"
    mark: str = ""


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """Return a text as its paragraphs."""
    parts = (part.strip() for part in text.split("\n\n"))
    return tuple(Paragraph(part) for part in parts if part)


def as_data(paper: Paper) -> dict[str, object]:
    """Return a paper as JSON carries it, to be kept as it was signed."""
    blocks = [{"kind": type(each).__name__.lower(), **asdict(each)} for each in paper.blocks]
    return {**asdict(paper), "dated": paper.dated.isoformat(), "blocks": blocks}


def from_data(data: Mapping[str, object]) -> Paper:
    """Return the paper that was kept."""
    blocks = data["blocks"]
    assert isinstance(blocks, list)
    return Paper(
        title=str(data["title"]),
        author=str(data["author"]),
        dated=date.fromisoformat(str(data["dated"])),
        blocks=tuple(_block(each) for each in blocks),
        language=str(data["language"]),
        mark=str(data["mark"]),
    )


def _block(told: Mapping[str, object]) -> Block:
    match told:
        case {"kind": "heading", "level": int(level), "text": str(text)}:
            return Heading(level, text)
        case {"kind": "paragraph", "text": str(text)}:
            return Paragraph(text)
        case {"kind": "numbered", "items": items} if isinstance(items, list | tuple):
            return Numbered(tuple(map(str, items)))
        case {"kind": "bulleted", "items": items} if isinstance(items, list | tuple):
            return Bulleted(tuple(map(str, items)))
        case {"kind": "facts", "rows": rows} if isinstance(rows, list | tuple):
            return Facts(tuple((str(label), str(said)) for label, said in rows))
        case {"kind": "table", "caption": str(caption), "head": head, "rows": rows} if (
            isinstance(head, list | tuple) and isinstance(rows, list | tuple)
        ):
            cells = tuple(tuple(map(str, row)) for row in rows)
            return Table(caption, tuple(map(str, head)), cells)
        case {"kind": "figure", "svg": str(svg), "caption": str(caption), "words": str(words)}:
            return Figure(svg, caption, words)
    raise BadInput("paper", f"{told.get('kind')!r} is no block", "Print it anew from the case")
