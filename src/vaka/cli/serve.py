"""`vaka serve`."""

import click

from vaka.cli.options import Address


@click.command()
@click.option("--listen", type=Address(), default="127.0.0.1:8000", help="HOST:PORT")
def command(listen: tuple[str, int]) -> None:
    """Serve the pages and the API."""
    from vaka.servers.serve import serve

    host, port = listen
    serve(host=host, port=port)
