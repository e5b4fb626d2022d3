"""One camera visited over ONVIF again and again while it is connected to.

Its clock is compared with ours, and it is made to mask what the terms mask. While it is seen
to do that it is trusted (`trust`) and nothing needs to be burnt in.
"""

import logging
import threading
import traceback
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from vaka.edge.video.health import NOT_YET
from vaka.edge.video.ingest.addresses import Allowed
from vaka.edge.video.onvif import trust
from vaka.edge.video.onvif.conversation import Conversation, Errand, Surroundings
from vaka.edge.video.onvif.errors import NotDone
from vaka.edge.video.onvif.failing import code_of, explained
from vaka.edge.video.onvif.masks import CannotMask
from vaka.edge.video.onvif.placing import NotKept
from vaka.edge.video.onvif.tokens import Tokens
from vaka.edge.video.onvif.trust import Trust
from vaka.edge.video.onvif.turns import Turns

log = logging.getLogger(__name__)
# Between visits: while a camera is trusted with masks, while it is not yet, after a failure,
# and when only its clock is asked for.
TRUSTED_SECONDS, SOON_SECONDS, FAILED_SECONDS, CLOCK_SECONDS = 10.0, 3.0, 30.0, 60.0

# Why a camera is not trusted, beside the failures of `failing`.
NO_ADDRESS, LOST, UNCOVERED = "no-device-address", "lost", "uncovered"


class Visits:
    """What all cameras of a gateway share: the threads, and which masks are ours."""

    def __init__(
        self,
        folder: Path,
        networks: tuple[Allowed, ...],
        authorities: Path | None,
        clock: Callable[[], datetime],
    ) -> None:
        self.around = Surroundings(networks, authorities, Tokens(folder), clock)
        self.turns = Turns()

    def close(self) -> None:
        """Visit nobody any more."""
        self.turns.close()
        self.around.tokens.close()


class Visiting:
    """One camera. Told what it is to mask and how its pictures look; asked if it is trusted."""

    def __init__(self, camera: str, visits: Visits) -> None:
        self._camera, self._visits = camera, visits
        self._lock = threading.Lock()
        self._errand: Errand | None = None
        self._is_connected = False
        self._conversation: Conversation | None = None
        self.trust = Trust()
        # Why it is not trusted, and whether it had masks that are gone.
        self.why, self.has_lost = NO_ADDRESS, False
        self.ahead_seconds: float | None = None

    def expect(self, errand: Errand | None) -> None:
        """Take what is wanted of it; None when nobody knows where it answers."""
        with self._lock:
            if errand == self._errand:
                return
            self._errand, self.has_lost, self.ahead_seconds = errand, False, None
            self._begin()

    def begin(self) -> None:
        """Visit it from now on: its pictures are asked for."""
        with self._lock:
            self._is_connected = True
            self._begin()

    def renew(self) -> None:
        """Trust nothing from before: its pictures are asked for again."""
        with self._lock:
            self._begin()

    def _begin(self) -> None:
        """Begin anew, if it is connected to; what the last conversation brings is not heard."""
        self.trust = trust.renewed(self.trust)
        self.why = NO_ADDRESS if self._errand is None else NOT_YET
        if self._conversation is not None:
            self._visits.turns.ask(self._conversation.close)
            self._conversation = None
        if self._errand is None or not self._is_connected:
            return
        self._conversation = Conversation(self._errand, self._visits.around)
        self._visits.turns.ask(partial(self._visit, self._conversation))

    def end(self) -> None:
        """Visit it no more."""
        with self._lock:
            self._is_connected = False
            self._begin()

    def looked(self, *, bare: bool) -> None:
        """Hear whether the newest picture looked at is bare where a mask should be."""
        with self._lock:
            if not bare:
                self.trust = trust.covered(self.trust)
                return
            # Before the masks are in place it is no news.
            if self.trust.since is not None:
                self._lose(UNCOVERED)
            self.trust = trust.uncovered(self.trust)

    def _visit(self, conversation: Conversation) -> None:
        """Visit it once, on a thread of `turns`, and again in a while."""
        if conversation is not self._conversation:
            return
        asked = self._visits.around.clock()
        problem: Exception | None = None
        there = False
        try:
            there = conversation.visit()
        except Exception as failure:
            problem = failure
        with self._lock:
            if conversation is not self._conversation:
                conversation.close()
                return
            self.ahead_seconds = conversation.ahead_seconds
            wait = self._failed(problem) if problem else self._answered(asked, there=there)
        self._visits.turns.ask(partial(self._visit, conversation), after=wait)

    def _answered(self, asked: datetime, *, there: bool) -> float:
        """Take in an answer; return after how long to visit it again."""
        assert self._errand is not None
        if not self._errand.masks:
            return CLOCK_SECONDS
        if not there:
            if self.trust.had_masks:
                self._lose(LOST)
            self.trust = trust.doubted(self.trust)
            return SOON_SECONDS
        self.trust = trust.found(self.trust, asked)
        if self.trust.since is not None:
            self.why, self.has_lost = "", False
            return TRUSTED_SECONDS
        if not self.has_lost:
            ready = self.trust.good >= self.trust.needed
            self.why = UNCOVERED if ready and self.trust.bare else NOT_YET
        return SOON_SECONDS

    def _failed(self, problem: Exception) -> float:
        """Take in that it could not be asked, or does not mask; return when to try again."""
        code = code_of(problem)
        if isinstance(problem, CannotMask | NotKept | NotDone) and self.trust.had_masks:
            self._lose(code)
        if code != self.why:
            told = explained(problem)
            if told is None:
                # Its words may hold a secret.
                told = "".join(traceback.format_tb(problem.__traceback__))
            log.warning("Camera %s over ONVIF: %s", self._camera, told)
        self.why, self.trust = code, trust.doubted(self.trust)
        return FAILED_SECONDS

    def _lose(self, why: str) -> None:
        log.warning("Camera %s does not mask any more: %s", self._camera, why)
        self.why, self.has_lost = why, True
