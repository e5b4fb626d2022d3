"""What is asked about, and what is found: a code and its facts, never a sentence."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum

from vaka.conf.database import FILE
from vaka.conf.environment import Environment


class Level(StrEnum):
    """How a finding is to be taken; the worst first."""

    WRONG = "wrong"
    UNASKED = "unasked"
    REMARK = "remark"
    WELL = "well"


class Group(StrEnum):
    """What a question is about."""

    CONFIGURED = "configured"
    REACHABLE = "reachable"
    OUTDATED = "outdated"
    UNSAFE = "unsafe"


class Reach(IntEnum):
    """How far into the control wing one can ask; each holds those before it."""

    NOTHING = 0
    SETTINGS = 1
    DATABASE = 2
    TABLES = 3


class Depth(StrEnum):
    """How much of the record is verified."""

    TAIL = "tail"
    WHOLE = "whole"


@dataclass(frozen=True)
class Finding:
    """One thing that was found: its code in `codes.toml`, and what its sentences need."""

    code: str
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Asked:
    """The installation that is asked about, and when."""

    told: Environment
    environ: Mapping[str, str]
    at: datetime
    depth: Depth = Depth.TAIL

    def has(self, name: str) -> bool:
        """Return whether the data folder has that in it, as far as this user may see."""
        try:
            return (self.told.data_path / name).exists()
        except OSError:
            return False

    @property
    def is_edge_alone(self) -> bool:
        """Return whether only a gateway or a receiver has its things here."""
        edge = self.has("gateway") or self.has("journal")
        return edge and not self.has("django-secret") and not self.told.secret_key

    @property
    def is_installed(self) -> bool:
        """Return whether there is anything of the installation here."""
        made = self.has("django-secret") or self.has(FILE)
        return made or bool(self.told.secret_key) or self.is_edge_alone

    @property
    def is_development(self) -> bool:
        """Return whether plain http on this machine is what was asked for."""
        return self.told.development == "yes"


def always(_asked: Asked) -> bool:
    """Return that a question is to be asked of every installation."""
    return True


@dataclass(frozen=True)
class Probe:
    """One question: its name in `codes.toml`, how far one must reach, how long it may take, and
    of which installations it is asked.
    """

    name: str
    group: Group
    ask: Callable[[Asked], Iterable[Finding]]
    needs: Reach = Reach.NOTHING
    seconds: float = 10.0
    when: Callable[[Asked], bool] = always


@dataclass(frozen=True)
class Answer:
    """What a probe found; no finding is that all is well."""

    probe: str
    group: Group
    finding: Finding | None
