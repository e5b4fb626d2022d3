"""Answers a line each, and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaka.core.errors import BadInput
from vaka.terms.document import HOLIDAY, WEEKDAYS
from vaka.web.balancing import lines

CLOCK = st.builds(lambda h, m: f"{h:02}:{m:02}", st.integers(0, 23), st.integers(0, 59))
DAYS = st.sets(st.sampled_from([*WEEKDAYS, HOLIDAY]), min_size=1).map(
    lambda days: [day for day in [*WEEKDAYS, HOLIDAY] if day in days]
)
HOURS = st.lists(st.fixed_dictionaries({"days": DAYS, "from": CLOCK, "to": CLOCK}))


@given(entries=HOURS)
def test_hours_come_back_as_they_were(entries: list[dict[str, object]]) -> None:
    assert lines.hours(lines.hours_text(entries)) == entries


@pytest.mark.parametrize(
    ("line", "days"),
    [
        ("mån–fre 8.00–16.30", ["mon", "tue", "wed", "thu", "fri"]),
        ("lör-mån 20:00-06:00", ["mon", "sat", "sun"]),
        ("helgdag 10:00–12:00", ["holiday"]),
        ("Every day 20:00-06:00", list(WEEKDAYS)),
        ("Friday, lördag 20:00–06:00", ["fri", "sat"]),
    ],
)
def test_days_are_read_as_people_write_them(line: str, days: list[str]) -> None:
    (entry,) = lines.hours(line)
    assert entry["days"] == days


def test_never_is_a_word_and_a_role_may_be_said_in_swedish() -> None:
    assert lines.hours("Aldrig") == lines.hours("never") == []
    assert lines.access("operatör: live") == lines.access("operator: live")


@pytest.mark.parametrize(
    "line", ["fredag kväll", "julafton 20:00–06:00", "helgdag–sön 20:00–06:00", "20:00–06:00"]
)
def test_a_line_that_is_no_hours_is_named_with_an_example(line: str) -> None:
    with pytest.raises(BadInput):
        lines.hours(line)


def test_purposes_and_access_come_back_as_they_were() -> None:
    purposes = [{"code": "8-1a", "text": "Förebygga: rån"}]
    access = [
        {"role": "operator", "acts": ["live", "review"], "requires": ["incident"]},
        {"role": "dpo", "acts": ["review"], "requires": []},
    ]
    assert lines.purposes(lines.purposes_text(purposes)) == purposes
    assert lines.access(lines.access_text(access)) == access


@pytest.mark.parametrize("line", ["8-1a", ": rån", "8-1a:"])
def test_a_purpose_needs_code_and_words(line: str) -> None:
    with pytest.raises(BadInput, match="8-1a: Förebygga rån"):
        lines.purposes(line)


@pytest.mark.parametrize("line", ["operator", "operator: | incident", ": live"])
def test_access_needs_a_role_and_an_act(line: str) -> None:
    with pytest.raises(BadInput, match="operator: live"):
        lines.access(line)
