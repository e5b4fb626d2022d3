"""The loop as `vaka demo --once` walks it: real processes, streams, alarms and pages."""

import json
import os
import subprocess
import sys


def test_every_stage_of_the_loop_holds() -> None:
    own = ("VAKA_DATA_DIR", "VAKA_DATABASE_URL", "VAKA_DEVELOPMENT", "DJANGO_SETTINGS_MODULE")
    run = subprocess.run(
        [sys.executable, "-m", "vaka.cli", "demo", "--once", "--json"],
        env={name: value for name, value in os.environ.items() if name not in own},
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    stages = json.loads(run.stdout)
    assert [stage["name"] for stage in stages if not stage["held"]] == [], run.stdout
    assert len(stages) == 9
    assert run.returncode == 0, run.stderr
