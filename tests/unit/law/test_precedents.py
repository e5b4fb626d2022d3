"""Published decisions as data: those of the design, each expressible as hours and limits."""

from vaka.balancing.rules.proposal import hours_of_week
from vaka.law.precedents import published
from vaka.law.se.surveillance import PURPOSES
from vaka.municipality.rules import SiteKind


def test_both_precedents_are_there_the_newest_first() -> None:
    assert [each.source for each in published()] == ["HFD 6 februari 2023", "RÅ 2010 ref. 22"]


def test_uppsala_is_ten_hours_of_the_night_and_landskrona_nine() -> None:
    uppsala, landskrona = (hours_of_week(each.hours) for each in published())
    assert (len(uppsala), len(landskrona)) == (70, 63)
    assert landskrona < uppsala


def test_each_is_told_in_both_languages_by_codes_that_there_are() -> None:
    for each in published():
        assert each.kind in set(SiteKind)
        assert each.purposes <= {purpose.code for purpose in PURPOSES}
        assert not each.uses & each.without
        assert "audio" in each.without
        assert each.masked
        for words in (each.title, each.granted, each.refused):
            assert words.sv
            assert words.en
