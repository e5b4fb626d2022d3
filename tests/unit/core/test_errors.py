"""A fact that stops work says what, where, and how to mend it, in one line."""

import copy
import pickle

import pytest

from vaka.core.errors import Absent, BadInput, Conflict, Refused, VakaError
from vaka.core.verdict import Verdict

FACTS = [
    (
        BadInput("terms.valid.until", "it is before from", "Give the last day"),
        "terms.valid.until: it is before from. Give the last day",
    ),
    (
        Refused("operatör-2", "live", "torget-1", "outside-hours"),
        "live on torget-1 is refused: outside-hours",
    ),
    (Absent("camera", "torget-9"), "There is no camera torget-9"),
    (Conflict("assessment 1", "is-final"), "assessment 1: is-final"),
]


@pytest.mark.parametrize(("fact", "line"), FACTS)
def test_every_fact_is_one_line(fact: VakaError, line: str) -> None:
    assert str(fact) == line
    assert "\n" not in line


@pytest.mark.parametrize("fact", [fact for fact, _ in FACTS])
def test_one_handler_takes_them_all(fact: VakaError) -> None:
    with pytest.raises(VakaError):
        raise fact


@pytest.mark.parametrize("fact", [fact for fact, _ in FACTS])
def test_a_fact_survives_the_way_between_processes(fact: VakaError) -> None:
    for again in (pickle.loads(pickle.dumps(fact)), copy.copy(fact)):
        assert (type(again), str(again)) == (type(fact), str(fact))


def test_what_is_not_there_and_what_may_not_be_seen_read_alike() -> None:
    assert str(Absent("camera", "torget-9")) == str(Absent("camera", "torget-9"))


def test_a_verdict_is_a_value() -> None:
    no = Verdict(permitted=False, reason="lapsed", until=None)
    assert no == Verdict(permitted=False, reason="lapsed", until=None)
    with pytest.raises(AttributeError):
        no.permitted = True  # type: ignore[misc]  # that it cannot is the point
