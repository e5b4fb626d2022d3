"""A form whose act is refused comes back with what was written and why it was refused."""

from collections.abc import Callable

from django.forms import Form
from django.utils.text import capfirst
from django.utils.translation import gettext

from vaka.core.errors import BadInput, Conflict
from vaka.web.words import in_words


def accepted(form: Form, act: Callable[[], object]) -> bool:
    """Return whether the form was in order and the act was done; else the form says why.

    :raises Refused: when the actor may not, and Absent when there is no such thing.
    """
    if not form.is_valid():
        return False
    try:
        act()
    except BadInput as problem:
        field = problem.where if problem.where in form.fields else None
        form.add_error(field, f"{_sentence(problem.problem)} {_sentence(problem.mend)}")
    except Conflict as problem:
        form.add_error(None, in_words(problem.reason, "reason"))
    return not form.errors


def _sentence(words: str) -> str:
    """Return a problem as a sentence, in the reader's language where a stage's words say it."""
    return f"{capfirst(gettext(words))}."
