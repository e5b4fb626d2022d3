"""A door that lets one in at a time, in the order in which they came."""

from collections import deque
from threading import Event, Lock


class Door:
    """One may be inside; who leaves lets in who has waited longest."""

    def __init__(self) -> None:
        self._taken = False
        self._waiting: deque[Event] = deque()
        self._guard = Lock()

    def enter(self, *, within: float) -> bool:
        """Wait for one's turn; return whether it came within so many seconds."""
        with self._guard:
            if not self._taken:
                self._taken = True
                return True
            turn = Event()
            self._waiting.append(turn)
        turn.wait(within)
        with self._guard:
            # It may have come between the end of the wait and here.
            if turn.is_set():
                return True
            self._waiting.remove(turn)
            return False

    def leave(self) -> None:
        """Let the next one in."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._taken = False
