"""`vaka demo` as somebody at a shell starts it, and ends it with Ctrl-C."""

import os
import re
import signal
import subprocess
import sys
import threading
from pathlib import Path

START_SECONDS, END_SECONDS = 60.0, 20.0
OURS = ("VAKA_", "DJANGO_SETTINGS_MODULE")
TOLD = re.compile(r"running at (?P<url>http://\S+) .*DC-09 at \S+:(?P<dc09>\d+)", re.DOTALL)


class Demo:
    """One running example in a folder of its own, on free ports."""

    def __init__(self, folder: Path) -> None:
        environment = {
            name: value for name, value in os.environ.items() if not name.startswith(OURS)
        }
        with (folder / "demo.log").open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "vaka.cli", "demo", "--free-ports"],
                env={**environment, "VAKA_DATA_DIR": str(folder), "PYTHONUNBUFFERED": "yes"},
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        told = TOLD.search(self._welcome())
        assert told, (folder / "demo.log").read_text("utf-8")
        self.url, self.dc09 = told["url"], int(told["dc09"])

    def _welcome(self) -> str:
        """Read what it says, until it has told where everything is or has ended."""
        late = threading.Timer(START_SECONDS, self._process.kill)
        late.start()
        said = ""
        assert self._process.stdout
        while not TOLD.search(said) and (line := self._process.stdout.readline()):
            said += line
        late.cancel()
        return said

    def processes(self) -> set[int]:
        """Return the ids of the processes it has started that still run."""
        listed = subprocess.run(
            ["/usr/bin/pgrep", "--parent", str(self._process.pid)],
            capture_output=True,
            text=True,
            check=False,
        )
        return {int(pid) for pid in listed.stdout.split()}

    def settings(self) -> dict[str, str]:
        """Return the environment of one of its processes, which has its settings."""
        whole = Path(f"/proc/{min(self.processes())}/environ").read_bytes().decode()
        pairs = (line.partition("=") for line in whole.split("\0") if line)
        return {name: value for name, _, value in pairs}

    def interrupt(self) -> int:
        """Press Ctrl-C, and return with which code it ended."""
        self._process.send_signal(signal.SIGINT)
        return self._process.wait(END_SECONDS)

    def end(self) -> None:
        """See that it is gone, whatever a test has left."""
        if self._process.poll() is None:
            self.interrupt()
        assert self._process.stdout
        self._process.stdout.close()
