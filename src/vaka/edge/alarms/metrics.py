"""What the receiver counts, in a registry of its own."""

import collections
from collections.abc import Iterable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from vaka.edge.alarms.deviations import Deviation
from vaka.edge.alarms.forwarding import Outcome
from vaka.edge.alarms.reception import Finding

_BUCKETS = (0.0005, 0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0)


class Metrics:
    """Counters of one receiver."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        messages = Counter(
            "vaka_receiver_messages",
            "Frames received, by what became of them",
            ["finding"],
            registry=self.registry,
        )
        self._findings = {finding: messages.labels(finding.value) for finding in Finding}
        forwards = Counter(
            "vaka_receiver_forwards",
            "Attempts to give an alarm to the control wing",
            ["outcome"],
            registry=self.registry,
        )
        self._outcomes = {outcome: forwards.labels(outcome.value) for outcome in Outcome}
        deviations = Counter(
            "vaka_receiver_deviations",
            "Alarms that departed from the standard and were understood, by how",
            ["deviation"],
            registry=self.registry,
        )
        self._deviations = {each.value: deviations.labels(each.value) for each in Deviation}
        self.alarms = Counter(
            "vaka_receiver_alarms", "Alarms made durable", registry=self.registry
        )
        self.durable = Histogram(
            "vaka_receiver_durable_seconds",
            "From the frames of a round to their alarms on disk",
            buckets=_BUCKETS,
            registry=self.registry,
        )
        self.connections = Gauge(
            "vaka_receiver_connections", "Open TCP connections", registry=self.registry
        )
        self.broker = Gauge(
            "vaka_receiver_mqtt_connected",
            "Whether the MQTT broker is connected",
            registry=self.registry,
        )
        self.dropped = Counter(
            "vaka_receiver_dropped",
            "Datagrams left unanswered because too many from one address waited",
            registry=self.registry,
        )

    def found(self, findings: Iterable[Finding]) -> None:
        """Count the frames of a round."""
        for finding, frames in collections.Counter(findings).items():
            self._findings[finding].inc(frames)

    def deviated(self, deviation: str) -> None:
        """Count an alarm that departed so from the standard."""
        self._deviations[deviation].inc()

    def kept(self, alarms: int, *, seconds: float) -> None:
        """Count alarms that were made durable together."""
        self.alarms.inc(alarms)
        self.durable.observe(seconds)

    def forwarded(self, outcome: Outcome) -> None:
        """Count an attempt to forward."""
        self._outcomes[outcome].inc()
