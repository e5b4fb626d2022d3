"""What the browser is given: vendored files as published, nothing inline."""

import base64
import hashlib
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings

WEB = Path(__file__).resolve().parents[2] / "src/vaka/web"
VENDOR = WEB / "static/vendor"
ROW = re.compile(r"^\| (\S+) \| (\S+ [\d.]+) \| \S+ \| sha384-(\S+) \|$", re.MULTILINE)
ROWS = ROW.findall((VENDOR / "README.md").read_text())
TEMPLATES = sorted(WEB.rglob("*.html"))


@pytest.mark.parametrize(("file", "version", "expected"), ROWS)
def test_vendored_file_is_as_published(file: str, version: str, expected: str) -> None:
    digest = hashlib.sha384((VENDOR / file).read_bytes()).digest()
    assert base64.b64encode(digest).decode() == expected, f"{file} is not {version}"


def test_every_vendored_script_is_listed() -> None:
    scripts = {
        p.relative_to(VENDOR).as_posix()
        for p in VENDOR.rglob("*")
        if p.suffix in {".js", ".mjs", ".css"}
    }
    assert scripts == {file for file, _, _ in ROWS}


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda p: p.relative_to(WEB).as_posix())
def test_template_has_no_inline_style_or_script(template: Path) -> None:
    text = template.read_text()
    assert not re.search(r"<[^>]*\sstyle=", text)
    assert not re.search(r"<[^>]*\son\w+=", text)
    assert not re.search(r"hx-on|javascript:|<style", text)
    assert not re.search(r"<script(?![^>]*(src=|application/json))", text)


def test_every_reference_between_static_files_is_found_when_collected(tmp_path: Path) -> None:
    """Hashed names are written into the style sheets: an absent file would stop the start."""
    hashed = {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    with override_settings(
        STATIC_ROOT=tmp_path, STORAGES={**settings.STORAGES, "staticfiles": hashed}
    ):
        call_command("collectstatic", interactive=False, verbosity=0)
    assert (tmp_path / "staticfiles.json").is_file()
    # Modules find one another by their plain names.
    assert (tmp_path / "vendor/maplibre-gl/maplibre-gl.mjs").is_file()


def test_every_component_style_is_used() -> None:
    """Each is imported by all pages, or linked by the template that needs it."""
    used = (WEB / "static/vaka/vaka.css").read_text() + "".join(
        template.read_text() for template in TEMPLATES
    )
    for style in (WEB / "static/vaka/components").glob("*.css"):
        assert f"components/{style.name}" in used, f"nothing uses {style.name}"
