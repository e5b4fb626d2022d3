"""One camera through the loop in a browser, as its people walk it: `vaka demo` from outside."""

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Locator, Page, Response, expect

from tests.browser.conftest import NARROW, WIDE, assert_accessible, assert_fits, log_in
from tests.browser.demo import Demo
from vaka.demo.installation import PASSWORD
from vaka.demo.transmitter import SimulatedTransmitter

PLACE, CAMERA, ACCOUNT = "Exempelgaraget", "Exempelgaraget, kamera 1", "1002"
NOBODY = ""
HAND_MS = 80


@dataclass(frozen=True)
class Stage:
    """A stage as one of its people comes to it: the first page, and what is followed there."""

    name: str
    login: str
    first: str
    link: str


STAGES = [
    Stage("need", "samordnare", "/behov/", PLACE),
    Stage("measures", "samordnare", "/atgarder/", PLACE),
    Stage("balancing", "radet", "/avvagning/", PLACE),
    Stage("precedents", "radet", "/avvagning/prejudikat/", PLACE),
    Stage("uniformity", "radet", "/avvagning/likformighet/", "/avvagning/rutiner/"),
    Stage("routines", "radet", "/avvagning/rutiner/", "Rutin för granskning av visningar"),
    Stage("template", "radet", "/avvagning/mall/", "/avvagning/mall/ny/"),
    Stage("decision", "handlaggare", "/arenden/", "SN-2025-58"),
    Stage("terms", "sekreterare", "/beslut/", PLACE),
    Stage("operation", "tekniker", "/drift/", CAMERA),
    Stage("response", "operator1", "/larm/", "/larm/konsol/"),
    # Only the square has been followed up for long enough.
    Stage("evaluation", "samordnare", "/effekt/", "Exempeltorget"),
    Stage("oversight", NOBODY, "/register/", CAMERA),
    Stage("oversight", "inspektor", "/tillsyn/", "/tillsyn/record/"),
]


@dataclass
class People:
    """Everybody's browsers at the demo; what goes wrong in any of them is noted."""

    chromium: Browser
    url: str
    pages: dict[tuple[str, int], Page] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def at(self, login: str, width: int = WIDE) -> Page:
        """Return that person's page at that width, logged in."""
        if (login, width) not in self.pages:
            page = self.chromium.new_page(
                base_url=self.url,
                viewport={"width": width, "height": 900},
                color_scheme="light",
                locale="sv-SE",
            )
            page.on("pageerror", lambda error: self.faults.append(str(error)))
            page.on("console", lambda said: said.type == "error" and self._note(said.text))
            page.on("response", self._answered)
            if login:
                log_in(page, self.url, login=login, password=PASSWORD)
            self.pages[login, width] = page
        return self.pages[login, width]

    def _note(self, said: str) -> None:
        # The answer itself is noted; and what axe does to the page is not the page's doing.
        if "responded with a status of" not in said and "axe" not in said:
            self.faults.append(said)

    def _answered(self, answer: Response) -> None:
        if answer.status >= 400:
            self.faults.append(f"{answer.status} {answer.url}")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    running = Demo(tmp_path_factory.mktemp("demo"))
    yield running
    running.end()


@pytest.fixture(scope="module")
def everybody(chromium: Browser, demo: Demo) -> Iterator[People]:
    people = People(chromium, demo.url)
    yield people
    for page in people.pages.values():
        page.close()


@pytest.fixture
def people(everybody: People) -> Iterator[People]:
    """Everybody, of whom none meets a fault during the test."""
    everybody.faults.clear()
    yield everybody
    assert everybody.faults == []


def link(page: Page, towards: str) -> Locator:
    """Find the way on: the first link in the page with that name, or to that address."""
    main = page.locator("main")
    if towards.startswith("/"):
        return main.locator(f"a[href='{towards}']").first
    return main.get_by_role("link", name=towards).first


def assert_whole(page: Page, language: str) -> None:
    """Hold what every page must: its language, one h1, fitting its width, and WCAG."""
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.locator("h1")).to_have_count(1)
    assert_fits(page)
    assert_accessible(page)


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: f"{stage.name}-{stage.login}")
def test_every_stage_is_whole_in_both_languages(
    people: People, stage: Stage, width: int
) -> None:
    page = people.at(stage.login, width)
    for language in ("sv", "en"):
        page.goto(stage.first)
        assert_whole(page, language)
        link(page, stage.link).click()
        page.wait_for_url(lambda url: not url.endswith(stage.first))
        assert_whole(page, language)
        page.click("button[name=language]")


def test_live_pictures_are_less_than_a_second_behind_and_end_when_the_terms_do(
    people: People,
) -> None:
    watching, board = people.at("operator2"), people.at("sekreterare")
    watching.goto("/drift/")
    link(watching, CAMERA).click()
    watching.get_by_role("link", name="Visa nu").click()
    watching.click("[data-play]")
    player = watching.locator("vaka-player")
    expect(player).to_have_attribute("data-state", "live", timeout=10_000)
    expect(watching.locator("[data-watermark]")).to_contain_text("Operatör 2")
    behind = []
    for _ in range(8):
        watching.wait_for_timeout(400)
        behind.append(float(player.get_attribute("data-behind") or "9"))
    # A busy machine is late now and then; who lags by a second is never nearer.
    assert min(behind) < 1.0
    board.goto("/beslut/")
    link(board, PLACE).click()
    board.get_by_role("link", name="Återkalla").click()
    board.fill("textarea, input[name=reason]", "Exemplet visar en återkallelse.")
    board.locator("main button[type=submit]").click()
    expect(player).to_have_attribute("data-state", "ended", timeout=1_000)
    expect(player.locator("[data-state]")).to_contain_text("återkall")


def send_alarm(demo: Demo) -> None:
    """Let the transmitter at the garage call the safety centre, over TCP."""
    transmitter = SimulatedTransmitter("127.0.0.1", demo.dc09, ACCOUNT)
    alarm = transmitter.send("BA", zone="1", text="Inbrott", at=datetime.now(UTC))
    # A browser runs in this thread, and its loop; the alarm's is another.
    with ThreadPoolExecutor(1) as elsewhere:
        elsewhere.submit(asyncio.run, alarm).result()


def press(page: Page, key: str) -> None:
    """Press a key as fast as a hand can: a form just come is without its script for 20 ms."""
    page.wait_for_timeout(HAND_MS)
    page.keyboard.press(key)


def test_an_alarm_is_handled_by_keyboard_alone(demo: Demo, people: People) -> None:
    page = people.at("operator1")
    page.goto("/larm/konsol/")
    expect(page.locator(".live__state")).to_have_attribute("data-state", "open")
    known = page.locator(".call").count()
    began = time.monotonic()
    send_alarm(demo)
    expect(page.locator(".call")).to_have_count(known + 1, timeout=1_000)
    assert time.monotonic() - began < 1.0
    call = page.locator(".call--new", has_text=PLACE)
    for _ in range(known + 1):
        press(page, "j")
        if call.locator(":focus").count():
            break
    press(page, "Enter")
    expect(page.locator("#desk-title")).to_contain_text(PLACE)
    press(page, "a")
    step = page.locator(".steps__step--here button").first
    expect(step).to_be_visible()
    press(page, "c")
    expect(step).to_be_focused()
    press(page, "Enter")
    expect(page.locator(".steps__step--done")).to_have_count(1)
    press(page, "l")
    page.keyboard.type("Väktare är på väg.")
    press(page, "Enter")
    expect(page.locator("#part-log")).to_contain_text("Väktare är på väg.")
    press(page, "Escape")
    press(page, "x")
    press(page, "ArrowDown")
    press(page, "Tab")
    page.keyboard.type("Exemplet visar att övriga steg kan motiveras bort.")
    press(page, "Enter")
    expect(page.locator(".desk")).to_have_attribute("data-state", "closed")


def test_the_doctor_finds_what_runs_to_be_well(demo: Demo) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "vaka.cli", "doctor", "--json"],
        env=demo.settings(),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    found = {each["question"] for each in json.loads(run.stdout) if each["code"]}
    # Cameras come and go in these stories; the rest is of this machine.
    assert found <= {
        "call-outs",
        "cameras",
        "clock",
        "disks",
        "example",
        "modes",
        "room",
        "second-factor",
        "time-zones",
        "video-keys",
        "video-room",
        "witnesses",
    }, run.stdout
    assert "second-factor" in found


def test_ctrl_c_ends_every_process_and_leaves_none_behind(demo: Demo) -> None:
    started = demo.processes()
    assert len(started) >= 4
    assert demo.interrupt() == 0
    assert [pid for pid in started if runs(pid)] == []


def runs(pid: int) -> bool:
    """Return whether there is a process with that id."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
