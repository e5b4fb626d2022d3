"""What comes from outside a case is taken as boards write it, or refused with an example."""

from datetime import UTC, date, datetime

import pytest

from vaka.cases.rules import inputs
from vaka.core.errors import BadInput


@pytest.mark.parametrize("written", ["TN-2026-114", " stk-2025-626 ", "ÄN-2026-1"])
def test_a_reference_number_is_taken_as_boards_write_it(written: str) -> None:
    assert inputs.checked_reference(written) == written.strip().upper()


@pytest.mark.parametrize("written", ["", "114", "TN-26-1", "TN-2026-0", "TN-2026-114; DROP"])
def test_another_form_is_refused_with_an_example(written: str) -> None:
    with pytest.raises(BadInput, match="TN-2026-114"):
        inputs.checked_reference(written)


def test_an_empty_text_is_refused_by_name() -> None:
    assert inputs.checked_text("title", " Kamera ") == "Kamera"
    with pytest.raises(BadInput, match="title"):
        inputs.checked_text("title", "  ")


def test_a_list_of_texts_has_one_at_least_and_none_empty() -> None:
    assert inputs.checked_texts("demands", [" att ", "att"]) == ["att", "att"]
    for texts in ([], ["att", " "]):
        with pytest.raises(BadInput, match="demands"):
            inputs.checked_texts("demands", texts)


@pytest.mark.parametrize("mark", ["", "OSL 32 kap. 3 §", " OSL 32 kap. 3 a § "])
def test_a_secrecy_mark_names_its_section(mark: str) -> None:
    assert inputs.checked_secrecy(mark) == mark.strip()


@pytest.mark.parametrize("mark", ["hemlig", "OSL", "32 kap. 3 §", "OSL 32:3"])
def test_a_mark_that_names_none_is_refused_with_an_example(mark: str) -> None:
    with pytest.raises(BadInput, match=r"OSL 32 kap\. 3 §"):
        inputs.checked_secrecy(mark)


def test_the_day_of_an_act_is_the_day_on_the_wall() -> None:
    assert inputs.day_of(datetime(2026, 6, 30, 22, 30, tzinfo=UTC)) == date(2026, 7, 1)
