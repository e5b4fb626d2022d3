"""Starts receivers by forking, so that forty of them cost seconds and not a minute.

Reads one JSON object a line: `journal`, `synchronous`, and `environment` for the power cut.
Prints one for each receiver: its process id and its DC-09 port, null when it did not start.
"""

import json
import os
import signal
import sys
from pathlib import Path

from vaka.core.errors import BadInput
from vaka.edge.alarms import receiver, schema


def main() -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        wish = json.loads(line)
        if os.fork() == 0:
            os.environ.update(wish["environment"])
            try:
                _receive(Path(wish["journal"]), wish["synchronous"])
            except BadInput:
                _tell({"pid": None, "port": None})
            finally:
                os._exit(1)


def _receive(journal: Path, synchronous: str) -> None:
    if synchronous != "FULL":
        # The negative control: what the receiver itself refuses.
        schema.SYNCHRONOUS = synchronous
        schema.assert_durable = lambda connection: None
    plan = receiver.Plan(dc09=("127.0.0.1", 0), journal=journal)
    receiver.run(plan, ready=_ready)


def _ready(bound: receiver.Bound) -> None:
    _tell({"pid": os.getpid(), "port": bound.dc09[1]})


def _tell(what: dict[str, int | None]) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
