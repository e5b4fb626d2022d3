"""Pictures on paper: their axes are honest, and what they are given as words stays words."""

import io
import subprocess
import xml.etree.ElementTree as ElementTree
from datetime import date

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaka.paper.blocks import Figure, Heading, Paper, Table
from vaka.paper.docx import paper_docx
from vaka.paper.pdf import paper_pdf
from vaka.paper.pictures import Change, Mark, Reading, changes, months, years

SVG = "{http://www.w3.org/2000/svg}"


def drawn(svg: str, tag: str) -> list[dict[str, str]]:
    return [dict(each.attrib) for each in ElementTree.fromstring(svg).iter(f"{SVG}{tag}")]


def words(svg: str) -> list[str]:
    return [each.text or "" for each in ElementTree.fromstring(svg).iter(f"{SVG}text")]


@given(st.lists(st.one_of(st.none(), st.integers(0, 500)), min_size=1, max_size=36))
def test_bars_are_as_long_as_their_numbers_from_nought(values: list) -> None:
    bars = drawn(months([f"m{n}" for n in range(len(values))], values), "rect")
    known = [value or 0 for value in values]
    lengths = [float(bar["height"]) for bar in bars]
    assert len(lengths) == len(values)
    most = max(known)
    for value, length in zip(known, lengths, strict=True):
        assert length == pytest.approx(value / most * max(lengths) if most else 0, abs=0.11)


def test_what_happened_is_numbered_and_said_below() -> None:
    svg = months(["jan", "feb"], [3, None], [Mark(1, 'Ljus & "lyktor" <1>')])
    assert '1. Ljus & "lyktor" <1>' in words(svg)
    assert "1" in words(svg)
    assert {"0", "jan", "feb"} <= set(words(svg))


def test_a_change_and_its_opposite_stand_as_far_from_the_line_of_none() -> None:
    rows = [Change("A", 0.5, 0.4, 0.8, "−50 %"), Change("B", 2.0, 1.25, 2.5, "+100 %")]
    svg = changes(rows, fewer="färre", more="fler")
    half, double = (float(dot["cx"]) for dot in drawn(svg, "circle"))
    none = next(float(line["x1"]) for line in drawn(svg, "line") if line["stroke"] == "#13202d")
    assert none - half == pytest.approx(double - none, abs=0.11)
    assert {"0,25", "1", "4", "färre", "fler", "−50 %"} <= set(words(svg))


def test_readings_stand_at_their_years_on_the_whole_scale() -> None:
    told = [Reading(2020, 3.0), Reading(2022, 1.5, 1.0, 2.0), Reading(2024, 6.0)]
    svg = years(told, top=6, rule=2.1)
    dots = [(float(dot["cx"]), float(dot["cy"])) for dot in drawn(svg, "circle")]
    assert dots[1][0] - dots[0][0] == pytest.approx(dots[2][0] - dots[1][0], abs=0.11)
    middle, low, top = (y for _x, y in dots)
    assert low - middle == pytest.approx((middle - top) / 2, abs=0.11)
    assert {"2020", "2022", "2024", "0", "6"} <= set(words(svg))


PICTURED = Paper(
    title="Rapport",
    author="Exempelstad",
    dated=date(2026, 3, 2),
    blocks=(
        Heading(1, "Rapport"),
        Figure(months(["jan"], [3]), "Problem per månad", "Tre problem i januari."),
        Table("Åtgärder", ("Åtgärd", "Kostnad"), (("Ljus #1", "5 kr"), ("Värdar", "7 kr"))),
    ),
)


def test_a_picture_in_the_pdf_has_its_words_and_the_table_its_cells(tmp_path) -> None:
    pdf = paper_pdf(PICTURED)
    assert pdf == paper_pdf(PICTURED)
    file = tmp_path / "paper.pdf"
    file.write_bytes(pdf)
    asked = ["pdfinfo", "-struct-text", str(file)]
    told = subprocess.run(asked, capture_output=True, check=True, text=True).stdout
    for each in ("Figure", "Table", "TH", "Ljus #1", "7 kr", "Problem per månad"):
        assert each in told
    # The words of the picture are its alternative text, in UTF-16 as PDF has it.
    assert "Tre problem i januari.".encode("utf-16-be") in pdf or b"Tre problem" in pdf


def test_a_word_processor_gets_the_picture_in_words() -> None:
    document = docx.Document(io.BytesIO(paper_docx(PICTURED)))
    assert "Tre problem i januari." in [each.text for each in document.paragraphs]
    assert [cell.text for cell in document.tables[0].rows[2].cells] == ["Värdar", "7 kr"]
