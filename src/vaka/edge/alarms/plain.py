"""The plain message, which nine of ten are: one SIA event, in clear, as the standard writes it.

What is read here in one search is what `wire` and `dcs` would have made of it, at a quarter of
their price; all else, and all that is doubtful, is left to them.
"""

import re

from fastcrc.crc16 import arc as crc16

from vaka.edge.alarms import wire
from vaka.edge.alarms.dcs import Content, Event
from vaka.edge.alarms.wire import Message

_PLAIN = re.compile(
    r'\n([0-9A-Fa-f]{4})(0[0-9A-Fa-f]{3})"SIA-DCS"([0-9]{4})'
    r"(?:R([0-9A-Fa-f]{1,6}))?L([0-9A-Fa-f]{1,6})#([0-9A-F]{3,16})"
    r"\[(#\6\|([NO])(?:ri([0-9]+)/)?([A-Z]{2})([0-9A-Fa-f]{0,16}))\]"
    r"(?:_([0-9:]{8},[0-9\-]{10}))?\r"
)
_BODY = slice(9, -1)  # after line feed, checksum and length; before the carriage return


def read(raw: bytes) -> tuple[Message, Content] | None:
    """Return what a plain message is and says; None when it is not plain, or not whole."""
    if not raw.isascii() or not (found := _PLAIN.fullmatch(raw.decode("ascii"))):
        return None
    crc, length, sequence, receiver, line, account, data, *said, sent = found.groups()
    body = raw[_BODY]
    if int(length, 16) != len(body) or int(crc, 16) != crc16(body):
        return None
    timestamp = wire.read_time(sent) if sent else None
    if sent and timestamp is None:
        return None
    qualifier, area, code, zone = said
    event = Event(code, qualifier, area, zone or None)
    message = Message(
        wire.SIA_DCS, sequence, account, receiver, line, (data,), timestamp=timestamp
    )
    return message, Content(account, (event,), (), None, timestamp, ())
