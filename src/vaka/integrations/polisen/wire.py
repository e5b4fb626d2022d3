"""polisen.se events as bytes: JSON or JSON lines, plain or gzip, into events one at a time.

What the data showed (69,732 events of 2023–2025):

- `datetime` is when the text was put out or last changed; when it happened stands in `name`
  ("20 mars 15:58, Brand, Skellefteå", since 2023 also "15.58"), without a year. We take both.
- The hour of `datetime` is not padded ("2023-03-21 1:15:53 +01:00"), so it is not ISO 8601.
- 789 headlines (1.1 %) lie after their publication, mostly a night's event whose date was
  written as the next day's. We keep what the police wrote and say that it is doubtful.
- The 311 positions are centres of municipalities and counties.
- One entry in six sums up a night and is no event.
"""

import codecs
import hashlib
import json
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import chain
from zoneinfo import ZoneInfo

from vaka.core.errors import BadInput
from vaka.needs.rules.police import PublishedEvent
from vaka.needs.rules.table import Fault, RejectedRow

MONTHS = (
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
)
HEADLINE = re.compile(r"(\d{1,2}) (\w+) (\d{1,2})[.:](\d{2})\b")
ZONE = ZoneInfo("Europe/Stockholm")
# Half a year ahead of its publication a headline means the year before.
AHEAD = timedelta(days=183)
GZIP = b"\x1f\x8b"
# An event is about 400 bytes; a megabyte without an end is no event.
LONGEST = 1024 * 1024
CHUNK = 64 * 1024
# Identifiers are kept as signed 64-bit numbers.
HIGHEST_ID = 2**63 - 1
# The police have published nothing outside; at the calendar's ends a time zone leads out of it.
YEARS = range(2000, 3000)

Read = Callable[[int], bytes]
Element = tuple[int, object]


class EventFile:
    """The events of a file, read once from its start; hashes the bytes as they pass.

    `read` returns the next bytes, at most so many, and none at the end.
    """

    def __init__(self, read: Read, *, name: str) -> None:
        self._read = read
        self._name = name
        self._digest = hashlib.sha256()

    @property
    def sha256(self) -> str:
        """Return the SHA-256 (hex) of the file's bytes read so far."""
        return self._digest.hexdigest()

    def __iter__(self) -> Iterator[PublishedEvent | RejectedRow]:
        """Return each event, or why a line cannot be taken.

        :raises BadInput: when the file is a damaged gzip file.
        """
        for line, element in elements(self._plain()):
            if isinstance(element, RejectedRow):
                yield element
                continue
            try:
                yield event(element, line=line)
            except RejectedRow as rejected:
                yield rejected

    def _chunks(self) -> Iterator[bytes]:
        while chunk := self._read(CHUNK):
            self._digest.update(chunk)
            yield chunk

    def _plain(self) -> Iterator[bytes]:
        chunks = self._chunks()
        first = next(chunks, b"")
        # By its first bytes, since a name may lie.
        if first.startswith(GZIP):
            return unpacked(chain([first], chunks), name=self._name)
        return chain([first], chunks)


def unpacked(chunks: Iterator[bytes], *, name: str) -> Iterator[bytes]:
    """Return the content of a gzip file of one or several members.

    :raises BadInput: when it is damaged or ends too early.
    """
    mend = "Fetch it again; nothing of it was taken"
    member = zlib.decompressobj(wbits=31)
    try:
        for chunk in chunks:
            rest = chunk
            while rest:
                if member.eof:
                    member = zlib.decompressobj(wbits=31)
                # In pieces, so that a small file cannot unpack to more than the memory.
                yield member.decompress(rest, LONGEST)
                rest = member.unused_data if member.eof else member.unconsumed_tail
    except zlib.error as problem:
        raise BadInput(name, f"the gzip file is damaged ({problem})", mend) from None
    if not member.eof:
        raise BadInput(name, "the gzip file ends too early", mend)


def elements(chunks: Iterator[bytes]) -> Iterator[Element]:
    """Return each JSON value with its line: of a list, or of one value a line.

    A line that is no JSON comes as the `RejectedRow` that says so; in a list that breaks, the
    rest cannot be found again and comes as one.
    """
    first = b""
    for chunk in chunks:
        first += chunk
        if first.removeprefix(codecs.BOM_UTF8).strip():
            break
    first = first.removeprefix(codecs.BOM_UTF8)
    if first.lstrip().startswith(b"["):
        return _of_list(chain([first], chunks))
    return _of_lines(chain([first], chunks))


def _of_lines(chunks: Iterator[bytes]) -> Iterator[Element]:
    number, rest = 0, b""
    for chunk in chain(chunks, [b"\n"]):
        *lines, rest = (rest + chunk).split(b"\n")
        for line in lines:
            number += 1
            if line.strip():
                yield number, _value(line, number)
        if len(rest) > LONGEST:
            yield number + 1, _no_json(number + 1, "The line is longer than a megabyte")
            return


def _value(line: bytes, number: int) -> object:
    try:
        value: object = json.loads(line)
    except (ValueError, RecursionError):
        return _no_json(number, "One event a line, as polisen.se publishes it")
    return value


def _of_list(chunks: Iterator[bytes]) -> Iterator[Element]:
    decode = codecs.getincrementaldecoder("utf-8")("surrogateescape").decode
    text, line, decoder = "", 1, json.JSONDecoder()
    opened = False
    for chunk in chunks:
        text += decode(chunk)
        at = 0
        while True:
            start = _skip(text, at, "[" if not opened else ",")
            line += text.count("\n", at, start)
            at = start
            opened = True
            if text.startswith("]", at):
                return
            try:
                value, end = decoder.raw_decode(text, at)
            except (ValueError, RecursionError):
                break
            yield line, value
            line += text.count("\n", at, end)
            at = end
        text = text[at:]
        if len(text) > LONGEST:
            break
    yield line, _no_json(line, "From here on the list cannot be read")


def _skip(text: str, at: int, mark: str) -> int:
    """Return the place after white space and at most one such mark."""
    start = at
    while start < len(text) and (text[start].isspace() or text[start] == mark):
        mark = "" if text[start] == mark else mark
        start += 1
    return start


def _no_json(line: int, mend: str) -> RejectedRow:
    return RejectedRow(line, "", Fault.NOT_JSON, "", mend)


def event(value: object, *, line: int) -> PublishedEvent:
    """Return the event in a JSON value.

    :raises RejectedRow: when it is no event of the police's.
    """
    if not isinstance(value, dict):
        raise RejectedRow(line, "", Fault.NOT_AN_OBJECT, "", "An event is {…}")
    location = value.get("location")
    if not isinstance(location, dict):
        raise RejectedRow(line, "location", Fault.NOT_AN_OBJECT, "", 'As {"name": …, "gps": …}')
    published = _published(value.get("datetime"), line)
    latitude, longitude = _centre(location.get("gps"), line)
    told = PublishedEvent(
        id=_id(value.get("id"), line),
        occurred_at=occurred(_text(value.get("name"), "name", line, 300), published),
        published_at=published,
        kind=_needed(value.get("type"), "type", line, 100),
        place=_needed(location.get("name"), "location.name", line, 100),
        longitude=longitude,
        latitude=latitude,
        summary=_text(value.get("summary"), "summary", line, 20_000),
        url=_text(value.get("url"), "url", line, 300),
        content_hash="",
    )
    return replace(told, content_hash=hashlib.sha256(repr(told).encode()).hexdigest())


def _id(value: object, line: int) -> int:
    # In JSON, true is no number; in Python it is one.
    if isinstance(value, int) and not isinstance(value, bool) and 0 < value <= HIGHEST_ID:
        return value
    raise RejectedRow(line, "id", Fault.NO_ID, str(value)[:40], "As polisen.se numbers it")


def _published(value: object, line: int) -> datetime:
    try:
        at = datetime.strptime(str(value), "%Y-%m-%d %H:%M:%S %z")
        if at.year not in YEARS:
            raise ValueError
        return at.astimezone(UTC)
    except ValueError:
        mend = "As 2023-03-20 17:15:38 +01:00"
        raise RejectedRow(line, "datetime", Fault.NO_TIME, str(value)[:40], mend) from None


def occurred(headline: str, published: datetime) -> datetime | None:
    """Return when a headline says that it happened (UTC), or none when it says no time.

    A headline has no year: it is that of the publication, or the one before around New Year.
    """
    told = HEADLINE.match(headline)
    if told is None or told[2].casefold() not in MONTHS:
        return None
    month = MONTHS.index(told[2].casefold()) + 1
    day, hour, minute = int(told[1]), int(told[3]), int(told[4])
    local = published.astimezone(ZONE)
    try:
        at = datetime(local.year, month, day, hour, minute, tzinfo=ZONE)
        if at - published > AHEAD:
            at = at.replace(year=at.year - 1)
    except ValueError:
        return None
    return at.astimezone(UTC)


def _centre(value: object, line: int) -> tuple[float, float]:
    """Return latitude and longitude: the order in which the police write them."""
    mend = "As 64.750244,20.950917: latitude, longitude"
    try:
        latitude, longitude = map(float, str(value).split(","))
    except ValueError:
        shown = str(value)[:40]
        raise RejectedRow(line, "location.gps", Fault.NO_NUMBER, shown, mend) from None
    if not (55 <= latitude <= 70 and 10 <= longitude <= 25):
        raise RejectedRow(line, "location.gps", Fault.OUTSIDE_SWEDEN, str(value)[:40], mend)
    return latitude, longitude


def _text(value: object, column: str, line: int, longest: int) -> str:
    """Return the text without outer space; null and absent are empty."""
    if value is None:
        return ""
    if not isinstance(value, str) or "\0" in value or not _is_unicode(value):
        raise RejectedRow(line, column, Fault.CONTROL_CHARACTER, "", "Send it as text")
    if len(value) > longest:
        mend = f"At most {longest} characters"
        raise RejectedRow(line, column, Fault.TOO_LONG, str(len(value)), mend)
    return value.strip()


def _is_unicode(value: str) -> bool:
    """Return whether no half of a surrogate pair stands alone, as JSON allows."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _needed(value: object, column: str, line: int, longest: int) -> str:
    text = _text(value, column, line, longest)
    if not text:
        raise RejectedRow(line, column, Fault.EMPTY, "", "Every event has it")
    return text
