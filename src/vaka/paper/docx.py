"""Blocks as DOCX, to edit in a word processor; the same paper gives the same content."""

import io
from collections.abc import Sequence
from datetime import UTC, datetime, time

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement

from vaka.paper.blocks import (
    Block,
    Bulleted,
    Facts,
    Figure,
    Heading,
    Numbered,
    Paper,
    Paragraph,
    Table,
)

NUMBERED, BULLETED, CAPTION = "List Number", "List Bullet", "Caption"


def paper_docx(paper: Paper) -> bytes:
    """Return the paper as DOCX: headings, lists and language that a reader aloud can use."""
    document = docx.Document()
    _tell(document, paper)
    if paper.mark:
        document.sections[0].header.paragraphs[0].text = paper.mark
    document.sections[0].footer.paragraphs[0].text = paper.author
    for block in paper.blocks:
        _write(block, document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _tell(document: Document, paper: Paper) -> None:
    """Say whose paper it is, in which language, and as it was when."""
    about = document.core_properties
    about.title, about.author, about.language = paper.title, paper.author, paper.language
    about.created = about.modified = datetime.combine(paper.dated, time(), UTC)
    spoken = OxmlElement("w:lang")
    spoken.set(qn("w:val"), paper.language)
    document.styles["Normal"].element.get_or_add_rPr().append(spoken)


def _write(block: Block, document: Document) -> None:
    match block:
        case Heading():
            document.add_heading(block.text, level=block.level)
        case Paragraph():
            document.add_paragraph(block.text)
        case Bulleted():
            for item in block.items:
                document.add_paragraph(item, style=BULLETED)
        case Numbered():
            _number(block, document)
        case Facts():
            _rows(block.rows, document)
        case Table() | Figure():
            _shown(block, document)


def _number(block: Numbered, document: Document) -> None:
    """Write a list that begins at 1: by itself a style counts on through the whole paper."""
    numbering = document.part.numbering_part.element
    own = document.styles[NUMBERED].element.pPr.numPr.numId.val
    anew = numbering.add_num(numbering.num_having_numId(own).abstractNumId.val)
    anew.add_lvlOverride(ilvl=0).add_startOverride(1)
    for item in block.items:
        written = document.add_paragraph(item, style=NUMBERED).paragraph_format.element
        counted = written.get_or_add_pPr().get_or_add_numPr()
        counted.get_or_add_numId().val = anew.numId


def _shown(block: Table | Figure, document: Document) -> None:
    document.add_paragraph(block.caption, style=CAPTION)
    if isinstance(block, Table):
        _rows((block.head, *block.rows), document)
    else:
        # A word processor draws no SVG, so that the picture is said in words.
        document.add_paragraph(block.words)


def _rows(rows: Sequence[Sequence[str]], document: Document) -> None:
    table = document.add_table(rows=0, cols=len(rows[0]) if rows else 1)
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
