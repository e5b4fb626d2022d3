"""Until when the makers mend what we stand on: data with its sources, in `ends.toml`."""

import tomllib
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files

from vaka.doctor.finding import Finding

SOON = timedelta(days=180)


@cache
def _table() -> dict[str, dict[str, date]]:
    table: dict[str, dict[str, date]] = tomllib.loads(
        files("vaka.doctor").joinpath("ends.toml").read_text("utf-8")
    )
    return table


def ends(product: str, version: str, *, at: datetime) -> Iterator[Finding]:
    """Yield that a version is no longer mended, soon is not, or that nobody knows."""
    ends_on = _table()[product].get(version)
    facts = {"product": product, "version": version, "date": str(ends_on)}
    if ends_on is None:
        yield Finding("support-unknown", facts)
    elif at.date() > ends_on:
        yield Finding("support-ended", facts)
    elif at.date() + SOON > ends_on:
        yield Finding("support-ends", facts)
