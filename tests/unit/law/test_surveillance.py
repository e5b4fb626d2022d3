"""What the law lists and the times it sets: each in two languages, each with its section."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from vaka.law.deadlines import Deadline
from vaka.law.eu.identification import LEVELS, STANDARD
from vaka.law.se.deadlines import (
    BREACH,
    CRIME_PICTURE,
    DEADLINES,
    DOCUMENTATION,
    REGISTER,
    SECRECY,
    TEMPORARY,
)
from vaka.law.se.sign import Facts, first_layer, kept_in_words
from vaka.law.se.surveillance import (
    COUNTER_FACTORS,
    EXEMPTIBLE,
    EXEMPTIONS,
    HIGHER_SANCTION,
    LOWER_SANCTION,
    PURPOSES,
    REGISTER_FIELDS,
    SANCTIONS,
    Rule,
)
from vaka.law.templates import template

STOCKHOLM = ZoneInfo("Europe/Stockholm")
LISTS = [PURPOSES, COUNTER_FACTORS, EXEMPTIONS, EXEMPTIBLE, REGISTER_FIELDS]


def day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM)


@pytest.mark.parametrize(
    "rules", LISTS, ids=["purposes", "against", "exempt", "untold", "register"]
)
def test_each_rule_has_words_and_a_section(rules: tuple[Rule, ...]) -> None:
    assert len({rule.code for rule in rules}) == len(rules)
    assert len({rule.text for rule in rules}) == len(rules)
    for rule in rules:
        assert rule.text.sv
        assert rule.text.en
        assert rule.source.startswith("KBL ")
        assert "§" in rule.source


def test_purposes_are_those_of_8_section() -> None:
    assert [rule.code for rule in PURPOSES] == ["8-1a", "8-1b", "8-2", "8-3", "8-4", "8-5"]
    told = template("se-kommun/1").question("purposes").help
    assert all(rule.code in told.sv and rule.code in told.en for rule in PURPOSES)


def test_exemptions_that_the_template_offers_are_in_the_law() -> None:
    options = [option.code for option in template("se-kommun/1").question("exemption").options]
    assert set(options) - {"none"} <= {rule.code for rule in EXEMPTIONS}
    assert len(EXEMPTIONS) == 10 + 1


def test_the_register_has_the_five_fields_of_10_section() -> None:
    assert [rule.source for rule in REGISTER_FIELDS] == [f"KBL 10 § {n}" for n in range(1, 6)]


def test_sanctions_have_the_two_levels_of_an_authority() -> None:
    assert SANCTIONS == (LOWER_SANCTION, HIGHER_SANCTION)
    assert LOWER_SANCTION.most_ore == 500_000_000
    assert HIGHER_SANCTION.most_ore == 1_000_000_000
    assert "KBL 9 §" in LOWER_SANCTION.breaches
    assert "KBL 15 §" in HIGHER_SANCTION.breaches


@pytest.mark.parametrize("deadline", DEADLINES, ids=lambda deadline: deadline.code)
def test_each_deadline_has_words_and_a_source_and_lies_ahead(deadline: Deadline) -> None:
    assert deadline.text.sv
    assert deadline.text.en
    assert deadline.source
    assert deadline.after(day("2026-03-02")) > day("2026-03-02")


@pytest.mark.parametrize("deadline", [DOCUMENTATION, REGISTER], ids=lambda d: d.code)
def test_documentation_of_a_camera_is_there_four_years_and_eleven_months_after(
    deadline: Deadline,
) -> None:
    over = deadline.after(day("2021-03-02T10:00"))
    assert over == day("2026-03-02T10:00")
    assert day("2026-02-02") < over < day("2026-03-03")


def test_what_ended_on_a_leap_day_is_kept_to_the_day_after() -> None:
    assert DOCUMENTATION.after(day("2024-02-29")) == day("2029-03-01")


def test_a_rescue_leader_s_month_ends_before_a_day_that_is_not_there() -> None:
    assert TEMPORARY.after(day("2026-01-31")) == day("2026-02-28")
    assert TEMPORARY.after(day("2026-12-15")) == day("2027-01-15")


def test_seventy_years_and_two() -> None:
    assert SECRECY.after(day("2026-03-02")) == day("2096-03-02")
    assert CRIME_PICTURE.after(day("2026-03-02")) == day("2028-03-02")


def test_72_hours_are_72_hours_also_when_the_clock_is_moved() -> None:
    known = day("2026-03-28T12:00")
    assert BREACH.after(known).astimezone(UTC) == known.astimezone(UTC) + timedelta(hours=72)
    assert BREACH.after(known).hour == 13


def test_levels_of_identification_rise_and_name_their_standard() -> None:
    assert list(LEVELS.values()) == sorted(LEVELS.values())
    assert "62676-4" in STANDARD


FACTS = Facts(
    controller="Tekniska nämnden",
    contact="tn@example.org",
    dpo_contact="dso@example.org",
    purposes=("Förebygga brott", "Förebygga olyckor"),
    sound=False,
    kept_hours=72,
)


def test_the_sign_tells_the_first_layer_in_order() -> None:
    lines = first_layer(FACTS)
    assert [line.code for line in lines] == [
        "who",
        "contact",
        "dpo",
        "purpose",
        "sound",
        "kept",
    ]
    told = [line.text.sv for line in lines]
    assert told == [
        "Tekniska nämnden",
        "tn@example.org",
        "dso@example.org",
        "Förebygga brott. Förebygga olyckor.",
        "Ljud tas inte upp",
        "3 dygn",
    ]


def test_sound_is_told_specially() -> None:
    loud = Facts(**{**vars(FACTS), "sound": True})
    assert first_layer(loud)[4].text.sv == "Ljud tas upp"


@pytest.mark.parametrize(
    ("hours", "sv", "en"),
    [
        (0, "Inget spelas in", "Nothing is recorded"),
        (1, "1 timme", "1 hour"),
        (24, "24 timmar", "24 hours"),
        (36, "36 timmar", "36 hours"),
        (48, "2 dygn", "2 days"),
    ],
)
def test_keeping_time_in_words(hours: int, sv: str, en: str) -> None:
    assert (kept_in_words(hours).sv, kept_in_words(hours).en) == (sv, en)


def test_what_can_be_exempted_is_what_15_section_asks_for() -> None:
    assert [rule.code for rule in EXEMPTIBLE] == ["15-1", "15-2", "15-3"]
    assert all("KBL 15 §" in rule.source and "17 §" in rule.source for rule in EXEMPTIBLE)
