"""The documents are true: links lead somewhere, reference pages are as the code is."""

import re
import tomllib
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
SOURCE = ROOT / "src" / "vaka"
STARTS = (ROOT, SOURCE, SOURCE / "web", SOURCE / "web/static/vaka")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
# Where packages are fetched from is each installation's own matter.
REGISTRIES = re.compile(
    r"\b(?:pypi\.org|pythonhosted\.org|npmjs\.(?:org|com)|registry\.[a-z.-]+|"
    r"proxy\.golang\.org|crates\.io|--(?:extra-)?index-url)",
    re.IGNORECASE,
)


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def anchors(page: Path) -> set[str]:
    """Return the places in a page that a link can name."""
    text = FENCE.sub("", page.read_text("utf-8"))
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    slugs = {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in headings}
    return slugs | set(re.findall(r'<a id="([^"]+)">', text))


@pytest.fixture(scope="module")
def reference() -> ModuleType:
    loader = SourceFileLoader("reference", str(ROOT / "scripts" / "reference"))
    spec = spec_from_loader("reference", loader)
    assert spec is not None
    module = module_from_spec(spec)
    loader.exec_module(module)
    return module


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_link_inside_the_house_leads_somewhere(page: Path) -> None:
    for target in LINK.findall(FENCE.sub("", page.read_text("utf-8"))):
        if re.match(r"[a-z]+:", target):
            continue
        file, _, anchor = target.partition("#")
        found = (page.parent / file).resolve() if file else page
        assert found.exists(), f"{name(page)}: {target}"
        if anchor:
            assert anchor in anchors(found), f"{name(page)}: {target}"


@pytest.mark.parametrize("page", ["settings.md", "cli.md", "doctor.md", "openapi.json"])
def test_a_page_made_from_code_is_as_the_code_is(reference: ModuleType, page: str) -> None:
    written = (ROOT / "docs" / "reference" / page).read_text("utf-8")
    assert written == reference.PAGES[page](), "Run scripts/reference write"


def test_every_kind_on_the_record_has_its_row_in_order(reference: ModuleType) -> None:
    assert reference.unexplained_kinds() == []


def test_every_test_that_the_documents_name_is_there() -> None:
    told = {
        (name(page), test)
        for page in PAGES
        for test in re.findall(r"`(test_\w+)`", page.read_text("utf-8"))
    }
    tests = "\n".join(path.read_text("utf-8") for path in (ROOT / "tests").rglob("*.py"))
    assert told
    assert [each for each in sorted(told) if f"def {each[1]}(" not in tests] == []


def test_every_path_that_the_documents_name_is_there() -> None:
    """Paths are written from the root, or from the part of `src/vaka` that a page is about."""
    pattern = re.compile(r"`((?:[\w-]+/)+[\w.-]*\.(?:py|toml|typ|json|js|css|service|conf))`")
    missing = [
        f"{name(page)}: {path}"
        for page in PAGES
        for path in pattern.findall(page.read_text("utf-8"))
        if not any((start / path).exists() for start in STARTS)
    ]
    assert missing == []


def test_every_document_that_the_code_names_is_there() -> None:
    pattern = re.compile(r"docs/[\w/-]+\.(?:md|json)")
    for path in [*(ROOT / "src").rglob("*.py"), *(ROOT / "tests").rglob("*.py")]:
        for document in pattern.findall(path.read_text("utf-8")):
            assert (ROOT / document).exists(), f"{name(path)}: {document}"


def test_every_command_that_the_readme_names_is_a_make_target() -> None:
    targets = set(
        re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    )
    named = set(re.findall(r"\bmake ([a-z]+)\b", (ROOT / "README.md").read_text("utf-8")))
    assert {"demo", "test"} <= named <= targets


def test_every_decision_has_its_five_parts_and_its_line_in_the_index() -> None:
    index = (ROOT / "docs/adr/README.md").read_text("utf-8")
    pages = sorted((ROOT / "docs/adr").glob("[0-9]*.md"))
    for number, page in enumerate(pages, 1):
        text = page.read_text("utf-8")
        parts = re.findall(r"^\*\*(\w+)\.\*\*", text, re.MULTILINE)
        assert parts == ["Status", "Context", "Decision", "Consequences", "Alternatives"]
        title = text.splitlines()[0].removeprefix(f"# {number}. ")
        assert page.name.startswith(f"{number:04}-")
        assert f"{number}. [{title}]({page.name})" in index


def test_nothing_names_where_packages_are_fetched_from() -> None:
    files = [*PAGES, *ROOT.glob("*.lock"), ROOT / "pyproject.toml", ROOT / "Makefile"]
    files += [path for path in (ROOT / "scripts").iterdir() if path.is_file()]
    for file in files:
        assert not REGISTRIES.search(file.read_text("utf-8")), name(file)


def test_the_version_and_licence_are_said_alike_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    public = (ROOT / "publiccode.yaml").read_text("utf-8")
    assert f"softwareVersion: {project['version']}\n" in public
    assert f"license: {project['license']}\n" in public
    assert f"## {project['version']} " in (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert (
        (ROOT / "LICENSE").read_text("utf-8").startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    )
