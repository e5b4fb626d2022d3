"""The line that municipalities share: the same bytes for a site, and nothing odd taken."""

import json
import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaka.core.errors import BadInput
from vaka.measures.rules.evidence import Crime, Group, Monitoring, Setting
from vaka.measures.rules.ratios import Counts, Ruling
from vaka.measures.rules.site_effects import RejectedLine, SiteEffect, line, read

SQUARE = SiteEffect(
    municipality="0123456789abcdef",
    plan="ab" * 32,
    setting=Setting.CITY_CENTRE,
    crime=Crime.VIOLENT,
    monitoring=Monitoring.ACTIVE,
    other_measures=2,
    months_before=24,
    months_after=12,
    controls=24,
    treated=Counts(120, 100),
    control=Counts(2400, 2300),
    buffer=Counts(30, 31),
    dispersion=1.5,
    detection_driven=False,
    verdict=Ruling.CANNOT_TELL,
)
counts = st.builds(Counts, st.integers(0, 10**6), st.integers(0, 10**6))
effects = st.builds(
    SiteEffect,
    municipality=st.text("0123456789abcdef", min_size=16, max_size=16),
    plan=st.text("0123456789abcdef", min_size=64, max_size=64),
    crime=st.none() | st.sampled_from(Crime),
    other_measures=st.integers(0, 9),
    months_before=st.integers(1, 60),
    months_after=st.integers(1, 60),
    controls=st.integers(1, 99),
    treated=counts,
    control=counts,
    buffer=st.none() | counts,
    dispersion=st.floats(1, 20),
)


@given(effects)
def test_what_is_shared_comes_back_as_it_was(effect: SiteEffect) -> None:
    text = line(effect)
    assert "\n" not in text
    ((number, back),) = read(text.encode(), name="rader.jsonl")
    assert (number, back) == (1, effect)
    assert line(back) == text
    assert effect.variance > 0


def test_a_line_holds_no_name_and_no_place() -> None:
    told = json.loads(line(SQUARE))
    assert told["format"] == "vaka.site-effect/1"
    assert set(told) == {*SQUARE.__dataclass_fields__, "format"}
    assert told["treated"] == [120, 100]


def test_a_site_has_a_level_in_every_grouping() -> None:
    told = [SQUARE.level(group) for group in Group]
    assert told == ["all", "city_town_centre", "violent", "two_or_more", "active"]
    assert replace(SQUARE, crime=None).level(Group.CRIME) == "mixed"


def test_the_change_of_a_site_is_that_of_its_counts() -> None:
    assert SQUARE.log_change == pytest.approx(math.log((100 / 120) / (2300 / 2400)))
    plain = 1 / 120 + 1 / 100 + 1 / 2400 + 1 / 2300
    assert SQUARE.variance == pytest.approx(1.5 * plain)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"format": "vaka.site-effect/2"}, "no object of the format"),
        ({"site": "Torget"}, "the field site is unknown"),
        ({"municipality": "Malmö"}, "municipality has not the form"),
        ({"plan": "ab"}, "plan has not the form"),
        ({"setting": "moon"}, "setting is none of"),
        ({"crime": "witchcraft"}, "crime is none of"),
        ({"monitoring": None}, "monitoring is none of"),
        ({"other_measures": True}, "other_measures is no whole number"),
        ({"months_after": 0}, "months_after is no whole number from 1"),
        ({"controls": 1.5}, "controls is no whole number"),
        ({"treated": [1]}, "treated is no pair"),
        ({"control": [1, -1]}, "control is no whole number from 0"),
        ({"dispersion": 0.5}, "dispersion is no number from 1"),
        ({"dispersion": "2"}, "dispersion is no number from 1"),
        ({"detection_driven": 0}, "detection_driven is neither"),
        ({"verdict": "triumph"}, "verdict is none of"),
    ],
)
def test_what_is_not_of_the_format_is_rejected_by_field(change: dict, problem: str) -> None:
    told = json.dumps(json.loads(line(SQUARE)) | change)
    (rejected,) = read(f"\n{told}\n".encode(), name="rader.jsonl")
    assert isinstance(rejected, RejectedLine)
    assert rejected.line == 2
    assert problem in str(rejected)


@pytest.mark.parametrize("text", ["{", "[]", "3", '{"dispersion": NaN}', "{" * 5000])
def test_rubbish_is_rejected_by_line_and_the_rest_is_taken(text: str) -> None:
    rejected, taken = read(f"{text}\n{line(SQUARE)}".encode(), name="rader.jsonl")
    assert isinstance(rejected, RejectedLine)
    assert taken == (2, SQUARE)


def test_a_field_that_is_missing_is_named() -> None:
    told = json.loads(line(SQUARE))
    del told["buffer"]
    (rejected,) = read(json.dumps(told).encode(), name="rader.jsonl")
    assert "the field buffer is missing" in str(rejected)


def test_what_is_no_text_is_refused_whole() -> None:
    with pytest.raises(BadInput, match=r"rader\.jsonl: it is not UTF-8"):
        list(read(b"\xff\xfe", name="rader.jsonl"))
