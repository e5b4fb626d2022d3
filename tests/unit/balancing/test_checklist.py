"""What the council goes through."""

import pytest

from vaka.balancing.rules.checklist import SOURCES, Check, checked
from vaka.core.errors import BadInput


def test_every_check_has_its_source() -> None:
    assert set(SOURCES) == set(Check)


def test_checks_are_kept_once_in_the_lists_order() -> None:
    assert checked(["follow-up", "necessary", "follow-up"]) == ["necessary", "follow-up"]
    assert checked([]) == []


def test_a_check_of_ones_own_is_refused() -> None:
    with pytest.raises(BadInput, match="looks-fine"):
        checked(["looks-fine"])
