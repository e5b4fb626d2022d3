"""What a receiver makes of one frame: the alarms to keep, and the answer once they are kept.

Pure: the time is an argument. The answer must not be sent before the alarms are durable.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from hashlib import blake2b

import msgspec

from vaka.core.ids import new_id
from vaka.edge.alarms import dcs, plain, wire
from vaka.edge.alarms.accounts import Accounts
from vaka.edge.alarms.alarm import Alarm
from vaka.edge.alarms.dcs import Content, Event
from vaka.edge.alarms.deviations import Deviation
from vaka.edge.alarms.frame import BadFrame, CrcForm
from vaka.edge.alarms.wire import Message, NoKey, NotUnderstood

# Section 5.5.1.8: a message may be 40 seconds old, and a clock 20 seconds fast.
OLDEST, FASTEST = timedelta(seconds=40), timedelta(seconds=20)
# The same event with the same time of sending is one event, over whatever path it came.
SAME_WITH_TIME = timedelta(hours=24)
# Without a time only the sequence tells; it comes round again after 9999 messages.
SAME_WITHOUT_TIME = timedelta(minutes=10)


class Finding(StrEnum):
    """What became of a frame."""

    ACCEPTED = "accepted"
    BAD_FRAME = "bad-frame"
    NOT_UNDERSTOOD = "not-understood"
    NO_KEY = "no-key"
    NOT_ENCRYPTED = "not-encrypted"
    OUTSIDE_WINDOW = "outside-window"


class Reception(msgspec.Struct, frozen=True):
    """The alarms to keep, the answer to send when they are durable, and why."""

    finding: Finding
    answer: bytes | None
    alarms: tuple[Alarm, ...] = ()
    account: str | None = None
    problem: str = ""
    protocol: str = ""


def receive(raw: bytes, *, accounts: Accounts, at: datetime) -> Reception:
    """Return what one frame (or unframed heartbeat) means for the receiver."""
    try:
        message, content = plain.read(raw) or _read(raw, accounts)
    except BadFrame as problem:
        return Reception(Finding.BAD_FRAME, None, problem=str(problem))
    except NoKey as problem:
        return _unable(Finding.NO_KEY, problem, at=at)
    except NotUnderstood as problem:
        return _unable(Finding.NOT_UNDERSTOOD, problem, at=at)
    return _judge(raw, message, content, accounts=accounts, at=at)


def _read(raw: bytes, accounts: Accounts) -> tuple[Message, Content]:
    message = wire.decode(raw, key_for=accounts.key_for)
    return message, dcs.read(message)


def _judge(
    raw: bytes, message: Message, content: Content, *, accounts: Accounts, at: datetime
) -> Reception:
    account = accounts.get(content.account)
    if account and account.key and not message.encrypted:
        # Who may choose to leave encryption out may forge: clear text is no way round a key.
        problem = NotUnderstood("the account has a key, and this is in clear", message)
        return _unable(Finding.NOT_ENCRYPTED, problem, at=at)
    in_window = _in_window(message.timestamp, at=at)
    if message.encrypted and not in_window:
        nak = wire.encode(wire.refuse_time(message.form, at=at))
        problem_text = "the time of sending is outside the window"
        return Reception(Finding.OUTSIDE_WINDOW, nak, (), message.account, problem_text)
    deviations = content.deviations
    if message.timestamp is not None and not in_window:
        deviations += (Deviation.TIMESTAMP_OUTSIDE_WINDOW,)
    alarms = [
        _alarm(raw, message, content, number, event, deviations, at=at, known=bool(account))
        for number, event in enumerate(content.events)
    ]
    key = account.key if account and message.encrypted else None
    answer = wire.encode(wire.acknowledge(message, at=at), key=key)
    return Reception(
        Finding.ACCEPTED, answer, tuple(alarms), content.account, protocol=message.token
    )


def _in_window(sent: datetime | None, *, at: datetime) -> bool:
    return sent is not None and at - OLDEST <= sent <= at + FASTEST


def _unable(finding: Finding, problem: NotUnderstood, *, at: datetime) -> Reception:
    header = problem.header
    if header is None:
        # There is no sequence to answer to; NAK is the one answer without.
        nak = wire.refuse_time(CrcForm.ASCII, at=at)
        return Reception(finding, wire.encode(nak), problem=str(problem))
    answer = wire.encode(wire.unable(header))
    return Reception(finding, answer, account=header.account, problem=str(problem))


def _alarm(
    raw: bytes,
    message: Message,
    content: Content,
    number: int,
    event: Event,
    deviations: tuple[Deviation, ...],
    *,
    at: datetime,
    known: bool,
) -> Alarm:
    timed = message.timestamp is not None
    # By position: so many names would cost more than all else here.
    return Alarm(
        new_id(at=at),
        at,
        message.token,
        content.account,
        raw,
        message.sequence,
        message.receiver,
        message.line,
        event.code,
        event.qualifier,
        event.area,
        event.zone,
        event.text,
        event.user,
        content.position,
        content.occurred_at,
        message.encrypted,
        known,
        tuple([code.value for code in deviations]) if deviations else (),
        content.extended,
        _fingerprint(message, content.account, number),
        _before(at, SAME_WITH_TIME if timed else SAME_WITHOUT_TIME),
    )


@lru_cache(maxsize=8)
def _before(at: datetime, window: timedelta) -> datetime:
    # All alarms of a round were received at one instant; what is one object is written once.
    return at - window


def _fingerprint(message: Message, account: str | None, number: int) -> bytes | None:
    """Return what two sendings of one event share; None when nothing would tell them apart."""
    if message.timestamp is None and message.sequence == wire.NO_SEQUENCE:
        return None
    parts = (
        message.token,
        account or "",
        message.sequence,
        str(message.timestamp),
        str(number),
        *message.data,
        *message.extended,
    )
    return blake2b("\0".join(parts).encode(), digest_size=16).digest()
