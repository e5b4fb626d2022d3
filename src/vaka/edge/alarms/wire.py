"""SIA DC-09 (2007 to 2021): bytes to message and back. Pure: no socket, no clock.

`decode` and `encode` serve both sides, the receiver and the transmitter.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec
from msgspec.structs import replace

from vaka.core.errors import VakaError
from vaka.edge.alarms import frame
from vaka.edge.alarms.deviations import Deviation
from vaka.edge.alarms.encryption import Undecryptable, decrypt, encrypt
from vaka.edge.alarms.frame import CrcForm

SIA_DCS, ADM_CID, NULL = "SIA-DCS", "ADM-CID", "NULL"
ACK, NAK, DUH, RSP = "ACK", "NAK", "DUH", "RSP"
NO_SEQUENCE = "0000"

# Section 5.5.1: "id", sequence, R receiver, L line, # account. NAK alone writes A0.
_HEADER = re.compile(
    rb'"(?P<star>\*?)(?P<token>[A-Z]{3,4}(?:-[A-Z]{3})?)"(?P<sequence>[0-9]{4})'
    rb"(?:R(?P<receiver>[0-9A-Fa-f]{1,6}))?(?:L(?P<line>[0-9A-Fa-f]{0,6}))?"
    rb"(?:#(?P<account>[0-9A-Za-z]{1,16})|A0)?\["
)
_HEX_ACCOUNT = re.compile(r"[0-9A-F]{3,16}")
# One bracket. Texts between ^ ^ or *' ' may hold brackets; atomic, so that it is linear.
_BRACKET = re.compile(r"\[((?>[^\[\]*^]|\*'[^']*'|\^[^^]*\^|[*^])*+)\]")
_TIMESTAMP = re.compile(r"(_?)([0-9]{2}:[0-9]{2}:[0-9]{2},[0-9]{2}-[0-9]{2}-[0-9]{4})")
_TIME = re.compile(r"([0-9]{2}):([0-9]{2}):([0-9]{2}),([0-9]{2})-([0-9]{2})-([0-9]{4})")
_TIME_FORMAT = "%H:%M:%S,%m-%d-%Y"

KeyFor = Callable[[str], bytes | None]


class Message(msgspec.Struct, frozen=True):
    """One DC-09 message, of either side.

    `data` holds the data brackets without their signs (`#1234|NBA01`), `extended` the
    brackets after them (`X013E00.246`). `timestamp` is when it was sent.
    """

    token: str
    sequence: str
    account: str | None
    receiver: str | None = None
    line: str | None = "0"
    data: tuple[str, ...] = ("",)
    extended: tuple[str, ...] = ()
    timestamp: datetime | None = None
    encrypted: bool = False
    form: CrcForm = CrcForm.ASCII
    deviations: tuple[Deviation, ...] = ()


@dataclass(eq=False)
class NotUnderstood(VakaError):
    """A frame arrived whole, but its message has no single meaning; the answer is DUH."""

    problem: str
    header: Message | None = None

    def __str__(self) -> str:
        return self.problem


class NoKey(NotUnderstood):
    """The message is encrypted, and there is no key for its account."""


def no_keys(account: str) -> bytes | None:
    """Return None: nothing encrypted can be read."""
    return None


def decode(raw: bytes, *, key_for: KeyFor = no_keys) -> Message:
    """Return the message in one frame, or in one unframed heartbeat.

    :raises BadFrame: when checksum or length do not hold; such bytes are not answered.
    :raises NoKey: when it is encrypted and `key_for` has no key for the account.
    :raises NotUnderstood: when the frame holds but the message has no single meaning.
    """
    if beat := frame.HEARTBEAT.fullmatch(raw):
        return _heartbeat(beat)
    sealed = frame.unseal(raw)
    found = _HEADER.match(sealed.body)
    if not found:
        raise NotUnderstood("there is no token, sequence or data")
    header = _header(found, sealed)
    content = sealed.body[found.end() :]
    if header.encrypted:
        content = _decrypted(content, header, key_for)
    return _with_content(header, _text(content))


def encode(message: Message, *, key: bytes | None = None) -> bytes:
    """Return the frame of a message; an encrypted one needs the key of its account."""
    assert message.encrypted == (key is not None), "encrypted messages and keys go together"
    content = "][".join(message.data + message.extended) + "]"
    if message.timestamp is not None:
        content += f"_{message.timestamp.astimezone(UTC):{_TIME_FORMAT}}"
    header = _written_header(message)
    if key is not None:
        return frame.seal(_bytes(header) + encrypt(_bytes(content), key), message.form)
    return frame.seal(_bytes(header + content), message.form)


def acknowledge(message: Message, *, at: datetime) -> Message:
    """Return the ACK (section 5.5.3.1), encrypted and with the time when the message was."""
    return Message(
        ACK,
        message.sequence,
        message.account,
        message.receiver,
        message.line,
        timestamp=at if message.encrypted else None,
        encrypted=message.encrypted,
        form=message.form,
    )


def refuse_time(form: CrcForm, *, at: datetime) -> Message:
    """Return the NAK (section 5.5.3.2), which tells the transmitter the right time."""
    return Message(NAK, NO_SEQUENCE, None, "0", "0", timestamp=at, form=form)


def unable(header: Message) -> Message:
    """Return the DUH (section 5.5.3.3): received whole, cannot be processed."""
    return Message(
        DUH,
        header.sequence,
        header.account,
        header.receiver,
        header.line,
        form=header.form,
    )


def respond(message: Message, data: str, *, at: datetime) -> Message:
    """Return the RSP (section 5.5.3.4): an acknowledgement that carries data."""
    return replace(acknowledge(message, at=at), token=RSP, data=(data,))


def read_time(text: str) -> datetime | None:
    """Return the instant of `HH:MM:SS,MM-DD-YYYY` in UTC; None when there is no such time."""
    if not (found := _TIME.fullmatch(text)):
        return None
    hour, minute, second, month, day, year = map(int, found.groups())
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return None


def _heartbeat(beat: re.Match[bytes]) -> Message:
    receiver, line, account = (part.decode() for part in beat.groups())
    return Message(
        NULL,
        NO_SEQUENCE,
        account,
        receiver,
        line,
        deviations=(Deviation.UNFRAMED_HEARTBEAT,),
    )


def _header(found: re.Match[bytes], sealed: frame.Sealed) -> Message:
    star, token, sequence, *named = found.groups()
    receiver, line, account = [None if word is None else word.decode() for word in named]
    deviations = sealed.deviations
    if not line:
        deviations += (Deviation.NO_LINE,)
    if account is not None and not _HEX_ACCOUNT.fullmatch(account.upper()):
        deviations += (Deviation.ACCOUNT_FORM,)
    return Message(
        token.decode(),
        sequence.decode(),
        account,
        receiver,
        line,
        encrypted=bool(star),
        form=sealed.form,
        deviations=deviations,
    )


def _decrypted(content: bytes, header: Message, key_for: KeyFor) -> bytes:
    key = key_for(header.account) if header.account else None
    if key is None:
        raise NoKey("there is no key for the account", header)
    try:
        return decrypt(content, key)
    except Undecryptable:
        raise NotUnderstood("it is encrypted with another key", header) from None


def _with_content(header: Message, content: str) -> Message:
    brackets, tail = _brackets("[" + content)
    if not brackets:
        raise NotUnderstood("the data has no end", header)
    first, *rest = brackets
    inner = (first, *(b for b in rest if b.startswith(("#", "|")))) if rest else (first,)
    extended = tuple([b for b in rest if not b.startswith(("#", "|"))])
    timestamp, deviations = _timestamp(tail)
    return Message(
        header.token,
        header.sequence,
        header.account,
        header.receiver,
        header.line,
        inner,
        extended,
        timestamp,
        header.encrypted,
        header.form,
        header.deviations + deviations,
    )


def _brackets(content: str) -> tuple[list[str], str]:
    found, at = [], 0
    while match := _BRACKET.match(content, at):
        found.append(match[1])
        at = match.end()
    return found, content[at:]


def _timestamp(tail: str) -> tuple[datetime | None, tuple[Deviation, ...]]:
    if not tail:
        return None, ()
    if not (found := _TIMESTAMP.fullmatch(tail)):
        return None, (Deviation.TRAILING_DATA,)
    if (timestamp := read_time(found[2])) is None:
        return None, (Deviation.TIMESTAMP_MALFORMED,)
    return timestamp, () if found[1] else (Deviation.TIMESTAMP_WITHOUT_UNDERSCORE,)


def _text(content: bytes) -> str:
    """Return the text; the standard says Windows-1252, newer panels send UTF-8."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _written_header(message: Message) -> str:
    star = "*" if message.encrypted else ""
    receiver = "" if message.receiver is None else "R" + message.receiver
    line = "" if message.line is None else "L" + message.line
    account = "" if message.account is None else "#" + message.account
    if message.token == NAK:
        account = "A0"
    return f'"{star}{message.token}"{message.sequence}{receiver}{line}{account}['


def _bytes(text: str) -> bytes:
    # ASCII is the same in Windows-1252, and written at a tenth of the price.
    return text.encode("ascii" if text.isascii() else "cp1252", errors="replace")
