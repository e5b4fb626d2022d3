"""An installation to ask about, in a folder, and what was found in it."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from vaka.conf.environment import Environment
from vaka.doctor.finding import Asked, Finding

AT = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)


def about(folder: Path, *, at: datetime = AT, **settings: str) -> Asked:
    """Return what asks about the installation in a folder, told those settings."""
    environ = {f"VAKA_{name.upper()}": value for name, value in settings.items()}
    return Asked(Environment(data_dir=str(folder), **settings), environ, at)


def codes(found: Iterable[Finding]) -> list[str]:
    """Return the codes of findings."""
    return [each.code for each in found]
