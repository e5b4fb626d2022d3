"""Why a camera could not be asked, in words and as a code; never where."""

from vaka.core.errors import BadInput
from vaka.edge.video.ingest.rtsp.errors import Garbled, LoginRefused
from vaka.edge.video.onvif.errors import NotDone
from vaka.edge.video.onvif.masks import CannotMask
from vaka.edge.video.onvif.placing import NotKept


def explained(problem: Exception) -> str | None:
    """Return what a failure means; None when it is not the camera's doing."""
    match problem:
        case BadInput():
            return f"{problem.problem}. {problem.mend}"
        case Garbled() | LoginRefused() | NotDone() | CannotMask() | NotKept():
            return str(problem)
        case TimeoutError():
            return "it did not answer in time"
        case ConnectionRefusedError():
            return "nothing answers at its address"
        case OSError():
            return "it cannot be reached"
    return None


def code_of(problem: Exception) -> str:
    """Return why the masks are not in the camera, as the centre is told it."""
    match problem:
        case CannotMask():
            return problem.code
        case NotKept():
            return "not-kept"
        case NotDone():
            return "no-masks" if problem.is_unknown else "masks-refused"
        case LoginRefused():
            return "login-refused"
        case BadInput():
            return "device-refused"
        case OSError():
            return "device-away"
    return "nonsense"
