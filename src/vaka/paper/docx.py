"""Blocks as DOCX, to edit in a word processor; the same paper gives the same content."""

import io
from datetime import UTC, datetime, time

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement

from vaka.paper.blocks import Block, Bulleted, Facts, Heading, Numbered, Paper, Paragraph

NUMBERED, BULLETED = "List Number", "List Bullet"


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
            _table(block, document)


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


def _table(block: Facts, document: Document) -> None:
    table = document.add_table(rows=0, cols=2)
    for label, said in block.rows:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = label, said
