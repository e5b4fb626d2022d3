"""One process alone in a folder: two that write the same files would undo each other."""

import fcntl
import os
import time
from pathlib import Path

from vaka.core.errors import BadInput

TRIES, PAUSE_SECONDS = 20, 0.05


def alone(folder: Path, *, who: str) -> int:
    """Return the handle of a lock that makes this process the one that writes in a folder.

    It goes with the handle, or with the process however that ends.

    :raises BadInput: when another has it.
    """
    handle = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    for _ in range(TRIES):
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            # The one before us may have been killed a moment ago, and be still going.
            time.sleep(PAUSE_SECONDS)
        else:
            return handle
    os.close(handle)
    raise BadInput(str(folder), f"another {who} writes here", "Stop it, or give another folder")
