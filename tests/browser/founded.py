"""A municipality founded in an empty folder, as install.md says, and served from it."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page

PASSWORD = "en lång lösenfras"
START_SECONDS = 180
FOUND = {
    "--name": "Nystads kommun",
    "--contact": "kontakt@example.org",
    "--dpo-contact": "dso@example.org",
    "--login": "admin",
    "--password-file": "-",
}


@contextmanager
def founded(folder: Path) -> Iterator[str]:
    """Found a municipality in that folder, serve it, and yield its address."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("VAKA_", "DJANGO_SETT"))}
    environment = {**kept, "VAKA_DATA_DIR": str(folder), "VAKA_DEVELOPMENT": "yes"}
    vaka = [sys.executable, "-m", "vaka.cli"]
    options = [word for pair in FOUND.items() for word in pair]
    subprocess.run(
        [*vaka, "found", *options], env=environment, input=PASSWORD, text=True, check=True
    )
    place = f"127.0.0.1:{_free_port()}"
    with (folder / "serve.log").open("wb") as log:
        serving = subprocess.Popen(
            [*vaka, "serve", "--listen", place], env=environment, stdout=log, stderr=log
        )
    try:
        _wait_for(place, folder / "serve.log")
        yield f"http://{place}"
    finally:
        serving.terminate()
        serving.wait(20)


def _free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def _wait_for(place: str, log: Path) -> None:
    """Wait until somebody listens there."""
    host, _, port = place.partition(":")
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        with socket.socket() as line:
            if line.connect_ex((host, int(port))) == 0:
                return
        time.sleep(0.2)
    raise AssertionError(log.read_text("utf-8"))


def press(page: Page, name: str) -> None:
    """Press a button of the page by its words."""
    page.locator("main").get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    """Follow a link of the page by its words."""
    page.locator("main").get_by_role("link", name=name, exact=True).first.click()
