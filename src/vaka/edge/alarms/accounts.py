"""The transmitters that a receiver knows: their keys, and how often they must be heard.

```toml
[accounts.1234]
key = "0123456789abcdef0123456789abcdef"   # 32, 48 or 64 hexadecimal digits
interval = 90        # seconds; silence for longer is an alarm. "learned": from its own beats
```
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from pathlib import Path
from typing import Final, Literal

from vaka.core.errors import BadInput
from vaka.edge.alarms.encryption import KEY_SIZES


class _Learned(Enum):
    LEARNED = "learned"


LEARNED: Final = _Learned.LEARNED
Interval = timedelta | Literal[_Learned.LEARNED]


@dataclass(frozen=True, slots=True)
class Account:
    """One transmitter."""

    key: bytes | None = None
    interval: Interval | None = None


class Accounts:
    """Transmitters by account; the letter case of an account does not matter."""

    def __init__(self, accounts: Mapping[str, Account]) -> None:
        self._accounts = {name.upper(): account for name, account in accounts.items()}

    def get(self, name: str | None) -> Account | None:
        """Return the transmitter, or None when it is unknown."""
        return self._accounts.get(name.upper()) if name else None

    def key_for(self, name: str) -> bytes | None:
        """Return the key of the transmitter, if it has one."""
        account = self.get(name)
        return account.key if account else None

    def intervals(self) -> dict[str, Interval]:
        """Return how often each supervised transmitter must be heard."""
        return {name: a.interval for name, a in self._accounts.items() if a.interval}


NOBODY = Accounts({})


def read(path: Path) -> Accounts:
    """Return the accounts in a TOML file.

    :raises BadInput: when the file, a name or a value is wrong; names the account.
    """
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as problem:
        mend = 'Write [accounts.1234] and under it key = "hex"'
        raise BadInput(str(path), f"no accounts can be read: {problem}", mend) from None
    tables = content.pop("accounts", None)
    if content or not isinstance(tables, dict):
        raise BadInput(str(path), "only tables [accounts.NAME] may stand here", "See dc09.md")
    return Accounts({name: _account(path, name, table) for name, table in tables.items()})


def _account(path: Path, name: str, table: object) -> Account:
    where = f"{path} [accounts.{name}]"
    if not isinstance(table, dict) or set(table) - {"key", "interval"}:
        raise BadInput(where, "only key and interval may stand here", "Remove the rest")
    return Account(_key(where, table.get("key")), _interval(where, table.get("interval")))


def _key(where: str, value: object) -> bytes | None:
    if value is None:
        return None
    # The value is a secret: no message repeats it.
    mend = "Give 32, 48 or 64 hexadecimal digits (AES-128, 192 or 256)"
    try:
        key = bytes.fromhex(value) if isinstance(value, str) else b""
    except ValueError:
        key = b""
    if len(key) not in KEY_SIZES:
        raise BadInput(where, "the key is not of the right form", mend)
    return key


def _interval(where: str, value: object) -> Interval | None:
    if value is None:
        return None
    if value == LEARNED.value:
        return LEARNED
    if isinstance(value, bool) or not isinstance(value, int) or value <= 0:
        mend = 'Give whole seconds, or "learned"'
        raise BadInput(where, "the interval is not of the right form", mend)
    return timedelta(seconds=value)
