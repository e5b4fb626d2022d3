"""Read a JSON object strictly: each field once, of its type, and none left over."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from types import TracebackType
from typing import NoReturn, Self, TypeGuard
from zoneinfo import ZoneInfo

from vaka.core.errors import BadInput
from vaka.core.ids import is_id

CLOCK = re.compile(r"(?:([01][0-9]|2[0-3]):([0-5][0-9])|24:00)")
# Files that differ from machine to machine, or count leap seconds.
NO_TIME_ZONES = ("localtime", "posixrules", "Factory", "posix/", "right/")
LARGEST = 1_000_000
MEND_INSTANT = "Write 2026-03-02T12:00:00.000000Z"
Ring = tuple[tuple[float, float], ...]


class Object:
    """A JSON object being read; on leaving the `with`, a field nobody asked for is refused."""

    def __init__(self, fields: Mapping[str, object], place: str) -> None:
        self._fields = fields
        self._place = place
        self._read: set[str] = set()

    @classmethod
    def read(cls, value: object, place: str) -> Self:
        """Return the reader of a value that must be an object.

        :raises BadInput: when it is something else.
        """
        if not isinstance(value, dict):
            raise BadInput(place, "it is not an object", "Write { … }")
        return cls(value, place)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        unknown = sorted(set(self._fields) - self._read)
        if kind is None and unknown:
            self.refuse(unknown[0], "the format has no such field", "Take it out")

    def refuse(self, name: str, problem: str, mend: str) -> NoReturn:
        """Refuse a field, by its place in the document."""
        raise BadInput(f"{self._place}.{name}", problem, mend)

    def _take(self, name: str) -> object:
        self._read.add(name)
        if name not in self._fields:
            self.refuse(name, "it is missing", "Every field must be there")
        return self._fields[name]

    def literal(self, name: str, wanted: str) -> None:
        """Read a field that can only say one thing."""
        if self._take(name) != wanted:
            self.refuse(name, "it is not this format", f"Write {wanted}")

    def text(self, name: str) -> str:
        """Return a text that is not empty."""
        value = self._take(name)
        if not isinstance(value, str) or not value.strip():
            self.refuse(name, "it is not a text", "Write a text that is not empty")
        return value

    def texts(self, name: str) -> list[str]:
        """Return a list of texts, each once."""
        values = self.listed(name)
        for value in values:
            if not isinstance(value, str) or not value or values.count(value) > 1:
                self.refuse(name, "it is not a list of texts", "Write each text once")
        return [str(value) for value in values]

    def all_texts(self) -> dict[str, str]:
        """Return every field, whatever it is called; each must be a text."""
        return {name: self.text(name) for name in self._fields}

    def words(self, name: str, known: Sequence[str], *, least: int = 0) -> list[str]:
        """Return a list of known words, each once."""
        values = self.texts(name)
        if len(values) < least:
            self.refuse(name, "it is empty", f"Write some of {', '.join(known)}")
        if strange := [value for value in values if value not in known]:
            self.refuse(name, f"{strange[0]} is not known", f"Known are {', '.join(known)}")
        return values

    def text_or_null(self, name: str) -> str | None:
        """Return a text that is not empty, or None."""
        return None if self._take(name) is None else self.text(name)

    def word(self, name: str, known: Sequence[str]) -> str:
        """Return one of the known words."""
        value = self.text(name)
        if value not in known:
            self.refuse(name, f"{value} is not known", f"Known are {', '.join(known)}")
        return value

    def ulid(self, name: str) -> str:
        """Return a ULID."""
        value = self.text(name)
        if not is_id(value):
            self.refuse(name, "it is not a ULID", "Write 26 characters, Crockford base 32")
        return value

    def ulid_or_null(self, name: str) -> str | None:
        """Return a ULID, or None."""
        return None if self._take(name) is None else self.ulid(name)

    def boolean(self, name: str) -> bool:
        """Return a boolean."""
        value = self._take(name)
        if not isinstance(value, bool):
            self.refuse(name, "it is not true or false", "Write true or false")
        return value

    def whole(self, name: str) -> int:
        """Return a whole number from 0."""
        value = self._take(name)
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= LARGEST:
            self.refuse(name, "it is not a whole number", f"Write 0 to {LARGEST}")
        return value

    def wholes(self, name: str) -> list[int]:
        """Return a list of whole numbers from 0."""
        values = self.listed(name)
        for value in values:
            if type(value) is not int or not 0 <= value <= LARGEST:
                self.refuse(name, f"{value} is not a whole number", f"Write 0 to {LARGEST}")
        return [value for value in values if isinstance(value, int)]

    def positive(self, name: str) -> float:
        """Return a number above 0."""
        value = self._take(name)
        if not _is_number(value) or value <= 0:
            self.refuse(name, "it is not a number above 0", "Write pixels a metre")
        return value

    def positive_or_null(self, name: str) -> float | None:
        """Return a number above 0, or None."""
        return None if self._take(name) is None else self.positive(name)

    def date(self, name: str) -> date:
        """Return a date, written YYYY-MM-DD."""
        value = self.text(name)
        try:
            found = date.fromisoformat(value)
        except ValueError:
            self.refuse(name, f"{value} is not a date", "Write YYYY-MM-DD")
        if found.isoformat() != value:
            self.refuse(name, f"{value} is not in the one form", "Write YYYY-MM-DD")
        return found

    def instant(self, name: str) -> datetime:
        """Return an instant written as `stamp` writes it: UTC, microseconds, `Z`."""
        value = self.text(name)
        try:
            found = datetime.fromisoformat(value)
            if found.tzinfo is None or stamp(found) != value:
                self.refuse(name, f"{value} is not in the one form", MEND_INSTANT)
        except (ValueError, OverflowError):
            self.refuse(name, f"{value} is not an instant", MEND_INSTANT)
        return found

    def clock(self, name: str) -> int:
        """Return minutes after midnight, of a wall clock written HH:MM."""
        value = self.text(name)
        told = CLOCK.fullmatch(value)
        if not told:
            self.refuse(name, f"{value} is no time", "Write HH:MM, 00:00 to 24:00")
        return 24 * 60 if told[1] is None else int(told[1]) * 60 + int(told[2])

    def time_zone(self, name: str) -> ZoneInfo:
        """Return a time zone by its IANA name."""
        value = self.text(name)
        mend = "Write an IANA name, as Europe/Stockholm"
        if value.startswith(NO_TIME_ZONES):
            self.refuse(name, f"{value} is not the same everywhere", mend)
        try:
            return ZoneInfo(value)
        except (OSError, ValueError, KeyError):
            self.refuse(name, f"{value} is no time zone", mend)

    def inner(self, name: str) -> "Object":
        """Return the reader of an object within."""
        return Object.read(self._take(name), f"{self._place}.{name}")

    def inner_or_null(self, name: str) -> "Object | None":
        """Return the reader of an object, or None for null."""
        return None if self._take(name) is None else self.inner(name)

    def inners(self, name: str, *, least: int = 0) -> list["Object"]:
        """Return the readers of a list of objects."""
        values = self.listed(name)
        if len(values) < least:
            self.refuse(name, "it is empty", "Write at least one")
        return [
            Object.read(value, f"{self._place}.{name}[{i}]") for i, value in enumerate(values)
        ]

    def inners_if_there(self, name: str) -> list["Object"]:
        """Return the readers of a list of objects, which is not empty where it is there."""
        return self.inners(name, least=1) if name in self._fields else []

    def polygon(self, name: str) -> dict[str, object]:
        """Return a GeoJSON polygon in WGS 84."""
        with self.inner(name) as own:
            own.literal("type", "Polygon")
            rings = own.listed("coordinates")
            if not rings:
                own.refuse("coordinates", "it is empty", "Write at least one ring")
            for ring in rings:
                points = own.points("coordinates", ring, least=4)
                closed = points[0] == points[-1]
                on_earth = all(abs(x) <= 180 and abs(y) <= 90 for x, y in points)
                if not closed or not on_earth:
                    mend = "Close it; longitude, latitude in degrees"
                    own.refuse("coordinates", "a ring is open or not on Earth", mend)
        return {"type": "Polygon", "coordinates": rings}

    def masks(self, name: str) -> tuple[Ring, ...]:
        """Return polygons in image coordinates, 0 to 1 from the upper left."""
        return tuple(self._ring(name, mask) for mask in self.listed(name))

    def ring(self, name: str) -> Ring:
        """Return one polygon in image coordinates, 0 to 1 from the upper left."""
        return self._ring(name, self.listed(name))

    def _ring(self, name: str, value: object) -> Ring:
        ring = self.points(name, value, least=3)
        if not all(0 <= x <= 1 and 0 <= y <= 1 for x, y in ring):
            self.refuse(name, "a point lies outside the picture", "Write 0 to 1")
        return ring

    def listed(self, name: str) -> list[object]:
        """Return a list of anything."""
        value = self._take(name)
        if not isinstance(value, list):
            self.refuse(name, "it is not a list", "Write [ … ]")
        return value

    def points(self, name: str, value: object, *, least: int) -> Ring:
        """Return a list of pairs of numbers, found under that field."""
        if not isinstance(value, list) or len(value) < least:
            self.refuse(name, "a polygon has too few points", f"Write at least {least}")
        return tuple(self._point(name, point) for point in value)

    def _point(self, name: str, value: object) -> tuple[float, float]:
        if not isinstance(value, list) or len(value) != 2 or not _are_numbers(value):
            self.refuse(name, "a point is not two numbers", "Write [x, y]")
        return value[0], value[1]


def _are_numbers(values: Iterable[object]) -> bool:
    return all(_is_number(value) for value in values)


def _is_number(value: object) -> TypeGuard[float]:
    if not isinstance(value, int | float) or isinstance(value, bool):
        return False
    return -LARGEST <= value <= LARGEST  # NaN is not


def stamp(at: datetime) -> str:
    """Return an instant in its one form: UTC, microseconds, `Z`."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
