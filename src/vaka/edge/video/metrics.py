"""The gateway's figures, for Prometheus."""

from collections import Counter as Counted
from collections.abc import Callable, Iterable, Iterator

from prometheus_client import CollectorRegistry, Counter, Gauge
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from vaka.edge.video.camera import Camera
from vaka.edge.video.health import BY_CAMERA, State


class _Cameras(Collector):
    """How the cameras and their lines are, looked at when somebody asks."""

    def __init__(self, cameras: Callable[[], Iterable[Camera]]) -> None:
        self._cameras = cameras

    def collect(self) -> Iterator[GaugeMetricFamily]:
        states = GaugeMetricFamily("vaka_cameras", "Cameras by state", labels=["state"])
        lost = GaugeMetricFamily(
            "vaka_camera_packets_lost", "Lost since it was last connected to", labels=["camera"]
        )
        ahead = GaugeMetricFamily(
            "vaka_camera_clock_ahead_seconds", "Of ours, as it last said", labels=["camera"]
        )
        burnt = GaugeMetricFamily(
            "vaka_camera_masks_burnt_in", "0: it makes them itself", labels=["camera"]
        )
        every = list(self._cameras())
        counted = Counted(camera.health.state for camera in every if camera.health)
        for state in State:
            states.add_metric([state.value], counted[state])
        for camera in every:
            if stream := camera.stream:
                lost.add_metric([camera.name], stream.lost)
                if stream.ahead_seconds is not None:
                    ahead.add_metric([camera.name], stream.ahead_seconds)
            if by := camera.masked_by:
                burnt.add_metric([camera.name], by.made != BY_CAMERA)
        viewers = sum(camera.viewers for camera in every)
        yield from (states, lost, ahead, burnt)
        yield GaugeMetricFamily("vaka_viewers", "Open views", value=viewers)


class Metrics:
    """Figures of one gateway, in a registry of their own."""

    def __init__(
        self, cameras: Callable[[], Iterable[Camera]], reachable: Callable[[], bool]
    ) -> None:
        """Show these cameras, and whether the centre can be reached."""
        self.registry = CollectorRegistry()
        self.disposed = Counter(
            "vaka_segments_disposed", "Segments disposed of", registry=self.registry
        )
        self.registry.register(_Cameras(cameras))
        centre = Gauge(
            "vaka_centre_reachable", "Whether the centre answers", registry=self.registry
        )
        centre.set_function(reachable)
