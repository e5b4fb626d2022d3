"""The topic map: which broker is listened to, and what its topics mean.

```toml
[broker]
address = "mqtts://broker.example:8883"   # or mqtt://, in clear
user = "vaka"
password_file = "/etc/vaka/mqtt-password"

[[frigate]]
topic = "frigate/events"
cameras = { norra_entren = "7701" }       # camera, and its account
labels = ["person"]
zones = ["trappan"]
code = "BA"

[[onvif]]
topic = "+/onvif-ej/RuleEngine/LineDetector/Crossed/#"
account = "7702"
code = "BA"
```
"""

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from vaka.core.errors import BadInput
from vaka.edge.alarms.mqtt.frigate import FrigateTopic
from vaka.edge.alarms.mqtt.onvif import OnvifTopic

Topic = FrigateTopic | OnvifTopic
_SHORTEST = 3  # seconds
_PORTS = {"mqtt": 1883, "mqtts": 8883}
_FILTER = re.compile(r"(?:(?:\+|[^+#\0/]*)(?:/|$))*(?<!#)#?")
_CODE = re.compile(r"[A-Z]{2}")
_ACCOUNT = re.compile(r"[0-9A-Za-z]{1,16}")


@dataclass(frozen=True)
class Broker:
    """Where the broker is, and how one is let in.

    `client` names our session there, in which it keeps what comes while we are away. When the
    broker is away for longer than `interval`, that is an alarm of `account`.
    """

    host: str
    port: int
    tls: bool
    user: str | None = None
    password_file: Path | None = None
    authorities: Path | None = None
    client: str = "vaka-receiver"
    account: str = "MQTT"
    interval: timedelta = timedelta(seconds=60)


@dataclass(frozen=True)
class TopicMap:
    """A broker, and what its topics mean."""

    broker: Broker
    topics: tuple[Topic, ...]


def read(path: Path) -> TopicMap:
    """Return the topic map in a TOML file.

    :raises BadInput: when the file or a value is wrong; names the place.
    """
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as problem:
        mend = "Write [broker] and [[frigate]] or [[onvif]]"
        raise BadInput(str(path), f"no topics can be read: {problem}", mend) from None
    broker = _broker(_Table(f"{path} [broker]", content.pop("broker", None)))
    topics: list[Topic] = []
    for kind, made in _MAKERS.items():
        given = content.pop(kind, [])
        if not isinstance(given, list):
            raise BadInput(f"{path} {kind}", "it is no list", f"Write [[{kind}]]")
        topics += [
            made(_Table(f"{path} [[{kind}]] {number}", each))
            for number, each in enumerate(given, 1)
        ]
    if content or not topics:
        wrong = f"{min(content)} is unknown" if content else "there is no topic"
        raise BadInput(str(path), wrong, "Write [[frigate]] or [[onvif]]")
    return TopicMap(broker, tuple(topics))


class _Table:
    """A table of the file, from which each value is taken once."""

    def __init__(self, where: str, value: object) -> None:
        if not isinstance(value, dict):
            raise BadInput(where, "it is not there, or no table", "See docs/reference/mqtt.md")
        self.where = where
        self._left = dict(value)

    def __contains__(self, name: str) -> bool:
        return name in self._left

    def wrong(self, name: str, mend: str) -> BadInput:
        return BadInput(f"{self.where} {name}", "the value is not of the right form", mend)

    def text(self, name: str, form: re.Pattern[str], mend: str) -> str:
        value = self._left.pop(name, None)
        if not isinstance(value, str) or not form.fullmatch(value):
            raise self.wrong(name, mend)
        return value

    def maybe(self, name: str) -> str | None:
        return self.text(name, re.compile(".+"), "Give a text") if name in self._left else None

    def texts(self, name: str) -> frozenset[str]:
        value = self._left.pop(name, [])
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise self.wrong(name, 'Give a list of texts, such as ["person"]')
        return frozenset(value)

    def pairs(self, name: str, mend: str) -> dict[str, str]:
        value = self._left.pop(name, {})
        if not isinstance(value, dict) or not all(isinstance(v, str) for v in value.values()):
            raise self.wrong(name, mend)
        return value

    def seconds(self, name: str, default: timedelta) -> timedelta:
        value = self._left.pop(name, int(default.total_seconds()))
        if isinstance(value, bool) or not isinstance(value, int) or value < _SHORTEST:
            raise self.wrong(name, f"Give whole seconds, {_SHORTEST} at least")
        return timedelta(seconds=value)

    def end(self) -> None:
        if self._left:
            raise BadInput(self.where, f"{min(self._left)} is unknown", "Remove it")


def _broker(table: _Table) -> Broker:
    mend = "Give mqtt://HOST:PORT or mqtts://HOST:PORT"
    parts = urlsplit(table.text("address", re.compile(r"\S+"), mend))
    try:
        port = parts.port or _PORTS[parts.scheme]
    except (KeyError, ValueError):
        raise table.wrong("address", mend) from None
    if not parts.hostname or parts.username or parts.path.strip("/"):
        raise table.wrong("address", mend)
    user, password = table.maybe("user"), table.maybe("password_file")
    authorities = table.maybe("authorities")
    made = Broker(
        parts.hostname,
        port,
        parts.scheme == "mqtts",
        user,
        Path(password) if password else None,
        Path(authorities) if authorities else None,
        table.maybe("client") or Broker.client,
        table.maybe("account") or Broker.account,
        table.seconds("interval", Broker.interval),
    )
    table.end()
    return made


def _topic(table: _Table) -> tuple[str, str]:
    topic = table.text("topic", _FILTER, "Give a topic; + is one level, # at the end the rest")
    return topic, table.text("code", _CODE, "Give a SIA code of two letters, such as BA")


def _frigate(table: _Table) -> Topic:
    topic, code = _topic(table)
    mend = 'Give each camera its account: { norra_entren = "7701" }'
    cameras = table.pairs("cameras", mend)
    if not cameras or not all(_ACCOUNT.fullmatch(account) for account in cameras.values()):
        raise table.wrong("cameras", mend)
    made = FrigateTopic(topic, code, cameras, table.texts("labels"), table.texts("zones"))
    table.end()
    return made


def _onvif(table: _Table) -> Topic:
    topic, code = _topic(table)
    account = table.text("account", _ACCOUNT, "Give the account that it stands for")
    when = table.pairs("when", 'Give values as text: { State = "true" }')
    restored = (
        table.text("restored", _CODE, "Give a SIA code of two letters, such as BR")
        if "restored" in table
        else None
    )
    small = {name: value.casefold() for name, value in when.items()}
    made = OnvifTopic(topic, code, account, small, restored)
    table.end()
    return made


_MAKERS: dict[str, Callable[[_Table], Topic]] = {"frigate": _frigate, "onvif": _onvif}
