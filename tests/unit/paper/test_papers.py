"""A paper says the same in the same order as PDF, as DOCX and as it is kept."""

import io
import json
import subprocess
from datetime import date

import docx
import pytest

from vaka.core.errors import BadInput
from vaka.paper.blocks import (
    Bulleted,
    Facts,
    Heading,
    Numbered,
    Paper,
    Paragraph,
    as_data,
    from_data,
    paragraphs,
)
from vaka.paper.docx import paper_docx
from vaka.paper.pdf import paper_pdf

PAPER = Paper(
    title="Fråga om kamera",
    author="Exempelstad, Stadskontoret",
    dated=date(2026, 3, 2),
    blocks=(
        Facts((("Datum", "2026-03-02"),)),
        Heading(1, "Fråga om kamera"),
        Heading(2, "Förslag till beslut"),
        Numbered(("Nämnden bifaller.", "Nämnden avslår.")),
        Heading(2, "Ärendet"),
        Paragraph("Någon frågar #om *detta* [nu]."),
        Numbered(("att fråga",)),
        Bulleted(("Nämnden",)),
    ),
    mark="UTKAST",
)


def test_what_is_kept_is_what_was_written() -> None:
    assert from_data(json.loads(json.dumps(as_data(PAPER)))) == PAPER


def test_what_is_no_block_is_not_printed() -> None:
    with pytest.raises(BadInput, match="picture"):
        from_data({**as_data(PAPER), "blocks": [{"kind": "picture"}]})


def test_a_blank_line_divides_a_text() -> None:
    assert paragraphs("Ett.\n\n\n\nTvå\nrader.\n") == (
        Paragraph("Ett."),
        Paragraph("Två\nrader."),
    )


def test_the_pdf_says_it_all_in_order_and_no_text_is_code(tmp_path) -> None:
    file = tmp_path / "paper.pdf"
    file.write_bytes(paper_pdf(PAPER))
    said = subprocess.run(
        ["pdftotext", "-layout", file, "-"], capture_output=True, check=True, text=True
    ).stdout
    told = ["UTKAST", "Datum", "Fråga om kamera", "Förslag", "2. Nämnden avslår.", "Ärendet"]
    told += ["Någon frågar #om *detta* [nu].", "1. att fråga", "• Nämnden"]
    places = [" ".join(said.split()).find(each) for each in told]
    assert -1 not in places
    assert places == sorted(places)


def test_the_pdf_is_tagged_archivable_and_the_same_each_time() -> None:
    pdf = paper_pdf(PAPER)
    assert pdf == paper_pdf(PAPER)
    for mark in (b"pdfuaid:part", b"pdfaid:part", b"/StructTreeRoot", b"/Lang"):
        assert mark in pdf


def test_the_docx_has_real_headings_and_lists_that_begin_at_one() -> None:
    document = docx.Document(io.BytesIO(paper_docx(PAPER)))
    styles = [each.style.name for each in document.paragraphs]
    assert styles == [
        *("Heading 1", "Heading 2", "List Number", "List Number", "Heading 2"),
        *("Normal", "List Number", "List Bullet"),
    ]
    lists = [
        each.paragraph_format.element.pPr.numPr.numId.val
        for each in document.paragraphs
        if each.style.name == "List Number"
    ]
    assert lists[0] == lists[1] != lists[2]
    assert document.tables[0].rows[0].cells[1].text == "2026-03-02"
    assert (document.core_properties.title, document.core_properties.language) == (
        PAPER.title,
        "sv",
    )
    assert document.sections[0].header.paragraphs[0].text == "UTKAST"
