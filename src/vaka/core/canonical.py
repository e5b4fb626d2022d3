"""One form of bytes for what is signed or hashed: RFC 8785, JSON Canonicalization Scheme."""

import rfc8785

from vaka.core.errors import BadInput

MEND = "Use text, whole numbers to 2^53, finite numbers, lists and objects only"


def canonical_bytes(value: object) -> bytes:
    """Return the canonical UTF-8 JSON of a value.

    :raises BadInput: when the value has no canonical form (NaN, huge integers, other types).
    """
    try:
        return rfc8785.dumps(value)  # type: ignore[arg-type]  # it checks what it is given
    except (rfc8785.CanonicalizationError, UnicodeEncodeError) as problem:
        raise BadInput("JSON", str(problem), MEND) from problem
