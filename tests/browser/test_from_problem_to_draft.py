"""As somebody new to Vaka: from reports in a file to an assessment that the council has.

Only links and buttons lead on, no answer is typed twice, and no page is a dead end.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import log_in
from tests.browser.founded import PASSWORD, follow, founded, press
from tests.browser.test_founding import OUTLINE

# What docs/design/pages.md says that it takes.
FIELDS, CLICKS = 41, 32
# Words are typed once; yes, no and a day may well be the same.
WORDS = 4
HEADER = "id,occurred_from,category,source,flag\n"
KNOWN = (
    *("place", "watched_area", "problems", "legal_basis", "measures", "expected_effect"),
    *("pixels_per_metre", "hours", "sign"),
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with founded(tmp_path_factory.mktemp("walked")) as place:
        yield place


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Two sources on the same square: Friday and Saturday nights, over two years."""
    nights = [date(2025, 6, 6) + timedelta(weeks=week) for week in range(0, 70, 2)]
    made = []
    for source in ("polisen", "väktare"):
        rows = [
            f"{source}-{n},{night}T22:30:00+02:00,robbery,{source},victim_reported"
            for n, night in enumerate(nights)
        ]
        made.append(tmp_path / f"{source}.csv")
        made[-1].write_text(HEADER + "\n".join(rows) + "\n", "utf-8")
    return made


@dataclass
class Newcomer:
    """Somebody at the pages, and all that it took: what was typed, and every click."""

    page: Page
    typed: list[str] = field(default_factory=list)
    lent: set[str] = field(default_factory=set)
    clicks: int = 0

    def follow(self, name: str) -> None:
        """Follow a link of the page."""
        follow(self.page, name)
        self._arrived()

    def press(self, name: str) -> None:
        """Press a button of the page."""
        press(self.page, name)
        self._arrived()

    def write(self, **answers: str) -> None:
        """Fill in fields by name: words, a day, or the one that is chosen."""
        for name, said in answers.items():
            of_name = self.page.locator(f"main [name={name}]")
            if of_name.first.get_attribute("type") in ("radio", "checkbox"):
                self.page.check(f"main [name={name}][value={said}]")
            elif of_name.evaluate("each => each.tagName") == "SELECT":
                of_name.select_option(label=said)
            else:
                assert of_name.input_value() == "", f"{name} is known, and asked for"
                of_name.fill(said)
            self.typed.append(said)

    def give(self, file: Path) -> None:
        """Choose a file."""
        self.page.set_input_files("#id_file", file)
        self.typed.append(file.name)

    def _arrived(self) -> None:
        """Note what the new page has filled in; it must lead on by more than its path."""
        self.clicks += 1
        expect(self.page.locator("h1")).to_be_visible()
        main = self.page.locator("main")
        assert main.locator("a:not(.crumbs a), button").count(), (
            f"{self.page.url} leads nowhere"
        )
        for name in KNOWN:
            of_name = main.locator(f"[name={name}]")
            if of_name.count() and of_name.input_value():
                self.lent.add(name)


def test_a_new_user_comes_from_a_documented_problem_to_a_complete_draft(
    address: str, chromium: Browser, files: list[Path]
) -> None:
    _prepare(address, chromium)
    page = chromium.new_page(locale="sv-SE")
    log_in(page, address, login="samordnare", password=PASSWORD)
    newcomer = Newcomer(page)
    _state_the_need(newcomer, files)
    _tell_what_was_tried(newcomer)
    _weigh(newcomer)
    expect(page.locator("main")).not_to_contain_text("saknas")
    expect(page.locator("main")).not_to_contain_text("att rätta")
    newcomer.press("Skicka till kamerabevakningsrådet")
    expect(page.locator("main")).to_contain_text("hos kamerabevakningsrådet")
    twice = [said for said, n in Counter(newcomer.typed).items() if n > 1 and len(said) > WORDS]
    assert twice == []
    assert newcomer.lent == set(KNOWN)
    assert (len(newcomer.typed), newcomer.clicks) == (FIELDS, CLICKS)
    page.close()


def _prepare(address: str, chromium: Browser) -> None:
    """Let the administrator add the board, the place and the coordinator."""
    page = chromium.new_page(locale="sv-SE")
    log_in(page, address, login="admin", password=PASSWORD)
    admin = Newcomer(page)
    admin.follow("Kommunen")
    admin.follow("Lägg till en nämnd")
    admin.write(name="Tekniska nämnden", contact="tn@example.org")
    admin.press("Lägg till")
    admin.follow("Platser")
    admin.follow("Lägg till en plats")
    admin.write(name="Nytorget", address="Storgatan 1", outline=OUTLINE)
    admin.press("Lägg till")
    admin.follow("Kommunen")
    admin.follow("Personer och roller")
    admin.follow("Lägg till en person")
    admin.write(name="Samordnare", login="samordnare", password=PASSWORD)
    admin.press("Lägg till")
    admin.write(board="Tekniska nämnden")
    admin.press("Ge uppdraget")
    page.close()


def _state_the_need(newcomer: Newcomer, files: list[Path]) -> None:
    newcomer.follow("Behov")
    newcomer.follow("Nytorget")
    for file in files:
        newcomer.follow("Läs in en fil")
        newcomer.give(file)
        newcomer.press("Pröva filen")
        newcomer.press("Läs in 35 rader")
    expect(newcomer.page.locator("main")).to_contain_text("dokumenterat problem")
    newcomer.press("Beskriv behovet")


def _tell_what_was_tried(newcomer: Newcomer) -> None:
    newcomer.follow("Vad som har prövats här")
    for kind, what, since, once in (
        ("belysning", "Ny belysning", "2025-10-01", "100000"),
        ("närvaro", "Ordningsvakter", "2026-02-01", "0"),
    ):
        newcomer.follow("Lägg till en åtgärd")
        newcomer.write(kind=kind, title=what, starts=since)
        newcomer.write(cost_investment=once, cost_yearly=f"{once}0")
        newcomer.press("Registrera")


def _weigh(newcomer: Newcomer) -> None:
    newcomer.follow("Börja en intresseavvägning")
    newcomer.press("Börja")
    for answers in SECTIONS:
        newcomer.write(**answers)
        newcomer.press("Spara och gå vidare")


# Section by section, what nobody but the board can say.
SECTIONS: tuple[dict[str, str], ...] = (
    {"exemption": "none", "public_access": "yes", "who_is_there": "passers-by"},
    {},
    {
        "purposes": "8-1a: Förebygga och utreda rån på torget",
        "purpose_level": "observe",
        "purpose_level_why": "Annars syns inte vad som sker.",
    },
    {"necessity": "Belysning och vakter har inte räckt."},
    {},
    {},
    {
        "intrusion": "Många passerar; nätterna är få.",
        "homes_in_view": "no",
        "workplace_in_view": "no",
    },
    {
        "argument_for": "Rånen är många och på bestämda tider.",
        "argument_against": "Alla som passerar filmas.",
        "tips": "Bara de timmar då rånen sker.",
        "outcome": "yes-with-limits",
    },
    {
        "live": "yes",
        "record": "yes",
        "audio": "no",
        "movable": "no",
        "retention_hours": "48",
        "offline_hours": "12",
        "valid_from": "2027-01-01",
        "valid_until": "2028-12-31",
    },
    {"dpia_needed": "yes", "dpia": "Allmän plats som många passerar."},
    {},
    {},
    {
        "access": "operator: live, review | incident",
        "security": "Krypterat; varje visning står i loggen.",
    },
    {"cost": "200 000 kr att sätta upp, 40 000 kr om året."},
    {"indicators": "Rån per månad mot tjugo andra torg.", "review_by": "2028-06-01"},
)
