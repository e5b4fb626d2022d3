"""Choices that the forms of the safety centre share, in the reader's language."""

from collections.abc import Iterable

from django import forms

from vaka.municipality import queries as municipality
from vaka.municipality.rules import EVERY_BOARD, Actor, Permission, boards_with
from vaka.web.words import in_words


def offer(form: forms.Form, field: str, codes: Iterable[str], kind: str) -> None:
    """Offer codes of a kind."""
    choose(form, field, [(code, in_words(code, kind)) for code in codes])


def offer_sites(form: forms.Form, permission: Permission, *, by: Actor, all_sites: str) -> None:
    """Offer the sites for which the actor may do that, or none in particular to who may all."""
    rows = municipality.sites(by=by, permission=permission)
    named = [(row.id, row.name) for row in rows]
    choose(form, "site", [*_every(by, permission, all_sites), *named])


def offer_boards(form: forms.Form, *, by: Actor, all_boards: str) -> None:
    """Offer the boards for which the actor runs the centre, or all to who does for each."""
    rows = municipality.boards(by=by, permission=Permission.RUN_CENTRE)
    choose(
        form,
        "board",
        [*_every(by, Permission.RUN_CENTRE, all_boards), *((row.id, row.name) for row in rows)],
    )


def _every(by: Actor, permission: Permission, words: str) -> list[tuple[str, str]]:
    every = EVERY_BOARD in boards_with(by, permission)
    return [("", words)] if every else []


def choose(form: forms.Form, field: str, choices: list[tuple[str, str]]) -> None:
    """Offer choices, each a code and its words."""
    chooser = form.fields[field]
    assert isinstance(chooser, forms.ChoiceField | forms.MultipleChoiceField)
    chooser.choices = choices
