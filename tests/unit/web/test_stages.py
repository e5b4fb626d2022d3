"""The loop as pages show it: in the order of the stages, and somewhere in it."""

from collections import Counter
from importlib import import_module
from pathlib import Path

from vaka import web
from vaka.municipality.rules import NOBODY
from vaka.web.stages import STAGES, loop
from vaka.web.words import REASONS, ROLES, in_words, kinds


def test_loop_has_eight_stages_from_need_to_account() -> None:
    assert [stage.code for stage in STAGES] == [
        "need",
        "measures",
        "balancing",
        "decision",
        "operation",
        "response",
        "effect",
        "account",
    ]


def test_page_of_a_case_stands_in_the_decision() -> None:
    here = loop(by=NOBODY, namespaces=["cases"]).here
    assert here is not None
    assert (here.stage.code, here.number) == ("decision", 4)


def test_page_between_the_stages_stands_nowhere() -> None:
    assert loop(by=NOBODY, namespaces=[]).here is None


def test_ring_begins_at_the_top_and_runs_clockwise() -> None:
    stops = loop(by=NOBODY, namespaces=[]).stops
    assert stops[0].around(radius=100, centre=100) == (100, 0)
    assert stops[2].around(radius=100, centre=100) == (200, 100)


def test_nobody_is_shown_no_way_into_what_is_not_public() -> None:
    inner = [stop for stop in loop(by=NOBODY, namespaces=[]).stops if stop.stage.code == "need"]
    assert [stop.url for stop in inner] == [None]


def test_every_reason_and_role_has_words() -> None:
    from vaka.municipality.rules import Role
    from vaka.terms.permits import Reason

    assert {reason.value for reason in Reason} <= set(REASONS)
    assert {role.value for role in Role} <= set(ROLES)


def test_code_without_words_is_shown_as_it_is() -> None:
    assert in_words("something-new", "reason") == "something-new"


def test_no_stage_takes_the_words_of_another() -> None:
    stages = sorted(Path(web.__file__).parent.glob("*/words.py"))
    told = [import_module(f"vaka.web.{stage.parent.name}.words").KINDS for stage in stages]
    named = Counter(kind for words in told for kind in words)
    assert [kind for kind, times in named.items() if times > 1] == []


def test_all_that_the_guidance_finds_is_said_in_words() -> None:
    from vaka.balancing.rules.findings import Code, Severity

    assert {each.value for each in Code} <= set(kinds()["finding"])
    assert {each.value for each in Severity} <= set(kinds()["severity"])
