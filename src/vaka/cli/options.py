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
