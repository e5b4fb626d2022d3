"""Ten thousand schedules and instants: no picture is kept or shown outside the terms.

Around an hour's edge, also in the nights in which the clock is moved, ticks come late and
pictures come when they come; a second opinion that shares no code with the product judges each.
"""

import random
from datetime import UTC, date, datetime, timedelta
from typing import cast
from zoneinfo import ZoneInfo

import pytest

from tests.unit.terms.story import EVERY_DAY, Json, oracle_reason, written
from vaka.edge.video import enforcement
from vaka.edge.video.enforcement import Hand, Moment, stretch
from vaka.edge.video.live.viewers import Live
from vaka.edge.video.media.source import Sample, Source
from vaka.edge.video.recording.recorder import Licence, Recorder
from vaka.edge.video.recording.vault import Vault
from vaka.terms.document import parse
from vaka.terms.permits import Standing

RUNS, PARTS = 10_000, 4
STOCKHOLM = ZoneInfo("Europe/Stockholm")
# 29 March and 25 October 2026: the wall clock is moved.
MOVED = [date(2026, 3, 29), date(2026, 10, 25)]
SECONDS = 12.0
YEAR = {"from": "2026-01-01", "until": "2026-12-20", "review_by": "2026-12-01"}
SOURCE = Source("h264", 640, 360, b"\x01")
# What the view is wide where a person is nearest: the full width may be shown.
METRES_ACROSS = 40.0
DAYS = timedelta(hours=72)


class Noted:
    """A vault that notes when each picture was taken, and keeps nothing."""

    def __init__(self) -> None:
        self.starts = datetime.min.replace(tzinfo=UTC)
        self.until: list[datetime] = []

    def open(self, segment: str, *, starts: datetime, **_: object) -> "Noted":
        self.starts = starts
        self.until.append(starts)
        return self

    def write(self, *video: bytes, until: datetime) -> None:
        self.until.append(until)

    def close(self) -> None:
        """Nothing is kept."""


def schedule(draw: random.Random) -> list[Json]:
    """One to three stretches of hours, some over midnight, some on holidays."""

    def clock(last: int) -> str:
        minutes = draw.choice([draw.randrange(last), draw.randrange(1, 4) * 60])
        return f"{minutes // 60:02}:{minutes % 60:02}"

    found: list[Json] = []
    for _ in range(draw.randint(1, 3)):
        days = draw.sample([*EVERY_DAY, "holiday"], draw.randint(1, 8))
        starts, ends = clock(1440), clock(1440)
        if starts != ends:
            found.append({"days": days, "from": starts, "to": ends})
    return found or schedule(draw)


def near_an_edge(draw: random.Random, hours: list[Json]) -> datetime:
    """Some seconds before the wall shows an hour at which something begins or ends."""
    day = draw.choice([*MOVED, date(2026, 1, 1) + timedelta(days=draw.randrange(365))])
    told = str(draw.choice(hours)[draw.choice(["from", "to"])])
    wall = datetime.fromisoformat(f"{day}T{told}").replace(
        tzinfo=STOCKHOLM, fold=draw.randrange(2)
    )
    return wall.astimezone(UTC) - timedelta(seconds=draw.uniform(0, SECONDS))


def pictures(draw: random.Random, begins: datetime) -> list[tuple[Sample, datetime]]:
    """Pictures, and when each is read: some together, some late; groups of random length."""
    found: list[tuple[Sample, datetime]] = []
    elapsed, read = 0.0, begins
    while elapsed < SECONDS:
        elapsed += draw.choice([0.0, 0.07, 0.07, 0.3])
        at = begins + timedelta(seconds=elapsed)
        ticks = len(found) * 6000
        sample = Sample(b"\0\0\0\1\x65", ticks, ticks, draw.random() < 0.3, at)
        read = max(read, at + timedelta(seconds=draw.choice([0.0, 0.0, 0.4])))
        found.append((sample, read))
    return found


@pytest.mark.parametrize("part", range(PARTS))
def test_no_picture_is_kept_or_shown_outside_the_terms(part: int) -> None:
    kept = shown = refused = 0
    for number in range(part * RUNS // PARTS, (part + 1) * RUNS // PARTS):
        draw = random.Random(number)
        hours = schedule(draw)
        document = written(hours=hours, valid=YEAR)
        hand = Hand("torget", parse(document), Standing(), "", METRES_ACROSS)
        begins = near_an_edge(draw, hours)

        judge, vault = Judge(document), Noted()
        recorder, live = Recorder("torget", cast("Vault", vault)), Live()
        tick, records, shows = begins, None, None
        for sample, read in pictures(draw, begins):
            while tick <= read:
                at = Moment(tick, doubtful=False, heard=tick)
                records = stretch(records, enforcement.may_record(hand, at), tick)
                shows = stretch(shows, enforcement.may_show(hand, at), tick)
                recorder.allow(Licence("terms-1", records, DAYS) if records else None)
                live.allow(shows)
                tick += timedelta(seconds=draw.choice([0.1, 0.1, 2.5]))
            recorder.take(SOURCE, sample)
            live.take(SOURCE, sample)
            look = enforcement.may_show(hand, Moment(read, doubtful=False, heard=begins))
            if look.permitted and live.newest() == (SOURCE, sample):
                shown += 1
                assert judge.permits(sample.at), (number, sample.at)
            else:
                refused += 1
        recorder.stop()
        kept += len(vault.until)
        for at in vault.until:
            assert judge.permits(at), (number, at)
    # Of all three there were many: the edges were met.
    assert min(kept, shown, refused) > RUNS / PARTS


class Judge:
    """The second opinion on one document, asked once a minute."""

    def __init__(self, document: Json) -> None:
        self._document = document
        self._told: dict[datetime, bool] = {}

    def permits(self, at: datetime) -> bool:
        minute = at.replace(second=0, microsecond=0)
        if minute not in self._told:
            self._told[minute] = oracle_reason(self._document, minute) == "ok"
        return self._told[minute]
