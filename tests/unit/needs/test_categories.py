import pytest

from vaka.measures.rules.evidence import Crime
from vaka.needs.rules.categories import FELT, categories, category_code
from vaka.needs.rules.police import Precision, is_notice, precision
from vaka.needs.rules.reports import MOST_REASONS, ImportReport
from vaka.needs.rules.table import WORDS, Fault, RejectedRow


@pytest.mark.parametrize("called", ["Skadegörelse", "klotter", "DAMAGE", " vandalism "])
def test_a_category_is_known_by_what_registers_call_it(called):
    assert category_code(called) == "damage"


def test_an_unknown_kind_of_problem_has_no_code():
    assert category_code("ufo") is None
    assert category_code("drug_handling") == "drug-handling"


def test_no_name_is_that_of_two_categories():
    called = [
        name.casefold()
        for category in categories().values()
        for name in {category.sv, category.en, category.code, *category.aliases}
    ]
    assert sorted(set(called)) == sorted(set(called))
    for code, category in categories().items():
        for name in (category.sv, category.en, *category.aliases):
            assert category_code(name) == code


def test_every_category_but_the_felt_one_is_a_group_of_the_research():
    for category in categories().values():
        assert category.crime in ({""} if category.code == FELT else set(Crime))


def test_a_category_has_a_name_in_both_languages():
    assert categories()["damage"].name("sv-se") == "Skadegörelse"
    assert categories()["damage"].name("en") == "Damage"


def test_a_county_is_told_from_a_municipality():
    assert precision("Skåne län") is Precision.COUNTY
    assert precision("Malmö") is Precision.MUNICIPALITY


def test_a_summary_of_the_night_is_no_event():
    assert is_notice("Sammanfattning natt")
    assert not is_notice("Stöld")


def test_every_fault_has_words():
    assert set(WORDS) == set(Fault)


def test_a_file_of_rubbish_does_not_fill_the_memory_with_reasons():
    report = ImportReport()
    for line in range(MOST_REASONS + 5):
        report.reject(RejectedRow(line, "", Fault.NOT_JSON, "", ""))
    assert report.counts()["rejected"] == MOST_REASONS + 5
    assert len(report.reasons) == MOST_REASONS
