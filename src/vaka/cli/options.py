"""Kinds of option values that several commands take."""

import click


class Address(click.ParamType[tuple[str, int]]):
    """HOST:PORT, as in 127.0.0.1:8000 or [::1]:8000; port 0 lets the system choose."""

    name = "host:port"

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, int]:
        """Return host and port."""
        host, colon, port = str(value).rpartition(":")
        if not colon or not host or not port.isdigit() or int(port) > 65535:
            self.fail(f"{value} is not HOST:PORT. Write 127.0.0.1:8000", param, ctx)
        return host.strip("[]"), int(port)


class Line(click.ParamType[str]):
    """One line of text, not empty and not longer than there is room for."""

    name = "text"

    def __init__(self, longest: int) -> None:
        self.longest = longest

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        """Return the text without the space around it."""
        text = str(value).strip()
        if not text.isprintable() or not 0 < len(text) <= self.longest:
            self.fail(f"Write one line of 1 to {self.longest} characters.", param, ctx)
        return text
