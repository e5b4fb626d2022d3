"""Blocks as PDF that reads aloud and can be archived (PDF/UA-1, PDF/A-2a), by typst.

The same paper gives the same bytes.
"""

import json
from collections.abc import Mapping
from contextlib import ExitStack
from datetime import UTC, date, datetime, time
from importlib import resources
from importlib.resources.abc import Traversable

import typst

from vaka.paper.blocks import Paper, as_data


def paper_pdf(paper: Paper) -> bytes:
    """Return the paper as PDF, A4."""
    form = resources.files("vaka.paper").joinpath("paper.typ")
    return compiled(form, as_data(paper), dated=paper.dated)


def compiled(form: Traversable, facts: Mapping[str, object], *, dated: date) -> bytes:
    """Return a typst form filled with facts; all text is data, so that no text is code."""
    fonts = resources.files("vaka.paper").joinpath("fonts")
    with ExitStack() as files:
        return bytes(
            typst.compile(
                files.enter_context(resources.as_file(form)),
                format="pdf",
                sys_inputs={"facts": json.dumps(facts)},
                font_paths=[files.enter_context(resources.as_file(fonts))],
                ignore_system_fonts=True,
                pdf_standards=["ua-1", "a-2a"],
                timestamp=datetime.combine(dated, time(), UTC),
            )
        )
