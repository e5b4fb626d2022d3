"""What the data of a DC-09 message says: SIA events (DC-03), Contact ID (DC-05), positions."""

import re
from datetime import datetime

import msgspec
from msgspec.structs import replace

from vaka.edge.alarms import wire
from vaka.edge.alarms.deviations import Deviation
from vaka.edge.alarms.wire import Message, NotUnderstood


class Event(msgspec.Struct, frozen=True):
    """One event as sent.

    `code` is two letters (SIA) or three digits (Contact ID); `qualifier` is N (new) or O
    (old) in SIA, and 1 (new), 3 (restored) or 6 (still there) in Contact ID.
    """

    code: str | None = None
    qualifier: str | None = None
    area: str | None = None
    zone: str | None = None
    text: str | None = None
    user: str | None = None


class Content(msgspec.Struct, frozen=True):
    """All that one message reports."""

    account: str | None
    events: tuple[Event, ...]
    extended: tuple[tuple[str, str], ...]
    position: tuple[float, float] | None  # longitude, latitude, WGS 84
    occurred_at: datetime | None
    deviations: tuple[Deviation, ...]


# Modifiers stand before the events they belong to: ri area, id user, pi peripheral, ti time …
_MODIFIER = re.compile(
    r"(ti|da|id|ri|pi|ai|ph|lv|vl|pt|rg|ss|va)([0-9A-Fa-f:.\-]*?)(?=/|[A-Z]{2}|$)"
)
# A text between stars may hold a slash; one whose second star is left out may not.
_EVENT = re.compile(
    r"([A-Z]{2})([0-9A-Fa-f]{0,16})"
    r"(?:\^([^^]*)\^?|\*'([^']*)'?(?:NM)?|\*([^*]*)\*(?=/|$)|\*([^*/]*)\*?|NM)?"
)
# Bars part blocks, but for those in texts; atomic, so that it is linear.
_BLOCK = re.compile(r"((?>[^|*^]|\*'[^']*'|\^[^^]*\^|[*^])*+)(?:\||$)")
# A frame has room for a thousand events; no panel sends so many, and each is kept with the
# whole frame beside it.
MOST_EVENTS = 64
_CONTACT_ID = re.compile(
    r"([136])([0-9A-F]{3})( ?)([0-9A-F]{2})( ?)([0-9A-F]{3})\s*(?:[*^]+([^*^]*)[*^]?)?"
)
_ACCOUNT = re.compile(r"#?([0-9A-Za-z]{1,16})?\|")
_DEGREES = re.compile(r"([0-9]{2,3})([EWNS])([0-9]{1,2}(?:\.[0-9]+)?)")
_DECIMAL = re.compile(r"[+-]?[0-9]{1,3}\.[0-9]+")


def read(message: Message) -> Content:
    """Return what the message reports.

    :raises NotUnderstood: when token or data have no single meaning.
    """
    if message.token not in _READERS:
        raise NotUnderstood(f"{message.token} is not supported", message)
    deviations = list(message.deviations)
    account = message.account
    events: list[Event] = []
    for data in message.data:
        account, rest = _account(data, account, message, deviations)
        events += _READERS[message.token](rest, message, deviations)
    if len(events) > MOST_EVENTS:
        raise NotUnderstood(f"it holds more than {MOST_EVENTS} events", message)
    if message.account is None:
        deviations.append(Deviation.NO_ACCOUNT)
    extended = tuple((part[:1], part[1:]) for part in message.extended if part)
    named = dict(extended)
    if (described := named.get("I")) and events:
        events[0] = replace(events[0], text=events[0].text or described)
    told = wire.read_time(named["H"].lstrip("_")) if "H" in named else None
    occurred = told or message.timestamp
    position = _position(named, deviations)
    once = tuple(dict.fromkeys(deviations))
    return Content(account, tuple(events), extended, position, occurred, once)


def _account(
    data: str, outer: str | None, message: Message, deviations: list[Deviation]
) -> tuple[str | None, str]:
    """Return the account and what follows it; two different accounts have no single meaning."""
    if message.token == wire.NULL:
        # There is nothing to report, so nothing that could be another's.
        return outer, data
    found = _ACCOUNT.match(data)
    inner = found[1] if found else None
    if not found or inner is None:
        deviations.append(Deviation.NO_INNER_ACCOUNT)
        return outer, data[found.end() :] if found else data
    if not data.startswith("#"):
        deviations.append(Deviation.INNER_ACCOUNT_WITHOUT_HASH)
    if outer is not None and inner.upper() != outer.upper():
        if inner.upper().lstrip("0") != outer.upper().lstrip("0"):
            raise NotUnderstood("the two accounts differ", message)
        deviations.append(Deviation.INNER_ACCOUNT_PADDED)
    return outer or inner, data[found.end() :]


def _sia(data: str, message: Message, deviations: list[Deviation]) -> list[Event]:
    """Read blocks such as `Nri1/BA001^Hall^/BA002`, parted by bars; `A` blocks are text."""
    events: list[Event] = []
    for block in _blocks(data):
        if events and not block:
            deviations.append(Deviation.EMPTY_BLOCK)
        elif events and block.startswith("A"):
            text = block[1:].strip('"')
            events[-1] = replace(events[-1], text=events[-1].text or text)
        else:
            events += _block(block, message, deviations)
    return events


def _blocks(data: str) -> list[str]:
    blocks: list[str] = []
    at = 0
    while at < len(data) or not blocks:
        found = _BLOCK.match(data, at)
        assert found, "any text is a block"
        blocks.append(found[1])
        at = found.end()
    if data.endswith("|"):
        blocks.append("")
    return blocks


def _block(block: str, message: Message, deviations: list[Deviation]) -> list[Event]:
    qualifier, at = None, 0
    if block[:1] in ("N", "O") and (_MODIFIER.match(block, 1) or _EVENT.match(block, 1)):
        qualifier, at = block[0], 1
    else:
        deviations.append(Deviation.NO_EVENT_BLOCK)
    events: list[Event] = []
    told: dict[str, str] = {}
    while at < len(block):
        if found := _MODIFIER.match(block, at):
            told[found[1]] = found[2]
        elif found := _EVENT.match(block, at):
            text = next(filter(None, found.groups()[2:]), "").strip()
            zone = found[2] or told.get("pi")
            area, user = told.get("ri"), told.get("id")
            events.append(
                Event(
                    found[1], qualifier, area or None, zone or None, text or None, user or None
                )
            )
        else:
            raise NotUnderstood("the data is no SIA event", message)
        at = _past_separator(block, found.end(), deviations)
    if not events:
        raise NotUnderstood("the data holds no event", message)
    return events


def _past_separator(block: str, end: int, deviations: list[Deviation]) -> int:
    if end < len(block) and block[end] != "/":
        deviations.append(Deviation.NO_SEPARATOR)
        return end
    return end + 1


def _contact_id(data: str, message: Message, deviations: list[Deviation]) -> list[Event]:
    """Read blocks such as `1130 01 015`, parted by bars; one that begins with `^` is text."""
    events: list[Event] = []
    for block in _blocks(data):
        if events and not block:
            deviations.append(Deviation.EMPTY_BLOCK)
        elif events and block.startswith(("^", "*")):
            text = block.strip("^* ")
            events[-1] = replace(events[-1], text=events[-1].text or text or None)
        else:
            events.append(_contact(block, message, deviations))
    return events


def _contact(block: str, message: Message, deviations: list[Deviation]) -> Event:
    found = _CONTACT_ID.fullmatch(block)
    if not found:
        raise NotUnderstood("the data is no Contact ID event", message)
    qualifier, code, space, area, space_too, zone, text = found.groups()
    if not (space and space_too):
        deviations.append(Deviation.CONTACT_ID_SPACING)
    return Event(code, qualifier, area, zone, (text and text.strip()) or None)


def _null(data: str, message: Message, deviations: list[Deviation]) -> list[Event]:
    if data:
        deviations.append(Deviation.DATA_IN_NULL)
    return [Event()]


_READERS = {wire.SIA_DCS: _sia, wire.ADM_CID: _contact_id, wire.NULL: _null}


def _position(named: dict[str, str], deviations: list[Deviation]) -> tuple[float, float] | None:
    if "X" not in named or "Y" not in named:
        return None
    longitude = _angle(named["X"], "EW", 180, deviations)
    latitude = _angle(named["Y"], "NS", 90, deviations)
    if longitude is None or latitude is None:
        deviations.append(Deviation.POSITION_MALFORMED)
        return None
    return longitude, latitude


def _angle(text: str, signs: str, largest: int, deviations: list[Deviation]) -> float | None:
    """Return degrees of `093W23.456` (degrees, side, minutes), or of plain decimals."""
    if (found := _DEGREES.fullmatch(text)) and found[2] in signs:
        degrees = int(found[1]) + float(found[3]) / 60
        degrees = round(degrees if found[2] == signs[0] else -degrees, 7)
    elif _DECIMAL.fullmatch(text):
        deviations.append(Deviation.POSITION_DECIMAL)
        degrees = float(text)
    else:
        return None
    return degrees if abs(degrees) <= largest else None
