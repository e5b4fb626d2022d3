"""A progress bar on a terminal, for work of several stretches; nothing where nobody looks."""

import sys
from contextlib import ExitStack
from types import TracebackType
from typing import Self

import click


class Bars:
    """One bar after the other, on standard error, for as long as the `with` lasts."""

    def __init__(self) -> None:
        self._shown = ExitStack()
        self._what = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._shown.close()

    def tell(self, what: str, done: int, total: int) -> None:
        """Show how much of what is done."""
        if not sys.stderr.isatty():
            return
        if what != self._what:
            self._shown.close()
            self._what = what
            bar = click.progressbar(length=total, label=f"{what:<10}", file=sys.stderr)
            self._bar = self._shown.enter_context(bar)
        self._bar.update(done - self._bar.pos)
