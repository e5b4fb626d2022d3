"""What a partner is told of an authority's warning: all of it, and as the authority's."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from vaka.response.rules.warnings import MessageType, Reference, Severity, urgency


@dataclass(frozen=True)
class PassedOn:
    """A warning as a partner is told of it; `ended_at` is when it was taken back or replaced.

    It is public, so that no agreement leaves out a part of it.
    """

    warning: str
    agreement: str
    name: Reference
    sent: datetime
    message_type: MessageType
    exercise: bool
    replaces: Sequence[Reference]
    event: str
    headline: str
    description: str
    instruction: str
    severity: Severity
    starts_at: datetime
    ends_at: datetime
    area_text: str
    area: Mapping[str, object] | None
    codes: Sequence[str]
    ended_at: datetime | None

    @property
    def facts(self) -> dict[str, object]:
        """Return it as JSON; its names are the authority's, instants RFC 3339 in UTC."""
        return {
            "warning": self.warning,
            "message": {"sent": _instant(self.sent), **_named(self.name)},
            "message_type": self.message_type,
            "exercise": self.exercise,
            "replaces": [_named(each) for each in self.replaces],
            "event": self.event,
            "headline": self.headline,
            "description": self.description,
            "instruction": self.instruction,
            "severity": self.severity,
            "starts_at": _instant(self.starts_at),
            "ends_at": _instant(self.ends_at),
            "area_text": self.area_text,
            "area": dict(self.area) if self.area else None,
            "codes": list(self.codes),
            "ended_at": _instant(self.ended_at) if self.ended_at else None,
        }


def each_once(passed: Iterable[PassedOn]) -> list[PassedOn]:
    """Return each warning once, what goes on before what is over, the most severe first."""
    chosen = {one.warning: one for one in passed}
    return sorted(
        chosen.values(),
        key=lambda one: (one.ended_at is not None, *urgency(one.severity, one.starts_at)),
    )


def _named(name: Reference) -> dict[str, object]:
    return {"sender": name.sender, "identifier": name.identifier}


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()
