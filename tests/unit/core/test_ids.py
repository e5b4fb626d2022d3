"""Identity: ULIDs sort by time, and have one form."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaka.core.ids import is_id, new_id

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def test_ids_of_one_instant_are_different() -> None:
    assert len({new_id(at=NOON) for _ in range(100)}) == 100


@given(st.integers(1, 10_000_000))
def test_a_later_id_sorts_later(milliseconds: int) -> None:
    later = NOON + timedelta(milliseconds=milliseconds)
    assert new_id(at=NOON) < new_id(at=later)


def test_an_id_tells_its_instant_whatever_the_offset_of_the_clock() -> None:
    # The first ten characters are milliseconds since 1970; the example is from the ULID spec.
    at = datetime.fromtimestamp(1469918176.385, UTC)
    assert new_id(at=at)[:10] == "01ARYZ6S41"


def test_a_new_id_is_an_id() -> None:
    assert is_id(new_id(at=NOON))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "01ARZ3NDEKTSV4RRFFQ69G5FA",  # one short
        "01ARZ3NDEKTSV4RRFFQ69G5FAVX",
        "01arz3ndektsv4rrffq69g5fav",  # the one form is in capitals
        "01ARZ3NDEKTSV4RRFFQ69G5FAU",  # no U in Crockford's alphabet
        "81ARZ3NDEKTSV4RRFFQ69G5FAV",  # beyond 128 bits
        "O1ARZ3NDEKTSV4RRFFQ69G5FAV",  # the letter O is read as 0, but not written so
        "åäö",
    ],
)
def test_what_is_no_ulid_in_its_one_form_is_no_id(text: str) -> None:
    assert not is_id(text)


@given(st.text())
def test_any_text_is_judged_without_an_error(text: str) -> None:
    assert is_id(text) in (True, False)
