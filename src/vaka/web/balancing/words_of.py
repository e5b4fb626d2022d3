"""The template's words in the reader's language; Swedish is what was decided on."""

from django.utils.translation import get_language

from vaka.law.templates import Words


def said(words: Words) -> str:
    """Return the words in the reader's language."""
    return words.en if get_language() == "en" else words.sv
