"""The house keeps its own rules: small rooms, one vocabulary, documents in step with code."""

import ast
import re
from dataclasses import fields
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "vaka"
CODE = sorted(p for p in SOURCE.rglob("*.py") if "migrations" not in p.parts)
STAGES = [
    "record",
    "municipality",
    "cases",
    "needs",
    "measures",
    "balancing",
    "decisions",
    "operation",
    "response",
    "evaluation",
    "oversight",
]
LONGEST_MODULE = 400


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", CODE, ids=name)
def test_a_module_is_at_most_four_hundred_lines(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST_MODULE


@pytest.mark.parametrize("path", CODE, ids=name)
def test_an_exception_to_a_rule_says_why(path: Path) -> None:
    lines = ["", *path.read_text("utf-8").splitlines()]
    for number, (above, line) in enumerate(pairwise(lines), 1):
        mark = re.search(r"#\s*(noqa|type: ignore|pragma)[^#\s]*(.*)", line)
        if mark:
            beside = re.search(r"[A-Za-z]{3,}.* [a-z]", mark.group(2))
            assert beside or above.strip().startswith("#"), f"{name(path)}:{number}"


@pytest.mark.parametrize("path", CODE, ids=name)
def test_no_stage_reaches_into_another_by_name_or_by_sql(path: Path) -> None:
    text = path.read_text("utf-8")
    assert "apps.get_model" not in text
    assert ".raw(" not in text
    assert ".extra(" not in text
    if "cursor()" in text:
        # Asking the database how durable it is, or for a snapshot, takes its own words, and so
        # does tampering.
        assert name(path) in (
            "src/vaka/servers/database.py",
            "src/vaka/backup/control.py",
            "src/vaka/doctor/database.py",
            "src/vaka/demo/loop.py",
        )


@pytest.mark.parametrize("path", CODE, ids=name)
def test_nothing_saves_or_signals_behind_the_reader(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            assert not (path.name == "models.py" and node.name in ("save", "delete"))


def models() -> list[type]:
    from django.apps import apps

    return [m for m in apps.get_models() if m.__module__.startswith("vaka.")]


def test_every_table_says_its_swedish_word() -> None:
    lacking = [
        m.__name__ for m in models() if not re.search(r"Swedish: [a-zåäö].*\.", m.__doc__ or "")
    ]
    assert not lacking


def test_the_glossary_holds_every_table_with_its_swedish_word() -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text("utf-8")
    lacking = []
    for model in models():
        word = re.search(r"Swedish: (.+?)\.", model.__doc__ or "")
        label = f"`{model._meta.app_label}.{model.__name__}`"
        row = next((line for line in glossary.splitlines() if label in line), "")
        if word is None or f"| {word.group(1)} |" not in row:
            lacking.append(f"{label} {word and word.group(1)}")
    assert not lacking


def test_every_setting_is_documented() -> None:
    from vaka.conf.environment import Environment

    page = (ROOT / "docs" / "reference" / "settings.md").read_text("utf-8")
    for field in fields(Environment):
        assert f"`VAKA_{field.name.upper()}`" in page, field.name
        assert field.metadata["meaning"] in page, field.name


def test_every_kind_of_record_entry_is_documented_and_written_somewhere() -> None:
    from vaka.record.rules import Kind

    page = (ROOT / "docs" / "reference" / "record-kinds.md").read_text("utf-8")
    code = "\n".join(p.read_text("utf-8") for p in CODE if p != SOURCE / "record" / "rules.py")
    for kind in Kind:
        assert f"`{kind}`" in page, kind
        assert f"Kind.{kind.name}" in code or f'"{kind}"' in code, kind


def test_every_setting_of_a_dependency_has_its_reason() -> None:
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    listed = text.split("dependencies = [")[1].split("\n]")[0].strip().splitlines()
    for above, line in zip(["", *listed], listed, strict=False):
        if line.strip().startswith('"'):
            assert above.strip().startswith("#"), line


def test_every_page_and_route_declares_its_policy() -> None:
    from vaka.api import api
    from vaka.web import urls
    from vaka.web.policy import DECLARED

    def pages(patterns, prefix=""):
        for entry in patterns:
            if hasattr(entry, "url_patterns"):
                yield from pages(entry.url_patterns, prefix + str(entry.pattern))
            else:
                yield prefix + str(entry.pattern), entry.callback

    lacking = [place for place, page in pages(urls.urlpatterns) if page not in DECLARED]
    assert not lacking
    for _, router in api._routers:
        for path, view in router.path_operations.items():
            for operation in view.operations:
                asked = operation.auth_callbacks or router.auth
                assert asked or operation.tags == ["public"], path


def test_stages_stand_in_the_order_of_the_loop() -> None:
    from vaka.conf import settings

    assert settings.STAGES == STAGES
