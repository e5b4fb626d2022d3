"""The sign at the place, as an accessible PDF with a code that leads to its page."""

import io
from importlib import resources
from typing import Literal

import segno

from vaka.law.se import sign
from vaka.oversight.queries import PublicCamera
from vaka.paper.pdf import compiled

Language = Literal["sv", "en"]
EXAMPLE_MARK = {"sv": "EXEMPEL", "en": "EXAMPLE"}
CODE_TEXT = {"sv": "Kod som leder till {url}", "en": "Code that leads to {url}"}


def sign_pdf(camera: PublicCamera, *, language: Language = "sv") -> bytes:
    """Return the sign as PDF, A4; the same camera gives the same bytes."""
    form = resources.files("vaka.oversight").joinpath("papers/sign.typ")
    return compiled(form, _facts(camera, language), dated=camera.began_on)


def _facts(camera: PublicCamera, language: Language) -> dict[str, object]:
    url = camera.terms.sign.url
    lines = [
        {"label": getattr(line.label, language), "text": getattr(line.text, language)}
        for line in camera.sign_lines()
    ]
    return {
        "title": getattr(sign.TITLE, language),
        "controller": camera.controller,
        "lang": language,
        "example": camera.example,
        "example_mark": EXAMPLE_MARK[language],
        "place": camera.site,
        "url": url,
        "more": getattr(sign.MORE, language),
        "qr": _code(url),
        "qr_alt": CODE_TEXT[language].format(url=url),
        "lines": lines,
    }


def _code(url: str) -> str:
    """Return a QR code (ISO/IEC 18004, error correction M) as SVG."""
    out = io.BytesIO()
    segno.make(url, error="m", micro=False).save(out, kind="svg", border=0, dark="#101d2b")
    return out.getvalue().decode()
