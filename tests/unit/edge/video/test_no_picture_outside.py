"""Ten thousand schedules and instants: no picture or sound is kept or shown outside the terms.

Around an hour's edge, also in the nights in which the clock is moved, ticks come late and
pictures come when they come, each with what was heard before it. Other terms, that allow no
sound, may take the place of the first. A second opinion that shares no code with the product
judges each.
"""

import random
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import cast
from zoneinfo import ZoneInfo

import pytest

from tests.unit.terms.story import EVERY_DAY, Json, oracle_reason, written
from vaka.core.period import Period
from vaka.edge.video import enforcement
from vaka.edge.video.enforcement import Hand, Moment, stretch
from vaka.edge.video.live.viewers import Live
from vaka.edge.video.media.sound import Sound
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
SOURCE = Source(
    "h264", 640, 360, b"\x01", sound=Sound("aac", 16_000, 1, bytes.fromhex("1408"), 1024)
)
PIECE, SHORT = re.compile(rb"piece (\d{4})"), timedelta(seconds=0.06)
# What the view is wide where a person is nearest: the full width may be shown.
METRES_ACROSS = 40.0
DAYS = timedelta(hours=72)


class Noted:
    """A vault that notes when each picture was taken, and keeps nothing."""

    def __init__(self) -> None:
        self.starts = datetime.min.replace(tzinfo=UTC)
        self.until: list[datetime] = []
        self.heard: list[int] = []

    def open(self, segment: str, *, starts: datetime, **_: object) -> "Noted":
        self.starts = starts
        self.until.append(starts)
        return self

    def write(self, video: Sequence[bytes], *, until: datetime) -> None:
        self.until.append(until)
        self.heard += heard_in(b"".join(video))

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
        piece = Sample(b"piece %04d" % len(found), ticks, ticks, key=True, at=at - SHORT)
        key = draw.random() < 0.3
        sample = Sample(b"\0\0\0\1\x65", ticks, ticks, key, at, sound=(piece,))
        read = max(read, at + timedelta(seconds=draw.choice([0.0, 0.0, 0.4])))
        found.append((sample, read))
    return found


def heard_in(video: bytes) -> list[int]:
    """Which pieces of sound there are, by their numbers."""
    return [int(number) for number in PIECE.findall(video)]


class Obeying:
    """A recorder and viewers under terms whose place others take, that allow no sound."""

    def __init__(self, draw: random.Random, hours: list[Json], begins: datetime) -> None:
        uses = {"live": True, "record": True, "audio": True, "movable": False, "analytics": []}
        self.document = written(hours=hours, valid=YEAR, uses=uses)
        terms = parse(self.document)
        silent = replace(terms, uses=replace(terms.uses, audio=False))
        self.hand, self._then = (
            Hand("torget", each, Standing(), "", METRES_ACROSS) for each in (terms, silent)
        )
        self._changes = begins + timedelta(seconds=draw.uniform(0, 3 * SECONDS))
        self.vault, self.live = Noted(), Live()
        self.recorder = Recorder("torget", cast("Vault", self.vault))
        self._draw, self._tick = draw, begins
        self._records: Period | None = None
        self._shows: Period | None = None
        self._sounds: Period | None = None

    @property
    def silent(self) -> bool:
        """Whether the terms now in hand forbid sound."""
        return self.hand is self._then

    def tick_until(self, read: datetime) -> None:
        while self._tick <= read:
            self._obey(self._tick)
            self._tick += timedelta(seconds=self._draw.choice([0.1, 0.1, 2.5]))

    def _obey(self, now: datetime) -> None:
        if now >= self._changes:
            self.hand = self._then
        at = Moment(now, doubtful=False, heard=now)
        self._records = stretch(self._records, enforcement.may_record(self.hand, at), now)
        self._shows = stretch(self._shows, enforcement.may_show(self.hand, at), now)
        self._sounds = stretch(self._sounds, enforcement.may_hear(self.hand, at), now)
        licence = self._records and Licence("terms-1", self._records, DAYS, self._sounds)
        self.recorder.allow(licence)
        self.live.allow(self._shows, self._sounds)


@pytest.mark.parametrize("part", range(PARTS))
def test_no_picture_or_sound_is_kept_or_shown_outside_the_terms(part: int) -> None:
    kept = shown = refused = heard = 0
    for number in range(part * RUNS // PARTS, (part + 1) * RUNS // PARTS):
        draw = random.Random(number)
        hours = schedule(draw)
        begins = near_an_edge(draw, hours)
        obeying = Obeying(draw, hours, begins)
        judge, vault = Judge(obeying.document), obeying.vault
        # When each piece of sound that came while it was allowed began.
        began: dict[int, datetime] = {}
        for count, (sample, read) in enumerate(pictures(draw, begins)):
            obeying.tick_until(read)
            if not obeying.silent:
                began[count] = sample.sound[0].at
            obeying.recorder.take(SOURCE, sample)
            obeying.live.take(SOURCE, sample)
            look = enforcement.may_show(
                obeying.hand, Moment(read, doubtful=False, heard=begins)
            )
            newest = obeying.live.newest()
            if look.permitted and newest and newest[1].at == sample.at:
                shown += 1
                assert judge.permits(sample.at), (number, sample.at)
                assert all(judge.permits(each.at) for each in newest[1].sound), number
                assert not (obeying.silent and newest[1].sound), number
            else:
                refused += 1
        obeying.recorder.stop()
        kept, heard = kept + len(vault.until), heard + len(vault.heard)
        assert len(vault.heard) == len(set(vault.heard)), number
        for at in [*vault.until, *(began[count] for count in vault.heard)]:
            assert judge.permits(at), (number, at)
    # Of each there were many: the edges were met.
    assert min(kept, shown, refused, heard) > RUNS / PARTS


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
