"""What people write, when it must be something."""

from vaka.core.errors import BadInput


def said(field: str, text: str, *, most: int) -> str:
    """Return a text without the space around it, of at most so many characters.

    :raises BadInput: when it is empty or longer.
    """
    if not 0 < len(text.strip()) <= most:
        raise BadInput(field, "it is empty or too long", "Write it, in fewer words")
    return text.strip()
