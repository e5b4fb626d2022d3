"""The gateway's figures, for Prometheus."""

from collections.abc import Iterable, Iterator

from prometheus_client import CollectorRegistry, Counter, Gauge
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from vaka.edge.video.camera import Camera
from vaka.edge.video.health import State


class _Lines(Collector):
    """How the lines to the cameras are, looked at when somebody asks."""

    def __init__(self) -> None:
        self.cameras: list[Camera] = []

    def collect(self) -> Iterator[GaugeMetricFamily]:
        lost = GaugeMetricFamily(
            "vaka_camera_packets_lost", "Lost since it was last connected to", labels=["camera"]
        )
        ahead = GaugeMetricFamily(
            "vaka_camera_clock_ahead_seconds", "Of ours, as it last said", labels=["camera"]
        )
        for camera in self.cameras:
            if stream := camera.stream:
                lost.add_metric([camera.name], stream.lost)
                if stream.ahead_seconds is not None:
                    ahead.add_metric([camera.name], stream.ahead_seconds)
        yield lost
        yield ahead


class Metrics:
    """Figures of one gateway, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.disposed = Counter(
            "vaka_segments_disposed", "Segments disposed of", registry=self.registry
        )
        self._lines = _Lines()
        self.registry.register(self._lines)
        self._cameras = Gauge(
            "vaka_cameras", "Cameras by state", ["state"], registry=self.registry
        )
        self._viewers = Gauge("vaka_viewers", "Open views", registry=self.registry)
        self._centre = Gauge(
            "vaka_centre_reachable", "Whether the centre answers", registry=self.registry
        )

    def show(self, cameras: Iterable[Camera], *, reachable: bool) -> None:
        """Show how the cameras are."""
        self._lines.cameras = all_cameras = list(cameras)
        for state in State:
            count = sum(1 for c in all_cameras if c.health and c.health.state == state)
            self._cameras.labels(state.value).set(count)
        self._viewers.set(sum(camera.live.viewers for camera in all_cameras))
        self._centre.set(reachable)
