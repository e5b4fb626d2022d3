"""Cameras, what is kept of them and who looked, as rows."""

from vaka.operation.models.cameras import (
    Camera,
    CameraHealth,
    Installation,
    PresetView,
    WorkOrder,
)
from vaka.operation.models.gateways import EdgeEvent, GatewayVoice
from vaka.operation.models.recordings import FootageRequest, Gap, Hold, Recording, Redaction
from vaka.operation.models.signs import Sign
from vaka.operation.models.views import Ticket

__all__ = [
    "Camera",
    "CameraHealth",
    "EdgeEvent",
    "FootageRequest",
    "Gap",
    "GatewayVoice",
    "Hold",
    "Installation",
    "PresetView",
    "Recording",
    "Redaction",
    "Sign",
    "Ticket",
    "WorkOrder",
]
