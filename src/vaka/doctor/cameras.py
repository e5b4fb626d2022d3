"""Cameras and gateways as the control wing has heard of them."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

from vaka.doctor.actor import DOCTOR
from vaka.doctor.finding import Asked, Finding

GATEWAY = timedelta(minutes=1)
MIB = 1024**2


def gateways(asked: Asked) -> Iterator[Finding]:
    """Yield the gateways that are not heard, or as which two want to speak."""
    from vaka.operation import queries

    heard = queries.last_heard()
    cameras = queries.cameras(by=DOCTOR).filter(hosted_for=None)
    for name, count in sorted(Counter(row.gateway for row in cameras).items()):
        last = heard.get(name)
        if last is None or asked.at - last > GATEWAY:
            since = f"{last:%Y-%m-%d %H:%M} UTC" if last else "-"
            yield Finding("gateway-silent", {"name": name, "since": since, "cameras": count})
    for name in queries.contested(at=asked.at):
        yield Finding("gateway-contested", {"name": name})


def healthy(asked: Asked) -> Iterator[Finding]:
    """Yield the cameras that stand up and are at fault, or were not heard of, by what it is."""
    from vaka.operation import queries
    from vaka.operation.rules import FAULTS, Health

    bad = FAULTS | {Health.SILENT, Health.NEVER_HEARD_OF}
    found: dict[Health, list[str]] = {}
    for state in queries.states(by=DOCTOR, at=asked.at):
        own = state.installation and not state.camera.hosted_for_id
        if own and state.health in bad:
            found.setdefault(state.health, []).append(state.camera.name)
    for health, names in sorted(found.items()):
        facts = {"health": str(health), "count": len(names), "first": min(names)}
        yield Finding("cameras-at-fault", facts)


def room(asked: Asked) -> Iterator[Finding]:
    """Yield the gateways whose disk will be full before the oldest recording may go."""
    from vaka.operation import queries

    for disk in queries.disks(queries.checkups(by=DOCTOR, at=asked.at)):
        if not disk.suffices:
            facts = {"name": disk.gateway, "free": disk.free_bytes // MIB}
            yield Finding(
                "disk-too-small", {**facts, "to_come": int(disk.bytes_to_come) // MIB}
            )
