"""Tokens of organisations: how one is written, what it opens, and when it opens nothing."""

import hashlib
import re
import zlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from vaka.core.errors import BadInput, VakaError
from vaka.municipality.rules.roles import EVERY_BOARD, Actor, Grant, Role

LONGEST = timedelta(days=366)
# What lapses is told of so long before: a supplier's change takes weeks.
WARNED = timedelta(days=30)
PREFIX = "vaka_"
# A mark to know it by, 256 random bits, a checksum; no character at which a word would break.
WRITTEN = re.compile(rf"{PREFIX}([0-9a-f]{{8}})[0-9a-f]{{64}}([0-9a-f]{{8}})")
MARK_BYTES, SECRET_BYTES = 4, 32
ACCOUNT = re.compile(r"[0-9A-Z]{1,16}")


class Scope(StrEnum):
    """One thing that a token may be for."""

    ALARMS = "alarms"
    SHARED = "shared"
    GATEWAY = "gateway"
    RECEIVER = "receiver"


# Those of our own processes: each carries a token that is for nothing else.
OF_MACHINES = frozenset({Scope.GATEWAY, Scope.RECEIVER})
# A scope lets no one do more than the role that it stands for, whatever route is asked.
ROLES: Mapping[Scope, Role] = {
    Scope.ALARMS: Role.ALARM_SENDER,
    Scope.SHARED: Role.PARTNER,
    Scope.GATEWAY: Role.MACHINE,
    Scope.RECEIVER: Role.MACHINE,
}


class Refusal(StrEnum):
    """Why a token does not open what it was brought to."""

    UNKNOWN = "unknown"
    REVOKED = "revoked"
    LAPSED = "lapsed"
    OUT_OF_SCOPE = "out-of-scope"
    OTHER_MACHINE = "other-machine"
    OTHER_ACCOUNT = "other-account"


@dataclass(eq=False)
class TokenRefused(VakaError):
    """A token that was brought does not open this; `token` is its id if it is one of ours."""

    reason: Refusal
    token: str = ""

    def __str__(self) -> str:
        return _TOLD[self.reason]


_TOLD: Mapping[Refusal, str] = {
    Refusal.UNKNOWN: "There is no such token. Send the whole of it, as it was shown",
    Refusal.REVOKED: "The token is revoked. Ask the municipality for another",
    Refusal.LAPSED: "The token has lapsed. Ask the municipality for another",
    Refusal.OUT_OF_SCOPE: "No scope of the token opens this",
    Refusal.OTHER_MACHINE: "The token is another machine's",
    Refusal.OTHER_ACCOUNT: "The token is not for alarms of that account",
}


@dataclass(frozen=True)
class Held:
    """What is known of a token when it is brought."""

    scopes: frozenset[Scope]
    ends_at: datetime
    revoked_at: datetime | None


@dataclass(frozen=True)
class Wanted:
    """A token as it is asked for; `partner` is empty for a system of the municipality's own.

    `accounts` are those of the transmitters for which it may send alarms. A machine's token
    carries the machine's own name.
    """

    name: str
    why: str
    scopes: frozenset[Scope]
    ends_at: datetime
    board: str
    partner: str = ""
    accounts: tuple[str, ...] = ()


def written(*, mark: str, secret: str) -> str:
    """Return a token as its holder keeps it; mark (8) and secret (64) are hex."""
    body = f"{PREFIX}{mark}{secret}"
    return f"{body}{_checksum(body)}"


def mark_of(text: str) -> str | None:
    """Return the mark of a token, None of a text that is none, or not all of one."""
    found = WRITTEN.fullmatch(text)
    if found is None or _checksum(text[:-8]) != found[2]:
        return None
    return found[1]


def fingerprint(text: str) -> str:
    """Return what is kept of a token, hex: 256 random bits need no slow hash."""
    return hashlib.sha256(text.encode()).hexdigest()


def refusal(held: Held, *, opens: Collection[Scope], at: datetime) -> Refusal | None:
    """Return why a token does not open what these scopes open at that instant, if it does not.

    What no scope opens is opened by no token.
    """
    if held.revoked_at is not None and held.revoked_at <= at:
        return Refusal.REVOKED
    if at >= held.ends_at:
        return Refusal.LAPSED
    return None if held.scopes.intersection(opens) else Refusal.OUT_OF_SCOPE


def acting(*, key: str, name: str, organisation: str, scopes: Collection[Scope]) -> Actor:
    """Return who acts by a token: its organisation, with no more than its scopes.

    A machine of ours acts as itself, whichever token it carries.
    """
    grants = frozenset(Grant(ROLES[scope], EVERY_BOARD) for scope in scopes)
    who = name if OF_MACHINES.intersection(scopes) else key
    return Actor(id=who, name=name, grants=grants, token=key, organisation=organisation)


def require_machine(by: Actor, machine: str) -> None:
    """Let through who may speak as that machine: by a token of its own only as itself.

    :raises TokenRefused: when the token is another machine's.
    """
    if by.token and by.id != machine:
        raise TokenRefused(Refusal.OTHER_MACHINE, by.token)


def sends_for_itself(by: Actor) -> bool:
    """Return whether the actor sends alarms of its own accounts alone, by a token."""
    return bool(by.token) and any(grant.role is Role.ALARM_SENDER for grant in by.grants)


def check(wanted: Wanted, *, at: datetime) -> None:
    """Let a token through that says for whom, what, why and until when.

    :raises BadInput: when it does not.
    """
    for field, said in (("name", wanted.name), ("why", wanted.why)):
        if not said.strip():
            raise BadInput(
                field, "it is empty", "Write what the token is for, and by whose word"
            )
    if not at < wanted.ends_at <= at + LONGEST:
        raise BadInput("ends_at", "it is not within a year from now", "Choose an earlier day")
    _check_scopes(wanted)
    _check_accounts(wanted)


def _check_scopes(wanted: Wanted) -> None:
    if not wanted.scopes:
        raise BadInput("scopes", "nothing is chosen", "Choose what the token is for")
    if OF_MACHINES & wanted.scopes and (len(wanted.scopes) > 1 or wanted.partner):
        raise BadInput(
            "scopes",
            "a machine's token is for that machine of ours alone",
            "Issue one for each thing",
        )
    if Scope.SHARED in wanted.scopes and not wanted.partner:
        raise BadInput(
            "partner", "what is shared is shared with a partner", "Choose the partner"
        )


def _check_accounts(wanted: Wanted) -> None:
    if (Scope.ALARMS in wanted.scopes) != bool(wanted.accounts):
        raise BadInput(
            "accounts",
            "who sends alarms does so for certain accounts, others for none",
            "Name each account, or choose another scope",
        )
    if not all(map(ACCOUNT.fullmatch, wanted.accounts)):
        raise BadInput(
            "accounts", "it is no account", "Write 1 to 16 letters A to Z and digits"
        )


def _checksum(body: str) -> str:
    """Return the CRC-32 by which a scanner tells a token from what merely looks like one."""
    return f"{zlib.crc32(body.encode()):08x}"
