"""What the numbers cost: reports of effect, statements of need, police events, pages.

An installation of its own, in memory of a folder: 200 cameras with 40 areas and 60 months each,
60 sites with 100,000 reports, 69,732 police events. Beside each figure stands its goal.

    .venv/bin/python -m bench.effects
"""

import io
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np

CAMERAS, AREAS, MONTHS = 200, 40, 60
SITES, REPORTS, EVENTS = 60, 100_000, 69_732
AT = datetime(2026, 11, 1, 12, tzinfo=UTC)
STARTS = date(2025, 10, 1)


def told(name: str, seconds: float, goal: float, **more: object) -> None:
    """Print one figure as JSON, with its goal in seconds."""
    line = {"benchmark": name, "subject": "vaka", "seconds": round(seconds, 3), "goal_s": goal}
    print(json.dumps(line | more), flush=True)


def timed(act: Callable[[], object]) -> tuple[float, object]:
    """Return what an act took of one core, in seconds, and what came of it.

    Of the core, not of the clock on the wall: others work on this machine too.
    """
    began = time.process_time()
    came = act()
    return time.process_time() - began, came


def peak_mib() -> float:
    """Return the most memory that the process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def reports_of_effect() -> None:
    """Report 200 cameras from their counts, twice, and hold the bytes against each other."""
    from vaka.core.canonical import canonical_bytes
    from vaka.evaluation.rules.judging import effect
    from vaka.evaluation.rules.trials import Area, Arm, calendar, months_later, trial

    random = np.random.default_rng(1)
    months = [months_later(STARTS, n - 48) for n in range(MONTHS)]
    counts = random.poisson(12, (CAMERAS, AREAS, MONTHS)).tolist()
    span = calendar(STARTS, before=48, after=12)

    def all_of_them() -> bytes:
        found = []
        for camera in counts:
            areas = [
                Area(
                    f"{n}",
                    Arm.CONTROL if n else Arm.TREATED,
                    dict(zip(months, row, strict=True)),
                )
                for n, row in enumerate(camera)
            ]
            found.append(repr(effect(trial(areas, span, name="bench"))))
        return canonical_bytes(found)

    before = peak_mib()
    seconds, first = timed(all_of_them)
    told(
        "effect reports, 200 cameras x 40 areas x 60 months",
        seconds,
        10,
        same_bytes=first == all_of_them(),
        more_memory_mib=round(peak_mib() - before, 1),
    )


def found_installation() -> dict[str, object]:
    """Found a municipality with sixty sites and a coordinator."""
    from vaka.municipality import actions, queries
    from vaka.municipality.rules import EVERY_BOARD, BoardKind, Role, SiteKind

    first = actions.found(
        name="Bänkstad",
        contact="k@example.org",
        dpo_contact="d@example.org",
        example=True,
        administrator="admin",
        password="en lång lösenfras 1",
        at=AT - timedelta(days=1500),
    )
    admin = queries.actor(first, at=AT)
    board = actions.add_board(
        name="Nämnden", kind=BoardKind.BOARD, contact="n@example.org", by=admin, at=AT
    )
    person = actions.add_person(
        login="samordnare", name="Samordnare", password="en lång lösenfras 2", by=admin, at=AT
    )
    for role in (Role.SAFETY_COORDINATOR, Role.ADMINISTRATOR):
        actions.assign(person=person.id, role=role, board=EVERY_BOARD, by=admin, at=AT)
    ring = [[13.0, 55.6], [13.01, 55.6], [13.01, 55.61], [13.0, 55.6]]
    sites = [
        actions.add_site(
            board=board.id,
            name=f"Plats {n:02}",
            kind=SiteKind.SQUARE,
            address="-",
            longitude=13.0,
            latitude=55.6,
            outline={"type": "Polygon", "coordinates": [ring]},
            example=True,
            by=admin,
            at=AT,
        )
        for n in range(SITES)
    ]
    return {"by": queries.actor(person, at=AT), "person": person, "sites": sites}


def problems_csv(count: int, seed: int) -> bytes:
    """Return a register of that many reports over four years."""
    random = np.random.default_rng(seed)
    days, hours = random.integers(0, 1460, count), random.integers(0, 24, count)
    east, north = random.normal(13.004, 0.0006, count), random.normal(55.6045, 0.0004, count)
    lines = ["id,occurred_from,category,source,flag,longitude,latitude"]
    first = datetime(2022, 11, 1, tzinfo=UTC)
    for n in range(count):
        when = first + timedelta(days=int(days[n]), hours=int(hours[n]))
        source = ("Driften", "Väktare", "Polisen")[n % 3]
        lines.append(
            f"{n},{when.isoformat()},damage,{source},observed,{east[n]:.6f},{north[n]:.6f}"
        )
    return ("\n".join(lines) + "\n").encode()


def needs(world: dict[str, object]) -> None:
    """Take in 100,000 reports, and state the need of every site."""
    from vaka.needs import actions, queries
    from vaka.needs.rules.hotspots import hot_cells

    by, sites = world["by"], world["sites"]
    # Sites differ, the first most of all.
    weights = np.random.default_rng(2).gamma(2.0, 1.0, SITES)
    counts = (REPORTS * weights / weights.sum()).astype(int)
    counts[0] += REPORTS - int(counts.sum())
    files = [problems_csv(int(count), n) for n, count in enumerate(counts)]

    def take() -> None:
        for site, content in zip(sites, files, strict=True):
            actions.import_problems(content, name="x.csv", site=site.id, by=by, at=AT)

    seconds, _ = timed(take)
    told(f"{REPORTS} reports taken in", seconds, 60)

    def state() -> None:
        for site in sites:
            actions.state_need(site=site.id, by=by, at=AT)
            placed = queries.positions(site.id, by=by)
            hot_cells([(each.longitude, each.latitude) for each in placed])

    seconds, _ = timed(state)
    told(f"hot spots and need statements over {REPORTS} reports", seconds, 20)


def police(world: dict[str, object]) -> None:
    """Take in as many police events as three years have."""
    from vaka.integrations.polisen.wire import EventFile
    from vaka.needs import actions

    def event(n: int) -> str:
        day = datetime(2023, 1, 1, tzinfo=UTC) + timedelta(minutes=20 * n)
        return json.dumps(
            {
                "id": n,
                "datetime": f"{day:%Y-%m-%d %H:%M:%S} +01:00",
                "name": f"{day.day} januari {day:%H.%M}, Stöld, Ort {n % 290}",
                "summary": "En stöld.",
                "url": f"/aktuellt/{n}/",
                "type": "Stöld",
                "location": {"name": f"Ort {n % 290}", "gps": "59.3,18.0"},
            }
        )

    content = io.BytesIO(("\n".join(map(event, range(1, EVENTS + 1))) + "\n").encode())
    publication = EventFile(content.read, name="events.jsonl")
    seconds, report = timed(
        lambda: actions.import_police_events(publication, by=world["by"], at=AT)
    )
    told(f"{EVENTS} police events", seconds, 20, new=report.new)


def pages(world: dict[str, object]) -> None:
    """Ask for the pages that read most."""
    from django.test import Client

    client = Client()
    client.force_login(world["person"])
    largest = world["sites"][0].id
    for name, path in (
        ("need, all sites", "/behov/"),
        ("need, one site", f"/behov/{largest}/"),
        ("police events", "/behov/police/?place=Ort 7"),
        ("measures, one site", f"/atgarder/{largest}/"),
        ("all sites together", "/atgarder/together/"),
    ):
        client.get(path)
        seconds, answer = timed(lambda path=path: client.get(path))
        told(f"page: {name}", seconds, 1, status=answer.status_code)


def main() -> None:
    """Measure, and print each figure."""
    with tempfile.TemporaryDirectory(prefix="vaka-bench-") as folder:
        os.environ |= {
            "VAKA_DATA_DIR": folder,
            "VAKA_DEVELOPMENT": "yes",
            "DJANGO_SETTINGS_MODULE": "vaka.conf.settings",
        }
        reports_of_effect()
        from vaka.servers import database

        database.ready()
        from django.conf import settings

        settings.STORAGES["staticfiles"]["BACKEND"] = (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
        )
        settings.ALLOWED_HOSTS = ["testserver"]
        Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
        world = found_installation()
        needs(world)
        police(world)
        pages(world)
        told_memory = {"benchmark": "the whole run", "subject": "vaka", "mib": peak_mib()}
        print(json.dumps(told_memory), flush=True)


if __name__ == "__main__":
    sys.exit(main())
