"""What may be agreed, and when somebody must look at how it is kept."""

from datetime import date, timedelta

import pytest

from vaka.core.errors import BadInput
from vaka.measures.rules.agreements import MOST_COMMITMENTS, Promise, Terms, is_due, promises

DAY = date(2026, 3, 2)
WEEKLY = Promise("delar läget varje vecka", "Polisen")


def terms(**changed: object) -> Terms:
    told = {
        "title": "Samverkan",
        "partner": "01P",
        "purposes": "Färre stölder",
        "areas": "Centrum",
        "starts": DAY,
        "ends": None,
        "promises": (WEEKLY,),
    }
    return Terms(**(told | changed))  # type: ignore[arg-type]  # as the test names them


def test_a_line_says_who_and_what() -> None:
    told = "Polisen: delar läget varje vecka\n\n Nämnden :lagar lampor: alla\n"
    assert promises(told) == (WEEKLY, Promise("lagar lampor: alla", "Nämnden"))
    with pytest.raises(BadInput, match="does not say who"):
        promises("delar läget varje vecka")


@pytest.mark.parametrize(
    ("changed", "where"),
    [
        ({"title": " "}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"purposes": ""}, "purposes"),
        ({"areas": " "}, "areas"),
        ({"ends": DAY}, "ends"),
        ({"promises": ()}, "promises"),
        ({"promises": (WEEKLY,) * (MOST_COMMITMENTS + 1)}, "promises"),
        ({"promises": (Promise("", "Polisen"),)}, "promises"),
        ({"promises": (Promise("delar läget", "x" * 201),)}, "promises"),
    ],
)
def test_an_agreement_that_cannot_be_is_refused(changed: dict, where: str) -> None:
    with pytest.raises(BadInput) as refused:
        terms(**changed)
    assert refused.value.where == where


def test_what_nobody_has_looked_at_for_a_year_is_due() -> None:
    assert not is_due(DAY, DAY + timedelta(days=365))
    assert is_due(DAY, DAY + timedelta(days=366))
