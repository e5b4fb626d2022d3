"""Why a camera could not be asked, in words; never where, since that may hold a password."""

from vaka.core.errors import BadInput
from vaka.edge.video.ingest.rtsp.errors import Garbled, LoginRefused
from vaka.edge.video.onvif.errors import NotDone


def explained(problem: Exception) -> str | None:
    """Return what a failure means; None when it is not the camera's doing."""
    match problem:
        case BadInput():
            return f"{problem.problem}. {problem.mend}"
        case Garbled() | LoginRefused() | NotDone():
            return str(problem)
        case TimeoutError():
            return "it did not answer in time"
        case ConnectionRefusedError():
            return "nothing answers at its address"
        case OSError():
            return "it cannot be reached"
    return None
