"""What people write, when it must be something."""

from vaka.core.errors import BadInput


def said(field: str, text: str, mend: str) -> str:
    """Return a text without the space around it.

    :raises BadInput: when it is empty.
    """
    if not (words := text.strip()):
        raise BadInput(field, "it is empty", mend)
    return words
