"""The Swedish of the pages is whole, and the check that says so can fail."""

from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "translations"


@pytest.fixture(scope="module")
def translations() -> ModuleType:
    loader = SourceFileLoader("translations", str(SCRIPT))
    spec = spec_from_loader("translations", loader)
    assert spec is not None
    module = module_from_spec(spec)
    loader.exec_module(module)
    return module


@pytest.fixture
def web(tmp_path: Path, translations: ModuleType) -> Path:
    """A small folder of pages whose Swedish is whole."""
    stage = tmp_path / "needs" / "templates" / "needs"
    stage.mkdir(parents=True)
    (tmp_path / "needs" / "urls.py").write_text("")
    (tmp_path / "words.py").write_text('NAME = gettext_noop("Need")\n')
    (stage / "index.html").write_text(
        '{% load i18n %}{% translate "Need" %}{% include "x" with text=_("Place") only %}'
        "{% blocktranslate count n=n %}{{ n }} problem{% plural %}{{ n }} problems"
        "{% endblocktranslate %}"
    )
    translations.update(tmp_path)
    for po in tmp_path.rglob("*.po"):
        head, _, rest = po.read_text().partition("\n\n")
        po.write_text(
            f"{head}\n\n" + rest.replace('""\n', '"%(n)s ord"\n').replace("%(n)s ord", "ord")
        )
    translations.compile_all(tmp_path)
    return tmp_path


def test_every_string_of_the_pages_has_its_swedish(translations: ModuleType) -> None:
    assert translations.check() == []


def test_stage_carries_only_what_the_pages_do_not_share(
    translations: ModuleType, web: Path
) -> None:
    said = translations.strings(web)
    assert said[web] == {("Need", None)}
    assert said[web / "needs"] == {
        ("Place", None),
        (("%(n)s problem", "%(n)s problems"), None),
    }


def test_new_string_is_missing_until_it_is_translated(
    translations: ModuleType, web: Path
) -> None:
    (web / "words.py").write_text('A = gettext_noop("Need")\nB = gettext_noop("Risk")\n')
    assert "locale/sv/LC_MESSAGES/django.po: missing: 'Risk'" in translations.check(web)


def test_string_that_no_page_says_is_obsolete(translations: ModuleType, web: Path) -> None:
    (web / "words.py").write_text("")
    assert any("obsolete: 'Need'" in wrong for wrong in translations.check(web))


def test_changed_catalogue_makes_the_compiled_one_stale(
    translations: ModuleType, web: Path
) -> None:
    po = web / "locale/sv/LC_MESSAGES/django.po"
    po.write_text(po.read_text().replace('"ord"', '"behov"'))
    assert any("stale .mo" in wrong for wrong in translations.check(web))


def test_same_string_said_in_two_ways_is_found(translations: ModuleType, web: Path) -> None:
    shared = web / "locale/sv/LC_MESSAGES/django.po"
    stage = web / "needs/locale/sv/LC_MESSAGES/django.po"
    stage.write_text(stage.read_text() + '\nmsgid "Need"\nmsgstr "brist"\n')
    assert shared.is_file()
    assert any("'brist' here, 'ord'" in wrong for wrong in translations.check(web))


def test_misspelt_argument_explains_the_use(translations: ModuleType) -> None:
    assert translations.main(["chekc"]) == 2
