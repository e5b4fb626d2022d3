"""Asks every probe at once, each for as long as it may take; what fails is itself an answer."""

import threading
import time
from collections.abc import Sequence

from vaka.doctor import opening, secrecy
from vaka.doctor.finding import Answer, Asked, Finding, Group, Probe, Reach

REACH = "installation"
LONGEST = 300  # characters of a fact; cut when no secret is in it any more


def answers(asked: Asked, probes: Sequence[Probe]) -> list[Answer]:
    """Return what each probe found, in their order; those out of reach are named in one."""
    reach, found = opening.opened(asked)
    asking = [probe for probe in probes if probe.when(asked)]
    within = [probe for probe in asking if probe.needs <= reach]
    left = [probe.name for probe in asking if probe.needs > reach]
    if left and not asked.is_edge_alone:
        found.append(Finding("questions-left", {"count": len(left), "names": ", ".join(left)}))
    turns = [_Turn(probe, asked) for probe in within]
    for turn in turns:
        turn.start()
    told = _told(REACH, Group.REACHABLE, found)
    for turn in turns:
        told += _told(turn.probe.name, turn.probe.group, turn.ended())
    hide = secrecy.hiding(asked)
    return [_hidden(answer, hide) for answer in told]


def _told(name: str, group: Group, found: Sequence[Finding]) -> list[Answer]:
    if not found:
        return [Answer(name, group, None)]
    return [Answer(name, group, finding) for finding in found]


def _hidden(answer: Answer, hide: secrecy.Hide) -> Answer:
    """Return the answer without a secret in it, whatever words a library chose."""
    if answer.finding is None:
        return answer
    facts = {
        name: hide(value)[:LONGEST] if isinstance(value, str) else value
        for name, value in answer.finding.facts.items()
    }
    return Answer(answer.probe, answer.group, Finding(answer.finding.code, facts))


class _Turn(threading.Thread):
    """One probe in a thread that ends with the process, if it does not end by itself."""

    def __init__(self, probe: Probe, asked: Asked) -> None:
        super().__init__(daemon=True)
        self.probe, self._asked = probe, asked
        self._found: list[Finding] = []
        self._until = time.monotonic() + probe.seconds

    def run(self) -> None:
        """Ask."""
        try:
            self._found = list(self.probe.ask(self._asked))
        except Exception as problem:
            # Whatever it was, the other questions are still to be answered.
            self._found = [_unasked(f"{type(problem).__name__}: {problem}")]
        finally:
            if self.probe.needs >= Reach.DATABASE:
                opening.let_go()

    def ended(self) -> list[Finding]:
        """Return what was found when the time is up, at the latest."""
        self.join(max(0.0, self._until - time.monotonic()))
        if self.is_alive():
            return [_unasked(f"> {self.probe.seconds:.0f} s")]
        return self._found


def _unasked(problem: str) -> Finding:
    return Finding("unasked", {"problem": " ".join(problem.split())})
