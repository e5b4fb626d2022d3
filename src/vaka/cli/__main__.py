"""`python -m vaka.cli`."""

from vaka.cli import main

main()
