"""What became of each signed group of pictures (ONVIF Media Signing 26.06, client side).

Units go in as they come; what is judged comes out. A camera signs a group when the next has
begun, or later: until then the hashes of its units wait here, no more than `MOST_WAITING`.

Only a message whose signature holds moves anything. One that does not hold, or that fits
nothing, leaves a doubt on what waits, which the right message lifts.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from vaka.signed_video.certificates import Chain, read_chain
from vaka.signed_video.groups import (
    Group,
    Likeness,
    State,
    Unit,
    compared,
    left,
    next_beginning,
    places,
)
from vaka.signed_video.message import (
    ALGORITHMS,
    AXIS_UUID,
    UUID,
    Message,
    Told,
    Unreadable,
    identity,
    read,
)
from vaka.signed_video.units import Coding, begins_group, is_message, is_picture

# A quarter of an hour at 20 units a second.
MOST_WAITING = 20_000
MOST_SIGNERS = 8
Order = Literal["big", "little"]


@dataclass(frozen=True)
class _Last:
    """The group that was judged last: its number, when it began, its first unit if valid."""

    counter: int
    began: int
    first: bytes


class Judge:
    """Judges the groups of one stream. `signed` says whether a message of ONVIF's has come,
    `otherwise` one of another form; `breaks` counts where groups between are not there.
    """

    def __init__(self, coding: Coding) -> None:
        self._coding = coding
        self._algorithms = tuple(ALGORITHMS.values())
        self._anchors: dict[str, bytes] = {}
        self._waiting: list[Unit] = []
        # The specification says one, its reference implementation does the other.
        self._orders: tuple[Order, ...] = ("big", "little")
        self._last: _Last | None = None
        self._found: list[Group] = []
        self._known: dict[bytes, Chain] = {}
        self._signer: Chain | None = None
        self._now = 0.0
        self.signers: dict[str, Chain] = {}
        self.signed = self.otherwise = False
        self.breaks = 0

    @property
    def waits_from(self) -> float | None:
        """Return when the oldest picture was taken that is not judged; None when all are."""
        pictures = (unit.at for unit in self._waiting if not unit.message)
        vouched = (each.first for unit in self._waiting for each in unit.vouches)
        return min((*pictures, *vouched), default=None)

    def take(self, units: Iterable[bytes], at: float) -> Sequence[Group]:
        """Return what is judged with the units of a picture, taken `at` seconds."""
        self._now = at
        said = [self._heard(unit, at) for unit in units]
        for message, own in filter(None, said):
            self._judge(message, own)
        if len(self._waiting) > MOST_WAITING:
            self._leave(MOST_WAITING // 2)
        return self._told()

    def finish(self) -> Sequence[Group]:
        """Return what becomes of what still waits: its signature has not come."""
        self._leave(len(self._waiting))
        return self._told()

    def _told(self) -> Sequence[Group]:
        found, self._found = self._found, []
        return found

    def _heard(self, unit: bytes, at: float) -> tuple[Message, Unit | None] | None:
        """Let a unit wait; return what it says, when it is about signatures."""
        # Some who write files leave zeros behind a unit.
        if not (unit := unit.rstrip(b"\0")):
            return None
        if is_picture(unit, self._coding):
            self._waiting.append(self._picture(unit, at))
            return None
        told = identity(unit, self._coding) if is_message(unit, self._coding) else b""
        self.otherwise = self.otherwise or told == AXIS_UUID
        if told != UUID:
            return None
        self.signed = True
        try:
            message = read(unit, self._coding)
        except Unreadable:
            self._doubt(State.UNKNOWN, len(self._waiting))
            return None
        if message.signature is not None:
            return message, None
        hashes = {each: _hash(each, message.document) for each in self._algorithms}
        own = Unit(at, hashes, begins=False, message=True)
        self._waiting.append(own)
        return message, own

    def _picture(self, unit: bytes, at: float) -> Unit:
        """Return a unit of a picture, hashed together with the one that begins its group."""
        begins = begins_group(unit, self._coding)
        hashes = {}
        for each in self._algorithms:
            hashed = _hash(each, unit)
            if begins:
                self._anchors[each] = hashed
            elif anchor := self._anchors.get(each):
                hashed = _hash(each, anchor + hashed)
            hashes[each] = hashed
        return Unit(at, hashes, begins, State.LACKING if self._anchors else State.UNKNOWN)

    def _judge(self, message: Message, own: Unit | None) -> None:
        """Judge the group that a message is about; `own` is where it waits to be signed."""
        told = message.told
        try:
            holds = own is not None or self._holds(message)
        except Unreadable:
            self._doubt(State.UNKNOWN, self._reach(told))
            return
        if not holds:
            self._doubt(State.ALTERED, self._reach(told))
        elif told and (found := self._matched(told)):
            self._close(told, own, found)
        elif told and not self._is_old(told):
            self._mismatched(message, told, own)

    def _holds(self, message: Message) -> bool:
        """Return whether a message is signed by whom it says, and learn who signs from now on.

        :raises Unreadable: when that cannot be judged.
        """
        algorithm = message.algorithm or self._algorithms[0]
        if algorithm not in self._algorithms:
            raise Unreadable("it hashes in another way than before")
        manufacturer, user = self._chain(message.manufacturer), self._chain(message.user)
        signs = manufacturer if message.announces else user or manufacturer or self._signer
        if signs is None:
            raise Unreadable("nobody has said whose signature it is")
        if not signs.signed(message, algorithm):
            return False
        self._algorithms = (algorithm,)
        self._signer = user or manufacturer or self._signer
        return True

    def _chain(self, pem: bytes | None) -> Chain | None:
        if not pem:
            return None
        if pem not in self._known:
            if len(self._known) >= MOST_SIGNERS:
                raise Unreadable("too many have signed")
            self._known[pem] = read_chain(pem)
        return self._known[pem]

    def _matched(self, told: Told) -> Likeness | None:
        """Return the units whose hash is the one that a message tells."""
        algorithm = self._algorithms[0]
        for order in self._orders:
            count = int.from_bytes(told.count, order)
            for start in places(self._waiting):
                units = self._waiting[start : start + count]
                if len(units) < max(count, 1):
                    continue
                hashes = b"".join(unit.hashes[algorithm] for unit in units)
                if _hash(algorithm, hashes) == told.digest:
                    self._orders = (order,)
                    end = start + count
                    return Likeness(start, end, frozenset(range(start, end)), missing=0)
        return None

    def _is_old(self, told: Told) -> bool:
        """Return whether a message is one that was heard before: they may be sent twice."""
        return self._last is not None and self._number(told) <= self._last.counter

    def _mismatched(self, message: Message, told: Told, own: Unit | None) -> None:
        """Find the group of a message that fits none as it is: what is altered or missing."""
        units = self._waiting[: self._waiting.index(own)] if own else self._waiting
        found = compared(units, self._algorithms[0], told, message.listed())
        if found is None and self._last and self._number(told) == self._last.counter + 1:
            end = self._unlisted(told, units)
            missing = 0 if end else int.from_bytes(told.count, self._orders[0])
            found = Likeness(0, end, frozenset(), missing=missing)
        if found is None:
            self._doubt(State.ALTERED, self._reach(told))
        else:
            self._close(told, own, found)
            self._doubt(State.ALTERED, found.doubtful)

    def _unlisted(self, told: Told, units: Sequence[Unit]) -> int:
        """Return where the group ends that comes next, when nothing in it is as it was."""
        later = next_beginning(units, 0)
        if told.partial:
            count = int.from_bytes(told.count, self._orders[0])
            return min(count, len(units) if later is None else later)
        if later is None and units and units[0].begins:
            # It has only begun: what the message is about is not there at all.
            return 0
        return len(units) if later is None else later

    def _close(self, told: Told, own: Unit | None, found: Likeness) -> None:
        """Say what became of a group, or let the message that is about it vouch for that."""
        self._leave(found.start)
        end = found.end - found.start
        units, self._waiting = self._waiting[:end], self._waiting[end:]
        follows, state = self._follows(told), found.state
        if not follows:
            state = State.ALTERED
        group = Group(
            units[0].at if units else self._now,
            units[-1].at if units else self._now,
            state,
            altered=found.altered,
            missing=found.missing,
        )
        judged = [
            each if follows and at in found.genuine else replace(each, state=State.ALTERED)
            for at, unit in enumerate(units, found.start)
            for each in unit.vouches
        ]
        first = units[0].hashes[self._algorithms[0]] if state is State.VALID else b""
        self._last = _Last(self._number(told), self._instant(told), first)
        if own:
            own.vouches += [*judged, group]
            return
        assert self._signer is not None
        signer = self._signer.fingerprint
        self.signers[signer] = self._signer
        self._found += [replace(each, signer=signer) for each in (*judged, group)]

    def _follows(self, told: Told) -> bool:
        """Return whether a group comes after the last one, in the order of signing."""
        last = self._last
        if last is None:
            return True
        if self._number(told) == last.counter + 1 and any(told.linked):
            return not last.first or told.linked == last.first
        self.breaks += 1
        return self._instant(told) > last.began

    def _reach(self, told: Told | None) -> int:
        """Return how many of the units that wait a message may be about."""
        if told and told.partial:
            count = int.from_bytes(told.count, self._orders[0])
            return len(self._waiting) if len(self._waiting) >= count else 0
        begun = [at for at, unit in enumerate(self._waiting) if unit.begins]
        return begun[-1] if begun else len(self._waiting)

    def _doubt(self, state: State, count: int) -> None:
        for unit in self._waiting[:count]:
            if unit.doubt is not State.ALTERED:
                unit.doubt = state

    def _leave(self, count: int) -> None:
        """Judge so many units without a signature."""
        self._found += left(self._waiting[:count])
        del self._waiting[:count]

    def _number(self, told: Told) -> int:
        return int.from_bytes(told.counter, self._orders[0])

    def _instant(self, told: Told) -> int:
        return int.from_bytes(told.began, self._orders[0])


def _hash(algorithm: str, data: bytes) -> bytes:
    return hashlib.new(algorithm, data).digest()
