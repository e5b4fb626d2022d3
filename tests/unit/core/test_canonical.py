"""One form of bytes: RFC 8785, with its own examples."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaka.core.canonical import canonical_bytes
from vaka.core.errors import BadInput

# RFC 8785 §3.2.2 and §3.2.4: the sample object, and its canonical bytes in UTF-8.
SAMPLE = r"""
{
  "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
  "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
  "literals": [null, true, false]
}
"""
CANONICAL = (
    '{"literals":[null,true,false],'
    '"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'
    '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
)


def test_the_sample_of_the_standard() -> None:
    assert canonical_bytes(json.loads(SAMPLE)) == CANONICAL.encode()


def test_names_are_sorted_by_utf_16_code_units() -> None:
    # RFC 8785 §3.2.3: the emoji's surrogates sort before the Hebrew letter's presentation form.
    names = ["€", "\r", "\ufb33", "1", "😀", "\u0080", "ö"]
    wanted = ["\r", "1", "\u0080", "ö", "€", "😀", "\ufb33"]
    assert list(json.loads(canonical_bytes(dict.fromkeys(names, 0)))) == wanted


@pytest.mark.parametrize(
    ("number", "written"),
    [  # RFC 8785 appendix B
        (0.0, "0"),
        (-0.0, "0"),
        (5e-324, "5e-324"),
        (-1.7976931348623157e308, "-1.7976931348623157e+308"),
        (9007199254740992.0, "9007199254740992"),
        (295147905179352830000.0, "295147905179352830000"),
        (9.999999999999997e22, "9.999999999999997e+22"),
        (1e23, "1e+23"),
        (0.000001, "0.000001"),
        (333333333.3333332, "333333333.3333332"),
        (1424953923781206.2, "1424953923781206.2"),
    ],
)
def test_numbers_as_the_standard_writes_them(number: float, written: str) -> None:
    assert canonical_bytes(number) == written.encode()


@pytest.mark.parametrize(
    "value",
    [
        math.nan,
        math.inf,
        2**53,
        {"deep": [-(2**53)]},
        {1: "a name is a text"},
        object(),
        b"bytes",
        "\ud800",
        {"\ud800": "half a character in a name"},
    ],
)
def test_what_has_no_canonical_form_is_refused_with_its_mend(value: object) -> None:
    with pytest.raises(BadInput, match=r"JSON: .*finite numbers"):
        canonical_bytes(value)


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    # A float beyond is written as an integer that other readers cannot hold.
    | st.floats(-(2**53) + 1, 2**53 - 1)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(json_values)
def test_reading_and_writing_again_changes_no_byte(value: object) -> None:
    once = canonical_bytes(value)
    assert canonical_bytes(json.loads(once)) == once


@given(st.dictionaries(st.text(), st.integers(0, 9)))
def test_the_order_in_which_fields_were_written_does_not_matter(value: dict[str, int]) -> None:
    backwards = dict(reversed(value.items()))
    assert canonical_bytes(backwards) == canonical_bytes(value)
