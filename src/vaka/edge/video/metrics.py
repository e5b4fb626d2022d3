"""The gateway's figures, for Prometheus."""

from collections.abc import Iterable

from prometheus_client import CollectorRegistry, Counter, Gauge

from vaka.edge.video.camera import Camera
from vaka.edge.video.health import State


class Metrics:
    """Figures of one gateway, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.disposed = Counter(
            "vaka_segments_disposed", "Segments disposed of", registry=self.registry
        )
        self._cameras = Gauge(
            "vaka_cameras", "Cameras by state", ["state"], registry=self.registry
        )
        self._viewers = Gauge("vaka_viewers", "Open views", registry=self.registry)
        self._centre = Gauge(
            "vaka_centre_reachable", "Whether the centre answers", registry=self.registry
        )

    def show(self, cameras: Iterable[Camera], *, reachable: bool) -> None:
        """Show how the cameras are."""
        all_cameras = list(cameras)
        for state in State:
            count = sum(1 for c in all_cameras if c.health and c.health.state == state)
            self._cameras.labels(state.value).set(count)
        self._viewers.set(sum(camera.live.viewers for camera in all_cameras))
        self._centre.set(reachable)
