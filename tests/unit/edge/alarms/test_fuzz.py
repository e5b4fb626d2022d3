"""Hostile bytes by the thousand: `make bench` and a run by hand go to millions."""

from bench.fuzz import fuzz, fuzz_cap, fuzz_mqtt, fuzz_police

from vaka.edge.alarms.reception import Finding


def test_good_messages_among_mutated_ones_are_all_acknowledged():
    found = fuzz(20_000, seed=1)
    # Every door was reached: what is taken, what is damaged, what is whole and has no meaning.
    assert min(found[each] for each in (Finding.BAD_FRAME, Finding.NOT_UNDERSTOOD)) > 2000
    assert found[Finding.ACCEPTED] > 4000


def test_mutated_payloads_and_feeds_break_nothing_and_the_good_among_them_are_read():
    events, warnings = fuzz_mqtt(5000, seed=1), fuzz_cap(2000, seed=1)
    assert min(events[each] for each in (Finding.ACCEPTED, Finding.NOT_UNDERSTOOD)) > 500
    assert min(warnings[each] for each in ("read", "rejected", "no feed")) > 30


def test_mutated_files_of_the_police_break_nothing_and_the_good_among_them_are_read():
    found = fuzz_police(5000, seed=1)
    assert min(found[each] for each in ("read", "rejected", "no file")) > 100
