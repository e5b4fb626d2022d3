"""The kinds of problem, as data (`needs/categories.toml`)."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True)
class Category:
    """One kind of problem, with its names and the research's group of crime ("" is none)."""

    code: str
    sv: str
    en: str
    crime: str
    aliases: tuple[str, ...]

    def name(self, language: str) -> str:
        """Return its name on a page in that language."""
        return self.sv if language.startswith("sv") else self.en


# A feeling is shown beside the problems, and is never one of them (evidence.md f1.3).
FELT = "felt-insecurity"


@cache
def categories() -> Mapping[str, Category]:
    """Return every kind of problem by its code, in the order of the file."""
    text = resources.files("vaka.needs").joinpath("categories.toml").read_text("utf-8")
    return {
        code: Category(
            code=code,
            sv=told["sv"],
            en=told["en"],
            crime=told.get("crime", ""),
            aliases=tuple(told["aliases"]),
        )
        for code, told in tomllib.loads(text).items()
    }


@cache
def _codes() -> Mapping[str, str]:
    """Return the code behind everything that a category may be called, in small letters."""
    return {
        called.casefold(): category.code
        for category in categories().values()
        for called in (category.code, category.sv, category.en, *category.aliases)
    }


def category_code(called: str) -> str | None:
    """Return the code of the category that is called so in some register, or none."""
    return _codes().get(called.strip().casefold().replace("_", "-"))
